"""What held on a day, as it was known on another: the pure part."""

import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from certificates.rules.live_states import live_state
from certificates.rules.standings_at import (
    Absence,
    Event,
    Life,
    Step,
    TimelineKind,
    end_of,
    known_events,
    standing_at,
)
from tests.cast import NOW
from tests.certificates.desk import *  # noqa: F403 - its fixtures
from tests.certificates.roster import days

UTC = datetime.UTC
ZONE = ZoneInfo("America/New_York")
TODAY = NOW.astimezone(ZONE).date()
STATES = ["PROVISIONAL", "ACTIVE", "SUSPENDED", "EXPIRED", "REVOKED", "SUPERSEDED"]
MOMENTS = st.integers(-900, 0).map(lambda hours: NOW + datetime.timedelta(hours=hours))
EVENTS = st.lists(
    st.builds(
        Event,
        effective=MOMENTS,
        recorded=MOMENTS,
        kind=st.sampled_from(TimelineKind),
        what=st.text(max_size=4),
    ),
    max_size=8,
)


@st.composite
def lives(draw) -> Life:
    """A credential whose moves were written down one after the other."""
    moments = sorted(draw(st.lists(MOMENTS, min_size=1, max_size=5)))
    states = draw(
        st.lists(st.sampled_from(STATES), min_size=len(moments), max_size=len(moments))
    )
    first = draw(st.integers(-60, 10))
    last = first + draw(st.integers(0, 80))
    return Life(
        id="1",
        title="L1",
        clinic_id=1,
        where="North",
        zone=ZONE,
        period=(TODAY + days(first), TODAY + days(last)),
        steps=tuple(
            Step(at, at, state) for at, state in zip(moments, states, strict=True)
        ),
    )


@st.composite
def absences(draw) -> Absence:
    starts, recorded = draw(MOMENTS), draw(MOMENTS)
    recorded = max(starts, recorded)
    lifted = draw(st.none() | st.integers(0, 300))
    ends = (
        None if lifted is None else min(NOW, starts + datetime.timedelta(hours=lifted))
    )
    known = None if ends is None else max(ends, recorded)
    return Absence(draw(st.sampled_from([None, 1, 2])), starts, recorded, ends, known)


class TestWhatWasKnown:
    @given(EVENTS, MOMENTS, MOMENTS, MOMENTS)
    def test_knowing_later_never_removes_anything(self, events, as_of, one, other):
        earlier, later = sorted([one, other])

        before = known_events(events, as_of, earlier)
        after = known_events(events, as_of, later)

        assert all(event in after for event in before)

    @given(EVENTS, MOMENTS, MOMENTS)
    def test_what_is_written_down_later_is_not_there(self, events, as_of, known):
        for event in known_events(events, as_of, known):
            assert event.recorded <= known
            assert event.effective <= as_of

    @given(lives(), st.lists(absences(), max_size=3))
    def test_today_and_now_is_the_live_state(self, life, kept):
        is_suspended = any(
            row.starts_at <= NOW and (row.lifted_at is None or row.lifted_at > NOW)
            for row in kept
            if row.clinic_id in (None, 1)
        )
        expected = live_state(
            life.steps[-1].to_state,
            life.period,
            today=TODAY,
            is_suspended=is_suspended,
        )

        assert standing_at(life, kept, NOW, NOW) == expected

    @given(lives(), MOMENTS, MOMENTS)
    def test_nothing_stands_before_it_was_written_down(self, life, as_of, known):
        stands = standing_at(life, [], as_of, known)

        assert (stands is None) == (life.steps[0].recorded > min(as_of, known))

    def test_a_grant_entered_later_stood_then_and_was_not_known(self):
        last_year, entered = NOW - days(400), NOW - days(10)
        life = Life(
            id="1",
            title="L1",
            clinic_id=1,
            where="North",
            zone=ZONE,
            period=(TODAY - days(500), TODAY + days(100)),
            steps=(Step(NOW - days(500), entered, "ACTIVE"),),
        )

        assert standing_at(life, [], last_year, NOW) == "VALID"
        assert standing_at(life, [], last_year, last_year) is None
        assert standing_at(life, [], NOW, entered - days(1)) is None

    def test_a_suspension_counts_from_when_it_was_known(self):
        began, told = NOW - days(20), NOW - days(5)
        row = Absence(1, began, told)

        assert row.stands(NOW - days(10), NOW)
        assert not row.stands(NOW - days(10), NOW - days(10))

    def test_a_day_ends_by_the_clinics_clock(self):
        day = datetime.date(2026, 3, 8)

        moment = end_of(day, ZONE, NOW)

        # That night the clock went forward: the next day begins at four in UTC.
        assert moment.astimezone(UTC).isoformat()[:16] == "2026-03-09T03:59"
        assert end_of(TODAY, ZONE, NOW) == NOW
        assert end_of(None, ZONE, NOW) == NOW


def test_of_one_moment_what_came_later_stands_first():
    rows = [
        Event(NOW, NOW, TimelineKind.APPLICATION, what) for what in ("Sent", "Ready")
    ]

    assert [row.what for row in known_events(rows, NOW, NOW)] == ["Ready", "Sent"]
