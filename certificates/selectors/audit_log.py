"""The audit log as the readers of a clinic may see it."""

import datetime
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from certificates.models import Application, Credential, ExclusionMatch, Suspension
from home.models import AuditEntry, Clinic, Membership, Person

# Reports of concerns are for the safety officer alone, and so is that there are any.
CONFIDENTIAL = "certificates.Concern"
READ_AT_ONCE = 500
DENIED = "DENIED"
# What was tried there: who it was would tell who reported.
CONFIDENTIAL_ATTEMPTS = ("CONCERN", "SAFETY")
# Rows about somebody whose entries, or refused attempts, do not all name them.
THEIRS: tuple[type[Model], ...] = (Application, Credential, ExclusionMatch, Suspension)


@dataclass(frozen=True)
class LogWish:
    """What is looked for; days are those of the clinic, both included."""

    action: str = ""
    name: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


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
    facts: tuple[tuple[str, str], ...]

    @property
    def action(self) -> str:
        """The action in plain letters."""
        return self.entry.action.replace("-", " ").replace("_", " ").capitalize()

    @property
    def clock(self) -> datetime.datetime:
        """What the clinic's own clock showed."""
        return self.at.replace(tzinfo=None)

    @property
    def is_denied(self) -> bool:
        """True for an attempt that a rule refused."""
        return self.entry.action == DENIED


def log_of(clinic: Clinic, wish: LogWish, reader: LogReader) -> QuerySet[AuditEntry]:
    """This will give the clinic's entries, the newest first.

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
    return _narrowed(rows, clinic, wish).order_by("-leaf_index")


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
    """This will add names to entries with one query for all of them."""
    found = list(entries)
    ids = {one for entry in found for one in _people_in(entry)}
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name")
    names = {str(pk): name for pk, name in rows}
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
        rows = rows.filter(action__contains=wish.action.upper().replace(" ", "-"))
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


def _line(entry: AuditEntry, names: dict[str, str], zone: ZoneInfo) -> LogLine:
    facts = tuple(
        (name.replace("_", " "), _plain(value, names))
        for name, value in sorted(entry.facts.items())
        if value is not None
    )
    kind = _in_words(entry.subject_kind.rpartition(".")[2])
    subject = names.get(entry.subject_id, f"{kind} {entry.subject_id[:8]}")
    by = names.get(str(entry.by), "") if entry.by else ""
    return LogLine(entry, entry.at.astimezone(zone), by, subject, facts)


def _plain(value: Any, names: dict[str, str]) -> str:
    """A name for a person's id; a digest or another long id by its beginning."""
    text = names.get(str(value), str(value))
    is_long = isinstance(value, str) and text == value and len(text) >= 32
    if is_long:
        return f"{text[:12]}…"
    return text.replace("_", " ").capitalize() if "_" in text else text


def _in_words(name: str) -> str:
    """`ApplicationEvent` as “Application event”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
