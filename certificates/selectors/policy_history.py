"""The versions of the gate's policy at a clinic: who signed, what each one changed."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from certificates.clearance.policy import default_policy
from certificates.clearance.world import PolicyFacts
from certificates.models import PolicyVersion, Signature
from certificates.selectors.policies import facts_of, versions_at
from certificates.selectors.policy_words import Difference, differences
from home.models import Clinic

State, Meaning = PolicyVersion.State, Signature.Meaning
SIGNED = (Meaning.POLICY_FIRST, Meaning.POLICY_SIGNED)


class Standing(TextChoices):
    """How a version that two have signed stands."""

    IN_FORCE = "IN_FORCE", _("In force")
    WAITING = "WAITING", _("Signed, not begun")
    OVER = "OVER", _("Replaced")
    CALLED_OFF = "CALLED_OFF", _("Never began")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


@dataclass(frozen=True)
class Told:
    """One version as its history tells it.

    Args:
        ends_at: the moment a later one took its place, or will; None for none yet.
        signatures: the two that brought it into force, in their order.
        changes: what it asks otherwise than what was in force before it.
    """

    row: PolicyVersion
    standing: Standing
    ends_at: datetime.datetime | None
    signatures: Sequence[Signature]
    changes: Sequence[Difference]

    @property
    def kind(self) -> str:
        """The colour of its state: good, to look out for, or none."""
        colours = {Standing.IN_FORCE: "valid", Standing.WAITING: "provisional"}
        return colours.get(self.standing, self.standing.value)


def history_of(clinic: Clinic, at: datetime.datetime) -> list[Told]:
    """This will tell of every version but the draft, newest first, in two queries."""
    rows = list(versions_at(clinic).exclude(state=State.DRAFT).order_by("-version"))
    rows.sort(key=lambda row: (row.clinic_id is not None, row.version), reverse=True)
    signatures = _signatures(rows)
    return [_told(row, rows, signatures[str(row.pk)], at) for row in rows]


def begins_after(row: PolicyVersion, rows: Sequence[PolicyVersion]) -> PolicyFacts:
    """This will give what was in force right before a signed version began.

    As it was planned when that was signed: what was signed later is not looked at.
    """
    before = [
        other
        for other in rows
        if other.state == State.SIGNED
        and _key(other) < _key(row)
        and _moment(other.signed_at) <= _moment(row.signed_at)
        and _moment(other.in_force_from) < _moment(row.in_force_from)
    ]
    found = max(before, key=_key, default=None)
    return facts_of(found) if found else default_policy()


def _told(
    row: PolicyVersion,
    rows: Sequence[PolicyVersion],
    signatures: Sequence[Signature],
    at: datetime.datetime,
) -> Told:
    if row.state != State.SIGNED:
        return Told(row, Standing.WITHDRAWN, None, (), ())
    # Later versions of the same clinic, or its first own after those of every clinic.
    later = [
        _moment(other.in_force_from)
        for other in rows
        if other.state == State.SIGNED and _key(other) > _key(row)
    ]
    begins, ends = _moment(row.in_force_from), min(later, default=None)
    if ends is not None and ends <= begins:
        standing = Standing.CALLED_OFF
    elif begins > at:
        standing = Standing.WAITING
    elif ends is not None and ends <= at:
        standing = Standing.OVER
    else:
        standing = Standing.IN_FORCE
    changes = differences(begins_after(row, rows), facts_of(row))
    return Told(row, standing, ends, signatures, changes)


def _key(row: PolicyVersion) -> tuple[bool, int]:
    return row.clinic_id is not None, row.version


def _moment(moment: datetime.datetime | None) -> datetime.datetime:
    if moment is None:
        raise ValueError("A signed version says when it was signed, and holds.")
    return moment


def _signatures(rows: Sequence[PolicyVersion]) -> dict[str, list[Signature]]:
    """The two signatures of each version; one that fell is not among them."""
    counted = {(row.pk, row.first_by_id, row.first_at) for row in rows}
    counted |= {(row.pk, row.second_by_id, row.signed_at) for row in rows}
    found: dict[str, list[Signature]] = defaultdict(list)
    signed = Signature.objects.filter(
        subject_kind=PolicyVersion._meta.label,
        subject_id__in=[str(row.pk) for row in rows],
        meaning__in=SIGNED,
    )
    for one in signed.order_by("at", "meaning"):
        if (int(one.subject_id), one.by_id, one.at) in counted:
            found[one.subject_id].append(one)
    return found
