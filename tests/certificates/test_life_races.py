"""Eight at once on the life of a credential, on a real PostgreSQL."""

import pytest
from django.db import transaction

from certificates.actions.credentials import award, lock_people, revoke
from certificates.actions.expiry import expire_due
from certificates.actions.grant_rules import Grant
from certificates.actions.rosters import enter_credential
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import (
    Application,
    Certificate,
    Credential,
    CredentialEvent,
    Signature,
    Suspension,
)
from home.errors import RuleBroken
from home.models import AuditEntry, Role
from tests.cast import NOW, make_clinic, make_person
from tests.certificates.lifting import propose, second
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing
from tests.races import CLIENTS, at_once

pytestmark = pytest.mark.races

ROUNDS = 8
TODAY = NOW.date()
GROUND = Ground("PRECAUTIONARY", "Looked into.")


@pytest.fixture
def clinic(on_postgresql):
    return make_clinic()


@pytest.fixture
def alice(clinic):
    return make_person("Alice Ames", clinic, Role.THERAPIST)


@pytest.fixture
def directors(clinic):
    return [
        make_person(f"D{n} Rowe", clinic, Role.CLINICAL_DIRECTOR)
        for n in range(CLIENTS)
    ]


def told_of(act):
    """What somebody did, or the rule that kept them from it."""
    try:
        act()
    except RuleBroken as refusal:
        return refusal.code
    return "done"


def logged(action):
    return AuditEntry.objects.filter(action=action).count()


def decided(person, clinic, by, asked, **fields):
    return Application.objects.create(
        person=person,
        clinic=clinic,
        credential_type="L1",
        requirement_set=asked,
        state="APPROVED",
        submitted_at=NOW,
        decided_at=NOW,
        decided_by=by,
        dossier_sha256="0" * 64,
        **fields,
    )


def awarding(application, by):
    """This will award as a decision does: under the lock of both people."""
    with transaction.atomic():
        lock_people(application.person_id, by.pk)
        return award(application, by=by, at=NOW)


class TestEightRevocations:
    def test_make_one(self, alice, clinic, directors):
        row = grant(alice, clinic, "L1")

        told = at_once(
            lambda n: told_of(
                lambda: revoke(row, reason="No.", signer=signing(directors[n]))
            )
        )

        assert sorted(told) == ["CREDENTIAL-MOVE-REFUSED"] * 7 + ["done"]
        assert Signature.objects.count() == CredentialEvent.objects.count() == 1
        assert (logged("CREDENTIAL-REVOKED"), logged("DENIED")) == (1, 7)


class TestEightSecondSignatures:
    def test_lift_once(self, alice, clinic, directors):
        held = grant(alice, clinic, "L1")
        for _ in range(ROUNDS):
            first = make_person(f"First{_} Rowe", clinic, Role.CLINICAL_DIRECTOR)
            row = suspend_person(alice, clinic, GROUND, signer=signing(first))
            propose(row, clinic, first)
            row.refresh_from_db()

            told = at_once(
                lambda n, row=row: told_of(lambda: second(row, clinic, directors[n]))
            )

            assert sorted(told) == ["SUSPENSION-ALREADY-LIFTED"] * 7 + ["done"]
            held.refresh_from_db()
            assert held.state == "ACTIVE"
        assert logged("SUSPENSION-LIFTED") == logged("CREDENTIAL-ACTIVE") == ROUNDS
        assert Signature.objects.filter(meaning="LIFTED").count() == ROUNDS

    def test_beside_proposals_are_by_two_and_once(self, alice, clinic, directors):
        grant(alice, clinic, "L1")
        row = suspend_person(alice, clinic, GROUND, signer=signing(directors[0]))
        propose(row, clinic, directors[0])

        def act(n):
            sign = propose if n % 2 else second
            return told_of(lambda: sign(row, clinic, directors[n]))

        told = at_once(act)

        row.refresh_from_db()
        assert row.lifted_by_id != row.lift_proposed_by_id
        assert Signature.objects.filter(meaning="LIFTED").count() <= 1
        assert set(told) <= {
            "done",
            "NOT-ALLOWED",
            "RECORD-CHANGED",
            "SUSPENSION-ALREADY-LIFTED",
        }


class TestASuspensionBesideAnAward:
    def test_leaves_nothing_in_force(self, clinic, directors):
        asked = requirement_set()
        for n in range(ROUNDS):
            person = make_person(f"T{n} Ames", clinic, Role.THERAPIST)
            application = decided(person, clinic, directors[0], asked)

            def act(k, person=person, application=application):
                by = directors[k]
                if k:
                    return told_of(
                        lambda: suspend_person(
                            person, clinic, GROUND, signer=signing(by)
                        )
                    )
                return told_of(lambda: awarding(application, by))

            told = at_once(act)

            assert set(told) <= {"done", "NOT-ALLOWED"}
            assert told[1:] == ["done"] * 7
            live = Credential.objects.filter(person=person)
            assert not live.filter(state__in=["ACTIVE", "PROVISIONAL"]).exists()
        assert Suspension.objects.count() == 7 * ROUNDS


class TestARenewalBesideExpiry:
    def test_ends_the_old_one_once_and_loses_nothing(self, clinic, directors):
        asked, at = requirement_set(), NOW
        for n in range(ROUNDS):
            person = make_person(f"T{n} Ames", clinic, Role.THERAPIST)
            old = grant(person, clinic, "L1", valid_to=TODAY - days(1))
            application = decided(person, clinic, directors[0], asked, renews=old)

            def act(k, application=application):
                if k:
                    return told_of(lambda: expire_due(at))
                return told_of(lambda: awarding(application, directors[0]))

            assert set(at_once(act)) == {"done"}

            old.refresh_from_db()
            new = application.credential
            assert (old.state, old.superseded_by) == ("EXPIRED", new)
            assert old.events.count() == new.events.count() == 1
        assert logged("CREDENTIAL-EXPIRED") == logged("CREDENTIAL-AWARDED") == ROUNDS


class TestEightEntries:
    def test_make_one_live_credential(self, alice, clinic, directors):
        told = Grant(clinic, "L1", TODAY, TODAY + days(9))

        results = at_once(
            lambda n: told_of(
                lambda: enter_credential(
                    alice, told, source="A binder.", signer=signing(directors[n])
                )
            )
        )

        assert sorted(results) == ["CREDENTIAL-ALREADY-HELD"] * 7 + ["done"]
        assert Credential.objects.count() == Certificate.objects.count() == 1
