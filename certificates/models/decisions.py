"""What the gate was asked and answered, and who may ask from outside."""

import uuid

from django.db import models

from certificates.models.policies import PolicyVersion
from home.models import Clinic, Person


def only_ask() -> list[str]:
    """What a token may do unless it is made for more."""
    return ["ask"]


class DecisionRecord(models.Model):
    """One evaluation, whole enough to be replayed. No record, no permit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluated_at = models.DateTimeField(db_index=True)
    clinic = models.ForeignKey(
        Clinic, null=True, on_delete=models.PROTECT, related_name="+"
    )
    session_code = models.CharField(max_length=64, blank=True, db_index=True)
    asked_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    token = models.ForeignKey(
        "certificates.ApiToken", null=True, on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(max_length=64, blank=True)
    decision = models.BooleanField()
    question = models.JSONField()
    answer = models.JSONField()
    facts = models.JSONField()
    facts_sha256 = models.CharField(max_length=64)
    policy = models.ForeignKey(
        PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-evaluated_at"]


class ApiToken(models.Model):
    """Lets one outside system ask about one clinic. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=64)
    # What it may do: "ask" the gate, "book" sessions, "read" them.
    scopes = models.JSONField(default=only_ask)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SameAnswer(models.Model):
    """What the first request with an Idempotency-Key was answered. Pruned in time."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    # Of method, address and body.
    request_sha256 = models.CharField(max_length=64)
    # Empty while the first request is still at work.
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"], name="certificates_same_answer_once"
            ),
        ]
