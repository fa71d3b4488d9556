"""What held on one day, as it was known on another. Pure.

Each thing that happened has two moments: when it held from, and when it was written
down. A roster entered today says what was granted last year; whoever asks what was
known last year does not see it.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from certificates.rules.live_states import LiveState, live_state

Moment = datetime.datetime


class TimelineKind(TextChoices):
    """What a line of the timeline is about."""

    APPLICATION = "APPLICATION", _("Applications")
    CREDENTIAL = "CREDENTIAL", _("Credentials")
    SUSPENSION = "SUSPENSION", _("Suspensions")
    SIGNATURE = "SIGNATURE", _("Signatures")
    CERTIFICATE = "CERTIFICATE", _("Certificates")
    DOCUMENT = "DOCUMENT", _("Documents and verifications")
    EXCLUSION = "EXCLUSION", _("Exclusion checks")
    DATE = "DATE", _("Recorded dates")
    STATEMENT = "STATEMENT", _("Statements")
    WAIVER = "WAIVER", _("Waivers")
    OBSERVATION = "OBSERVATION", _("Observed sessions")
    ASSESSMENT = "ASSESSMENT", _("Assessments passed")


@dataclass(frozen=True)
class Event:
    """Something that happened to a person's credentials.

    Args:
        effective: from when it held; the beginning of the day where only that is known.
        recorded: when it was written down.
        what: in a few words.
        words: the rest of what may be told, such as a reason.
        by: who did it, as a name.
        where: the clinic's name; empty for what holds at every clinic.
        is_day: the hour of `effective` means nothing.
    """

    effective: Moment
    recorded: Moment
    kind: TimelineKind
    what: str
    words: str = ""
    by: str = ""
    url: str = ""
    where: str = ""
    is_day: bool = False


@dataclass(frozen=True)
class Step:
    """One move of a credential."""

    effective: Moment
    recorded: Moment
    to_state: str


@dataclass(frozen=True)
class Life:
    """A credential with all its moves, in the order in which they were made.

    Args:
        period: first and last valid day, both included.
        zone: of its clinic, whose days count.
    """

    id: str
    title: str
    clinic_id: int
    where: str
    zone: ZoneInfo
    period: tuple[datetime.date, datetime.date]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Absence:
    """A suspension: from when, until when, and when each was written down.

    Args:
        clinic_id: where it holds; None for everywhere.
    """

    clinic_id: int | None
    starts_at: Moment
    recorded: Moment
    lifted_at: Moment | None = None
    lift_recorded: Moment | None = None

    def stands(self, as_of: Moment, known_at: Moment) -> bool:
        """This will say whether it stood at a moment, as known at another."""
        if not (self.starts_at <= as_of and self.recorded <= known_at):
            return False
        if self.lifted_at is None or self.lift_recorded is None:
            return True
        return not (self.lifted_at <= as_of and self.lift_recorded <= known_at)


def known_events(
    events: Iterable[Event], as_of: Moment, known_at: Moment
) -> list[Event]:
    """This will keep what had happened by one moment and was written down by another.

    Returns: the newest first; of one moment, what came later in the order given.
    """
    kept = [
        row for row in events if row.effective <= as_of and row.recorded <= known_at
    ]
    return sorted(kept, key=lambda row: (row.effective, row.recorded))[::-1]


def standing_at(
    life: Life, absences: Iterable[Absence], as_of: Moment, known_at: Moment
) -> LiveState | None:
    """This will give a credential's standing at one moment, as known at another.

    Returns: None while it was not there, or nobody had written it down.
    """
    known = [
        step
        for step in life.steps
        if step.effective <= as_of and step.recorded <= known_at
    ]
    if not known:
        return None
    return live_state(
        known[-1].to_state,
        life.period,
        today=as_of.astimezone(life.zone).date(),
        is_suspended=any(
            row.stands(as_of, known_at)
            for row in absences
            if row.clinic_id in (None, life.clinic_id)
        ),
    )


def day_begins(day: datetime.date, zone: ZoneInfo) -> Moment:
    """This will give the moment at which a day begins."""
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=zone)


def end_of(day: datetime.date | None, zone: ZoneInfo, now: Moment) -> Moment:
    """This will give the last moment of a day; without a day, or for today, now."""
    if day is None or day == now.astimezone(zone).date():
        return now
    tomorrow = day_begins(day + datetime.timedelta(days=1), zone)
    return tomorrow - datetime.timedelta(microseconds=1)
