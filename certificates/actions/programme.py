"""Loading the shipped programme: what each credential asks, in versions."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from certificates.models import RequirementSet
from certificates.selectors.requirements import set_name
from certificates.starter.reading import Entry, read_programme
from home.actions import audit
from home.models import Person

State = RequirementSet.State


@dataclass(frozen=True)
class Loaded:
    """How many requirement sets are new, and how many stood already."""

    new: int
    unchanged: int


@transaction.atomic
def load_programme(*, by: Person | None, at: datetime.datetime) -> Loaded:
    """This will make every set of the shipped programme the active one.

    Loading twice changes nothing. A changed set becomes a new version and retires
    the one before it; whatever was judged by that keeps pointing at it.

    Raises:
        TreeInvalid: the programme cannot be used; nothing was loaded.
    """
    entries = read_programme()
    new = sum(_activate(entry, by, at) for entry in entries)
    return Loaded(new=new, unchanged=len(entries) - new)


def _activate(entry: Entry, by: Person | None, at: datetime.datetime) -> bool:
    """Bring one entry into force; the sets that a clinic made for itself stay."""
    name = set_name(entry.credential, entry.target)
    rows = RequirementSet.objects.filter(clinic__isnull=True, credential_type=name)
    active = rows.select_for_update().filter(state=State.ACTIVE).first()
    if active and active.sha256 == entry.digest:
        return False
    if active:
        rows.filter(pk=active.pk).update(state=State.RETIRED, retired_at=at)
        told = {"sha256": active.sha256}
        audit.append("REQUIREMENTS-REPLACED", by=by, at=at, about=active, **told)
    highest = rows.aggregate(Max("version"))["version__max"] or 0
    created = RequirementSet.objects.create(
        credential_type=name, version=highest + 1, **_fields_of(entry), activated_at=at
    )
    audit.append(
        "REQUIREMENTS-ACTIVATED", by=by, at=at, about=created, sha256=created.sha256
    )
    return True


def _fields_of(entry: Entry) -> dict[str, Any]:
    return {
        "state": State.ACTIVE,
        "tree": entry.tree,
        "renewal_tree": entry.renewal.tree,
        "valid_months": entry.valid_months,
        "signers": entry.signers,
        "renewal_window_days": entry.renewal.window_days,
        "renewal_dating": entry.renewal.dating,
        "renewal_month_day": entry.renewal.month_day,
        "minimum_active_days": entry.renewal.minimum_active_days,
        "may_do": entry.may_do,
        "sha256": entry.digest,
    }
