"""Corners that no whole session reaches, each with the reason why it is there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from certificates.clearance import days
from certificates.clearance.digests import canonical_facts
from certificates.clearance.opening import open_case
from certificates.clearance.question import parse
from certificates.clearance.verdicts import Kind, Result, Verdict, met
from certificates.clearance.world import AttestationFacts, MemberFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    NOW,
    STARTS,
    TEAM,
    add,
    ago,
    ask,
    attested,
    attesting,
    candidate,
    change_clinic,
    change_person,
    change_session,
    credential,
    found,
    judge,
    person,
    reasons,
    result,
)

NO_OFFSET = r"^A moment without an offset cannot be read\.$"


def opened(world):
    return open_case(parse(ask()), world, NOW)


class TestTheHorizon:
    def test_is_refused_where_nobody_can_say(self):
        with pytest.raises(ValueError, match="not known"):
            _ = opened(change_clinic(CLEAR, observe_minutes=None)).horizon

    def test_is_the_day_the_observation_ends(self):
        assert str(opened(CLEAR).horizon) == "2026-12-07"


class TestWithoutAHorizon:
    """Whether there is second staff is told only where no credential could matter."""

    def outcome(self, *members):
        world = change_session(
            change_clinic(CLEAR, observe_minutes=None),
            members=tuple(MemberFacts(*m) for m in members),
        )
        return result(judge(world), "SECOND-STAFF")

    def test_somebody_named_stands(self):
        assert self.outcome(*[(m.id, m.role) for m in TEAM]) == "MET"

    def test_two_therapists_might_do(self):
        pair = (("wanda", "lead"), ("mark", "co_therapist"))

        assert self.outcome(*pair) == "NOT_APPLICABLE"

    def test_a_supervisor_in_the_room_might_do(self):
        alone, near = ("wanda", "lead"), ("mark", "supervisor", "IN_ROOM")

        assert self.outcome(alone, near) == "NOT_APPLICABLE"

    @pytest.mark.parametrize("presence", ["ON_SITE", None])
    def test_a_supervisor_elsewhere_never_does(self, presence):
        assert self.outcome(("wanda", "lead"), ("mark", "supervisor", presence)) == (
            "UNMET"
        )

    def test_one_therapist_alone_never_does(self):
        assert self.outcome(("wanda", "lead")) == "UNMET"


class TestACandidateWhoHoldsL2aToo:
    def outcome(self, *rows):
        world = add(
            change_person(
                CLEAR, "mark", credentials=(credential("L2A"), credential("T"), *rows)
            ),
            person("asa", "ASSESSOR", "T", "S", "L3"),
        )
        world = change_person(
            world, "wanda", credentials=(credential("L2B"), credential("T"))
        )
        petra = person("petra", "THERAPIST", "L3")
        team = (
            *TEAM,
            MemberFacts("asa", "assessor"),
            MemberFacts("petra", "supervisor", "ON_SITE"),
        )
        return judge(change_session(add(world, petra), members=team))

    def test_needs_no_support_beside_an_assessor(self):
        decision = self.outcome(candidate("L2"))

        assert decision.decision is True
        assert "mark" not in {
            v.subject for v in decision.verdicts if v.code == "SUPERVISOR-PRESENT"
        }

    def test_needs_it_without_the_candidacy(self):
        assert reasons(self.outcome()) == {
            ("SUPERVISOR-PRESENT", "UNMET", "HARD", "mark")
        }


class TestWhatIsHeldTogether:
    def outcome(self, **changes):
        def held(*types):
            return tuple(
                replace(credential(t), id=f"{t} held", **changes) for t in types
            )

        mark = (replace(candidate("L2"), id="candidacy", **changes), *held("T"))
        world = change_person(CLEAR, "mark", credentials=mark)
        asa = replace(person("asa", "ASSESSOR"), credentials=held("S", "L3", "T"))
        team = (*TEAM, MemberFacts("asa", "assessor"))
        world = change_session(add(world, asa), members=team)
        return found(judge(world), "LEVEL-SUFFICIENT", "mark")

    def test_rests_on_every_part(self):
        verdict = self.outcome()

        assert verdict.evidence == ("candidacy", "L3 held", "S held")
        assert str(verdict.holds_until) == "2028-01-01"

    def test_may_have_no_end(self):
        assert self.outcome(valid_to=datetime.max.date()).holds_until is None


class TestDays:
    def test_a_moment_without_an_offset_has_no_day(self):
        with pytest.raises(ValueError, match=NO_OFFSET):
            days.utc(datetime(2026, 1, 1))

    def test_no_moment_has_no_day(self):
        with pytest.raises(ValueError, match=NO_OFFSET):
            days.utc(None)

    def test_a_moment_of_another_zone_is_made_utc(self):
        moment = datetime(2026, 7, 1, 1, tzinfo=ZoneInfo("Europe/Paris"))

        assert days.utc(moment).tzinfo is UTC
        assert days.utc(moment) == datetime(2026, 6, 30, 23, tzinfo=UTC)
        assert days.day_of(moment, UTC) == datetime(2026, 6, 30).date()
        assert days.day_of(moment, ZoneInfo("Europe/Paris")).day == 1

    def test_the_calendar_ends(self):
        last = datetime.max.date()

        assert days.day_after(last) is None
        assert days.day_after(last - timedelta(days=1)) == last
        assert days.day_after(last - timedelta(days=3), 4) is None


class TestAMomentWithoutAnOffset:
    def test_in_an_attestation_is_unknown_there_and_nowhere_else(self):
        naive = NOW.replace(tzinfo=None) - timedelta(hours=1)
        row = AttestationFacts("DAY-OF-SCREEN", "wanda", naive)

        assert reasons(judge(attesting(CLEAR, row))) == {
            ("DAY-OF-SCREEN", "UNKNOWN", "HARD", "s1")
        }

    def test_in_a_suspension_is_unknown(self):
        from certificates.clearance.world import SuspensionFacts

        row = SuspensionFacts(NOW.replace(tzinfo=None))
        decision = judge(change_person(CLEAR, "wanda", suspensions=(row,)))

        assert reasons(decision) == {("NOT-SUSPENDED", "UNKNOWN", "HARD", "s1")}


class TestAnOffsetOfItsOwn:
    def test_is_the_same_moment(self):
        there = timezone(timedelta(hours=9))
        world = change_session(CLEAR, starts_at=STARTS.astimezone(there))

        assert judge(world).decision is True

    def test_counts_for_what_has_happened(self):
        there = timezone(timedelta(hours=9))
        later = (NOW + timedelta(seconds=1)).astimezone(there)
        rows = [attested("ESCORT-CONFIRMED", at=later)]

        assert result(judge(attesting(CLEAR, *rows)), "ESCORT-CONFIRMED") == "UNKNOWN"


class TestVerdicts:
    def test_a_director_is_told_what_all_may_read_where_there_is_no_more(self):
        verdict = Verdict("X", Result.UNMET, "s", "Plain.", "Mend.")

        assert verdict.told_to_director == "Plain."
        assert replace(verdict, confidential_text="More.").told_to_director == "More."

    def test_what_is_met_is_hard_and_empty_unless_told(self):
        verdict = met("X", "s", "Fine.")

        assert (verdict.result, verdict.type) == (Result.MET, Kind.HARD)
        assert (verdict.remedy, verdict.evidence, verdict.holds_until) == ("", (), None)
        more = met("X", "s", "Fine.", ("e",), ago().date(), type=Kind.SIGN)
        assert (more.type, more.evidence, more.holds_until) == (
            *(Kind.SIGN, ("e",)),
            ago().date(),
        )

    def test_equal_verdicts_are_one(self):
        assert len({met("X", "s", "Fine."), met("X", "s", "Fine.")}) == 1


def test_a_word_of_an_enumeration_is_digested_as_its_word():
    class Colour(StrEnum):
        RED = "RED"

    assert canonical_facts(Colour.RED) == canonical_facts("RED") == '"RED"'


def test_evidence_is_told_of_what_has_an_id_only():
    rows = [replace(attested("DAY-OF-SCREEN"), id=id_) for id_ in ("", "a2", "a3")]

    verdict = found(judge(attesting(CLEAR, *rows)), "DAY-OF-SCREEN")
    assert verdict.evidence == ("a2", "a3")
