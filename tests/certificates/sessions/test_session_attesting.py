"""Attesting: one person's word, in its time, and never a machine's."""

import pytest

from certificates.actions.attesting import attest
from certificates.models import Attestation, Suspension
from certificates.rules.attesting import ATTESTED
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.roster import days
from tests.certificates.sessions.planning import DOOR, MINUTES, in_state
from tests.certificates.sessions.refusals import refused

OPENING = sorted(code for code, row in ATTESTED.items() if row.states == {"BOOKED"})
LATER = sorted(code for code, row in ATTESTED.items() if "BOOKED" not in row.states)


class TestAttesting:
    def test_keeps_who_said_what_and_when(self, booked, bob):
        row = attest(booked, "CONSENT-EARLIER-DAY", by=bob, at=NOW + days(1))

        assert Attestation.objects.get() == row
        assert (row.session, row.code) == (booked, "CONSENT-EARLIER-DAY")
        assert (row.by, row.at, row.voided_at) == (bob, NOW + days(1), None)

    def test_is_logged_with_the_session(self, booked, bob):
        row = attest(booked, "CONSENT-EARLIER-DAY", by=bob, at=NOW + days(1))

        entry = AuditEntry.objects.last()
        assert (entry.action, entry.by) == ("ATTESTED", bob.pk)
        assert entry.subject_kind == "certificates.Session"
        assert entry.subject_id == str(booked.pk)
        assert entry.facts == {"code": "CONSENT-EARLIER-DAY", "attestation": row.pk}

    def test_by_the_scheduler_is_about_the_next_contact_only(self, booked, sam):
        attest(booked, "NEXT-CONTACT", by=sam, at=NOW)

        refused("NOT-ALLOWED", attest, booked, "KIT-READY", by=sam, at=NOW)

    def test_of_release_is_for_the_medical_clinician_of_record(
        self, booked, clinic, team, medic
    ):
        in_state(booked, "STARTED")
        other = make_person("Nils Nord", clinic, Role.MEDICAL_CLINICIAN)

        for person in (other, medic, team["alice"]):
            refused(
                *("NOT-ALLOWED", attest, booked, "RELEASE-CRITERIA"),
                by=person,
                at=DOOR,
            )
        assert attest(booked, "RELEASE-CRITERIA", by=team["nurse"], at=DOOR).pk

    def test_of_the_pause_is_for_the_team(self, booked, rita, team):
        refused("NOT-ALLOWED", attest, booked, "PAUSE-BY-TWO", by=rita, at=DOOR)
        assert attest(booked, "PAUSE-BY-TWO", by=team["nurse"], at=DOOR).pk


class TestItsTime:
    @pytest.mark.parametrize("state", ["STARTED", "RELEASED", "CLOSED", "CANCELLED"])
    @pytest.mark.parametrize("code", OPENING)
    def test_for_what_opens_it_is_before_it_begins(self, booked, team, code, state):
        in_state(booked, state)
        by = team["nurse"] if code == "PRESCRIBER-CLEARANCE" else team["alice"]

        refused("ATTESTATION-NOT-NOW", attest, booked, code, by=by, at=DOOR)

    @pytest.mark.parametrize("state", ["BOOKED", "CLOSED", "CANCELLED"])
    @pytest.mark.parametrize("code", LATER)
    def test_for_what_happened_in_it_is_while_it_lasts(self, booked, team, code, state):
        in_state(booked, state)

        refused("ATTESTATION-NOT-NOW", attest, booked, code, by=team["nurse"], at=DOOR)

    @pytest.mark.parametrize("state", ["BOOKED", "STARTED", "RELEASED"])
    @pytest.mark.parametrize("code", ["ESCORT-CONFIRMED", "NEXT-CONTACT"])
    def test_for_going_home_is_at_any_hour(self, booked, team, code, state):
        in_state(booked, state)

        assert attest(booked, code, by=team["nurse"], at=DOOR).pk


class TestACountedStep:
    def test_counts_once_a_day(self, booked, alice, bob):
        attest(booked, "PREPARATION-DONE", by=alice, at=NOW)

        refused(
            *("ATTESTATION-ALREADY-THERE", attest, booked, "PREPARATION-DONE"),
            by=alice,
            at=NOW + MINUTES,
        )
        attest(booked, "PREPARATION-DONE", by=bob, at=NOW + MINUTES)
        attest(booked, "PREPARATION-DONE", by=alice, at=NOW + days(1))

    def test_is_said_again_after_it_was_made_void(self, booked, alice):
        row = attest(booked, "PREPARATION-DONE", by=alice, at=NOW)
        Attestation.objects.filter(pk=row.pk).update(voided_at=NOW)

        assert attest(booked, "PREPARATION-DONE", by=alice, at=NOW + MINUTES).pk

    def test_another_may_be_repeated(self, booked, team):
        in_state(booked, "STARTED")
        for minute in (1, 2):
            at = DOOR + minute * MINUTES
            attest(booked, "RELEASE-CRITERIA", by=team["nurse"], at=at)

        assert Attestation.objects.count() == 2


class TestWhoIsSuspended:
    @pytest.fixture
    def nurse(self, team):
        Suspension.objects.create(
            person=team["nurse"],
            kind="PRECAUTIONARY",
            reason="A report.",
            starts_at=NOW,
            recorded_at=NOW,
        )
        return team["nurse"]

    def test_opens_nothing(self, booked, nurse):
        refused("NOT-ALLOWED", attest, booked, "KIT-READY", by=nurse, at=DOOR)

    def test_still_says_that_the_patient_may_go(self, booked, nurse):
        in_state(booked, "STARTED")

        assert attest(booked, "RELEASE-CRITERIA", by=nurse, at=DOOR).pk


class TestItIsRefused:
    @pytest.mark.parametrize("code", ["", "DOSE-GIVEN", "COMPOSITION", "Anna Smith"])
    def test_for_a_step_that_is_none(self, booked, alice, code):
        refused("ATTESTATION-UNKNOWN", attest, booked, code, by=alice, at=NOW)

    def test_to_another_clinic(self, booked, charlie):
        refused("SESSION-UNKNOWN", attest, booked, "KIT-READY", by=charlie, at=NOW)

    def test_to_a_system_with_a_token(self, booked, machine):
        refused(
            *("SESSION-UNKNOWN", attest, booked, "KIT-READY"),
            by=machine.person,
            at=NOW,
        )
