"""People as they stood at one moment, as known at another."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from certificates.clearance.world import (
    BusyFacts,
    CredentialFacts,
    MembershipFacts,
    PersonFacts,
    SuspensionFacts,
)
from certificates.models import (
    Credential,
    CredentialEvent,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Suspension,
    Verification,
)
from certificates.rules.looking_back import Looking
from certificates.rules.standings_at import Step
from certificates.selectors.busy_known import busy_known
from certificates.selectors.evidence import document_facts, exclusion_facts
from home.models import Clinic, Person

EVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Day:
    """From where one looks, and which day it was at the clinic."""

    looking: Looking
    today: datetime.date


def persons_known(
    ids: Collection[uuid.UUID], clinic: Clinic | None, day: Day
) -> tuple[PersonFacts, ...]:
    """This will tell of these people, in a constant number of queries.

    Args:
        clinic: the only one whose people may be told of; None for all.
    """
    rows = Person.objects.filter(pk__in=ids)
    if clinic:
        rows = rows.filter(memberships__clinic=clinic).distinct()
    people = list(_with_everything(rows.order_by("pk"), day.looking))
    busy = busy_known([row.pk for row in people], day.looking)
    return tuple(_person(row, busy.get(str(row.pk), ()), day) for row in people)


def _with_everything(rows: QuerySet[Person], looking: Looking) -> QuerySet[Person]:
    checked = Verification.objects.filter(looking.recorded)
    papers = Document.objects.filter(looking.recorded)
    return rows.prefetch_related(
        "memberships__clinic",
        Prefetch(
            "documents", papers.prefetch_related(Prefetch("verifications", checked))
        ),
        Prefetch("exclusion_checks", _checks(looking)),
        "credentials__clinic",
        Prefetch("credentials__events", CredentialEvent.objects.order_by("id")),
        Prefetch("currency_records", CurrencyRecord.objects.filter(looking.recorded)),
        Prefetch("suspensions", Suspension.objects.filter(looking.recorded)),
    )


def _checks(looking: Looking) -> QuerySet[ExclusionCheck]:
    """Without those that had been put right, as far as anybody knew."""
    rows = ExclusionCheck.objects.filter(looking.recorded)
    if looking.known_at is None:
        return rows.filter(corrected_by__isnull=True)
    return rows.exclude(corrected_by__recorded_at__lte=looking.known_at)


def _person(row: Person, busy: tuple[BusyFacts, ...], day: Day) -> PersonFacts:
    looking = day.looking
    credentials = (_credential(one, looking) for one in row.credentials.all())
    return PersonFacts(
        id=str(row.pk),
        name=row.name,
        gender=row.gender,
        matching_consent=row.matching_consent,
        memberships=tuple(
            MembershipFacts(m.clinic.slug, m.role, m.starts_on, m.ends_on, str(m.pk))
            for m in row.memberships.all()
        ),
        documents=tuple(document_facts(one) for one in row.documents.all()),
        exclusion_checks=exclusion_facts(row.exclusion_checks.all()),
        credentials=tuple(one for one in credentials if one),
        refreshed_on=_newest(row, CurrencyRecord.Kind.REFRESH, day.today),
        drilled_on=_newest(row, CurrencyRecord.Kind.DRILL, day.today),
        suspensions=tuple(_suspension(one, looking) for one in row.suspensions.all()),
        busy=busy,
    )


def _credential(row: Credential, looking: Looking) -> CredentialFacts | None:
    """A grant in the state that it had; None while it was not there or not known."""
    seen = [
        step
        for step in _steps(row)
        if step.effective <= looking.as_of and looking.knows(step.recorded)
    ]
    if not seen:
        return None
    return CredentialFacts(
        type=row.type,
        clinic=row.clinic.slug,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=seen[-1].to_state,
        target=row.target,
        id=str(row.pk),
    )


def _steps(row: Credential) -> list[Step]:
    """Its moves; what a roster says was so before it was written down here."""
    steps = [Step(event.at, event.at, event.to_state) for event in row.events.all()]
    if not steps:
        return [Step(EVER, row.awarded_at, row.state)]
    if row.basis == Credential.Basis.ROSTER:
        steps[0] = Step(EVER, steps[0].recorded, steps[0].to_state)
    return steps


def _suspension(row: Suspension, looking: Looking) -> SuspensionFacts:
    """A suspension, with its end once that was written down."""
    lifted_at = row.lifted_at
    # One that came with a roster, lifted long ago, was known of only then.
    if lifted_at and not looking.knows(max(lifted_at, row.recorded_at)):
        lifted_at = None
    return SuspensionFacts(row.starts_at, lifted_at, row.kind, str(row.pk))


def _newest(row: Person, kind: str, today: datetime.date) -> datetime.date | None:
    days = [one.on for one in row.currency_records.all() if one.kind == kind]
    return max((on for on in days if on <= today), default=None)
