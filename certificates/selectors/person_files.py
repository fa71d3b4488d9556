"""Everything on record for people, fetched once and read by many."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from certificates.models import (
    Concern,
    Credential,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Session,
    SessionMember,
    Statement,
    Suspension,
    Verification,
    Waiver,
)
from certificates.requirements.evidence import SupervisedFacts
from home.models import Clinic, Person
from home.rows_together import keep_one, keep_related, rows_together
from modules.records import LearningRecord
from modules.selectors.record import learning_records

WORKED_AS = (SessionMember.Role.LEAD, SessionMember.Role.CO_THERAPIST)


@dataclass(frozen=True)
class PersonFile:
    """The rows about one person as one clinic may use them.

    Credentials, statements and waivers are those of this clinic. Everything else is
    about the person, whichever clinic recorded it.

    Args:
        exclusion_checks: without those that a later one puts right.
        open_concerns: how many at this clinic; None when nobody asked to look.
    """

    person: Person
    clinic: Clinic
    at: datetime.datetime
    learning: LearningRecord
    documents: list[Document]
    exclusion_checks: list[ExclusionCheck]
    currency: list[CurrencyRecord]
    credentials: list[Credential]
    suspensions: list[Suspension]
    statements: list[Statement] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    supervised: list[SupervisedFacts] = field(default_factory=list)
    open_concerns: int | None = None

    @property
    def today(self) -> datetime.date:
        """The calendar day at the clinic."""
        return self.clinic.day_of(self.at)

    @property
    def open_suspensions(self) -> list[Suspension]:
        """Those that have begun and are not lifted, at any clinic."""
        return [row for row in self.suspensions if is_open(row, self.at)]

    @property
    def standing_waivers(self) -> list[Waiver]:
        """Those that were not ended early, whatever their dates."""
        return [
            row
            for row in self.waivers
            if row.ended_at is None or self.at < row.ended_at
        ]


def is_open(row: Suspension, at: datetime.datetime) -> bool:
    """This will say whether a suspension stands at a moment."""
    return row.starts_at <= at and (row.lifted_at is None or at < row.lifted_at)


def person_file(
    person: Person,
    clinic: Clinic,
    at: datetime.datetime,
    *,
    learning: LearningRecord | None = None,
    with_concerns: bool = False,
) -> PersonFile:
    """This will fetch the file in a constant number of queries.

    Args:
        learning: the person's learning record, when the caller has fetched it already.
        with_concerns: for a decision only; never for what the person sees.
    """
    known = {person.pk: learning} if learning else None
    files = _files([person], clinic, at, known, with_concerns=with_concerns)
    return files[0]


def person_files(
    people: Sequence[Person],
    clinic: Clinic,
    at: datetime.datetime,
    *,
    with_concerns: bool = False,
) -> list[PersonFile]:
    """This will fetch the files of many in as many queries as of one, in their order.

    The caller sees to it that there are not too many at once.
    """
    return _files(people, clinic, at, None, with_concerns=with_concerns)


def _files(
    people: Sequence[Person],
    clinic: Clinic,
    at: datetime.datetime,
    learning: dict[UUID, LearningRecord] | None,
    *,
    with_concerns: bool,
) -> list[PersonFile]:
    ids = [person.pk for person in people]
    rows = _rows(ids, clinic)
    learned = learning or learning_records(ids, clinic_ids=[clinic.pk])
    supervised = _supervised(ids, at)
    concerns = _open_concerns(ids, clinic) if with_concerns else {}
    return [
        PersonFile(
            person=person,
            clinic=clinic,
            at=at,
            learning=learned[person.pk],
            supervised=supervised.get(person.pk, []),
            open_concerns=concerns.get(person.pk, 0) if with_concerns else None,
            **{name: _of(person, found) for name, found in rows.items()},
        )
        for person in people
    ]


def _rows(ids: list[UUID], clinic: Clinic) -> dict[str, list[Any]]:
    """What a file holds, with who recorded it, in the order in which it is read."""
    rows = rows_together(
        {name: query.filter(person__in=ids) for name, query in _queries(clinic).items()}
        | {"verifications": Verification.objects.filter(document__person__in=ids)}
    )
    verifications = rows.pop("verifications")
    keep_related(rows["documents"], "verifications", verifications, "document_id")
    recorded = [*verifications, *(r for name in RECORDED for r in rows[name])]
    people = {row.by_id for row in recorded if row.by_id}
    keep_one(recorded, "by", Person.objects.in_bulk(people))
    elsewhere = {row.clinic_id for row in rows["suspensions"]} - {clinic.pk}
    clinics = Clinic.objects.in_bulk(elsewhere) | {clinic.pk: clinic}
    keep_one(rows["suspensions"], "clinic", clinics)
    return rows


# What somebody recorded, and says so.
RECORDED = ("exclusion_checks", "currency", "suspensions", "statements", "waivers")


def _queries(clinic: Clinic) -> dict[str, QuerySet[Any]]:
    credentials = Credential.objects.filter(clinic=clinic)
    return {
        "documents": Document.objects.all(),
        "exclusion_checks": ExclusionCheck.objects.filter(corrected_by__isnull=True),
        "currency": CurrencyRecord.objects.all(),
        "credentials": credentials.order_by("valid_from", "id"),
        "suspensions": Suspension.objects.all(),
        "statements": Statement.objects.filter(clinic=clinic),
        "waivers": Waiver.objects.filter(clinic=clinic),
    }


def _of(person: Person, rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.person_id == person.pk]


def _supervised(
    ids: Iterable[UUID], at: datetime.datetime
) -> dict[UUID, list[SupervisedFacts]]:
    """The closed sessions in which they worked while somebody else supervised."""
    supervisors = SessionMember.objects.filter(
        role=SessionMember.Role.SUPERVISOR,
        session__state=Session.State.CLOSED,
        session__ends_at__lte=at,
        session__members__role__in=WORKED_AS,
        session__members__person__in=ids,
    ).exclude(presence="")
    told = supervisors.select_related("session__clinic").annotate(
        worker=F("session__members__person")
    )
    found: dict[tuple[UUID, int], tuple[Session, set[str]]] = {}
    for row in told.order_by("session__starts_at", "id"):
        if row.worker != row.person_id:
            key = (row.worker, row.session_id)
            found.setdefault(key, (row.session, set()))[1].add(row.presence)
    people: dict[UUID, list[SupervisedFacts]] = {}
    for (worker, _session), (session, presence) in found.items():
        if session.starts_at is None:
            # Nobody knows when it was: it came from elsewhere, and counts for nothing.
            continue
        on = session.clinic.day_of(session.starts_at)
        fact = SupervisedFacts(session.code, session.kind, on, frozenset(presence))
        people.setdefault(worker, []).append(fact)
    return people


def _open_concerns(ids: Iterable[UUID], clinic: Clinic) -> dict[UUID, int]:
    rows = Concern.objects.filter(person__in=ids, clinic=clinic)
    still = rows.exclude(state=Concern.State.CLOSED).order_by().values("person_id")
    return dict(still.annotate(count=Count("pk")).values_list("person_id", "count"))
