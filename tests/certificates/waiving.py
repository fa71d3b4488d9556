"""Waivers as the tests grant, end and count them."""

from certificates.actions.signatures import (
    digest_of_shown,
)
from certificates.actions.waivers import (
    Waiving,
    end_waiver,
    grant_waiver,
    shown_of_waiver,
)
from certificates.models import Signature
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.signing import signing

TODAY, TOMORROW = NOW.date(), NOW + days(1)
TREE = {
    "all": [
        {"leaf": "no_open_suspension"},
        {
            "any": [
                {"leaf": "recorded", "kind": "CASE"},
                {"leaf": "waiver", "code": "CASE", "words": "the case presentation"},
            ]
        },
    ]
}
PASSWORD = "a long enough password"


def waive(person, clinic, by, *, at=NOW, **changes):
    told = {"code": "CASE", "expires_on": TODAY + days(90), "reason": " Elsewhere. "}
    return grant_waiver(
        person, clinic, Waiving(**(told | changes)), signer=signing(by, at)
    )


def end(row, by, *, at=TOMORROW, reason="Not so.", shown=None):
    shown = shown or digest_of_shown(shown_of_waiver(row))
    end_waiver(row, reason=reason, shown_sha256=shown, signer=signing(by, at))


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def assert_only_denied(attempt, code):
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.facts) == (
        "DENIED",
        {"attempt": attempt, "code": code},
    )
    assert not Signature.objects.exists()
