"""Closing a review with a signature, and opening it again."""

import datetime

import pytest

from certificates.actions.concern_reviews import (
    Closing,
    close_concern,
    reopen_concern,
)
from certificates.actions.signatures import (
    RecordChanged,
    Signer,
    SignIn,
    SignInNotFresh,
)
from certificates.models import Signature, Suspension
from certificates.signed_records import digest_of_signature
from home.models import AuditEntry, Role
from tests.cast import make_person
from tests.certificates.concerning import (
    LATER,
    assert_only_denied,
    close,
    counts,
    report,
    taken,
)
from tests.certificates.signing import PASSWORD
from tests.letting_go import let_go_of

NOTE = "Spoke with both therapists."


@pytest.fixture
def sam(clinic):
    return make_person("Sam Sato", clinic, Role.SAFETY_OFFICER)


@pytest.fixture
def concern(alice, bob, clinic, sam):
    return report(clinic, bob, alice)


def steps_of(concern):
    return [event.step for event in concern.events.all()]


def last_action():
    return AuditEntry.objects.last().action


class TestClosing:
    def test_is_signed_and_names_nobody_where_others_look(self, concern, sam, bob):
        taken(concern, sam)

        close(concern, sam)

        signature = Signature.objects.get()
        entry = AuditEntry.objects.last()
        assert (concern.state, concern.outcome) == ("CLOSED", "UNFOUNDED")
        assert concern.closed_at == LATER
        assert (signature.meaning, signature.by) == ("CONCERN-CLOSED", sam)
        assert (signature.about, signature.reason) == (None, "")
        assert set(signature.shown) == {"concern", "record", "outcome", "closed"}
        assert str(bob.pk) not in str(signature.shown)
        assert entry.action == "CONCERN-CLOSED"
        assert entry.facts["signature"] == digest_of_signature(signature)

    def test_lifts_no_pause(self, alice, bob, clinic, sam):
        row = taken(report(clinic, bob, alice, severity="HARM"), sam)

        close(row, sam)

        assert Suspension.objects.get().lifted_at is None

    def test_of_a_report_that_changed_meanwhile_signs_nothing(self, concern, sam):
        taken(concern, sam)
        before = counts()

        with pytest.raises(RecordChanged):
            close(concern, sam, shown_sha256="0" * 64)

        assert_only_denied(before, "CONCERN-CLOSE", sam)

    def test_asks_for_a_fresh_sign_in(self, concern, sam):
        taken(concern, sam)
        old = Signer(
            sam, LATER, SignIn(PASSWORD, LATER - datetime.timedelta(minutes=6))
        )

        with pytest.raises(SignInNotFresh):
            close_concern(concern, Closing("UNFOUNDED", NOTE, "0" * 64), signer=old)

        assert not Signature.objects.exists()

    def test_can_be_undone(self, concern, sam):
        close(taken(concern, sam), sam)

        reopen_concern(concern, NOTE, by=sam, at=LATER)

        concern.refresh_from_db()
        assert (concern.state, concern.outcome) == ("IN_REVIEW", "")
        assert (concern.closed_at, concern.officer) == (None, sam)
        assert steps_of(concern)[-2:] == ["CLOSED", "REOPENED"]
        assert Signature.objects.count() == 1
        assert last_action() == "CONCERN-REOPENED"

    def test_opened_again_a_report_of_harm_pauses_again(self, alice, bob, clinic, sam):
        row = close(taken(report(clinic, bob, alice, severity="HARM"), sam), sam)
        let_go_of("certificates_suspension")
        Suspension.objects.update(lifted_at=LATER, lifted_by=sam)

        reopen_concern(row, NOTE, by=sam, at=LATER)

        assert Suspension.objects.filter(concern=row, lifted_at=None).count() == 1

    def test_opened_again_a_pause_that_stands_is_not_doubled(
        self, alice, bob, clinic, sam
    ):
        row = close(taken(report(clinic, bob, alice, severity="HARM"), sam), sam)

        reopen_concern(row, NOTE, by=sam, at=LATER)

        assert Suspension.objects.count() == 1
