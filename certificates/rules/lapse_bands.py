"""What runs out, and how soon. Pure."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

AHEAD_DAYS = 90


class LapseKind(TextChoices):
    """What can run out."""

    CREDENTIAL = "CREDENTIAL", _("Credentials")
    LICENCE = "LICENCE", _("Licences")
    VERIFICATION = "VERIFICATION", _("Verifications of a licence")
    LIABILITY = "LIABILITY", _("Liability cover")
    BLS = "BLS", _("Basic life support")
    BACKGROUND = "BACKGROUND", _("Background checks")
    EXCLUSION = "EXCLUSION", _("Exclusion checks")
    DRILL = "DRILL", _("Emergency drills")
    REFRESH = "REFRESH", _("Yearly refreshes")
    CONDITION = "CONDITION", _("Conditions of an approval")
    WAIVER = "WAIVER", _("Waivers")


class Band(TextChoices):
    """How soon: each band begins after the one before it."""

    PAST = "PAST", _("Past")
    DAYS_7 = "7", _("7 days")
    DAYS_30 = "30", _("30 days")
    DAYS_60 = "60", _("60 days")
    DAYS_90 = "90", _("90 days")


@dataclass(frozen=True, slots=True)
class Lapse:
    """Something that runs out: its last good day, whose it is, and where.

    Args:
        days: from today at the clinic to the last day; below zero when it is past.
        sessions: codes of booked sessions of this person after the last day.
    """

    last_day: datetime.date
    name: str
    kind: LapseKind
    what: str
    person_id: UUID
    clinic_id: int
    days: int
    sessions: tuple[str, ...] = ()

    @property
    def band(self) -> Band:
        """The first band that the last day falls into."""
        return band_of(self.days)


def band_of(days: int) -> Band:
    """This will say how soon a number of days is; what is further is the last band."""
    if days < 0:
        return Band.PAST
    for band in (Band.DAYS_7, Band.DAYS_30, Band.DAYS_60):
        if days <= int(band):
            return band
    return Band.DAYS_90


@dataclass(frozen=True)
class KindCount:
    """One line of the table of numbers."""

    kind: LapseKind
    counts: list[tuple[Band, int]]
    endangered: int


def counts_in(lapses: Iterable[Lapse]) -> list[KindCount]:
    """This will count by kind and band; kinds of which nothing lapses are left out."""
    found: Counter[tuple[LapseKind, Band]] = Counter()
    endangered: Counter[LapseKind] = Counter()
    for lapse in lapses:
        found[lapse.kind, lapse.band] += 1
        endangered[lapse.kind] += bool(lapse.sessions)
    lines = [
        KindCount(kind, [(band, found[kind, band]) for band in Band], endangered[kind])
        for kind in LapseKind
    ]
    return [line for line in lines if any(count for _band, count in line.counts)]


def first_lapses(lapses: Iterable[Lapse]) -> dict[UUID, Lapse]:
    """This will give what lapses next of each person; what is past is not next.

    Args:
        lapses: the soonest first.
    """
    first: dict[UUID, Lapse] = {}
    for lapse in lapses:
        if lapse.days >= 0:
            first.setdefault(lapse.person_id, lapse)
    return first
