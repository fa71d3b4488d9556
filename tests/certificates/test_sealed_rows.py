"""`audit_verify` over rows that were rewritten past everything that logs."""

import datetime

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from certificates.actions.documents import (
    VerificationEntry,
    record_exclusion_check,
    record_verification,
)
from certificates.actions.identities import IdentityEntry, record_identity
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import (
    Application,
    ApplicationEvent,
    Credential,
    CredentialEvent,
    Document,
    ExclusionCheck,
    ProviderIdentity,
    RequirementSet,
    Suspension,
    Verification,
)
from home.actions import audit, audit_places
from home.models import AuditEntry, Role
from home.sealed_rows import kinds
from home.sealed_rows_checks import rows_are_as_sealed
from home.sealing_standing import seal_standing
from tests.cast import NOW, make_person
from tests.certificates.applying import approve
from tests.certificates.lifting import lift_by_two
from tests.certificates.roster import days, document, grant
from tests.certificates.signing import signing
from tests.letting_go import let_go_of

DAY = datetime.timedelta(days=1)
LATER = NOW + days(1)
TABLES = (
    "certificates_application",
    "certificates_applicationevent",
    "certificates_credential",
    "certificates_credentialevent",
    "certificates_document",
    "certificates_exclusioncheck",
    "certificates_provideridentity",
    "certificates_requirementset",
    "certificates_suspension",
    "certificates_verification",
)


@pytest.fixture
def rio(clinic):
    return make_person("Rio Reyes", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def story(application, alice, rita, rio, clinic):
    """What stood is bound, then somebody is approved, checked and suspended."""
    audit.seal()
    seal_standing(apps, NOW)
    approve(application, rita)
    ground = Ground("PRECAUTIONARY", "A question is looked into.")
    row = suspend_person(alice, clinic, ground, signer=signing(rita, LATER))
    lift_by_two(row, clinic, rita, rio, NOW + days(2))
    who = {"by": rita, "at": NOW + days(3)}
    licence = Document.objects.filter(person=alice, kind="LICENCE").first()
    entry = VerificationEntry(
        on=NOW.date(), method="PRIMARY_SOURCE", outcome="VERIFIED", source="The board"
    )
    record_verification(licence, entry, **who)
    record_exclusion_check(alice, on=NOW.date(), outcome="CLEAR", **who)
    named = IdentityEntry(first_name="Alice", last_name="Ames")
    record_identity(alice, named, **who)
    audit.seal()
    assert found() == []
    let_go_of(*TABLES)


def found():
    return list(rows_are_as_sealed())


def where():
    return {mismatch.where.split()[0] for mismatch in found()}


@pytest.mark.usefixtures("story")
class TestARow:
    @pytest.mark.parametrize(
        ("model", "change"),
        [
            (Application, {"reason": "Another."}),
            (Application, {"dossier_sha256": "0" * 64}),
            (Credential, {"valid_to": NOW.date() + 900 * DAY}),
            (Document, {"expires_on": NOW.date() + 900 * DAY}),
            (Document, {"number": "1"}),
            (ExclusionCheck, {"outcome": "CONFIRMED"}),
            (ProviderIdentity, {"last_name": "Other"}),
            (RequirementSet, {"signers": 2}),
            (Suspension, {"reason": "Another."}),
            (Verification, {"outcome": "NOT_FOUND"}),
        ],
        ids=lambda one: getattr(one, "__name__", None) or next(iter(one)),
    )
    def test_that_was_rewritten_is_found(self, model, change):
        assert model.objects.update(**change)

        assert where() == {model.__name__}

    @pytest.mark.parametrize(
        ("model", "whose"),
        [(ApplicationEvent, "Application"), (CredentialEvent, "Credential")],
    )
    def test_is_found_by_a_part_of_it_that_was_rewritten(self, model, whose):
        model.objects.update(reason="Another reason.")

        assert where() == {whose}

    def test_said_to_be_followed_by_another_is_found(self, alice, clinic):
        row = Credential.objects.get()
        before = grant(alice, clinic, "L1", state="EXPIRED")
        seal_standing(apps, NOW)
        assert found() == []

        Credential.objects.filter(pk=before.pk).update(superseded_by=row)

        assert where() == {"Credential"}

    def test_without_an_entry_is_found(self, alice):
        row = document(alice, "BLS")

        assert [one.where for one in found()] == [f"Document {row.pk}"]

    def test_that_is_gone_is_found(self):
        row = Verification.objects.order_by("pk").last()
        told = f"Verification {row.pk}"
        row.delete()

        assert [one.where for one in found()] == [told]

    def test_changed_and_logged_is_sound(self, rita, alice):
        named = IdentityEntry(first_name="Alice", last_name="Arbor")
        record_identity(alice, named, by=rita, at=NOW + days(4))
        audit.seal()

        assert found() == []

    def test_with_names_is_bound_by_a_key_that_may_follow_another(self, settings):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        assert found() == []

        settings.SECRET_KEY_FALLBACKS = []
        assert where() == {"ProviderIdentity"}


class TestTheEntries:
    def test_hold_the_row_as_it_is_at_the_end(self, db, rita, alice, clinic):
        row = grant(alice, clinic, "L1")
        with transaction.atomic():
            audit.append("TESTED", by=rita, at=NOW, about=row)
            audit.append("DENIED", by=rita, at=NOW, about=row)
            Credential.objects.filter(pk=row.pk).update(state="EXPIRED")
            audit.seal()

        told = AuditEntry.objects.order_by("leaf_index").values_list("facts")
        assert [set(facts) for (facts,) in told] == [{"row"}, set()]
        assert found() == []

    def test_say_so_when_the_row_is_gone(self, db, rita, alice):
        row = document(alice, "BLS")
        let_go_of("certificates_document")
        with transaction.atomic():
            audit.append("TESTED", by=rita, at=NOW, about=row)
            Document.objects.all().delete()
            audit.seal()

        assert AuditEntry.objects.get().facts == {"row": None}
        assert found() == []

    def test_cost_the_same_for_many(self, db, alice):
        rows = [document(alice, "BLS") for _one in range(40)]
        costs = []
        for about in (rows[:1], rows[1:]):
            with transaction.atomic():
                for row in about:
                    audit.append("TESTED", by=None, at=NOW, about=row)
                with CaptureQueriesContext(connection) as asked:
                    audit.seal()
            costs.append(sum("SELECT" in one["sql"] for one in asked))

        assert costs[0] == costs[1]

    def test_hold_nothing_with_another_backend(self, db, alice, monkeypatch):
        monkeypatch.setattr(audit_places, "hasattr", lambda *_: False, raising=False)
        with transaction.atomic():
            audit.append("TESTED", by=None, at=NOW, about=document(alice, "BLS"))
            audit.seal()

        assert AuditEntry.objects.get().facts == {}


def test_every_table_is_named_once(db):
    assert len({kind.label for kind in kinds()}) == 19 == len(kinds())
    assert found() == []
