"""The facts of a question by the ORM, table after table: an oracle for the one query.

It is how they were first fetched. It shares nothing with `selectors.facts` but the
shape of the facts.
"""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Prefetch, Q, Subquery
from django.db.models.functions import Now

from certificates.clearance.question import Question, people_needed
from certificates.clearance.world import (
    ClinicFacts,
    ClockFacts,
    OverrideFacts,
    RelationFacts,
    SessionFacts,
    WorldFacts,
)
from certificates.models import (
    Document,
    Override,
    Session,
    SessionMember,
    SiteValues,
)
from certificates.selectors.exclusions import standing_checks
from certificates.selectors.rows import (
    clinic_facts,
    person_facts,
    session_facts,
)
from home.models import AuditEntry, Clinic, DeclaredRelationship, Person


def world_by_hand(
    question: Question,
    *,
    application_at: datetime.datetime,
    clinic: Clinic | None = None,
) -> WorldFacts:
    """This will fetch the facts of one question.

    Args:
        application_at: the application's clock; the database's is asked here.
        clinic: the only clinic that the asker may ask about; None for all of them.
            Another clinic, its sessions and its people are then as if unknown.
    """
    session = _session(question, clinic)
    place = _clinic(session.clinic if session else question.claimed.clinic, clinic)
    needed = _uuids(people_needed(question, session))
    return WorldFacts(
        clinic=_with_site_values(place),
        clock=_clock(place, application_at),
        people=_people(needed, clinic),
        relations=_relations(needed),
        session=session,
        overrides=_overrides(session),
    )


def _overrides(session: SessionFacts | None) -> tuple[OverrideFacts, ...]:
    rows = Override.objects.filter(session__code=session.code) if session else ()
    return tuple(
        OverrideFacts(str(row.by_id), row.at, row.ends_at, str(row.pk)) for row in rows
    )


def _session(question: Question, clinic: Clinic | None) -> SessionFacts | None:
    rows = Session.objects.filter(code=question.resource_id)
    if clinic:
        rows = rows.filter(clinic=clinic)
    row = (
        rows.select_related("clinic")
        .prefetch_related("members", "attestations", "signatures")
        .first()
    )
    return session_facts(row) if row else None


def _clinic(slug: str | None, only: Clinic | None) -> Clinic | None:
    if not slug or (only and only.slug != slug):
        return None
    return (
        Clinic.objects.filter(slug=slug)
        .annotate(database_at=Now(), newest_audit_at=Subquery(_newest_audit()))
        .first()
    )


def _newest_audit():
    return AuditEntry.objects.order_by("-at").values("at")[:1]


def _with_site_values(clinic: Clinic | None) -> ClinicFacts | None:
    if clinic is None:
        return None
    values = SiteValues.objects.filter(clinic=clinic).order_by("-id").first()
    return clinic_facts(clinic, values)


def _clock(clinic: Clinic | None, application_at: datetime.datetime) -> ClockFacts:
    return ClockFacts(
        application_at=application_at,
        database_at=getattr(clinic, "database_at", None),
        newest_audit_at=getattr(clinic, "newest_audit_at", None),
    )


def _uuids(texts: Iterable[str]) -> set[uuid.UUID]:
    found = set()
    for text in texts:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            # Not an id at all: nobody on any roster, and the gate says so.
            continue
    return found


def _people(ids: set[uuid.UUID], clinic: Clinic | None):
    rows = Person.objects.filter(pk__in=ids)
    if clinic:
        rows = rows.filter(memberships__clinic=clinic).distinct()
    busy = SessionMember.objects.select_related("session__clinic").filter(
        session__state__in=[Session.State.BOOKED, Session.State.STARTED]
    )
    rows = rows.prefetch_related(
        "memberships__clinic",
        Prefetch("documents", Document.objects.prefetch_related("verifications")),
        Prefetch("exclusion_checks", standing_checks()),
        "credentials__clinic",
        "currency_records",
        "suspensions",
        Prefetch("session_members", busy),
    )
    people = list(rows)
    observe = _observe_minutes(people)
    return tuple(person_facts(row, observe) for row in people)


def _observe_minutes(people: list[Person]) -> dict[int, int | None]:
    """This will give the newest observation time of each clinic somebody is busy at."""
    clinics = {
        m.session.clinic_id for person in people for m in person.session_members.all()
    }
    rows = SiteValues.objects.filter(clinic__in=clinics).order_by("id")
    return dict(rows.values_list("clinic_id", "observe_minutes"))


def _relations(ids: set[uuid.UUID]) -> tuple[RelationFacts, ...]:
    rows = DeclaredRelationship.objects.filter(Q(one__in=ids) & Q(other__in=ids))
    return tuple(
        RelationFacts(str(row.one_id), str(row.other_id), row.kind, str(row.pk))
        for row in rows
    )
