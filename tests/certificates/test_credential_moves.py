"""The life of a credential: every pair of states is either a move or refused."""

import datetime
import itertools

import pytest
from django.db import IntegrityError, transaction

from certificates.actions.credentials import (
    Grant,
    MovedMeanwhile,
    enter_credential,
    expire_due,
    move,
    relinquish,
    revoke,
)
from certificates.actions.signatures import ReasonMissing
from certificates.credential_moves import MoveRefused, require_move
from certificates.models import Credential, CredentialEvent, Signature
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days, grant

STATES = Credential.State.values
ALLOWED = {
    ("PROVISIONAL", "ACTIVE"),
    ("PROVISIONAL", "SUSPENDED"),
    ("PROVISIONAL", "EXPIRED"),
    ("PROVISIONAL", "REVOKED"),
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

        revoke(row, reason="Not what it said.", by=rita, at=NOW)

        row.refresh_from_db()
        assert row.state == "REVOKED"
        assert Signature.objects.get().meaning == "REVOKED"
        assert AuditEntry.objects.get().action == "CREDENTIAL-REVOKED"
        with pytest.raises(MoveRefused):
            revoke(row, reason="Again.", by=rita, at=NOW)

    def test_is_refused_to_others_and_without_a_reason(
        self, alice, bob, charlie, rita, clinic
    ):
        row = grant(alice, clinic, "L1")

        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                revoke(row, reason="x", by=somebody, at=NOW)
        with pytest.raises(ReasonMissing):
            revoke(row, reason=" ", by=rita, at=NOW)

        row.refresh_from_db()
        assert row.state == "ACTIVE"
        assert not AuditEntry.objects.exists()
        assert not Signature.objects.exists()


class TestGivingBack:
    def test_is_the_holders_own_act(self, alice, rita, clinic):
        row = grant(alice, clinic, "L1")

        with pytest.raises(NotAllowed):
            relinquish(row, by=rita, at=NOW)
        relinquish(row, by=alice, at=NOW)

        row.refresh_from_db()
        assert row.state == "RELINQUISHED"


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


class TestARoster:
    def test_enters_a_credential_that_nobody_applied_for(self, alice, clinic, rita):
        today = NOW.date()

        row = enter_credential(
            alice, Grant(clinic, "L2A", today, today + days(9)), by=rita, at=NOW
        )

        assert (row.state, row.application) == ("ACTIVE", None)
        assert AuditEntry.objects.get().action == "CREDENTIAL-ENTERED"


class TestTheDatabase:
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
