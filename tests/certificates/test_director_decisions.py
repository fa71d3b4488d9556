"""Decisions on the director's desk: what is signed, and what is refused."""

import pytest
from django.utils import timezone

from certificates.actions.appeals import appeal
from certificates.actions.applications import (
    Wish,
    submit_application,
    withdraw_application,
)
from certificates.models import Credential, Signature
from home.fresh_sign_in import TRIES
from home.models import AuditEntry, Role
from tests.cast import client_of, make_person
from tests.certificates import readiness
from tests.certificates.desk import (
    PASSWORD,
    address,
    application,
    condition,
    decide,
    desk,
)

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["application", "desk"]


def entries():
    return AuditEntry.objects.exclude(action="DENIED").count()


class TestDeciding:
    def test_approves_with_the_password(self, application, rita):
        response = decide(rita, application)

        assert b"Done and signed: approved on the evidence shown." in response.content
        assert Credential.objects.get().state == "ACTIVE"
        assert Signature.objects.get().by == rita

    @pytest.mark.parametrize(
        ("name", "state"), [("defer", "DEFERRED"), ("decline", "DECLINED")]
    )
    def test_defers_or_declines_with_a_reason(self, application, rita, name, state):
        decide(rita, application, name)

        application.refresh_from_db()
        assert (application.state, application.reason) == (state, "Seen and discussed.")

    @pytest.mark.parametrize(
        ("changes", "status", "words"),
        [
            ({"password": "wrong"}, 403, "This is not your password."),
            ({"password": ""}, 422, "Type your password, or a code."),
            ({"shown": "f" * 64}, 409, "The record changed while you had it open"),
        ],
    )
    def test_signs_nothing_and_keeps_what_was_typed(
        self, application, rita, changes, status, words
    ):
        before = entries()

        response = decide(rita, application, **changes)

        assert response.status_code == status
        assert words in response.content.decode()
        assert "Seen and discussed." in response.content.decode()
        assert PASSWORD not in response.content.decode()
        assert entries() == before
        application.refresh_from_db()
        assert application.state == "READY"

    @pytest.mark.parametrize("name", ["defer", "decline"])
    def test_against_somebody_needs_a_reason(self, application, rita, name):
        response = decide(rita, application, name, reason="")

        assert response.status_code == 422
        assert b"Write the reason." in response.content
        assert decide(rita, application, name, reason=" . ").status_code == 200

    def test_says_who_signs_as_what_meaning_what(self, application, rita):
        where = address("application", application.pk)

        page = client_of(rita).get(where, {"decision": "decline"}).content.decode()

        assert "Rita Rowe, clinical director" in page
        assert "<dd>Declined</dd>" in page

    def test_on_a_changed_record_says_what_changed(
        self, application, rita, alice, bob, clinic
    ):
        where = address("application", application.pk)
        form = client_of(rita).get(where, {"decision": "approve"}).context["form"]
        seen = {name: form[name].value() for name in ("shown", "marks")}
        readiness.observe(alice, clinic, bob)

        page = decide(rita, application, **seen)

        assert page.status_code == 409
        told = page.content.decode()
        assert "Changed since you opened it:" in told
        assert "<li>Observed practice</li>" in told
        assert "<li>Documents" not in told
        assert "Seen and discussed." in told
        assert not Signature.objects.exists()
        # The page that says so carries the new digest along.
        again = {name: page.context["form"][name].value() for name in seen}
        assert decide(rita, application, **again).status_code == 200
        assert Credential.objects.get().state == "ACTIVE"

    def test_after_somebody_else_did_is_too_late(self, application, rita, clinic):
        dora = make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)
        dora.user.groups.set(rita.user.groups.all())
        decide(rita, application)

        late = decide(dora, application, "decline")

        assert late.status_code == 409
        assert b"decided by somebody else meanwhile" in late.content
        assert Signature.objects.count() == 1

    def test_knows_no_other_words(self, application, rita):
        assert decide(rita, application, "grant").status_code == 404
        assert decide(rita, application, "uphold").status_code == 409

    def test_stops_after_too_many_wrong_passwords(self, application, rita):
        for _ in range(TRIES):
            decide(rita, application, password="wrong")

        response = decide(rita, application)

        assert response.status_code == 429
        assert not Credential.objects.exists()

    def test_only_by_posting(self, application, rita):
        where = address("decide", application.pk, "approve")
        assert client_of(rita).get(where).status_code == 405

    def test_on_oneself_is_not_offered_and_not_possible(
        self, application, alice, clinic
    ):
        alice.memberships.create(
            clinic=clinic, role=Role.CLINICAL_DIRECTOR, starts_on="2024-01-01"
        )
        client = client_of(alice)

        # One's own dossier is not read from this side either.
        page = client.get(address("application", application.pk))
        assert page.status_code == 404
        assert b"Alice Ames" not in client.get(address("applications")).content
        assert decide(alice, application).status_code == 404
        assert not Credential.objects.exists()


class TestTheSecondOfTwo:
    @pytest.fixture
    def signed(self, application, alice, rita, clinic, desk):
        """One of two has signed; the clinic's own set asks for two."""
        withdraw_application(application, by=alice, at=timezone.now())
        readiness.requirement_set("L1", readiness.L1_TREE, clinic=clinic, signers=2)
        sent = submit_application(alice, Wish(clinic, "L1"), at=timezone.now())
        page = decide(rita, sent)
        assert b"when a second person has signed" in page.content
        return sent

    @pytest.fixture
    def mona(self, clinic, desk):
        mona = make_person("Mona Moss", clinic, Role.MEDICAL_DIRECTOR)
        mona.user.groups.add(desk)
        return mona

    def test_may_be_a_medical_director(self, signed, mona, clinic):
        where = address("application", signed.pk)
        page = client_of(mona).get(where).content.decode()

        assert "Rita Rowe, clinical director, signed first" in page
        assert "?decision=approve" in page
        assert "?decision=decline" not in page
        assert decide(mona, signed).status_code == 200
        assert Credential.objects.get().state == "ACTIVE"

    def test_is_told_when_the_first_no_longer_stands(
        self, signed, mona, alice, bob, clinic
    ):
        readiness.observe(alice, clinic, bob)

        page = client_of(mona).get(address("application", signed.pk))

        told = page.content.decode().split("This signature no longer stands", 1)[1]
        told = told.split("Two have to sign again.")[0]
        assert "The record changed after it was given." in told
        assert "<li>Observed practice: 1 added" in told
        assert b"?decision=" not in page.content
        assert decide(mona, signed).status_code == 403

    def test_is_not_the_first_again(self, signed, rita):
        page = client_of(rita).get(address("application", signed.pk)).content

        assert b"You signed first. Somebody else has to sign as well." in page
        assert b"?decision=approve" not in page

    def test_takes_over_the_conditions_of_the_first(self, signed, rita, clinic, mona):
        decide(rita, signed, "conditional", **condition())

        where = address("application", signed.pk)
        page = client_of(mona).get(where, {"decision": "conditional"})

        assert b"Read the update." in page.content
        decide(mona, signed, "conditional", **condition())
        assert Credential.objects.get().state == "PROVISIONAL"


class TestConditions:
    def test_are_signed_as_met_one_by_one(self, application, rita):
        decide(rita, application, "conditional", **condition())
        row = application.conditions.get()
        client = client_of(rita)
        where = address("condition_met", application.pk, row.pk)
        shown = client.get(where).context["form"]["shown"].value()

        wrong = client.post(where, {"password": "wrong", "shown": shown})
        assert wrong.status_code == 403
        assert Credential.objects.get().state == "PROVISIONAL"
        client.post(where, {"password": PASSWORD, "shown": shown})

        assert Credential.objects.get().state == "ACTIVE"
        page = client.get(address("application", application.pk))
        assert b"Met: Rita Rowe" in page.content

    def test_are_found_under_their_own_application_only(
        self, application, rita, charlie
    ):
        decide(rita, application, "conditional", **condition())
        where = address(
            "condition_met", application.pk, application.conditions.get().pk
        )

        assert client_of(charlie).get(where).status_code == 404


class TestAnAppeal:
    def test_is_heard_by_somebody_else(self, application, alice, rita, desk, clinic):
        dora = make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)
        dora.user.groups.add(desk)
        decide(rita, application, "decline")
        appeal(application, grounds="On leave.", by=alice, at=timezone.now())

        own = client_of(rita).get(address("application", application.pk)).content
        page = client_of(dora).get(address("application", application.pk)).content

        assert b"You signed the decision that was appealed" in own
        assert b"?decision=" not in own
        assert b"On leave." in page
        assert decide(rita, application, "uphold").status_code == 403
        assert decide(dora, application, "reopen").status_code == 200
        application.refresh_from_db()
        assert (application.state, application.decided_by) == ("IN_REVIEW", None)
