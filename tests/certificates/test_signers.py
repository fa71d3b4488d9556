"""Somebody who is suspended signs nothing and vouches for nobody."""

import datetime

import pytest

from certificates.actions.applications import Wish, submit_application
from certificates.actions.credentials import revoke
from certificates.actions.documents import (
    VerificationEntry,
    record_currency,
    record_exclusion_check,
    record_verification,
)
from certificates.actions.lifting import propose_lift
from certificates.actions.signatures import digest_of_shown, require_signer
from certificates.actions.suspensions import Ground, suspend_person
from certificates.actions.verifying import take_up
from certificates.models import (
    Application,
    Credential,
    CurrencyRecord,
    ExclusionCheck,
    Signature,
    Suspension,
    Verification,
)
from certificates.selectors.suspensions import shown_of_lift
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates import applying
from tests.certificates.readiness import make_ready
from tests.certificates.roster import days, document, grant
from tests.certificates.signing import signing
from tests.letting_go import let_go_of

TODAY = NOW.date()
ROWS = (
    AuditEntry,
    Credential,
    CurrencyRecord,
    ExclusionCheck,
    Signature,
    Suspension,
    Verification,
)


@pytest.fixture
def application(alice, bob, clinic):
    make_ready(alice, clinic, bob)
    return submit_application(alice, Wish(clinic, "L1"), at=NOW)


def suspension_of(person, clinic=None, **fields):
    defaults = {"kind": "PRECAUTIONARY", "starts_at": NOW, "recorded_at": NOW}
    return Suspension.objects.create(
        person=person, clinic=clinic, **(defaults | fields)
    )


@pytest.fixture
def suspended(rita, other_clinic):
    return suspension_of(rita, other_clinic)


def everything():
    """All rows of these tables, but for the entries that tell of refused attempts."""
    rows = {model: model.objects.order_by("pk") for model in ROWS}
    rows[AuditEntry] = rows[AuditEntry].exclude(action="DENIED")
    return {model: list(found.values()) for model, found in rows.items()}


@pytest.fixture
def nothing_happens(application, alice, clinic, suspended):
    """What there is before, and that it is still the same afterwards."""
    grant(alice, clinic, "T")
    document(alice, "BLS")
    suspension_of(alice, clinic)
    before = everything()
    yield
    assert everything() == before
    assert Application.objects.get().state == "READY"


def approve(alice, clinic, rita):
    applying.approve(Application.objects.get(), rita, at=NOW)


def defer(alice, clinic, rita):
    applying.defer(Application.objects.get(), rita, at=NOW)


def decline(alice, clinic, rita):
    applying.decline(Application.objects.get(), rita, at=NOW)


def verifying(alice, clinic, rita):
    take_up(Application.objects.get(), by=rita, at=NOW)


def suspend(alice, clinic, rita):
    ground = Ground("PRECAUTIONARY", "A report.")
    suspend_person(alice, clinic, ground, signer=signing(rita))


def lift(alice, clinic, rita):
    row = alice.suspensions.get()
    shown = digest_of_shown(shown_of_lift(row, clinic))
    propose_lift(
        row, clinic, reason="Settled.", signer=signing(rita), shown_sha256=shown
    )


def take_away(alice, clinic, rita):
    revoke(alice.credentials.get(), reason="Not true.", signer=signing(rita))


def verify(alice, clinic, rita):
    entry = VerificationEntry(TODAY, "PRIMARY_SOURCE", "VERIFIED", "The school")
    record_verification(alice.documents.get(kind="BLS"), entry, by=rita, at=NOW)


def check(alice, clinic, rita):
    record_exclusion_check(alice, on=TODAY, outcome="CLEAR", by=rita, at=NOW)


def drill(alice, clinic, rita):
    record_currency(alice, kind="DRILL", on=TODAY, by=rita, at=NOW)


DEEDS = (
    approve,
    defer,
    decline,
    verifying,
    suspend,
    lift,
    take_away,
    verify,
    check,
    drill,
)


class TestASuspendedDirector:
    @pytest.mark.usefixtures("nothing_happens")
    @pytest.mark.parametrize("deed", DEEDS)
    def test_signs_and_vouches_for_nothing_at_any_clinic(
        self, deed, alice, clinic, rita
    ):
        with pytest.raises(NotAllowed, match="A suspension of yours is open"):
            deed(alice, clinic, rita)

    @pytest.mark.parametrize(
        "period",
        [{"starts_at": NOW + days(1)}, {"lifted_at": NOW}],
        ids=["before", "after"],
    )
    def test_signs_before_it_begins_and_after_it_is_lifted(
        self, alice, clinic, rita, suspended, period
    ):
        let_go_of("certificates_suspension")
        Suspension.objects.update(**{"starts_at": NOW - days(9)} | period)

        assert require_signer(signing(rita), clinic, alice) == "CLINICAL_DIRECTOR"

    def test_is_stopped_by_one_that_was_written_while_they_waited(
        self, alice, clinic, rita
    ):
        suspension_of(rita, starts_at=NOW + datetime.timedelta(seconds=2))

        with pytest.raises(NotAllowed, match="suspension of yours"):
            require_signer(signing(rita), clinic, alice)

    def test_is_stopped_by_one_that_names_no_clinic(self, alice, clinic, rita):
        suspension_of(rita)

        with pytest.raises(NotAllowed, match="suspension of yours"):
            require_signer(signing(rita), clinic, alice)

    def test_signs_while_somebody_else_is_suspended(self, alice, bob, clinic, rita):
        suspension_of(bob, clinic)

        assert require_signer(signing(rita), clinic, alice) == "CLINICAL_DIRECTOR"
