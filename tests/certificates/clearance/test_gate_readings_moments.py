"""From which moment on a fact is there, and how long another session keeps people."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from certificates.clearance.world import ClockFacts, MemberFacts, SuspensionFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    ENDS,
    NOW,
    STARTS,
    ago,
    ask,
    attested,
    attesting,
    busy,
    change_person,
    change_session,
    check,
    day,
    document,
    found,
    judge,
    reasons,
    result,
    signed,
    verification,
)

SECOND = timedelta(seconds=1)


class TestAFactOfLater:
    """What is dated after the moment of evaluation does not exist yet."""

    THEN = datetime(2026, 12, 7, 16, 10, tzinfo=UTC)

    def told(self, world, as_of=THEN, action="start"):
        world = replace(world, clock=ClockFacts(NOW, NOW))
        question = ask(action, context={"as_of": as_of.isoformat()})
        return {r[:2] for r in reasons(judge(world, question=question))}

    def test_an_earlier_moment_is_judged_by_what_was_there(self):
        assert self.told(CLEAR) == set()

    @pytest.mark.parametrize(
        ("code", "criterion"),
        [("DAY-OF-SCREEN",) * 2, ("KIT-READY", "ROOM-READY")],
    )
    def test_an_attestation_counts_from_its_moment_on(self, code, criterion):
        for at, expected in (
            (self.THEN, set()),
            (self.THEN + SECOND, {(criterion, "UNKNOWN")}),
        ):
            world = attesting(CLEAR, attested(code, at=at))
            assert self.told(world) == expected

    def test_a_signature_counts_from_its_moment_on(self):
        world = change_session(CLEAR, preference="OTHER_BY_DIRECTOR")
        for at, expected in (
            (self.THEN, set()),
            (self.THEN + SECOND, {("COMPOSITION", "UNMET")}),
        ):
            rows = (signed("COMPOSITION", at=at),)
            assert self.told(change_session(world, signatures=rows)) == expected

    @pytest.mark.parametrize(
        ("begins", "lifted", "is_open"),
        [
            (THEN, None, True),
            (THEN + SECOND, None, False),
            (ago(days=2), THEN, False),
            (ago(days=2), THEN + SECOND, True),
        ],
    )
    def test_a_suspension_and_its_lifting_count_from_their_moments_on(
        self, begins, lifted, is_open
    ):
        row = SuspensionFacts(begins, lifted)
        world = change_person(CLEAR, "sam", suspensions=(row,))

        expected = {("NOT-SUSPENDED", "UNMET")} if is_open else set()
        assert self.told(world) == expected

    @pytest.mark.parametrize(
        ("changes", "criterion"),
        [
            ({"exclusion_checks": (check(day(0)),)}, "EXCLUSION-CLEAR"),
            ({"drilled_on": day(0)}, "DRILL-CURRENT"),
            ({"refreshed_on": day(0)}, "REFRESH-CURRENT"),
            (
                {
                    "documents": (
                        document(verifications=(verification(day(0)),)),
                        document("LIABILITY"),
                        document("BLS"),
                    )
                },
                "LICENCE-ACTIVE",
            ),
        ],
    )
    def test_what_has_a_date_counts_from_the_clinics_day_on(self, changes, criterion):
        """The evening before in New York is the same day already in UTC."""
        world = change_person(CLEAR, "wanda", **changes)
        evening = datetime(2026, 12, 7, 4, 59, tzinfo=UTC)

        assert self.told(world, evening, "book") == {(criterion, "UNKNOWN")}
        assert self.told(world, evening + timedelta(minutes=1), "book") == set()


class TestAnotherSession:
    def test_is_over_when_the_observation_of_its_own_clinic_is(self):
        """Somebody who comes from elsewhere is held as long as that place says."""
        for minutes, expected in ((30, "MET"), (31, "UNMET")):
            row = busy(
                clinic="south",
                kind="MEDICATION",
                begins=STARTS - timedelta(hours=3),
                ends=STARTS - timedelta(minutes=30),
                observe_minutes=minutes,
            )
            world = change_person(CLEAR, "mark", busy=(row,))
            assert result(judge(world), "NOT-DOUBLE-BOOKED", "mark") == expected

    def test_of_unknown_end_counts_from_its_beginning_on(self):
        """It begins the very moment people are free again: no time is shared."""
        free = ENDS + timedelta(minutes=120)
        for begins, expected in ((free, "MET"), (free - SECOND, "UNMET")):
            row = busy(begins=begins, ends=None)
            world = change_person(CLEAR, "mark", busy=(row,))
            assert result(judge(world), "NOT-DOUBLE-BOOKED", "mark") == expected

    @pytest.mark.parametrize("role", ["supervisor", "assessor", "observer"])
    def test_is_asked_of_everybody_named(self, role):
        """A supervisor, an assessor and an observer cannot be in two places either."""
        team = (*CLEAR.session.members, MemberFacts("max", role))
        world = change_person(CLEAR, "max", busy=(busy("observer"),))
        decision = judge(change_session(world, members=team))

        assert found(decision, "NOT-DOUBLE-BOOKED", "max").result == "UNMET"
