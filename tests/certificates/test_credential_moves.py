"""The life of a credential: every pair of states is either a move or refused."""

import datetime
import itertools

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from certificates.actions import expiry
from certificates.actions.credentials import (
    MovedMeanwhile,
    move,
    relinquish,
    revoke,
)
from certificates.actions.expiry import expire_due
from certificates.actions.signatures import (
    ReasonMissing,
    RecordChanged,
    Signer,
    SignIn,
    SignInNotFresh,
    digest_of_shown,
)
from certificates.models import (
    Credential,
    CredentialEvent,
    Signature,
)
from certificates.rules.credential_moves import MoveRefused, require_move
from certificates.selectors.signed import shown_of_credential
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.denied import only_denied
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing
from tests.letting_go import let_go_of

STATES = Credential.State.values
ALLOWED = {
    ("PROVISIONAL", "ACTIVE"),
    ("PROVISIONAL", "SUSPENDED"),
    ("PROVISIONAL", "EXPIRED"),
    ("PROVISIONAL", "REVOKED"),
    ("PROVISIONAL", "SUPERSEDED"),
    ("PROVISIONAL", "RELINQUISHED"),
    ("ACTIVE", "SUSPENDED"),
    ("ACTIVE", "EXPIRED"),
    ("ACTIVE", "REVOKED"),
    ("ACTIVE", "SUPERSEDED"),
    ("ACTIVE", "RELINQUISHED"),
    ("SUSPENDED", "PROVISIONAL"),
    ("SUSPENDED", "ACTIVE"),
    ("SUSPENDED", "EXPIRED"),
    ("SUSPENDED", "REVOKED"),
    ("SUSPENDED", "RELINQUISHED"),
    ("EXPIRED", "REVOKED"),
}
TODAY = NOW.date()


class TestEveryPairOfStates:
    @pytest.mark.parametrize(
        ("was", "becomes"), list(itertools.product(STATES, STATES))
    )
    def test_is_a_move_or_is_refused(self, was, becomes):
        if (was, becomes) in ALLOWED:
            require_move(was, becomes)
            return
        with pytest.raises(MoveRefused):
            require_move(was, becomes)


class TestAMove:
    def test_is_recorded_with_one_event_and_one_entry(self, alice, clinic, rita):
        row = grant(alice, clinic, "L1")

        with transaction.atomic():
            move(row, "SUSPENDED", by=rita, at=NOW, reason="Until we have talked.")

        event = CredentialEvent.objects.get()
        entry = AuditEntry.objects.get()
        assert (event.from_state, event.to_state, event.by) == (
            "ACTIVE",
            "SUSPENDED",
            rita,
        )
        assert (entry.action, entry.facts) == (
            "CREDENTIAL-SUSPENDED",
            {"was": "ACTIVE"},
        )
        assert "talked" not in str(entry.facts)

    def test_from_a_state_that_is_gone_is_refused(self, alice, clinic, rita):
        row = grant(alice, clinic, "L1")
        Credential.objects.update(state="REVOKED")

        with pytest.raises(MovedMeanwhile), transaction.atomic():
            move(row, "SUSPENDED", by=rita, at=NOW)

        assert not AuditEntry.objects.exists()
        assert not CredentialEvent.objects.exists()


class TestRevoking:
    def test_is_signed_and_for_good(self, alice, clinic, rita):
        row = grant(alice, clinic, "L1")
        shown = digest_of_shown(shown_of_credential(row))

        revoke(
            row, reason="Not what it said.", signer=signing(rita), shown_sha256=shown
        )

        row.refresh_from_db()
        signature, entry = Signature.objects.get(), AuditEntry.objects.get()
        assert row.state == "REVOKED"
        assert (signature.meaning, signature.about) == ("REVOKED", alice)
        assert signature.subject_sha256 == shown
        assert (entry.action, entry.facts) == (
            "CREDENTIAL-REVOKED",
            {"was": "ACTIVE", "signature": signature.sha256},
        )
        with pytest.raises(MoveRefused):
            revoke(row, reason="Again.", signer=signing(rita))
        assert Signature.objects.count() == 1

    def test_is_refused_to_others_and_without_a_reason(
        self, alice, bob, charlie, rita, clinic
    ):
        row = grant(alice, clinic, "L1")

        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                revoke(row, reason="x", signer=signing(somebody))
        with pytest.raises(ReasonMissing):
            revoke(row, reason=" ", signer=signing(rita))

        row.refresh_from_db()
        assert row.state == "ACTIVE"
        refused = ["NOT-ALLOWED"] * 3 + ["REASON-MISSING"]
        assert only_denied("CREDENTIAL-REVOKE", *refused)

    def test_of_what_was_changed_since_it_was_shown_is_refused(
        self, alice, clinic, rita
    ):
        row = grant(alice, clinic, "L1")
        shown = digest_of_shown(shown_of_credential(row))
        let_go_of("certificates_credential")
        Credential.objects.update(valid_to=TODAY + days(9))

        with pytest.raises(RecordChanged):
            revoke(row, reason="No.", signer=signing(rita), shown_sha256=shown)

        row.refresh_from_db()
        assert row.state == "ACTIVE"
        assert only_denied("CREDENTIAL-REVOKE", "RECORD-CHANGED")


class TestGivingBack:
    def test_is_the_holders_own_act(self, alice, rita, clinic):
        row = grant(alice, clinic, "L1")

        with pytest.raises(NotAllowed):
            relinquish(row, signer=signing(rita))
        relinquish(row, signer=signing(alice))

        row.refresh_from_db()
        assert row.state == "RELINQUISHED"
        assert CredentialEvent.objects.get().by == alice
        actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
        assert list(actions) == ["DENIED", "CREDENTIAL-RELINQUISHED"]

    def test_needs_a_fresh_sign_in(self, alice, clinic):
        row = grant(alice, clinic, "L1")
        stale = SignIn("PASSWORD", NOW - datetime.timedelta(minutes=6))

        with pytest.raises(SignInNotFresh):
            relinquish(row, signer=Signer(alice, NOW, stale))

        row.refresh_from_db()
        assert row.state == "ACTIVE"

    @pytest.mark.parametrize("state", ["REVOKED", "SUPERSEDED", "EXPIRED"])
    def test_of_what_is_over_is_refused(self, alice, clinic, state):
        row = grant(alice, clinic, "L1", state=state)

        with pytest.raises(MoveRefused):
            relinquish(row, signer=signing(alice))


class TestExpiring:
    def test_happens_at_the_clinics_own_midnight(self, alice, clinic):
        row = grant(alice, clinic, "L1", valid_to=datetime.date(2026, 11, 1))
        # Still 1 November in New York, already the 2nd in UTC.
        evening = datetime.datetime(2026, 11, 2, 4, 59, tzinfo=datetime.UTC)

        assert expire_due(evening) == 0
        assert expire_due(evening + datetime.timedelta(minutes=1)) == 1

        row.refresh_from_db()
        assert row.state == "EXPIRED"
        assert AuditEntry.objects.get().by is None
        assert expire_due(NOW) == 0

    def test_takes_suspended_ones_too_and_leaves_the_ended(self, alice, bob, clinic):
        past = NOW.date() - days(1)
        suspended = grant(alice, clinic, "L1", valid_to=past, state="SUSPENDED")
        revoked = grant(bob, clinic, "L1", valid_to=past, state="REVOKED")

        assert expire_due(NOW) == 1

        suspended.refresh_from_db()
        revoked.refresh_from_db()
        assert (suspended.state, revoked.state) == ("EXPIRED", "REVOKED")

    def test_reads_a_part_at_a_time_and_misses_none(self, alice, clinic, monkeypatch):
        monkeypatch.setattr(expiry, "CHUNK", 2)
        for kind in ("L0", "L1", "L2A", "L2B", "L3"):
            grant(alice, clinic, kind, valid_to=TODAY - days(1))

        assert expire_due(NOW) == 5
        assert CredentialEvent.objects.count() == AuditEntry.objects.count() == 5

    def test_leaves_what_somebody_moved_meanwhile(self, alice, clinic, monkeypatch):
        row = grant(alice, clinic, "L1", valid_to=TODAY - days(1))
        seen = list(expiry._past(NOW))
        monkeypatch.setattr(expiry, "_past", lambda at: seen)
        Credential.objects.update(state="REVOKED")

        assert expire_due(NOW) == 0

        row.refresh_from_db()
        assert row.state == "REVOKED"


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("was", "becomes"), list(itertools.product(STATES, STATES))
    )
    def test_knows_the_same_moves(self, alice, clinic, was, becomes):
        row = Credential.objects.filter(pk=grant(alice, clinic, "L1", state=was).pk)
        if was == becomes or (was, becomes) in ALLOWED:
            assert row.update(state=becomes) == 1
            return
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            row.update(state=becomes)

    @pytest.mark.parametrize(
        ("column", "value"),
        [("type", "L3"), ("basis", "FOUNDING"), ("awarded_at", NOW)],
    )
    def test_keeps_what_a_credential_is(self, alice, clinic, column, value):
        row = Credential.objects.filter(pk=grant(alice, clinic, "L1").pk)

        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            row.update(**{column: value})
        with pytest.raises(DatabaseError, match="deleted"), transaction.atomic():
            row.delete()

    def test_refuses_a_second_live_credential_of_one_kind(self, alice, clinic):
        grant(alice, clinic, "L1")

        with pytest.raises(IntegrityError), transaction.atomic():
            grant(alice, clinic, "L1", state="SUSPENDED")

        assert grant(alice, clinic, "CANDIDATE", target="L2").pk
        assert grant(alice, clinic, "CANDIDATE", target="T").pk

    @pytest.mark.parametrize(
        ("kind", "target"),
        [
            ("CANDIDATE-L1", ""),
            ("CANDIDATE", ""),
            ("CANDIDATE", "S"),
            ("L1", "L1"),
            ("L9", ""),
        ],
    )
    def test_refuses_a_credential_of_an_unknown_kind(self, alice, clinic, kind, target):
        with pytest.raises(IntegrityError), transaction.atomic():
            grant(alice, clinic, kind, target=target)
