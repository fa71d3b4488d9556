"""Every last day, in twelve zones, on a server in three: the clinic's calendar counts.

On ordinary days, on both days on which the clocks change, on leap days, at the end of
the year; with a session that ends a minute before midnight, at midnight, and after.
"""

import os
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from tests.certificates.clearance.worlds import (
    CLEAR,
    attested,
    change_clinic,
    change_person,
    change_session,
    check,
    credential,
    document,
    judge,
    member_of,
    reasons,
    verification,
)

ZONES = (
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Santiago",
    "Europe/London",
    "Africa/Cairo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)
SERVERS = ("UTC", "America/Anchorage", "Pacific/Auckland")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIXED = (
    date(2027, 6, 15),
    date(2026, 12, 31),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2027, 2, 28),
)
# When the observation is over, counted from midnight after the day of the session.
ENDS = {"before midnight": -MINUTE, "at midnight": 0 * MINUTE, "after": MINUTE}


@pytest.fixture(params=SERVERS)
def server(request):
    """The zone of the machine itself, which must not matter."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


@cache
def days_of(name: str) -> tuple[date, ...]:
    """The fixed days, and the first two of 2027 on which this zone's clocks change."""
    zone, changes = ZoneInfo(name), []
    day = date(2027, 1, 1)
    while day.year == 2027:
        at, after = (
            datetime(d.year, d.month, d.day, 12, tzinfo=zone).utcoffset()
            for d in (day - DAY, day)
        )
        if at != after:
            changes.append(day)
        day += DAY
    return (*FIXED, *changes[:2])


def local(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return local(day + DAY, 0, zone)


class Scene:
    """A session on the evening of a day, observed until about midnight."""

    def __init__(self, name: str, day: date, over: timedelta) -> None:
        self.zone, self.day = ZoneInfo(name), day
        ends = midnight_after(day, self.zone) + over - 120 * MINUTE
        self.starts, self.ends = ends - 90 * MINUTE, ends
        self.now = self.starts - 30 * MINUTE
        self.last = day if over < timedelta() else day + DAY
        world = change_clinic(CLEAR, time_zone=name, set_on=day)
        world = replace(world, people=tuple(self.current(p) for p in world.people))
        self.world = change_session(
            world,
            starts_at=self.starts,
            ends_at=self.ends,
            attestations=self.attestations(),
        )

    def current(self, who):
        far = self.day + 900 * DAY
        kinds = ("LICENCE", "LIABILITY", "BLS")
        rows = [self.document(kind, expires_on=far) for kind in kinds]
        held = [
            credential(c.type, valid_from=date(2026, 1, 1), valid_to=far)
            for c in who.credentials
        ]
        return replace(
            who,
            documents=tuple(rows),
            credentials=tuple(held),
            exclusion_checks=(check(self.day),),
            refreshed_on=self.day,
            drilled_on=self.day,
        )

    def document(self, kind: str, **changes):
        rows = (verification(self.day),) if kind == "LICENCE" else ()
        return document(kind, verifications=rows, **changes)

    def attestations(self, **moved):
        noon, before = (
            local(self.day, 12, self.zone),
            local(self.day - DAY, 12, self.zone),
        )
        made = {
            "PREPARATION-DONE": before,
            "PRESCRIBER-CLEARANCE": before,
            "CONSENT-EARLIER-DAY": before,
            "DAY-OF-SCREEN": noon,
            "ESCORT-CONFIRMED": noon,
            "KIT-READY": noon,
        } | {code.replace("_", "-"): at for code, at in moved.items()}
        rows = [attested(code, at=at) for code, at in made.items()]
        pause = local(self.day, 13, self.zone)
        return (
            *rows,
            attested("PAUSE-BY-TWO", by="wanda", at=pause),
            attested("PAUSE-BY-TWO", by="clara", at=pause),
        )

    def codes(self, world=None) -> set[str]:
        return {c for c, *_ in reasons(judge(world or self.world, now=self.now))}

    def with_wanda(self, **changes):
        return change_person(self.world, "wanda", **changes)

    def expiring(self, last: date):
        """What ends on a day, each in a world of its own, by the code that says so."""
        wanda = self.world.roster["wanda"]
        for kind, code in (
            ("LICENCE", "LICENCE-ACTIVE"),
            ("LIABILITY", "LIABILITY-CURRENT"),
            ("BLS", "BLS-CURRENT"),
        ):
            others = [d for d in wanda.documents if d.kind != kind]
            rows = (*others, self.document(kind, expires_on=last))
            yield code, self.with_wanda(documents=rows)
        for type_, code in (("L3", "LEVEL-SUFFICIENT"), ("T", "TRAUMA-ENDORSED")):
            others = [c for c in wanda.credentials if c.type != type_]
            row = credential(type_, valid_from=date(2026, 1, 1), valid_to=last)
            yield code, self.with_wanda(credentials=(*others, row))
        role = member_of("THERAPIST", ends_on=last)
        yield "MEMBER-AT-CLINIC", self.with_wanda(memberships=(role,))

    def beginning(self, first: date):
        """What begins on a day."""
        wanda = self.world.roster["wanda"]
        others = [d for d in wanda.documents if d.kind != "LIABILITY"]
        far = self.day + 900 * DAY
        row = self.document("LIABILITY", issued_on=first, expires_on=far)
        yield "LIABILITY-CURRENT", self.with_wanda(documents=(*others, row))
        role = member_of("THERAPIST", starts_on=first)
        yield "MEMBER-AT-CLINIC", self.with_wanda(memberships=(role,))

    def aged(self, days: int, code: str):
        on = self.day - days * DAY
        if code == "EXCLUSION-CLEAR":
            return self.with_wanda(exclusion_checks=(check(on),))
        rows = [d for d in self.world.roster["wanda"].documents if d.kind != "LICENCE"]
        licence = document("LICENCE", verifications=(verification(on),))
        licence = replace(licence, expires_on=self.day + 900 * DAY)
        return self.with_wanda(documents=(*rows, licence))


@pytest.fixture(params=ZONES)
def zone(request):
    return request.param


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("over", ENDS.values(), ids=ENDS)
def test_the_last_day_holds_and_the_day_before_does_not(zone, over):
    for day in days_of(zone):
        scene = Scene(zone, day, over)
        assert scene.codes() == set(), day
        for code, world in scene.expiring(scene.last):
            assert scene.codes(world) == set(), (day, code)
        for code, world in scene.expiring(scene.last - DAY):
            assert scene.codes(world) == {code}, (day, code)


@pytest.mark.usefixtures("server")
def test_the_first_day_holds_and_the_day_after_does_not(zone):
    for day in days_of(zone):
        scene = Scene(zone, day, -MINUTE)
        for code, world in scene.beginning(day):
            assert scene.codes(world) == set(), (day, code)
        for code, world in scene.beginning(day + DAY):
            assert scene.codes(world) == {code}, (day, code)


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("code", "days"), [("EXCLUSION-CLEAR", 31), ("LICENCE-ACTIVE", 120)]
)
def test_the_age_of_a_check_is_counted_in_days_of_the_clinic(zone, code, days):
    for day in days_of(zone):
        scene = Scene(zone, day, -MINUTE)
        assert scene.codes(scene.aged(days, code)) == set(), day
        assert scene.codes(scene.aged(days + 1, code)) == {code}, day
        # Tomorrow has not happened yet.
        assert scene.codes(scene.aged(-1, code)) == {code}, day


@pytest.mark.usefixtures("server")
def test_the_drill_and_the_refresh_end_on_their_day(zone):
    for day in days_of(zone):
        for over in ENDS.values():
            scene = Scene(zone, day, over)
            for name, months, grace, code in (
                ("drilled_on", 6, 0, "DRILL-CURRENT"),
                ("refreshed_on", 12, 14, "REFRESH-CURRENT"),
            ):
                latest = _latest_that_is_too_old(scene.last - grace * DAY, months)
                old = scene.with_wanda(**{name: latest})
                assert scene.codes(old) == {code}, (day, name)
                new = scene.with_wanda(**{name: latest + DAY})
                assert scene.codes(new) == set(), (day, name)


@pytest.mark.usefixtures("server")
def test_what_is_attested_belongs_to_the_clinics_day(zone):
    for day in days_of(zone):
        scene = Scene(zone, day, -MINUTE)
        begins = local(day, 0, scene.zone)
        for moved, codes in (
            ({"DAY_OF_SCREEN": begins}, set()),
            ({"DAY_OF_SCREEN": begins - MINUTE}, {"DAY-OF-SCREEN"}),
            ({"CONSENT_EARLIER_DAY": begins - MINUTE}, set()),
            ({"CONSENT_EARLIER_DAY": begins}, {"CONSENT-EARLIER-DAY"}),
            ({"PRESCRIBER_CLEARANCE": local(day - 7 * DAY, 0, scene.zone)}, set()),
            (
                {"PRESCRIBER_CLEARANCE": local(day - 7 * DAY, 0, scene.zone) - MINUTE},
                {"PRESCRIBER-CLEARANCE"},
            ),
        ):
            rows = scene.attestations(**moved)
            world = change_session(scene.world, attestations=rows)
            assert scene.codes(world) == codes, (day, moved)


@pytest.mark.usefixtures("server")
def test_a_yes_ends_at_the_clinics_midnight(zone):
    for day in days_of(zone):
        scene = Scene(zone, day, 200 * MINUTE)
        world = scene.aged(31, "EXCLUSION-CLEAR")
        until = judge(world, now=scene.now).valid_until

        assert until == min(scene.ends, midnight_after(day, scene.zone)), day


def _latest_that_is_too_old(last: date, months: int) -> date:
    """The newest day from which so many calendar months end before another day."""
    found = last - 31 * months * DAY
    while _later(found + DAY, months) < last:
        found += DAY
    return found


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)
