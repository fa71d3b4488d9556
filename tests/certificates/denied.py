"""That a refusal was logged, and that nothing else happened."""

from certificates.models import CredentialEvent, Signature
from home.models import AuditEntry


def only_denied(attempt, *codes):
    """Nothing but refusals was logged, and nothing at all was signed or moved."""
    told = [(row.action, row.facts) for row in AuditEntry.objects.order_by("id")]
    wanted = [("DENIED", {"attempt": attempt, "code": code}) for code in codes]
    untouched = not Signature.objects.exists() and not CredentialEvent.objects.exists()
    return told == wanted and untouched
