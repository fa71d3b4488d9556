"""How days and moments are read: through which day a thing holds, and from when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.certificates.clearance.worlds import (
    CLEAR,
    ENDS,
    STARTS,
    ago,
    attested,
    attesting,
    change_clinic,
    change_person,
    change_session,
    credential,
    day,
    document,
    judge,
    member_of,
    of_kind,
    reasons,
    result,
)

KINDS = ("LICENCE", "LIABILITY", "BLS")
SECOND = timedelta(seconds=1)
# In New York the day of the session ends at five in the morning in UTC.
MIDNIGHT = datetime(2026, 12, 8, 5, tzinfo=UTC)
BY_DOCUMENT = {
    "LICENCE": "LICENCE-ACTIVE",
    "LIABILITY": "LIABILITY-CURRENT",
    "BLS": "BLS-CURRENT",
}
BY_CREDENTIAL = {"L3": "LEVEL-SUFFICIENT", "T": "TRAUMA-ENDORSED"}


def with_period(world, what, first, last):
    """Return the world in which one thing of Wanda's begins and ends on these days."""
    if what in BY_DOCUMENT:
        row = document(what, issued_on=first, expires_on=last)
        rows = (row, *(document(kind) for kind in KINDS if kind != what))
        return change_person(world, "wanda", documents=rows)
    if what in BY_CREDENTIAL:
        # Whoever attested the preparation held a level then; here that is Mark.
        rows = [attested("PREPARATION-DONE", by="mark", at=ago(days=n)) for n in DAYS]
        world = attesting(world, *rows)
        row = credential(what, valid_from=first, valid_to=last)
        rows = (row, *(credential(type_) for type_ in BY_CREDENTIAL if type_ != what))
        return change_person(world, "wanda", credentials=rows)
    row = member_of("THERAPIST", starts_on=first, ends_on=last)
    return change_person(world, "wanda", memberships=(row,))


def code_of(what):
    return {**BY_DOCUMENT, **BY_CREDENTIAL}.get(what, "MEMBER-AT-CLINIC")


DAYS = (20, 13, 6)
PERIODS = [*BY_DOCUMENT, *BY_CREDENTIAL, "membership"]


@pytest.mark.parametrize("what", PERIODS)
class TestAPeriod:
    def codes(self, world, action="start"):
        return {r[:2] for r in reasons(judge(world, action))}

    def test_has_to_begin_on_the_first_day_even_if_the_session_ends_on_the_next(
        self, what
    ):
        """Both ends: what begins on the last day of a night did not cover its first."""
        night = change_session(CLEAR, ends_at=MIDNIGHT)
        late = with_period(night, what, day(1), day(400))

        assert self.codes(late) == {(code_of(what), "UNMET")}
        assert self.codes(with_period(night, what, day(0), day(400))) == set()

    def test_covers_exactly_the_two_days_of_a_night(self, what):
        """Both ends are included, and midnight belongs to the new day."""
        night = change_session(CLEAR, ends_at=MIDNIGHT - timedelta(minutes=120))

        assert self.codes(with_period(night, what, day(0), day(1))) == set()
        short = with_period(night, what, day(0), day(0))
        assert self.codes(short) == {(code_of(what), "UNMET")}

    def test_may_begin_between_now_and_the_session(self, what):
        """The day on which a period begins is not the date of a fact."""
        later = change_session(
            CLEAR,
            starts_at=STARTS + timedelta(days=9),
            ends_at=ENDS + timedelta(days=9),
        )
        begins = with_period(later, what, day(9), day(400))

        assert self.codes(begins, "book") == set()
        too_late = with_period(later, what, day(10), day(400))
        assert self.codes(too_late, "book") == {(code_of(what), "UNMET")}


class TestTheLastDay:
    def lasting_today(self, kind, ends_at):
        world = of_kind(kind) if kind != "MEDICATION" else CLEAR
        world = change_session(world, ends_at=ends_at)
        return judge(with_period(world, "LIABILITY", day(-9), day(0)))

    @pytest.mark.parametrize("kind", ["PREPARATION", "INTEGRATION"])
    def test_of_other_kinds_is_that_of_the_end_without_observation(self, kind):
        """Only a medication session is followed by the clinic's observation time."""
        assert self.lasting_today(kind, MIDNIGHT - SECOND).decision is True
        assert self.lasting_today(kind, MIDNIGHT).decision is False
        assert self.lasting_today("MEDICATION", MIDNIGHT - SECOND).decision is False

    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [(0, True), (1, True), (7 * 24 * 60, True), (7 * 24 * 60 + 1, False)],
    )
    def test_is_known_for_every_time_that_can_be_an_observation(
        self, minutes, expected
    ):
        """Nought is a value and not an empty one; above a week it is a slip."""
        decision = judge(change_clinic(CLEAR, observe_minutes=minutes))

        assert decision.decision is expected
        assert expected or {r[0] for r in reasons(decision)} == {"SITE-READY"}

    @pytest.mark.parametrize(
        "name",
        ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo"],
    )
    @pytest.mark.parametrize("change", [0, 1])
    def test_is_reckoned_in_minutes_that_pass_over_both_changes_of_the_clocks(
        self, name, change
    ):
        """A night's observation ends when its minutes are over, whatever clocks do."""
        zone = ZoneInfo(name)
        jump = jumps_of(zone)[change]
        on = jump.astimezone(zone).date()
        after = datetime(on.year, on.month, on.day, tzinfo=zone) + timedelta(days=1)
        ends = jump - timedelta(minutes=30)
        minutes = int((after.astimezone(UTC) - ends) / timedelta(minutes=1))
        world = change_session(
            change_clinic(CLEAR, time_zone=name, set_on=None),
            starts_at=ends - timedelta(minutes=60),
            ends_at=ends,
        )
        world = with_period(world, "LIABILITY", day(-300), on)
        results = [
            result(
                judge(change_clinic(world, observe_minutes=n), "book"),
                "LIABILITY-CURRENT",
                "wanda",
            )
            for n in (minutes - 1, minutes)
        ]

        assert results == ["MET", "UNMET"]


def jumps_of(zone):
    """Return the two moments of 2026 at which the clocks of a zone change."""
    found_, moment = [], datetime(2026, 1, 1, tzinfo=UTC)
    while moment.year == 2026:
        after = moment + timedelta(minutes=30)
        if moment.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            found_.append(after)
        moment = after
    return found_


class TestWithoutAnObservationTime:
    UNJUDGED = {
        *BY_DOCUMENT.values(),
        *BY_CREDENTIAL.values(),
        *("SUPERVISOR-PRESENT", "DRILL-CURRENT", "REFRESH-CURRENT"),
        *("MEMBER-AT-CLINIC", "NOT-DOUBLE-BOOKED"),
    }

    def test_what_needs_the_horizon_is_not_judged_and_all_else_is(self):
        """The site denies; nobody is told of dates that nobody can reckon."""
        decision = judge(change_clinic(CLEAR, observe_minutes=None))
        whole = judge()

        def judged(told):
            return {v.code for v in told.verdicts if v.result != "NOT_APPLICABLE"}

        assert judged(whole) - judged(decision) == self.UNJUDGED - {
            "SUPERVISOR-PRESENT"
        }
        assert {r[:2] for r in reasons(decision)} == {("SITE-READY", "UNKNOWN")}
