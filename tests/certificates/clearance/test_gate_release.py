"""RELEASE: the patient goes home when somebody who may say so has said so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from certificates.clearance.world import MemberFacts, SuspensionFacts
from tests.certificates.clearance.endings import (
    BEGAN,
    CLOSE_AT,
    OBSERVED,
    RELEASE_AT,
    RELEASED,
    SECOND,
    UNDER_WAY,
)
from tests.certificates.clearance.worlds import (
    STARTS,
    TEAM,
    ago,
    ask,
    ask_one,
    attested,
    attesting,
    change_clinic,
    change_person,
    change_session,
    described,
    found,
    judge,
    members,
    of_kind,
    reasons,
    result,
    warned,
    without_attestation,
)


def release(world=UNDER_WAY, now=RELEASE_AT, **more):
    return judge(world, "release", now, **more)


class TestRelease:
    def test_is_permitted_when_everything_is_said(self):
        decision = release()

        assert decision.decision is True
        assert (decision.basis, decision.obligations) == ("policy", ())
        assert warned(decision) == set()
        assert {v.code for v in decision.met} == {
            "SESSION-UNDER-WAY",
            "RELEASE-CRITERIA",
            "ESCORT-CONFIRMED",
            "NEXT-CONTACT",
            "CLOCK-SANE",
        }

    def test_holds_for_five_minutes(self):
        assert release().valid_until == RELEASE_AT + timedelta(minutes=5)

    def test_nobodys_own_clearance_is_asked(self):
        gone = {"documents": (), "credentials": (), "memberships": ()}
        suspended = (SuspensionFacts(ago(days=1), None, "DISCIPLINARY"),)
        world = UNDER_WAY
        for member in TEAM:
            world = change_person(world, member.id, suspensions=suspended, **gone)

        assert release(world).decision is True
        assert release(world).obligations == ()

    def test_what_is_missing_does_not_call_for_relief(self):
        assert (
            release(without_attestation(UNDER_WAY, "ESCORT-CONFIRMED")).obligations
            == ()
        )

    def test_clocks_that_differ_deny(self):
        world = replace(
            UNDER_WAY,
            clock=replace(UNDER_WAY.clock, database_at=RELEASE_AT - timedelta(days=2)),
        )

        assert {r[0] for r in reasons(release(world))} == {"CLOCK-SANE"}

    def test_members_in_the_question_change_nothing(self):
        question = ask("release", members(("dana", "medical_clinician")))

        assert release(question=question).decision is True

    @pytest.mark.parametrize("action", ["release", "close"])
    def test_one_person_is_not_released_or_closed(self, action):
        decision = release(question=ask_one("wanda", action=action))

        assert reasons(decision) == {("QUESTION-COMPLETE", "UNKNOWN", "HARD", "s1")}
        assert "alone" in decision.reasons[0].text

    def test_what_is_not_stored_is_unknown(self):
        question = ask("release", members(*[(m.id, m.role) for m in TEAM]), described())
        decision = release(replace(UNDER_WAY, session=None), question=question)

        assert ("SESSION-UNDER-WAY", "UNKNOWN", "HARD", "s1") in reasons(decision)
        assert (decision.basis, decision.valid_until) == ("hypothetical", None)

    def test_another_moment_promises_nothing(self):
        for name in ("as_of", "known_at"):
            question = ask("release", context={name: RELEASE_AT.isoformat()})
            decision = release(question=question)

            assert decision.decision is True
            assert (decision.basis, decision.valid_until) == ("hypothetical", None)


class TestSessionUnderWay:
    CODE = "SESSION-UNDER-WAY"

    @pytest.mark.parametrize(
        ("action", "kind", "state", "expected"),
        [
            (action, kind, state, "MET" if state == good else "UNMET")
            for action, kind, good in [
                ("release", "MEDICATION", "STARTED"),
                ("release", "PREPARATION", "NONE OF THEM"),
                ("release", "INTEGRATION", "NONE OF THEM"),
                ("close", "MEDICATION", "RELEASED"),
                ("close", "PREPARATION", "STARTED"),
                ("close", "INTEGRATION", "STARTED"),
            ]
            for state in ["BOOKED", "STARTED", "RELEASED", "CLOSED", "CANCELLED"]
        ],
    )
    def test_each_step_begins_in_one_state(self, action, kind, state, expected):
        world = UNDER_WAY if kind == "MEDICATION" else of_kind(kind, UNDER_WAY)
        world = change_session(world, state=state)
        decision = judge(world, action, RELEASE_AT)

        assert result(decision, self.CODE) == expected
        assert decision.decision is (expected == "MET")

    @pytest.mark.parametrize("action", ["release", "close"])
    @pytest.mark.parametrize("state", [None, ""])
    def test_without_a_state_nobody_can_say(self, action, state):
        world = change_session(UNDER_WAY, state=state)

        assert result(judge(world, action, RELEASE_AT), self.CODE) == "UNKNOWN"

    def test_says_which_state_it_needs(self):
        text = found(judge(UNDER_WAY, "close", CLOSE_AT), self.CODE).text

        assert text == "The session is started, not released."

    @pytest.mark.parametrize("action", ["book", "start"])
    def test_the_beginning_does_not_ask(self, action):
        assert result(judge(UNDER_WAY, action), self.CODE) == "NOT_APPLICABLE"


@pytest.mark.parametrize(
    ("action", "world", "now"),
    [("release", UNDER_WAY, RELEASE_AT), ("close", RELEASED, CLOSE_AT)],
)
class TestReleaseCriteria:
    CODE = "RELEASE-CRITERIA"

    def outcome(self, action, world, now, *rows):
        world = attesting(without_attestation(world, self.CODE), *rows)
        return judge(world, action, now)

    def test_not_attested_is_unknown(self, action, world, now):
        decision = self.outcome(action, world, now)

        assert reasons(decision) == {(self.CODE, "UNKNOWN", "HARD", "s1")}

    @pytest.mark.parametrize(
        ("at", "expected"), [(OBSERVED, "MET"), (OBSERVED - SECOND, "UNKNOWN")]
    )
    def test_not_before_the_observation_is_over(self, action, world, now, at, expected):
        row = attested(self.CODE, by="clara", at=at)

        assert result(self.outcome(action, world, now, row), self.CODE) == expected

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (OBSERVED - timedelta(minutes=5), "MET"),
            (OBSERVED - timedelta(minutes=5, seconds=1), "UNKNOWN"),
        ],
    )
    def test_it_is_reckoned_from_the_plan_when_nobody_knows_the_start(
        self, action, world, now, at, expected
    ):
        row = attested(self.CODE, by="clara", at=at)
        world = change_session(world, started_at=None)

        assert result(self.outcome(action, world, now, row), self.CODE) == expected

    @pytest.mark.parametrize("by", ["wanda", "sam", "dana", "max", "stranger"])
    def test_only_by_the_medical_clinician_of_record(self, action, world, now, by):
        row = attested(self.CODE, by=by, at=OBSERVED)

        assert result(self.outcome(action, world, now, row), self.CODE) == "UNKNOWN"

    def test_by_whoever_is_of_record_now(self, action, world, now):
        team = (*TEAM[:2], MemberFacts("max", "medical_clinician"), TEAM[3])
        row = attested(self.CODE, by="max", at=OBSERVED)
        world = change_session(world, members=team)

        assert result(self.outcome(action, world, now, row), self.CODE) == "MET"

    @pytest.mark.parametrize("minutes", [None, -1, True])
    def test_without_an_observation_time_nobody_can_say(
        self, action, world, now, minutes
    ):
        row = attested(self.CODE, by="clara", at=OBSERVED)
        world = change_clinic(world, observe_minutes=minutes)
        decision = self.outcome(action, world, now, row)

        assert result(decision, self.CODE) == "UNKNOWN"
        assert "observation time" in found(decision, self.CODE).text

    def test_one_that_is_dated_later_does_not_exist_yet(self, action, world, now):
        row = attested(self.CODE, by="clara", at=now + SECOND)

        assert result(self.outcome(action, world, now, row), self.CODE) == "UNKNOWN"

    def test_names_what_it_rests_on(self, action, world, now):
        row = replace(attested(self.CODE, by="clara", at=OBSERVED), id="a1")

        verdict = found(self.outcome(action, world, now, row), self.CODE)
        assert verdict.evidence == ("a1",)


class TestEscort:
    CODE = "ESCORT-CONFIRMED"
    MIDNIGHT = STARTS.replace(hour=5)

    def outcome(self, at, action="release", now=RELEASE_AT, world=UNDER_WAY):
        return result(
            judge(attesting(world, attested(self.CODE, at=at)), action, now), self.CODE
        )

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (MIDNIGHT - SECOND, "UNKNOWN"),
            (MIDNIGHT, "MET"),
            (RELEASE_AT, "MET"),
            (RELEASE_AT + SECOND, "UNKNOWN"),
        ],
    )
    def test_on_the_day(self, at, expected):
        assert self.outcome(at) == expected

    def test_after_midnight_it_may_be_said_again(self):
        tomorrow = self.MIDNIGHT + timedelta(days=1)
        now = tomorrow + timedelta(minutes=30)

        assert self.outcome(tomorrow, now=now) == "MET"
        assert self.outcome(tomorrow, "start", now) == "UNKNOWN"

    def test_closing_does_not_ask(self):
        assert self.outcome(RELEASE_AT, "close", CLOSE_AT, RELEASED) == "NOT_APPLICABLE"


class TestNextContact:
    CODE = "NEXT-CONTACT"

    def test_the_release_only_warns(self):
        decision = release(without_attestation(UNDER_WAY, self.CODE))

        assert decision.decision is True
        assert warned(decision) == {self.CODE}
        assert decision.warnings[0].remedy

    def test_closing_waits_for_it(self):
        world = without_attestation(RELEASED, self.CODE)

        assert reasons(judge(world, "close", CLOSE_AT)) == {
            (self.CODE, "UNKNOWN", "HARD", "s1")
        }

    @pytest.mark.parametrize("by", ["wanda", "dana", "somebody"])
    def test_anybody_may_have_arranged_it(self, by):
        row = attested(self.CODE, by=by, at=BEGAN - timedelta(days=1))

        assert judge(attesting(RELEASED, row), "close", CLOSE_AT).decision is True
