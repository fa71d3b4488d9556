"""Decisions on record, and what the log says of each."""

import uuid
from collections.abc import Iterator

from certificates.clearance.policy import shipped_policy
from certificates.clearance.world import PolicyFacts
from certificates.models import DecisionRecord
from certificates.selectors.policies import facts_as_asked
from home.models import AuditEntry

DECIDED = "CLEARANCE-DECIDED"


def decision_record(pk: uuid.UUID) -> DecisionRecord | None:
    """This will find one record, with the policy it was judged by."""
    return DecisionRecord.objects.select_related("policy").filter(pk=pk).first()


def decision_records() -> Iterator[DecisionRecord]:
    """This will give every record, the oldest first, without holding them all."""
    rows = DecisionRecord.objects.select_related("policy")
    return rows.order_by("evaluated_at", "pk").iterator(chunk_size=500)


def policy_of(record: DecisionRecord) -> PolicyFacts:
    """This will give the policy version that a record was judged by.

    Raises:
        PolicyUnreadable: it names one that was never shipped.
        KeyError, TypeError: it names none.
    """
    sha256 = record.answer["context"]["policy"]["sha256"]
    if record.policy:
        return facts_as_asked(record.policy, sha256)
    return shipped_policy(sha256)


def told_of(record: DecisionRecord) -> AuditEntry | None:
    """This will find the entry in the log that tells of a record."""
    rows = AuditEntry.objects.filter(
        subject_kind=DecisionRecord._meta.label,
        subject_id=str(record.pk),
        action=DECIDED,
    )
    return rows.order_by("id").first()
