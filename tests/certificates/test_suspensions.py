"""Suspending somebody: one signs, and it holds at once."""

import pytest
from django.db import transaction

from certificates.actions.grant_rules import NotAtThisClinic
from certificates.actions.signatures import ReasonMissing, digest_of_shown
from certificates.actions.suspensions import (
    Ground,
    shown_of_suspending,
    suspend_for_concern,
    suspend_person,
)
from certificates.models import (
    Concern,
    Credential,
    CredentialEvent,
    Signature,
    Suspension,
)
from certificates.signed_records import digest_of_signature
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.lifting import lift_by_two
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing

GROUND = Ground("PRECAUTIONARY", "A report is being looked into.")


@pytest.fixture
def held(alice, clinic):
    return grant(alice, clinic, "L1")


def suspend(person, clinic, by, ground=GROUND):
    return suspend_person(person, clinic, ground, signer=signing(by))


def nothing_but(*codes):
    """Refusals were logged, and nothing else happened."""
    told = [(row.action, row.facts) for row in AuditEntry.objects.order_by("id")]
    wanted = [("DENIED", {"attempt": "PERSON-SUSPEND", "code": code}) for code in codes]
    others = (Suspension, Signature, CredentialEvent)
    return told == wanted and not any(model.objects.exists() for model in others)


class TestSuspending:
    def test_takes_effect_on_every_live_credential_of_the_clinic(
        self, alice, rita, clinic, other_clinic, held
    ):
        elsewhere = grant(alice, other_clinic, "L1")
        ended = grant(alice, clinic, "T", state="EXPIRED")

        row = suspend(alice, clinic, rita)

        states = dict(Credential.objects.values_list("pk", "state"))
        assert states == {
            held.pk: "SUSPENDED",
            elsewhere.pk: "ACTIVE",
            ended.pk: "EXPIRED",
        }
        assert (row.starts_at, row.lifted_at, row.by) == (NOW, None, rita)
        assert CredentialEvent.objects.get().to_state == "SUSPENDED"

    @pytest.mark.parametrize("kind", Suspension.Kind.values)
    def test_is_of_one_of_three_kinds(self, alice, rita, clinic, kind):
        row = suspend(alice, clinic, rita, Ground(kind, "Until it is settled."))

        row.refresh_from_db()
        assert row.kind == kind

    def test_is_signed_and_logged_without_a_word_of_the_reason(
        self, alice, rita, clinic, held
    ):
        row = suspend(alice, clinic, rita)

        signature = Signature.objects.get()
        assert (signature.meaning, signature.by) == ("SUSPENDED", rita)
        assert signature.subject_sha256 == digest_of_shown(shown_of_suspending(row))
        assert signature.sha256 == digest_of_signature(signature)
        first, other = AuditEntry.objects.order_by("id")
        assert (first.action, other.action) == (
            "PERSON-SUSPENDED",
            "CREDENTIAL-SUSPENDED",
        )
        assert first.facts == {
            "person": str(alice.pk),
            "signature": signature.sha256,
        }
        told = str(list(AuditEntry.objects.values()))
        assert "report" not in told
        assert "Alice" not in told

    def test_is_refused_to_others(self, alice, bob, charlie, clinic, held):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                suspend(alice, clinic, somebody)

        assert nothing_but(*["NOT-ALLOWED"] * 3)

    def test_of_oneself_or_by_somebody_tied_is_refused(self, alice, rita, clinic):
        DeclaredRelationship.objects.create(
            one=rita, other=alice, kind="EMPLOYER", declared_on=NOW.date()
        )

        for person in (rita, alice):
            with pytest.raises(NotAllowed):
                suspend(person, clinic, rita)

    @pytest.mark.parametrize("ended", [False, True])
    def test_of_somebody_who_does_not_work_here_is_refused(
        self, alice, rita, charlie, clinic, ended
    ):
        alice.memberships.update(ends_on=NOW.date() - days(1))
        somebody = alice if ended else charlie
        held = grant(somebody, clinic, "L1")

        with pytest.raises(NotAtThisClinic):
            suspend(somebody, clinic, rita)

        held.refresh_from_db()
        assert held.state == "ACTIVE"
        assert nothing_but("PERSON-NOT-AT-THIS-CLINIC")

    def test_without_a_reason_is_refused(self, alice, rita, clinic):
        with pytest.raises(ReasonMissing):
            suspend(alice, clinic, rita, Ground("ADMINISTRATIVE", " "))

        assert nothing_but("REASON-MISSING")


class TestAReportThatSuspends:
    @pytest.fixture
    def concern(self, alice, bob, clinic):
        return Concern.objects.create(
            person=alice,
            clinic=clinic,
            severity="HARM",
            account="What happened on Tuesday.",
            reported_by=bob,
            reported_at=NOW,
        )

    @pytest.fixture
    def paused(self, concern, held):
        with transaction.atomic():
            return suspend_for_concern(concern, at=NOW)

    def test_pauses_at_once_and_nobody_signs(self, paused, concern, held, clinic):
        held.refresh_from_db()
        paused.refresh_from_db()
        assert held.state == "SUSPENDED"
        assert (paused.kind, paused.by, paused.clinic) == (
            "PRECAUTIONARY",
            None,
            clinic,
        )
        assert paused.concern == concern
        assert not Signature.objects.exists()

    def test_says_nothing_of_the_report(self, paused, concern):
        entry = AuditEntry.objects.get(action="PERSON-SUSPENDED")
        words = paused.reason + str(entry.facts) + CredentialEvent.objects.get().reason
        assert "report" not in words.lower()
        assert "concern" not in words.lower()
        assert "Tuesday" not in words
        assert str(concern.pk) not in words

    def test_suspends_once(self, paused, concern):
        with transaction.atomic():
            again = suspend_for_concern(concern, at=NOW)

        assert again == paused
        assert Suspension.objects.count() == 1
        assert AuditEntry.objects.filter(action="PERSON-SUSPENDED").count() == 1

    def test_is_lifted_by_two_like_any_other(self, paused, held, rita, clinic):
        dora = make_person("Dora Dunn", clinic, Role.MEDICAL_DIRECTOR)

        lift_by_two(paused, clinic, rita, dora)

        held.refresh_from_db()
        assert held.state == "ACTIVE"
