"""The audit log as the readers of a clinic may see it."""

import datetime
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from certificates.models import Application, Credential, ExclusionMatch, Suspension
from certificates.selectors.audit_words import (
    LogNames,
    Told,
    action_words,
    actions_worded,
    titles_in,
    told_facts,
)
from home.models import AuditEntry, Clinic, Membership, Person

# Reports of concerns are for the safety officer alone, and so is that there are any.
CONFIDENTIAL = "certificates.Concern"
READ_AT_ONCE = 500
DENIED = "DENIED"
# What was tried there: who it was would tell who reported.
CONFIDENTIAL_ATTEMPTS = ("CONCERN", "SAFETY")
# Rows about somebody whose entries, or refused attempts, do not all name them.
THEIRS: tuple[type[Model], ...] = (Application, Credential, ExclusionMatch, Suspension)
# Each begins with the newest.
ORDERS = {"entry": ("-leaf_index",), "when": ("-at", "-leaf_index")}


@dataclass(frozen=True)
class LogWish:
    """What is looked for; days are those of the clinic, both included.

    Args:
        sort: a key of `ORDERS`; with a minus before it, the other way round.
    """

    action: str = ""
    name: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    sort: str = "entry"


@dataclass(frozen=True)
class LogReader:
    """Who reads the log, and the clinics whose log they read."""

    person: Person
    clinics: Sequence[Clinic]


@dataclass(frozen=True)
class LogLine:
    """One entry with the names that belong to its ids."""

    entry: AuditEntry
    at: datetime.datetime
    by: str
    about: str
    facts: Told
    # Digests and ids, which few look for.
    details: Told

    @property
    def action(self) -> str:
        """What was done, in words."""
        return action_words(self.entry.action)

    @property
    def clock(self) -> datetime.datetime:
        """What the clinic's own clock showed."""
        return self.at.replace(tzinfo=None)

    @property
    def is_denied(self) -> bool:
        """True for an attempt that a rule refused."""
        return self.entry.action == DENIED


def log_of(clinic: Clinic, wish: LogWish, reader: LogReader) -> QuerySet[AuditEntry]:
    """This will give the clinic's entries in the order asked for.

    Nothing of reports, and nothing about the reader, whom an entry could tell more
    than their own pages do. An attempt that was refused before it reached a record
    belongs to no clinic: it is shown where whoever tried has ever had a role, to
    somebody who reads the log of every clinic where they have one today.
    """
    rows = AuditEntry.objects.filter(Q(clinic_id=clinic.pk) | _at_the_door(reader))
    here = Membership.objects.filter(clinic=clinic).values("person")
    rows = rows.filter(Q(clinic_id__isnull=False) | Q(by__in=here))
    rows = rows.exclude(subject_kind__startswith=CONFIDENTIAL)
    for attempt in CONFIDENTIAL_ATTEMPTS:
        rows = rows.exclude(action=DENIED, facts__attempt__startswith=attempt)
    rows = _without(reader.person, rows)
    rows = _narrowed(rows, clinic, wish).order_by(*ORDERS[wish.sort.lstrip("-")])
    return rows.reverse() if wish.sort.startswith("-") else rows


def _at_the_door(reader: LogReader) -> Q:
    """Attempts without a clinic, by nobody who works where the reader does not."""
    today = timezone.localdate()
    held = Membership.objects.in_force(today).exclude(clinic__in=reader.clinics)
    is_elsewhere = Q(by__in=held.values("person"))
    return Q(clinic_id__isnull=True, action=DENIED) & ~is_elsewhere


def _without(person: Person, rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """Leave out what is about one person, or about a record of theirs."""
    rows = rows.exclude(subject_id=str(person.pk))
    rows = rows.exclude(facts__has_key="person", facts__person=str(person.pk))
    for model in THEIRS:
        theirs = model._default_manager.filter(person=person)
        ids = [str(pk) for pk in theirs.values_list("pk", flat=True)]
        rows = rows.exclude(subject_kind=model._meta.label, subject_id__in=ids)
    return rows


def log_lines(entries: Iterable[AuditEntry], clinic: Clinic) -> list[LogLine]:
    """This will add names to entries, with as many queries for one as for all."""
    found = list(entries)
    ids = {one for entry in found for one in _people_in(entry)}
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name")
    names = LogNames({str(pk): name for pk, name in rows}, titles_in(found))
    zone = ZoneInfo(clinic.time_zone)
    return [_line(entry, names, zone) for entry in found]


def all_lines(entries: QuerySet[AuditEntry], clinic: Clinic) -> Iterator[LogLine]:
    """This will give every line, so many read at once."""
    batch: list[AuditEntry] = []
    for entry in entries.iterator(chunk_size=READ_AT_ONCE):
        batch.append(entry)
        if len(batch) == READ_AT_ONCE:
            yield from log_lines(batch, clinic)
            batch.clear()
    yield from log_lines(batch, clinic)


def _narrowed(
    rows: QuerySet[AuditEntry], clinic: Clinic, wish: LogWish
) -> QuerySet[AuditEntry]:
    zone, day = ZoneInfo(clinic.time_zone), datetime.timedelta(days=1)
    if wish.action:
        code = wish.action.upper().replace(" ", "-")
        is_worded = Q(action__in=actions_worded(wish.action))
        rows = rows.filter(Q(action__contains=code) | is_worded)
    if wish.name:
        named = Person.objects.filter(name__icontains=wish.name)
        rows = rows.filter(by__in=named.values("pk"))
    if wish.since:
        rows = rows.filter(at__gte=_midnight(wish.since, zone))
    if wish.until and wish.until < datetime.date.max:
        rows = rows.filter(at__lt=_midnight(wish.until + day, zone))
    return rows


def _midnight(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    # Beyond these no clinic has a clock, and no database a moment.
    day = min(max(day, datetime.date(1900, 1, 1)), datetime.date(9000, 1, 1))
    return datetime.datetime.combine(day, datetime.time(), tzinfo=zone)


def _people_in(entry: AuditEntry) -> Iterator[uuid.UUID]:
    for value in (entry.by, entry.facts.get("person"), _subject_person(entry)):
        try:
            yield uuid.UUID(str(value))
        except ValueError:
            continue


def _subject_person(entry: AuditEntry) -> str | None:
    return entry.subject_id if entry.subject_kind == Person._meta.label else None


def _line(entry: AuditEntry, names: LogNames, zone: ZoneInfo) -> LogLine:
    facts, details = told_facts(entry, names)
    kind = _in_words(entry.subject_kind.rpartition(".")[2])
    subject = names.people.get(entry.subject_id, kind)
    by = names.people.get(str(entry.by), "") if entry.by else ""
    return LogLine(entry, entry.at.astimezone(zone), by, subject, facts, details)


def _in_words(name: str) -> str:
    """`ApplicationEvent` as “Application event”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
