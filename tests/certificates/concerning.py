"""Reports as the tests make them, and the people who may look into one."""

from dataclasses import replace

from certificates.actions.concern_reviews import (
    Closing,
    close_concern,
    take_concern,
)
from certificates.actions.concerns import Report, report_concern
from certificates.actions.signatures import digest_of_shown
from certificates.models import (
    Concern,
    ConcernEvent,
    Signature,
    Suspension,
)
from certificates.selectors.concerns import shown_of
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.signing import signing

ACCOUNT = "The patient asked to stop twice and the session went on for ten minutes."
LATER = NOW + days(1)
ROWS = (AuditEntry, Concern, ConcernEvent, Signature, Suspension)


def report(clinic, about, by, at=NOW, **changes):
    said = Report(about, "QUESTION", ACCOUNT)
    return report_concern(clinic, replace(said, **changes), by=by, at=at)


def taken(concern, by, at=NOW):
    """The report as its officer has it after taking it up."""
    take_concern(concern, by=by, at=at)
    concern.refresh_from_db()
    return concern


def close(concern, by, at=LATER, **changes):
    told = {
        "outcome": "UNFOUNDED",
        "note": "Spoke with everybody.",
        "shown_sha256": digest_of_shown(shown_of(Concern.objects.get(pk=concern.pk))),
    }
    close_concern(concern, Closing(**(told | changes)), signer=signing(by, at))
    concern.refresh_from_db()
    return concern


def counts():
    return {model.__name__: model.objects.count() for model in ROWS}


def assert_only_denied(before, attempt, by):
    """Nothing is left of a refused attempt but that it was made."""
    entry = AuditEntry.objects.get(action="DENIED")

    assert counts() == before | {"AuditEntry": before["AuditEntry"] + 1}
    assert (entry.facts["attempt"], entry.by) == (attempt, by.pk)
