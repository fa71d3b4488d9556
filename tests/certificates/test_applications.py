"""Applying for a credential, and a director deciding on it."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from certificates.actions.application_steps import AlreadyDecided, NotReady
from certificates.actions.applications import (
    AlreadyApplied,
    NotOffered,
    submit_application,
    withdraw_application,
)
from certificates.actions.grant_rules import AlreadyHeld
from certificates.models import (
    Application,
)
from certificates.selectors.dossiers import digest_of
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.applying import approve, row_counts
from tests.certificates.readiness import make_unchecked, requirement_set
from tests.certificates.roster import days, grant
from tests.letting_go import let_go_of


class TestApplying:
    def test_freezes_the_dossier_with_its_digest(self, application, alice, bob):
        dossier = application.dossier

        assert application.state == Application.State.READY
        assert dossier["format"] == 3
        assert application.dossier_sha256 == digest_of(dossier)
        assert dossier["person"] == {"id": str(alice.pk), "name": "Alice Ames"}
        assert [row["code"] for row in dossier["tracks"]] == ["F", "P"]
        assert dossier["tracks"][0]["modules"][0]["edition"] == 1
        assert dossier["tracks"][0]["modules"][0]["reviewed"] is False
        assert dossier["tracks"][0]["attempt"]["all_critical_right"] is True
        assert dossier["tracks"][1]["scenario"]["passed"] is True
        assert dossier["observations"][0]["assessor"]["name"] == bob.name
        assert dossier["documents"][0]["verifications"][0]["outcome"] == "VERIFIED"
        assert all(row["result"] == "MET" for row in dossier["asked"])

    def test_is_written_down_once(self, application, alice):
        event = application.events.get(state="SUBMITTED")
        entry = AuditEntry.objects.get(action="APPLICATION-SUBMITTED")

        assert (event.state, event.by) == ("SUBMITTED", alice)
        assert entry.subject_id == str(application.pk)
        assert entry.clinic_id == application.clinic_id
        assert entry.facts == {"dossier": application.dossier_sha256}

    def test_is_refused_with_everything_that_is_to_be_brought(
        self, alice, bob, clinic, wish
    ):
        make_unchecked(alice, clinic, bob, sessions=(10,))
        before = row_counts()

        with pytest.raises(NotReady) as refusal:
            submit_application(alice, wish, at=NOW)

        # The exclusion list is for the office to look into.
        assert refusal.value.message == (
            "Observed preparation sessions, every domain at 3 or above: 1 of 2."
        )
        assert row_counts() == before

    def test_twice_is_refused(self, application, alice, wish):
        with pytest.raises(AlreadyApplied):
            submit_application(alice, wish, at=NOW)

        assert Application.objects.count() == 1

    def test_for_what_is_held_is_refused_until_the_renewal_window(
        self, ready, alice, clinic, wish
    ):
        held = grant(alice, clinic, "L1", valid_to=NOW.date() + days(91))

        with pytest.raises(AlreadyHeld):
            submit_application(alice, wish, at=NOW)

        let_go_of("certificates_credential")
        held.valid_to = NOW.date() + days(90)
        held.save()
        assert submit_application(alice, wish, at=NOW).pk

    def test_is_for_therapists_of_the_clinic(self, ready, rita, charlie, wish):
        for stranger in (rita, charlie):
            with pytest.raises(NotAllowed):
                submit_application(stranger, wish, at=NOW)

    @pytest.mark.parametrize(
        ("kind", "target"),
        [
            ("L9", ""),
            ("", ""),
            ("l1", ""),
            ("L1\0", ""),
            ("L1", "L1"),
            ("L1", "-"),
            ("CANDIDATE", ""),
            ("CANDIDATE", "T"),
            ("CANDIDATE", "l1"),
            # The name under which the set of a candidate is kept.
            ("CANDIDATE-L1", ""),
            ("CANDIDATE-", "L1"),
            ("", "CANDIDATE-L1"),
        ],
    )
    def test_for_what_nobody_offers_is_refused(self, ready, alice, wish, kind, target):
        requirement_set("CANDIDATE-L1", {"all": [{"leaf": "no_open_suspension"}]})
        before = row_counts()

        with pytest.raises(NotOffered):
            submit_application(
                alice, replace(wish, credential_type=kind, target=target), at=NOW
            )

        assert row_counts() == before
        assert not Application.objects.exists()

    def test_is_open_for_exactly_what_is_offered(self, ready, alice, wish):
        requirement_set("CANDIDATE-L1", {"all": [{"leaf": "no_open_suspension"}]})
        candidacy = replace(wish, credential_type="CANDIDATE", target="L1")

        row = submit_application(alice, candidacy, at=NOW)

        assert (row.credential_type, row.target) == ("CANDIDATE", "L1")
        assert row.requirement_set.credential_type == "CANDIDATE-L1"


class TestTheDatabase:
    @pytest.mark.parametrize(
        "kind",
        [
            {"credential_type": "CANDIDATE-L1"},
            {"credential_type": "CANDIDATE"},
            {"credential_type": "CANDIDATE", "target": "S"},
            {"target": "L1"},
        ],
    )
    def test_refuses_an_application_of_an_unknown_kind(self, application, kind):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.update(**kind)


class TestWithdrawing:
    def test_is_the_applicants_own_act(self, application, alice, rita):
        with pytest.raises(NotAllowed):
            withdraw_application(application, by=rita, at=NOW)

        withdraw_application(application, by=alice, at=NOW)

        application.refresh_from_db()
        assert application.state == "WITHDRAWN"
        assert AuditEntry.objects.filter(action="APPLICATION-WITHDRAWN").count() == 1

    def test_comes_too_late_after_a_decision(self, application, alice, rita):
        approve(application, rita)

        with pytest.raises(AlreadyDecided):
            withdraw_application(application, by=alice, at=NOW)
