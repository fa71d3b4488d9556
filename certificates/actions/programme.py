"""Loading the shipped programme: what each credential asks, in versions."""

import datetime
from dataclasses import dataclass

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
    rows = RequirementSet.objects.select_for_update()
    rows = rows.filter(credential_type=set_name(entry.credential, entry.target))
    active = rows.filter(state=State.ACTIVE).first()
    if active and active.sha256 == entry.digest:
        return False
    rows.filter(state=State.ACTIVE).update(state=State.RETIRED)
    highest = RequirementSet.objects.filter(
        credential_type=set_name(entry.credential, entry.target)
    ).aggregate(Max("version"))["version__max"]
    created = RequirementSet.objects.create(
        credential_type=set_name(entry.credential, entry.target),
        version=(highest or 0) + 1,
        state=State.ACTIVE,
        tree=entry.tree,
        valid_months=entry.valid_months,
        may_do=entry.may_do,
        sha256=entry.digest,
        activated_at=at,
    )
    audit.append(
        "REQUIREMENTS-ACTIVATED", by=by, at=at, about=created, sha256=created.sha256
    )
    return True
