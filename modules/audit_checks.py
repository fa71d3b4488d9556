"""What `audit_verify` asks of signed observations and of ratings of one's own."""

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _

from home import audit_checks
from home.audit_checks import Mismatch
from home.models import AuditEntry
from modules.models import Observation, ObservationDetail, SelfRating
from modules.signed_practicum import (
    digest_of_self_rating,
    digest_of_signed,
    shown_stands,
)

AT_ONCE = 500
SIGNED, LOCKED = "OBSERVATION-SIGNED", "SELF-RATING-LOCKED"
Told = dict[str, list[tuple[str, uuid.UUID | None]]]


def register() -> None:
    """This will have `audit_verify` ask both; called once the app is ready."""
    audit_checks.register("modules.observations", observations_stand)
    audit_checks.register("modules.self_ratings", self_ratings_stand)


def observations_stand() -> Iterator[Mismatch]:
    """This will find signed observations that were changed, added or taken away."""
    told = _told(SIGNED, "signed")
    rows = ObservationDetail.objects.select_related("observation").order_by("pk")
    for detail in rows.iterator(chunk_size=AT_ONCE):
        row = detail.observation
        where = f"Observation {row.pk}"
        if not shown_stands(detail):
            yield Mismatch(where, _("What is kept as shown is not what was signed."))
        digest = digest_of_signed(row, detail)
        yield from _compare(where, told, (digest, row.assessor_id))
    yield from _left(told, Observation.__name__)


def self_ratings_stand() -> Iterator[Mismatch]:
    """This will find ratings of one's own that were changed, added or taken away."""
    told = _told(LOCKED, "record")
    for row in SelfRating.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        where = f"SelfRating {row.pk}"
        yield from _compare(where, told, (digest_of_self_rating(row), row.person_id))
    yield from _left(told, SelfRating.__name__)


def _told(action: str, fact: str) -> Told:
    """What the log says of each row: the digest, and whose deed it was."""
    found: Told = {}
    entries = AuditEntry.objects.filter(action=action)
    fields = entries.values_list("subject_kind", "subject_id", f"facts__{fact}", "by")
    for kind, pk, digest, by in fields.iterator(chunk_size=AT_ONCE):
        name = f"{kind.rpartition('.')[2]} {pk}"
        found.setdefault(name, []).append((digest, by))
    return found


def _compare(
    where: str, told: Told, stands: tuple[str, uuid.UUID | None]
) -> Iterator[Mismatch]:
    entries = told.pop(where, [])
    if len(entries) != 1:
        text = _("%(count)d entries of the log tell of it; it should be one.")
        yield Mismatch(where, text % {"count": len(entries)})
    elif entries[0] != stands:
        yield Mismatch(where, _("It does not say what the log says was signed."))


def _left(told: Told, kind: str) -> Iterator[Mismatch]:
    for where in sorted(told):
        if where.startswith(f"{kind} "):
            yield Mismatch(where, _("The log tells of it, and it is not there."))
