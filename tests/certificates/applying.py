"""Applications as the tests make, approve and count them."""

from certificates.actions.decisions import (
    approve_application,
    decline_application,
    defer_application,
)
from certificates.actions.signatures import digest_of_shown
from certificates.models import (
    Application,
    ApplicationEvent,
    Certificate,
    Credential,
    CredentialEvent,
    Signature,
)
from certificates.selectors.judging import shown_of
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.signing import signing

ROWS = (
    ApplicationEvent,
    AuditEntry,
    Certificate,
    Credential,
    CredentialEvent,
    Signature,
)


def row_counts():
    """How much there is; a refusal is told apart by `denials`."""
    counts = {model.__name__: model.objects.count() for model in ROWS}
    counts["AuditEntry"] = AuditEntry.objects.exclude(action="DENIED").count()
    return counts


def denials():
    rows = AuditEntry.objects.filter(action="DENIED").order_by("id")
    return [(row.facts["attempt"], row.facts["code"]) for row in rows]


def shown_digest(application, at=NOW):
    """The digest of what a director has in view at a moment, as a form carries it."""
    fresh = Application.objects.get(pk=application.pk)
    return digest_of_shown(shown_of(fresh, at))


def decide(action, application, by, **changes):
    """This will do something that ends in a signature, all that is shown in view."""
    at = changes.pop("at", NOW + days(1))
    if "shown_sha256" not in changes:
        changes["shown_sha256"] = shown_digest(application, at)
    return action(application, signer=signing(by, at), **changes)


def approve(application, by, **changes):
    return decide(approve_application, application, by, **changes)


def defer(application, by, **changes):
    return decide(defer_application, application, by, **{"reason": "More."} | changes)


def decline(application, by, **changes):
    return decide(decline_application, application, by, **{"reason": "No."} | changes)


def states_of(application):
    """The steps of an application's life, in their order."""
    return list(application.events.order_by("id").values_list("state", flat=True))


def actions_since(count):
    rows = AuditEntry.objects.order_by("id")[count:]
    return [row.action for row in rows]
