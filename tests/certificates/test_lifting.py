"""Lifting a suspension: two sign, neither of them the person."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from certificates.actions.lifting import (
    AlreadyLifted,
    NotProposed,
    withdraw_lift,
)
from certificates.actions.signatures import (
    ReasonMissing,
    RecordChanged,
    digest_of_shown,
)
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Credential, Signature, Suspension
from certificates.selectors.suspensions import shown_of_second_lift
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.lifting import TOMORROW, propose, second
from tests.certificates.roster import grant
from tests.certificates.signing import signing

GROUND = Ground("PRECAUTIONARY", "A question is being looked into.")


@pytest.fixture
def held(alice, clinic):
    return grant(alice, clinic, "L1")


@pytest.fixture
def dora(clinic):
    return make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def row(alice, rita, clinic, held):
    return suspend_person(alice, clinic, GROUND, signer=signing(rita))


@pytest.fixture
def proposed(row, clinic, rita):
    propose(row, clinic, rita)
    row.refresh_from_db()
    return row


def stands(row):
    row.refresh_from_db()
    return row.lifted_at is None


class TestTheFirstSignature:
    def test_changes_nothing_yet(self, proposed, held, rita):
        held.refresh_from_db()
        assert stands(proposed)
        assert held.state == "SUSPENDED"
        assert (proposed.lift_proposed_by, proposed.lift_reason) == (
            rita,
            "It is settled.",
        )
        signature = Signature.objects.get(meaning="LIFT-PROPOSED")
        entry = AuditEntry.objects.get(action="SUSPENSION-LIFT-PROPOSED")
        assert entry.facts["signature"] == signature.sha256
        assert signature.reason == "It is settled."

    def test_is_a_clinical_directors(self, row, alice, bob, charlie, clinic):
        medical = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)

        for somebody in (alice, bob, charlie, medical):
            with pytest.raises(NotAllowed):
                propose(row, clinic, somebody)

        row.refresh_from_db()
        assert row.lift_proposed_by is None
        assert AuditEntry.objects.filter(action="DENIED").count() == 4

    def test_says_why(self, row, rita, clinic):
        with pytest.raises(ReasonMissing):
            propose(row, clinic, rita, reason=" ")

    def test_on_something_else_than_was_shown_is_refused(self, row, rita, clinic):
        with pytest.raises(RecordChanged):
            propose(row, clinic, rita, shown_sha256="0" * 64)

        assert not Signature.objects.filter(meaning="LIFT-PROPOSED").exists()

    def test_is_replaced_by_another(self, proposed, dora, rita, clinic):
        propose(proposed, clinic, dora, reason="Nothing was found.")

        proposed.refresh_from_db()
        assert (proposed.lift_proposed_by, proposed.lift_reason) == (
            dora,
            "Nothing was found.",
        )
        with pytest.raises(NotAllowed):
            second(proposed, clinic, dora)
        second(proposed, clinic, rita)
        assert not stands(proposed)

    def test_is_taken_back_by_whoever_gave_it(self, proposed, dora, rita, clinic):
        with pytest.raises(NotAllowed):
            withdraw_lift(proposed, clinic, by=dora, at=TOMORROW)

        withdraw_lift(proposed, clinic, by=rita, at=TOMORROW)

        proposed.refresh_from_db()
        assert (proposed.lift_proposed_by, proposed.lift_reason) == (None, "")
        for act in (
            lambda: second(proposed, clinic, dora),
            lambda: withdraw_lift(proposed, clinic, by=rita, at=TOMORROW),
        ):
            with pytest.raises(NotProposed):
                act()


class TestTheSecondSignature:
    def test_gives_the_credential_back_where_it_stood(
        self, proposed, dora, clinic, held
    ):
        second(proposed, clinic, dora)

        proposed.refresh_from_db()
        held.refresh_from_db()
        assert (proposed.lifted_by, held.state) == (dora, "ACTIVE")
        meanings = list(Signature.objects.values_list("meaning", flat=True))
        assert meanings == ["SUSPENDED", "LIFT-PROPOSED", "LIFTED"]
        entries = list(AuditEntry.objects.order_by("id"))[-2:]
        assert [entry.action for entry in entries] == [
            "SUSPENSION-LIFTED",
            "CREDENTIAL-ACTIVE",
        ]
        last = Signature.objects.get(meaning="LIFTED")
        assert entries[0].facts["signature"] == last.sha256
        assert last.shown["proposal"]["reason"] == "It is settled."

    def test_is_somebody_elses(self, proposed, rita, clinic):
        with pytest.raises(NotAllowed, match="You signed first"):
            second(proposed, clinic, rita)

        assert stands(proposed)
        assert not Signature.objects.filter(meaning="LIFTED").exists()

    def test_may_be_a_medical_directors(self, proposed, clinic):
        second(proposed, clinic, make_person("Mona Marsh", clinic, "MEDICAL_DIRECTOR"))

        assert not stands(proposed)

    def test_is_never_the_persons_or_of_somebody_tied_or_elsewhere(
        self, proposed, alice, bob, charlie, dora, clinic
    ):
        alice.memberships.create(
            clinic=clinic, role=Role.CLINICAL_DIRECTOR, starts_on=NOW.date()
        )
        DeclaredRelationship.objects.create(
            one=dora, other=alice, kind="SPOUSE", declared_on=NOW.date()
        )

        for somebody in (alice, bob, charlie, dora):
            with pytest.raises(NotAllowed):
                second(proposed, clinic, somebody)

        assert stands(proposed)
        denied = AuditEntry.objects.filter(action="DENIED")
        assert {row.facts["attempt"] for row in denied} == {"SUSPENSION-LIFT"}
        assert denied.count() == 4

    def test_without_a_first_is_refused(self, row, dora, clinic):
        with pytest.raises(NotProposed):
            second(row, clinic, dora)

        assert stands(row)

    def test_on_a_proposal_that_was_replaced_is_refused(
        self, proposed, dora, rita, clinic
    ):
        seen = digest_of_shown(shown_of_second_lift(proposed, clinic))
        propose(proposed, clinic, rita, reason="Something else.")

        with pytest.raises(RecordChanged):
            second(proposed, clinic, dora, shown_sha256=seen)

        assert stands(proposed)

    def test_on_another_record_than_the_first_is_refused(
        self, proposed, dora, rita, clinic, held
    ):
        Credential.objects.update(state="REVOKED")

        with pytest.raises(RecordChanged, match="after the first signature"):
            second(proposed, clinic, dora)
        assert stands(proposed)

        propose(proposed, clinic, rita)
        second(proposed, clinic, dora)
        held.refresh_from_db()
        assert held.state == "REVOKED"

    def test_twice_is_refused(self, proposed, dora, clinic):
        second(proposed, clinic, dora)
        before = Signature.objects.count()

        with pytest.raises(AlreadyLifted):
            second(proposed, clinic, dora)
        with pytest.raises(AlreadyLifted):
            propose(proposed, clinic, dora)

        assert Signature.objects.count() == before


class TestTheDatabase:
    def test_refuses_one_who_lifts_alone_or_for_themselves(self, row, alice, rita):
        told = {"lift_proposed_at": NOW, "lifted_at": NOW + datetime.timedelta(1)}

        for first, other in ((rita, rita), (alice, rita), (rita, alice)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Suspension.objects.update(
                    **told, lift_proposed_by=first, lifted_by=other
                )
