"""In which sessions people were, at one moment, as known at another."""

import uuid
from collections.abc import Collection

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from certificates.clearance.world import BusyFacts
from certificates.models import Session, SessionEvent, SessionMember
from certificates.rules.looking_back import Looking
from certificates.selectors.sessions_known import (
    Booked,
    booked_then,
    events_in_order,
    moment_of,
)
from certificates.selectors.sites_known import site_values_known

Step = SessionEvent.Step
BUSY = (Session.State.BOOKED, Session.State.STARTED)
# Only these steps take somebody out of a team.
TAKE_OUT = (Step.CHANGED, Step.RELIEVED)


def busy_known(
    people: Collection[uuid.UUID], looking: Looking
) -> dict[str, tuple[BusyFacts, ...]]:
    """This will tell the busy times of these people, by their id as text."""
    rows = _sessions_with(people).select_related("clinic")
    booked = [
        (row.code, then)
        for row in rows.prefetch_related(events_in_order())
        if (then := booked_then(row, looking)) and then["state"] in BUSY
    ]
    values = site_values_known({then["clinic"] for _code, then in booked}, looking)
    minutes = {slug: row.observe_minutes for slug, row in values.items()}
    wanted = {str(pk) for pk in people}
    found: dict[str, list[BusyFacts]] = {}
    for code, then in booked:
        for member in then["members"]:
            if member["id"] in wanted:
                fact = _busy(code, then, member["role"], minutes.get(then["clinic"]))
                found.setdefault(member["id"], []).append(fact)
    return {pk: tuple(facts) for pk, facts in found.items()}


def _sessions_with(people: Collection[uuid.UUID]) -> QuerySet[Session]:
    """Where they are on the team, or were before it changed."""
    now = SessionMember.objects.filter(person__in=people).values("session")
    changed = SessionEvent.objects.filter(step__in=TAKE_OUT).values("session")
    named = Q(pk__in=[])
    for pk in people:
        named |= Q(told__contains=str(pk))
    before = (
        SessionEvent.objects.filter(session__in=changed)
        .annotate(told=Cast("booked", TextField()))
        .filter(named)
        .values("session")
    )
    return Session.objects.filter(Q(pk__in=now) | Q(pk__in=before)).order_by("pk")


def _busy(code: str, then: Booked, role: str, minutes: int | None) -> BusyFacts:
    return BusyFacts(
        session=code,
        clinic=then["clinic"],
        role=role,
        kind=then["kind"],
        starts_at=moment_of(then, "starts_at"),
        ends_at=moment_of(then, "ends_at"),
        state=then["state"],
        observe_minutes=minutes,
    )
