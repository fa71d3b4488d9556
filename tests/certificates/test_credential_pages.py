"""Signing about somebody's credentials on the director's pages, and giving one back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.models import Credential, Signature, Suspension
from home.models import Role
from tests.cast import client_of, make_person
from tests.certificates.concerning import report
from tests.certificates.desk import PASSWORD, at, desk, is_closed, shown_on
from tests.certificates.lifting import propose
from tests.certificates.roster import days, grant
from tests.letting_go import let_go_of

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk"]
PRECAUTION = {
    "kind": "PRECAUTIONARY",
    "reason": "Looked into.",
    "password": PASSWORD,
}


@pytest.fixture
def held(alice, clinic):
    return grant(alice, clinic, "L1", valid_to="2120-01-01")


@pytest.fixture
def mona(clinic, rita):
    person = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)
    person.user.groups.set(rita.user.groups.all())
    return person


def suspended(alice, rita):
    client_of(rita).post(at("suspend", alice), PRECAUTION)
    return Suspension.objects.get()


def sign(client, url, **told):
    return client.post(
        url,
        {"reason": "Settled.", "password": PASSWORD, "shown": shown_on(client, url)}
        | told,
    )


class TestSuspending:
    def test_takes_two_clicks(self, alice, rita, held):
        client = client_of(rita)
        file = client.get(at("person", alice)).content.decode()
        assert at("suspend", alice) in file

        response = client.post(at("suspend", alice), PRECAUTION)

        held.refresh_from_db()
        assert response["Location"] == at("person", alice)
        assert (Suspension.objects.get().by, held.state) == (rita, "SUSPENDED")
        file = client.get(at("person", alice)).content.decode()
        assert "Looked into." in file
        assert at("suspend", alice) not in file

    def test_with_a_wrong_password_keeps_what_was_typed(self, alice, rita):
        response = client_of(rita).post(
            at("suspend", alice), PRECAUTION | {"password": "wrong one"}
        )

        assert response.status_code == 403
        page = response.content.decode()
        assert "Looked into." in page
        assert "wrong one" not in page
        assert not Suspension.objects.exists()

    def test_without_a_reason_is_a_sentence_at_the_field(self, alice, rita):
        response = client_of(rita).post(
            at("suspend", alice), PRECAUTION | {"reason": ""}
        )

        assert response.status_code == 422
        assert "Write the reason." in response.content.decode()

    def test_of_oneself_is_not_offered_and_refused(self, rita):
        client = client_of(rita)
        assert (
            at("suspend", rita) not in client.get(at("person", rita)).content.decode()
        )

        assert client.post(at("suspend", rita), PRECAUTION).status_code == 403
        assert not Suspension.objects.exists()


class TestLifting:
    def test_takes_two(self, alice, rita, mona, held):
        row = suspended(alice, rita)
        one, other = client_of(rita), client_of(mona)
        assert at("propose_lift", alice, row.pk) in (
            one.get(at("person", alice)).content.decode()
        )

        sign(one, at("propose_lift", alice, row.pk))
        held.refresh_from_db()
        assert held.state == "SUSPENDED"
        file = one.get(at("person", alice)).content.decode()
        assert "You signed first" in file
        assert at("lift", alice, row.pk) not in file

        page = other.get(at("lift", alice, row.pk)).content.decode()
        assert "Rita Rowe" in page
        assert "Settled." in page
        assert "L1 Preparation and Integration Therapist" in page
        response = sign(other, at("lift", alice, row.pk), reason="")

        held.refresh_from_db()
        assert response["Location"] == reverse("wagtailadmin_home")
        assert held.state == "ACTIVE"
        file = one.get(at("person", alice)).content.decode()
        assert "Lifted by Rita Rowe and Mona Marsh" in file

    def test_tells_how_the_review_behind_it_stands_except_to_the_person_named(
        self, alice, bob, rita, mona, clinic
    ):
        make_person("Sam Sato", clinic, Role.SAFETY_OFFICER)
        report(clinic, rita, bob, at=timezone.now(), severity="HARM")
        row, words = Suspension.objects.get(), "safety officer’s review is under way"
        dora = make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)
        dora.user.groups.set(rita.user.groups.all())
        url = at("propose_lift", rita, row.pk)

        assert words in client_of(dora).get(url).content.decode()
        assert words not in client_of(rita).get(url).content.decode()
        sign(client_of(dora), url)
        second = client_of(mona).get(at("lift", rita, row.pk)).content.decode()
        assert words in second

    def test_second_by_whoever_signed_first_is_refused(self, alice, rita, held):
        row, client = suspended(alice, rita), client_of(rita)
        sign(client, at("propose_lift", alice, row.pk))

        response = sign(client, at("lift", alice, row.pk))

        assert response.status_code == 403
        assert "You signed first" in response.content.decode()

    def test_before_anybody_signed_first_leads_there(self, alice, rita):
        row = suspended(alice, rita)

        response = client_of(rita).get(at("lift", alice, row.pk))

        assert response["Location"] == at("propose_lift", alice, row.pk)

    def test_over_another_proposal_than_was_shown_is_refused_and_shown_anew(
        self, alice, rita, clinic, mona, held
    ):
        row = suspended(alice, rita)
        now = timezone.now()
        propose(row, clinic, rita, now)
        client, url = client_of(mona), at("lift", alice, row.pk)
        seen = shown_on(client, url)
        propose(row, clinic, rita, now + days(0), reason="Something else.")

        response = sign(client, url, shown=seen, reason="")

        page = response.content.decode()
        assert response.status_code == 409
        assert "The record changed" in page
        assert "Something else." in page
        again = re.search(r'name="shown" value="([0-9a-f]{64})"', page)[1]
        assert again != seen
        assert sign(client, url, shown=again, reason="").status_code == 302

    def test_is_taken_back_with_one_click(self, alice, rita):
        row, client = suspended(alice, rita), client_of(rita)
        sign(client, at("propose_lift", alice, row.pk))

        client.post(at("withdraw_lift", alice, row.pk))

        row.refresh_from_db()
        assert row.lift_proposed_by is None


class TestRevoking:
    def test_is_signed_over_what_is_shown(self, alice, rita, held):
        response = sign(client_of(rita), at("revoke", alice, held.pk))

        held.refresh_from_db()
        assert (response.status_code, held.state) == (302, "REVOKED")
        file = client_of(rita).get(at("person", alice)).content.decode()
        assert "Rita Rowe: Settled." in file
        assert at("revoke", alice, held.pk) not in file

    def test_of_something_that_changed_is_refused(self, alice, rita, held):
        client, url = client_of(rita), at("revoke", alice, held.pk)
        seen = shown_on(client, url)
        let_go_of("certificates_credential")
        Credential.objects.update(valid_to="2119-01-01")

        response = sign(client, url, shown=seen)

        assert response.status_code == 409
        assert "1 January 2119" in response.content.decode()
        assert not Signature.objects.exists()


class TestThePages:
    def test_are_closed_to_others(self, alice, bob, charlie, rita, mona, held):
        row = suspended(alice, rita)
        urls = [
            at("suspend", alice),
            at("revoke", alice, held.pk),
            at("appoint", alice),
            at("enter_credential", alice),
            at("propose_lift", alice, row.pk),
            at("withdraw_lift", alice, row.pk),
        ]
        for somebody in (alice, bob, charlie, mona):
            client = client_of(somebody)
            for url in urls:
                assert is_closed(client.post(url, PRECAUTION)), url
        for somebody in (alice, bob, charlie):
            assert is_closed(client_of(somebody).get(at("lift", alice, row.pk)))

        row.refresh_from_db()
        assert row.lift_proposed_by is None
        assert Suspension.objects.count() == 1

    def test_of_a_person_cost_the_same_however_much_there_is(
        self, alice, rita, clinic, held
    ):
        client = client_of(rita)

        def add(n):
            grant(alice, clinic, "T", state="REVOKED", valid_to=f"21{n + 20}-01-01")
            Suspension.objects.create(
                person=alice,
                clinic=clinic,
                kind="ADMINISTRATIVE",
                starts_at=timezone.now() - days(9),
                by=rita,
                lifted_at=timezone.now() - days(1),
                lifted_by=rita,
                recorded_at=timezone.now(),
            )

        add(0)
        client.get(at("person", alice))
        with CaptureQueriesContext(connection) as few:
            client.get(at("person", alice))
        for n in range(1, 7):
            add(n)

        with CaptureQueriesContext(connection) as many:
            client.get(at("person", alice))

        assert len(many) == len(few)

    def test_tell_of_a_suspension_elsewhere_without_its_reason(
        self, alice, rita, other_clinic
    ):
        Suspension.objects.create(
            person=alice,
            clinic=other_clinic,
            kind="DISCIPLINARY",
            reason="What the south clinic wrote.",
            starts_at=timezone.now() - days(9),
            recorded_at=timezone.now(),
        )

        file = client_of(rita).get(at("person", alice)).content.decode()

        assert "A suspension is open at another clinic" in file
        assert "What the south clinic wrote." not in file
