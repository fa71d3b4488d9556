"""What was signed or attested, by whom, in which role, on which day of the clinic."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from certificates.clearance.world import MemberFacts, RelationFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    POLICY,
    STARTS,
    TEAM,
    add,
    ago,
    ask,
    attested,
    attesting,
    busy,
    change_person,
    change_session,
    credential,
    day,
    judge,
    member_of,
    members,
    of_kind,
    person,
    reasons,
    result,
    signed,
)

SECOND = timedelta(seconds=1)
# The day of the session begins at five in the morning in UTC.
MIDNIGHT = datetime(2026, 12, 7, 5, tzinfo=UTC)
CONSENT, COURSE = "CONSENT-EARLIER-DAY", "COURSE-LENGTH"
# The pair that was booked, without second staff: they stand for it themselves.
OTHER = members(
    ("wanda", "lead"), ("mark", "co_therapist"), ("clara", "medical_clinician")
)


class TestASignature:
    def outcome(self, membership, at):
        world = change_person(CLEAR, "dana", memberships=(membership,))
        rows = (signed("COMPOSITION", at=at),)
        world = change_session(world, preference="OTHER_BY_DIRECTOR", signatures=rows)
        return result(judge(world), "COMPOSITION")

    def test_needs_the_role_on_the_clinics_day_of_signing(self):
        """A second to midnight is the last day of a role; midnight is after it."""
        over = member_of("CLINICAL_DIRECTOR", ends_on=day(-1))

        assert self.outcome(over, MIDNIGHT - SECOND) == "WAIVED"
        assert self.outcome(over, MIDNIGHT) == "UNMET"
        new = member_of("CLINICAL_DIRECTOR", starts_on=day(0))
        assert self.outcome(new, MIDNIGHT - SECOND) == "UNMET"
        assert self.outcome(new, MIDNIGHT) == "WAIVED"

    def test_about_a_relation_serves_the_booked_team_only(self):
        """Another team may be chosen for another reason; it asks to be signed anew."""
        row = RelationFacts("wanda", "mark", "EMPLOYER")
        world = replace(CLEAR, relations=(row,))
        rows = (signed("RELATION-DECLARED"),)
        world = change_session(world, signatures=rows)
        other = judge(world, question=ask("book", OTHER))

        assert judge(world, "book").decision is True
        assert reasons(other) == {("RELATION-DECLARED", "UNMET", "SIGN", "t1")}

    def test_about_the_course_serves_whoever_runs_it(self):
        """It speaks of the patient's course, not of the team."""
        world = attesting(CLEAR, attested("INTEGRATION-SINCE", at=ago(days=2)))
        rows = (signed(COURSE), signed(COURSE, by="max"))
        world = change_session(world, ordinal=4, signatures=rows)

        assert judge(world, question=ask("book", OTHER)).decision is True

    def test_by_somebody_of_the_team_that_is_asked_about_does_not_count(self):
        """Nobody signs for a session in which they take part, whatever they do."""
        world = attesting(CLEAR, attested("INTEGRATION-SINCE", at=ago(days=2)))
        rows = (signed(COURSE), signed(COURSE, by="max"))
        world = change_session(world, ordinal=4, signatures=rows)
        given = [(m.id, m.role) for m in TEAM]
        for who in ("dana", "max"):
            question = ask("book", members(*given, (who, "observer")))
            assert reasons(judge(world, question=question)) == {
                (COURSE, "UNMET", "SIGN", "s1")
            }


class TestTheCourse:
    def outcome(self, *signatures, world=CLEAR, **changes):
        world = attesting(world, attested("INTEGRATION-SINCE", at=ago(days=2)))
        changes = {"ordinal": 4, "signatures": signatures, **changes}
        return result(judge(change_session(world, **changes)), COURSE)

    def test_the_clinician_of_record_signs_as_clinician_not_as_director(self):
        """On the team they may give the clinician's half alone."""
        both = (member_of("CLINICAL_DIRECTOR"), member_of("MEDICAL_CLINICIAN"))
        world = change_person(CLEAR, "clara", memberships=both)
        hers = signed(COURSE, by="clara")

        assert self.outcome(hers, signed(COURSE, by="max"), world=world) == "UNMET"
        assert self.outcome(hers, signed(COURSE), world=world) == "WAIVED"

    @pytest.mark.parametrize("half", ["dana", "max"])
    @pytest.mark.parametrize("changes", [{"reason": " "}, {"at": ago(hours=-0.01)}])
    def test_both_halves_have_to_count(self, half, changes):
        """A reason and a moment gone by, of each."""
        other = "max" if half == "dana" else "dana"
        rows = (signed(COURSE, by=other), signed(COURSE, by=half, **changes))

        assert self.outcome(*rows) == "UNMET"

    @pytest.mark.parametrize("kind", ["PREPARATION", "INTEGRATION"])
    @pytest.mark.parametrize("code", [COURSE, "INTEGRATION-SINCE"])
    def test_other_kinds_are_no_medication_session_of_it(self, kind, code):
        """Their number is not read."""
        world = change_session(of_kind(kind), ordinal=9)

        assert result(judge(world), code) == "NOT_APPLICABLE"


class TestConsent:
    def outcome(self, *rows, signatures=(), **changes):
        world = attesting(CLEAR, *rows)
        return judge(change_session(world, signatures=signatures, **changes))

    def test_on_an_earlier_day_and_again_on_the_day_needs_no_signature(self):
        """The earlier one is enough; the later one takes nothing away."""
        rows = (attested(CONSENT, at=ago(days=2)), attested(CONSENT, at=MIDNIGHT))

        assert self.outcome(*rows).decision is True

    def test_after_the_day_is_none_that_could_be_signed_for(self):
        """A session over midnight: what is said on its second day came too late."""
        late = STARTS.replace(hour=4, minute=30) + timedelta(days=1)
        world = change_session(
            CLEAR,
            starts_at=late,
            ends_at=late + timedelta(hours=2),
            signatures=(signed(CONSENT),),
        )
        world = attesting(world, attested(CONSENT, at=late + timedelta(minutes=31)))
        decision = judge(world, now=late + timedelta(minutes=40))

        assert result(decision, CONSENT) == "UNKNOWN"

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [({}, "WAIVED"), ({"reason": ""}, "UNMET"), ({"at": ago(hours=-1)}, "UNMET")],
    )
    def test_on_the_day_needs_a_signature_that_counts(self, changes, expected):
        rows = (signed(CONSENT, **changes),)
        decision = self.outcome(attested(CONSENT, at=MIDNIGHT), signatures=rows)

        assert result(decision, CONSENT) == expected

    def test_on_the_day_no_director_of_the_team_may_sign(self):
        """Here as everywhere: off the team."""
        team = (*TEAM, MemberFacts("dana", "observer"))
        rows = (signed(CONSENT),)
        decision = self.outcome(
            attested(CONSENT, at=MIDNIGHT), signatures=rows, members=team
        )

        assert reasons(decision) == {(CONSENT, "UNMET", "SIGN", "s1")}


class TestTheDayOfTheSession:
    @pytest.mark.parametrize(
        ("code", "criterion"),
        [
            ("DAY-OF-SCREEN", "DAY-OF-SCREEN"),
            ("ESCORT-CONFIRMED", "ESCORT-CONFIRMED"),
            ("KIT-READY", "ROOM-READY"),
        ],
    )
    def test_is_the_day_on_which_it_begins_not_the_one_on_which_it_ends(
        self, code, criterion
    ):
        """A night begins at half past eleven; at five past twelve is the next day."""
        starts = MIDNIGHT + timedelta(hours=23, minutes=30)
        world = change_session(
            CLEAR, starts_at=starts, ends_at=starts + timedelta(hours=2)
        )
        now = starts + timedelta(minutes=40)
        for minutes, expected in ((29, "MET"), (30, "UNKNOWN"), (35, "UNKNOWN")):
            at = starts + timedelta(minutes=minutes)
            told = judge(attesting(world, attested(code, at=at)), now=now)
            assert result(told, criterion) == expected

    def test_comfort_of_another_day_warns_as_if_it_were_missing(self):
        early = attested("COMFORT-READY", at=MIDNIGHT - SECOND)

        assert [v.code for v in judge(attesting(CLEAR, early)).warnings] == [
            "ROOM-READY"
        ]


def test_a_preparation_is_held_to_the_level_of_the_clinics_day():
    """At midnight the day begins on which the attesting therapist held L1."""
    row = credential("L1", valid_from=day(-5), valid_to=day(-5))
    world = change_person(CLEAR, "dana", credentials=(row,))
    begins = MIDNIGHT - timedelta(days=5)
    for at, expected in (
        (begins - SECOND, "UNKNOWN"),
        (begins, "MET"),
        (begins + timedelta(days=1) - SECOND, "MET"),
        (begins + timedelta(days=1), "UNKNOWN"),
    ):
        told = judge(attesting(world, attested("PREPARATION-DONE", by="dana", at=at)))
        assert result(told, "PREPARATION-DONE") == expected


@pytest.mark.parametrize(("may", "expected"), [(0, "UNMET"), (1, "MET"), (2, "MET")])
def test_how_many_others_a_clinician_may_cover_is_the_policys_to_say(may, expected):
    """One is what is shipped; none is a policy as well."""
    criteria = tuple(
        replace(row, parameters={"medical_clinician_may_cover": may})
        if row.code == "NOT-DOUBLE-BOOKED"
        else row
        for row in POLICY.criteria
    )
    world = change_person(CLEAR, "clara", busy=(busy("medical_clinician"),))
    decision = judge(world, policy=replace(POLICY, criteria=criteria))

    assert result(decision, "NOT-DOUBLE-BOOKED", "clara") == expected


def test_the_pause_is_made_by_the_team_that_is_booked():
    """Somebody of another team, even on the roster and at the clinic, is not two."""
    world = add(CLEAR, person("olga", "STAFF"))
    rows = [attested("PAUSE-BY-TWO", by=who) for who in ("olga", "wanda")]

    assert result(judge(attesting(world, *rows)), "PAUSE-BY-TWO") == "UNKNOWN"
