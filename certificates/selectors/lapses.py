"""What runs out at a clinic, and which booked sessions that endangers."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from certificates.models import Session, SessionMember
from certificates.rules.lapse_bands import AHEAD_DAYS, Lapse
from certificates.selectors.lapse_sources import SOURCES, Raw, Roll
from certificates.selectors.policies import policy_limits
from home.models import Clinic, Membership


def lapses_at(
    clinics: list[Clinic],
    at: datetime.datetime,
    people: Collection[UUID] | None = None,
) -> list[Lapse]:
    """This will list what is past or runs out within 90 days, soonest first.

    Of each kind the newest counts: a licence that was renewed does not lapse. Never
    held is not lapsed; the roster tells of that. A constant number of queries.

    Args:
        people: only theirs; None for everybody on the clinics' rosters today.
    """
    if not clinics:
        return []
    roll = _roll(clinics, at, people)
    endangered = _sessions(roll)
    found = [
        _lapse(raw, roll, clinic_id, endangered)
        for source in SOURCES
        for raw in source(roll)
        if (clinic_id := _where(raw, roll)) is not None
    ]
    soon = [lapse for lapse in found if lapse.days <= AHEAD_DAYS]
    return sorted(soon, key=lambda one: (one.last_day, one.name, one.kind, one.what))


def soonest_at(clinic: Clinic, at: datetime.datetime) -> dict[UUID, int]:
    """This will give how many days are left until something of each person lapses.

    Returns: by person, for those with something within 90 days; what is past is not
    counted. The same as the first of `lapses_at` of each, for a whole roster.
    """
    roll = _roll([clinic], at, None)
    today = roll.today[clinic.pk]
    found: dict[UUID, int] = {}
    for source in SOURCES:
        for raw in source(roll):
            days = (raw.last_day - today).days
            is_next = 0 <= days < found.get(raw.person_id, AHEAD_DAYS + 1)
            if is_next and _where(raw, roll) is not None:
                found[raw.person_id] = days
    return found


def _roll(clinics, at: datetime.datetime, people) -> Roll:
    today = {clinic.pk: clinic.day_of(at) for clinic in clinics}
    # One day covers every clinic's calendar; each lapse is measured by its own.
    rows = Membership.objects.filter(clinic__in=clinics)
    rows = rows.in_force(min(today.values()))
    if people is not None:
        rows = rows.filter(person__in=people)
    names: dict[UUID, dict[int, str]] = defaultdict(dict)
    told = rows.order_by().values_list("person_id", "clinic_id", "person__name")
    for person_id, clinic_id, name in told.distinct():
        names[person_id][clinic_id] = name
    return Roll(
        clinics={clinic.pk: clinic for clinic in clinics},
        today=today,
        people=names,
        here=rows.order_by().values("person"),
        at=at,
        until=max(today.values()) + datetime.timedelta(days=AHEAD_DAYS),
        limits=policy_limits(at, clinics),
    )


def _where(raw: Raw, roll: Roll) -> int | None:
    """The clinic whose matter it is; None when it is nobody's here."""
    for clinic_id in roll.people.get(raw.person_id, {}):
        fits = not raw.jurisdiction or (
            roll.clinics[clinic_id].jurisdiction == raw.jurisdiction
        )
        if raw.clinic_id in (None, clinic_id) and fits:
            return clinic_id
    return None


def _lapse(raw: Raw, roll: Roll, clinic_id: int, endangered) -> Lapse:
    booked = endangered.get(raw.person_id)
    return Lapse(
        last_day=raw.last_day,
        name=roll.people[raw.person_id][clinic_id],
        kind=raw.kind,
        what=raw.what,
        person_id=raw.person_id,
        clinic_id=clinic_id,
        days=(raw.last_day - roll.today[clinic_id]).days,
        sessions=_after(raw, booked) if booked else (),
    )


def _after(raw: Raw, booked) -> tuple[str, ...]:
    """The codes of the sessions that come after the last day, where it counts."""
    return tuple(
        code
        for day, at_clinic, code in booked
        if day > raw.last_day and raw.clinic_id in (None, at_clinic)
    )


def _sessions(roll: Roll) -> dict[UUID, list[tuple[datetime.date, int, str]]]:
    """This will list each person's booked sessions: the day, where, and the code."""
    rows = SessionMember.objects.filter(
        session__state=Session.State.BOOKED,
        session__clinic__in=roll.clinics,
        session__ends_at__gt=roll.at,
        person__in=roll.here,
    ).order_by("session__starts_at")
    told: dict[UUID, list] = defaultdict(list)
    fields = ("person_id", "session__clinic_id", "session__code", "session__starts_at")
    for person_id, clinic_id, code, starts_at in rows.values_list(*fields):
        day = roll.clinics[clinic_id].day_of(starts_at)
        told[person_id].append((day, clinic_id, code))
    return told
