"""The versions of what a credential asks: which is in force, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateformat import format as written_day
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.models import RequirementSet
from certificates.requirements.comparing import Changes, compare
from certificates.selectors.requirements import LADDER, split_name, title_of
from home.models import Clinic

State = RequirementSet.State
SETTINGS = (
    "may_do",
    "valid_months",
    "signers",
    "renewal_window_days",
    "renewal_dating",
    "renewal_month_day",
    "minimum_active_days",
)
CONTENT = ("tree", "renewal_tree", *SETTINGS)


@dataclass(frozen=True)
class Kind:
    """One step of the ladder at a clinic: the version in force, and its draft."""

    name: str
    current: RequirementSet | None
    draft: RequirementSet | None

    @property
    def title(self) -> str:
        """The credential's name as people read it."""
        return title_of(*split_name(self.name))


@dataclass(frozen=True)
class Difference:
    """What the newer of two versions says otherwise."""

    settings: list[tuple[str, str, str]]
    asked: Changes
    renewal: Changes
    is_only_order: bool


def content_of(row: RequirementSet) -> dict[str, Any]:
    """This will give everything a version says, as it is signed and compared."""
    return {name: getattr(row, name) for name in CONTENT}


def digest_of_content(row: RequirementSet) -> str:
    """This will give the SHA-256 by which a draft is known to be unchanged.

    It is kept with each version: changing how it is made orphans every draft.
    """
    told = {"credential_type": row.credential_type, **content_of(row)}
    return sha256_of(canonical_json(told))


def versions_for(clinic: Clinic) -> QuerySet[RequirementSet]:
    """This will give every version a clinic may read: its own, and the shipped."""
    rows = RequirementSet.objects.filter(Q(clinic=clinic) | Q(clinic__isnull=True))
    return rows.select_related("clinic", "activated_by", "edited_by", "cloned_from")


def set_in_force(name: str, clinic: Clinic) -> RequirementSet | None:
    """This will give the active version of a clinic: its own, else the shipped."""
    rows = versions_for(clinic).filter(credential_type=name, state=State.ACTIVE)
    return _own_first(rows)


def kinds_at(clinic: Clinic) -> list[Kind]:
    """This will list the ladder as it stands at a clinic, in one query."""
    standing = versions_for(clinic).filter(state__in=[State.ACTIVE, State.DRAFT])
    found: dict[str, list[RequirementSet]] = {}
    for row in standing:
        found.setdefault(row.credential_type, []).append(row)
    order = {name: place for place, name in enumerate(LADDER)}
    names = sorted(found, key=lambda name: (order.get(name, -1), name))
    return [_kind(name, found[name]) for name in names]


def settings_in_words(row: RequirementSet) -> list[tuple[str, str]]:
    """This will tell everything but the trees, as label and value."""
    return [
        (_("What the holder may do"), row.may_do),
        (_("Validity"), _months(row.valid_months)),
        (_("Signatures under an approval"), _signers(row.signers)),
        (_("Renewal opens"), _window(row.renewal_window_days)),
        (_("A renewal is dated"), _dating(row)),
        (_("A renewed credential lasts"), _minimum(row.minimum_active_days)),
    ]


def difference(old: RequirementSet, new: RequirementSet) -> Difference:
    """This will compare two versions of the same credential."""
    told = zip(settings_in_words(old), settings_in_words(new), strict=True)
    asked = compare(old.tree, new.tree)
    renewal = compare(old.renewal_tree or old.tree, new.renewal_tree or new.tree)
    if not (old.renewal_tree or new.renewal_tree):
        renewal = Changes((), (), ())
    settings = [(label, was, now) for (label, was), (_same, now) in told if was != now]
    is_same = not (settings or asked or renewal)
    return Difference(
        settings=settings,
        asked=asked,
        renewal=renewal,
        is_only_order=is_same and content_of(old) != content_of(new),
    )


def _kind(name: str, rows: list[RequirementSet]) -> Kind:
    active = [row for row in rows if row.state == State.ACTIVE]
    draft = next(
        (row for row in rows if row.state == State.DRAFT and row.clinic_id), None
    )
    return Kind(name, _own_first(active), draft)


def _own_first(rows: Iterable[RequirementSet]) -> RequirementSet | None:
    return min(rows, key=lambda row: row.clinic_id is None, default=None)


def _months(count: int) -> str:
    return ngettext("%(n)d month", "%(n)d months", count) % {"n": count}


def _signers(count: int) -> str:
    return ngettext("One director", "Two different people", count)


def _window(count: int) -> str:
    return ngettext(
        "%(n)d day before the last day", "%(n)d days before the last day", count
    ) % {"n": count}


def _minimum(count: int) -> str:
    if not count:
        return _("As long as its dates say; no minimum is set")
    return ngettext("At least %(n)d day", "At least %(n)d days", count) % {"n": count}


def _dating(row: RequirementSet) -> str:
    label = str(row.get_renewal_dating_display())
    if row.renewal_dating != RequirementSet.Dating.CALENDAR:
        return label
    day = parse_date(f"2024-{row.renewal_month_day}")
    return f"{label}: {written_day(day, 'j F') if day else row.renewal_month_day}"
