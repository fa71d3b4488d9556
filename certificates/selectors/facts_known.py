"""The facts of a question as they were at one moment, as known at another.

`as_of` says when it is judged, `known_at` what was on record then. Only questions for
planning and looking back come here; the door asks `selectors.facts`.

What has no record of its own moments is told as it stands now: memberships, names,
genders and consent, declared ties, whether a licence shows discipline. So is a
session or a credential that was never written down step by step.
"""

import datetime
import uuid
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models.functions import Now

from certificates.clearance.question import Question, people_needed
from certificates.clearance.world import ClockFacts, RelationFacts, WorldFacts
from certificates.rules.looking_back import Looking, looking_from
from certificates.selectors.persons_known import Day, persons_known
from certificates.selectors.sessions_known import overrides_known, session_known
from certificates.selectors.sites_known import clinic_known
from home.models import AuditHead, Clinic, DeclaredRelationship


def world_as_known(
    question: Question,
    *,
    application_at: datetime.datetime,
    clinic: Clinic | None = None,
    clock: datetime.datetime | None = None,
) -> WorldFacts:
    """This will fetch the facts as of one moment, as known at another.

    Args:
        application_at: the application's clock; where the question says nothing, it
            is both moments.
        clinic: the only clinic that the asker may ask about; None for all of them.
            Another clinic, its sessions and its people are then as if unknown.
        clock: stands in for both clocks, in the `decide` command only.
    """
    looking = looking_from(question, application_at)
    session = session_known(question.resource_id, clinic, looking)
    place = _clinic(session.clinic if session else question.claimed.clinic, clinic)
    needed = _uuids(people_needed(question, session))
    return WorldFacts(
        clinic=clinic_known(place, looking) if place else None,
        clock=clocks(application_at, clock),
        people=persons_known(needed, clinic, _day(place, looking)),
        relations=_relations(needed),
        session=session,
        overrides=overrides_known(session, looking),
    )


def clocks(
    application_at: datetime.datetime, clock: datetime.datetime | None = None
) -> ClockFacts:
    """This will read the database's clock and the newest moment of the log.

    Args:
        clock: stands in for both. The log was written by another clock, so it says
            nothing about this one.
    """
    if clock is not None:
        return ClockFacts(clock, clock)
    head = AuditHead.objects.annotate(database_at=Now())
    told = head.values_list("database_at", "newest_at").first()
    return ClockFacts(application_at, *(told or (None, None)))


def _clinic(slug: str | None, only: Clinic | None) -> Clinic | None:
    if not slug or (only and only.slug != slug):
        return None
    return Clinic.objects.filter(slug=slug).first()


def _day(place: Clinic | None, looking: Looking) -> Day:
    zone = ZoneInfo(place.time_zone) if place else datetime.UTC
    return Day(looking, looking.as_of.astimezone(zone).date())


def _uuids(texts: Iterable[str]) -> set[uuid.UUID]:
    found = set()
    for text in texts:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            # Not an id at all: nobody on any roster, and the gate says so.
            continue
    return found


def _relations(ids: set[uuid.UUID]) -> tuple[RelationFacts, ...]:
    rows = DeclaredRelationship.objects.filter(one__in=ids, other__in=ids)
    return tuple(
        RelationFacts(str(row.one_id), str(row.other_id), row.kind, str(row.pk))
        for row in rows
    )
