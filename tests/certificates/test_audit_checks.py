"""`audit_verify` over credentials, signatures and applications."""

import uuid

import pytest

from certificates import audit_checks
from certificates.actions.suspensions import Ground, suspend_person
from certificates.audit_checks import (
    applications_are_as_sent,
    credentials_are_as_moved,
    grants_are_signed,
    signatures_stand,
    suspensions_are_signed,
)
from certificates.models import (
    Application,
    ApplicationEvent,
    Credential,
    CredentialEvent,
    Signature,
    Suspension,
)
from certificates.signed_records import digest_of_signature
from home.audit_checks import _checks
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.applying import approve
from tests.certificates.lifting import lift_by_two
from tests.certificates.roster import days
from tests.certificates.signing import signing
from tests.letting_go import let_go_of

ALL = (
    signatures_stand,
    applications_are_as_sent,
    grants_are_signed,
    credentials_are_as_moved,
    suspensions_are_signed,
)
TABLES = (
    "home_auditentry",
    "certificates_signature",
    "certificates_application",
    "certificates_applicationevent",
    "certificates_credential",
    "certificates_credentialevent",
    "certificates_suspension",
)


@pytest.fixture
def rio(clinic):
    return make_person("Rio Reyes", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def story(application, alice, rita, rio, clinic):
    """Somebody is approved, suspended and back again; then the triggers are gone."""
    approve(application, rita)
    ground = Ground("PRECAUTIONARY", "A question is looked into.")
    row = suspend_person(alice, clinic, ground, signer=signing(rita, NOW + days(2)))
    lift_by_two(row, clinic, rita, rio, NOW + days(3))
    assert found() == []
    let_go_of(*TABLES)


def found():
    return [mismatch for check in ALL for mismatch in check()]


def where():
    return {mismatch.where.split()[0] for mismatch in found()}


def approval():
    return Signature.objects.get(meaning="APPROVED")


def sealed(row):
    """Give a changed signature the digest that its new words have."""
    row.sha256 = digest_of_signature(row)
    row.save()


class TestTheChecks:
    def test_run_with_the_command(self):
        names = {name for name in _checks if name.startswith("certificates.")}
        assert len(names) == len(ALL)
        assert {_checks[name] for name in names} == {*ALL}

    @pytest.mark.usefixtures("story")
    def test_cost_the_same_however_much_there_is(self, django_assert_num_queries):
        with django_assert_num_queries(14):
            found()

    def test_find_nothing_where_nothing_is(self, db):
        assert found() == []


@pytest.mark.usefixtures("story")
class TestASignature:
    def test_copied_to_another_record_is_found(self):
        row, subject = approval(), uuid.uuid4()
        row.pk, row.subject_id = uuid.uuid4(), str(subject)
        row.save(force_insert=True)

        assert f"Signature {row.pk}" in {one.where for one in found()}

    def test_copied_and_given_its_own_digest_is_found(self):
        row = approval()
        row.pk, row.subject_id = uuid.uuid4(), str(uuid.uuid4())
        sealed(row)

        assert f"Signature {row.pk}" in {one.where for one in found()}

    def test_copied_exactly_is_found(self):
        row = approval()
        row.pk = uuid.uuid4()
        row.save(force_insert=True)

        assert f"Signature {row.pk}" in {one.where for one in found()}

    @pytest.mark.parametrize(
        "change",
        [
            {"reason": "Another reason."},
            {"meaning": "DECLINED"},
            {"printed_name": "Somebody Else"},
            {"subject_id": str(uuid.UUID(int=7))},
            {"subject_sha256": "0" * 64},
            {"at": NOW},
            {"shown": {"dossier_sha256": "0" * 64}},
            {"shown": None},
            {"sha256": ""},
        ],
        ids=str,
    )
    def test_that_was_changed_is_found(self, change):
        Signature.objects.filter(meaning="APPROVED").update(**change)

        assert "Signature" in where()

    def test_that_was_changed_and_sealed_again_is_found(self):
        row = approval()
        row.reason = "Another reason."
        sealed(row)

        assert "Signature" in where()

    def test_by_another_hand_is_found(self, rio):
        row = approval()
        row.by = rio
        sealed(row)
        entries = AuditEntry.objects.filter(facts__has_key="signature")
        entry = entries.get(action="APPLICATION-APPROVED")
        entry.facts["signature"] = row.sha256
        entry.save()

        assert "Signature" in where()

    def test_that_was_taken_away_is_found(self):
        approval().delete()

        assert {"Signature", "Credential"} <= where()

    def test_made_to_look_like_one_of_before_is_found(self):
        Signature.objects.filter(meaning="APPROVED").update(
            sha256="", shown=None, signed_in_at=None
        )

        assert "Signature" in where()

    def test_of_before_is_left_alone(self, rita, clinic):
        Signature.objects.create(
            by=rita, clinic=clinic, printed_name=rita.name, meaning="APPROVED", at=NOW
        )

        assert found() == []


@pytest.mark.usefixtures("story")
class TestAnApplication:
    def test_whose_dossier_was_changed_is_found(self, application):
        dossier = application.dossier | {"open_concerns": 5}
        Application.objects.update(dossier=dossier)

        assert where() == {"Application"}

    def test_that_was_given_another_dossier_and_digest_is_found(self, application):
        other = audit_checks._sha256({"format": 3})
        Application.objects.update(dossier={"format": 3}, dossier_sha256=other)

        assert where() == {"Application"}

    def test_at_a_state_that_no_event_led_to_is_found(self):
        Application.objects.update(state="CONDITIONAL")

        assert where() == {"Application"}

    def test_with_one_event_more_or_less_is_found(self, application, rita):
        last = ApplicationEvent.objects.order_by("pk").last()
        last.pk = None
        last.save(force_insert=True)
        assert "Application" in where()

        last.delete()
        assert found() == []
        ApplicationEvent.objects.order_by("pk").first().delete()
        assert "Application" in where()


@pytest.mark.usefixtures("story")
class TestACredential:
    def test_at_a_state_that_no_move_led_to_is_found(self):
        Credential.objects.update(state="REVOKED")

        assert where() == {"Credential"}

    def test_moved_without_a_word_in_the_log_is_found(self, rita):
        credential = Credential.objects.get()
        CredentialEvent.objects.create(
            credential=credential,
            from_state="ACTIVE",
            to_state="EXPIRED",
            by=rita,
            at=NOW + days(9),
        )
        Credential.objects.update(state="EXPIRED")

        assert where() == {"Credential"}

    def test_whose_entry_was_taken_away_is_found(self):
        AuditEntry.objects.get(action="CREDENTIAL-AWARDED").delete()

        assert where() == {"Credential"}

    def test_whose_entry_names_another_moment_or_person_is_found(self, rio):
        entry = AuditEntry.objects.get(action="CREDENTIAL-SUSPENDED")
        AuditEntry.objects.filter(pk=entry.pk).update(by=rio.pk)
        assert where() == {"Credential"}

        AuditEntry.objects.filter(pk=entry.pk).update(by=entry.by, at=NOW)
        assert where() == {"Credential"}

    def test_with_a_hole_in_its_life_is_found(self):
        CredentialEvent.objects.filter(from_state="ACTIVE").delete()

        assert where() == {"Credential"}

    def test_granted_on_too_few_signatures_is_found(self, rio):
        rows = Application.objects.filter(state="APPROVED")
        rows.update(signers=2, first_by=rio, first_at=NOW)

        assert "Credential" in where()

    def test_put_there_by_hand_is_found(self, alice, clinic):
        Credential.objects.create(
            person=alice,
            clinic=clinic,
            type="T",
            state="ACTIVE",
            valid_from=NOW.date(),
            valid_to=NOW.date(),
            awarded_at=NOW,
        )

        assert where() == {"Credential"}


@pytest.mark.usefixtures("story")
class TestASuspension:
    def test_that_nobody_signed_is_found(self, alice, bob, clinic):
        Suspension.objects.create(
            person=alice,
            clinic=clinic,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            by=bob,
            recorded_at=NOW,
        )

        assert where() == {"Suspension"}

    def test_lifted_without_both_signatures_is_found(self, bob):
        Suspension.objects.update(lifted_by=bob)
        assert where() == {"Suspension"}

    def test_whose_first_signature_is_gone_is_found(self):
        Signature.objects.get(meaning="LIFT-PROPOSED").delete()
        assert {"Suspension"} <= where()

    def test_that_came_with_a_roster_needs_none(self, alice):
        Suspension.objects.create(
            person=alice, kind="ADMINISTRATIVE", starts_at=NOW, recorded_at=NOW
        )

        assert found() == []
