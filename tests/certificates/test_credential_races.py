"""Eight directors and eight clicks at the same moment, on a real PostgreSQL."""

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from certificates.actions.applications import (
    Wish,
    submit_application,
    withdraw_application,
)
from certificates.actions.credentials import revoke
from certificates.actions.decisions import approve_application, decline_application
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
from tests.certificates.applying import shown_digest
from tests.certificates.desk import PASSWORD, address
from tests.certificates.readiness import L1_TREE, make_ready, requirement_set
from tests.certificates.roster import grant
from tests.certificates.signing import signing

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


def approving(application, director, shown):
    return lambda: approve_application(
        application, signer=signing(director), shown_sha256=shown
    )


def declining(application, director, shown):
    return lambda: decline_application(
        application, signer=signing(director), shown_sha256=shown, reason="No."
    )


class TestEightAtOnce:
    def test_approvals_make_one_credential_and_one_certificate(
        self, application, directors
    ):
        shown = shown_digest(application)

        results = at_once(*(approving(application, one, shown) for one in directors))

        assert connection.vendor == "postgresql"
        assert results.count("APPLICATION-ALREADY-DECIDED") == 7
        assert Credential.objects.count() == Certificate.objects.count() == 1
        assert CredentialEvent.objects.count() == Signature.objects.count() == 1
        assert AuditEntry.objects.filter(action="CREDENTIAL-AWARDED").count() == 1

    def test_approvals_and_refusals_make_one_decision(self, application, directors):
        shown, acts = shown_digest(application), [approving, declining] * 4

        results = at_once(
            *(
                act(application, one, shown)
                for act, one in zip(acts, directors, strict=True)
            )
        )

        assert results.count("APPLICATION-ALREADY-DECIDED") == 7
        application.refresh_from_db()
        approved = application.state == "APPROVED"
        assert Credential.objects.count() == int(approved)
        assert Signature.objects.count() == 1

    def test_two_of_eight_signatures_make_one_grant(self, application, directors):
        """Where two sign, one is first, one completes it, and six come too late."""
        withdraw_application(application, by=application.person, at=NOW)
        clinic = application.clinic
        requirement_set("L1", L1_TREE, clinic=clinic, signers=2)
        sent = submit_application(application.person, Wish(clinic, "L1"), at=NOW)
        shown = shown_digest(sent)

        results = at_once(*(approving(sent, one, shown) for one in directors))

        assert results.count("APPLICATION-ALREADY-DECIDED") == 6
        assert results.count(None) == 1
        sent.refresh_from_db()
        assert sent.state == "APPROVED"
        assert sent.first_by != sent.decided_by
        assert Credential.objects.count() == Certificate.objects.count() == 1
        assert Signature.objects.count() == 2

    def test_clicks_on_apply_make_one_application(self, application):
        Application.objects.all().update(state="WITHDRAWN")
        alice, wish = application.person, Wish(application.clinic, "L1")

        results = at_once(
            *(lambda: submit_application(alice, wish, at=NOW) for _ in range(8))
        )

        assert results.count("APPLICATION-ALREADY-OPEN") == 7
        assert Application.objects.filter(state="READY").count() == 1

    def test_an_approval_and_a_suspension_leave_nobody_active(
        self, application, directors
    ):
        alice = Person.objects.get(pk=application.person_id)
        ground = Ground("PRECAUTIONARY", "A report.")

        at_once(
            approving(application, directors[0], shown_digest(application)),
            lambda: suspend_person(
                alice, application.clinic, ground, signer=signing(directors[1])
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


def lift_all(at):
    """Two others end every suspension, as far as the rows tell."""
    hands = [Person.objects.create(name=f"D{n} Roe") for n in (8, 9)]
    Suspension.objects.filter(lifted_at=None).update(
        lift_proposed_by=hands[0], lifted_by=hands[1], lifted_at=at
    )


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
                who = {"signer": signing(by)}
                held = grant(about, clinic, "L1")
                acts.append(done(revoke, held, reason="No.", **who))
                acts.append(done(suspend_person, about, clinic, ground, **who))

            results += at_once(*acts)

            lift_all(NOW)
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
            lift_all(timezone.now())

        assert sorted(answers) == [302] * self.ROUNDS + [403] * self.ROUNDS
