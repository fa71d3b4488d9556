"""Eight directors and eight clicks at the same moment, on a real PostgreSQL."""

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from certificates.actions.applications import (
    Wish,
    approve_application,
    decline_application,
    submit_application,
)
from certificates.actions.credentials import revoke
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
from home.models import AuditEntry, Person, Role
from tests.cast import NOW, client_of, make_clinic, make_person
from tests.certificates.desk import PASSWORD, address
from tests.certificates.readiness import make_ready
from tests.certificates.roster import grant

pytestmark = pytest.mark.races


@pytest.fixture
def application(on_postgresql):
    clinic = make_clinic()
    alice = make_person("Alice Ames", clinic, Role.THERAPIST)
    bob = make_person("Bob Birch", clinic, Role.ASSESSOR)
    make_ready(alice, clinic, bob)
    return submit_application(alice, Wish(clinic, "L1"), at=NOW)


@pytest.fixture
def directors(application):
    return [
        make_person(f"D{n} Rowe", application.clinic, Role.CLINICAL_DIRECTOR)
        for n in range(8)
    ]


def at_once(*acts):
    """This will run the acts together and give what each did or was refused with."""
    start, results = threading.Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            results.append(act())
        except RuleBroken as refusal:
            results.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def approving(application, director):
    shown = application.dossier_sha256
    return lambda: approve_application(
        application, by=director, at=NOW, shown_sha256=shown
    )


def declining(application, director):
    shown = application.dossier_sha256
    return lambda: decline_application(
        application, by=director, at=NOW, shown_sha256=shown, reason="No."
    )


class TestEightAtOnce:
    def test_approvals_make_one_credential_and_one_certificate(
        self, application, directors
    ):
        results = at_once(*(approving(application, one) for one in directors))

        assert connection.vendor == "postgresql"
        assert results.count("APPLICATION-ALREADY-DECIDED") == 7
        assert Credential.objects.count() == Certificate.objects.count() == 1
        assert CredentialEvent.objects.count() == Signature.objects.count() == 1
        assert AuditEntry.objects.filter(action="CREDENTIAL-AWARDED").count() == 1

    def test_approvals_and_refusals_make_one_decision(self, application, directors):
        acts = [approving, declining] * 4

        results = at_once(
            *(act(application, one) for act, one in zip(acts, directors, strict=True))
        )

        assert results.count("APPLICATION-ALREADY-DECIDED") == 7
        application.refresh_from_db()
        approved = application.state == "APPROVED"
        assert Credential.objects.count() == int(approved)
        assert Signature.objects.count() == 1

    def test_clicks_on_apply_make_one_application(self, application):
        Application.objects.all().update(state="WITHDRAWN")
        alice, wish = application.person, Wish(application.clinic, "L1")

        results = at_once(
            *(lambda: submit_application(alice, wish, at=NOW) for _ in range(8))
        )

        assert results.count("APPLICATION-ALREADY-OPEN") == 7
        assert Application.objects.filter(state="SUBMITTED").count() == 1

    def test_an_approval_and_a_suspension_leave_nobody_active(
        self, application, directors
    ):
        alice = Person.objects.get(pk=application.person_id)
        ground = Ground("PRECAUTIONARY", "A report.")

        at_once(
            approving(application, directors[0]),
            lambda: suspend_person(
                alice, application.clinic, ground, by=directors[1], at=NOW
            ),
        )

        assert not Credential.objects.filter(state="ACTIVE").exists()


def done(act, *facts, **told):
    """This will do something and say so."""

    def run():
        act(*facts, **told)
        return "done"

    return run


def posting(client, person, clinic):
    told = {"kind": "PRECAUTIONARY", "reason": "A report.", "password": PASSWORD}
    where = address("suspend", clinic.slug, person.pk)
    return lambda: client.post(where, told).status_code


class TestTwoDirectorsWhoDecideAboutEachOther:
    ROUNDS = 20

    @pytest.fixture
    def clinic(self, on_postgresql):
        return make_clinic()

    @pytest.fixture
    def pair(self, clinic):
        return [
            make_person(f"D{n} Rowe", clinic, Role.CLINICAL_DIRECTOR) for n in range(2)
        ]

    def test_never_block_one_another(self, pair, clinic):
        ground, results = Ground("PRECAUTIONARY", "A report."), []
        for _ in range(self.ROUNDS):
            acts = []
            for about, by in (pair, reversed(pair)):
                who = {"by": by, "at": NOW}
                held = grant(about, clinic, "L1")
                acts.append(done(revoke, held, reason="No.", **who))
                acts.append(done(suspend_person, about, clinic, ground, **who))

            results += at_once(*acts)

            Suspension.objects.update(lifted_at=NOW)
            Credential.objects.update(state="REVOKED")

        # Each was done or refused by a rule; of two suspensions one was first.
        assert len(results) == 4 * self.ROUNDS
        assert set(results) <= {"done", "NOT-ALLOWED"}
        assert Suspension.objects.count() == self.ROUNDS

    def test_are_answered_by_the_desk(self, pair, clinic):
        one, other = pair
        clients, answers = [client_of(one), client_of(other)], []
        for _ in range(self.ROUNDS):
            answers += at_once(
                posting(clients[0], other, clinic), posting(clients[1], one, clinic)
            )
            Suspension.objects.update(lifted_at=timezone.now())

        assert sorted(answers) == [302] * self.ROUNDS + [403] * self.ROUNDS
