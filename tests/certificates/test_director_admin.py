"""Applications on the director's desk: who sees them, and what is decided."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.actions.applications import (
    Wish,
    submit_application,
    withdraw_application,
)
from certificates.fresh_sign_in import TRIES
from certificates.models import (
    Application,
    Credential,
    Document,
    Signature,
)
from home.models import AuditEntry, Role
from tests.cast import client_of, make_person
from tests.certificates import readiness
from tests.certificates.desk import (
    PASSWORD,
    address,
    application,
    decide,
    desk,
    is_closed,
)

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["application", "desk"]


class TestWhoSeesTheDesk:
    LISTS = ("applications", "people")

    @pytest.mark.parametrize("name", LISTS)
    def test_directors_only(self, name, alice, bob, rita, charlie):
        assert client_of(rita).get(address(name)).status_code == 200
        assert client_of(charlie).get(address(name)).status_code == 200
        for somebody in (alice, bob):
            assert is_closed(client_of(somebody).get(address(name)))
        assert client_of(None).get(address(name)).status_code == 302

    def test_a_superuser_without_a_role_sees_nothing(self, application, clinic):
        chief = make_person("Sue Super")
        chief.user.is_superuser = True
        chief.user.save()
        client = client_of(chief)

        for where in (
            address("applications"),
            address("people"),
            address("application", application.pk),
            address("person", "north", application.person_id),
            address("site_values"),
        ):
            assert is_closed(client.get(where))
        assert is_closed(decide_as(client, application))
        assert b"Credentialing" not in client.get("/admin/").content

    def test_another_clinics_people_are_not_found(self, application, alice, charlie):
        client = client_of(charlie)

        assert b"Alice Ames" not in client.get(address("applications")).content
        for where in (
            address("application", application.pk),
            address("person", "north", alice.pk),
            address("person", "south", alice.pk),
            address("suspend", "north", alice.pk),
            address("add_document", "south", alice.pk),
        ):
            assert client.get(where).status_code == 404
        assert decide(charlie, application).status_code == 404
        assert client.get(address("people"), {"clinic": "north"}).status_code == 404

    def test_the_menu_is_shown_to_directors(self, rita, alice):
        assert b"Credentialing" in client_of(rita).get("/admin/").content
        assert b"Credentialing" not in client_of(alice).get("/admin/").content


def decide_as(client, application):
    told = {"password": PASSWORD, "shown": application.dossier_sha256}
    return client.post(address("approve", application.pk), told)


class TestTheList:
    def test_shows_what_waits_and_filters_by_state(self, application, rita):
        client = client_of(rita)

        assert b"Alice Ames" in client.get(address("applications")).content
        other = client.get(address("applications"), {"state": "DECLINED"})
        assert b"Alice Ames" not in other.content

    def test_costs_the_same_however_many_wait(self, application, rita, clinic):
        client = client_of(rita)
        client.get(address("applications"))
        with CaptureQueriesContext(connection) as few:
            client.get(address("applications"))
        for number in range(12):
            person = make_person(f"P{number} Person", clinic, Role.THERAPIST)
            Application.objects.create(
                person=person,
                clinic=clinic,
                credential_type="L1",
                requirement_set=application.requirement_set,
                submitted_at=timezone.now(),
                dossier={},
                dossier_sha256="0" * 64,
            )

        with CaptureQueriesContext(connection) as many:
            response = client.get(address("applications"))

        assert response.content.count(b"Person</a>") == 12
        assert len(many) == len(few)


class TestTheDossier:
    def test_shows_everything_on_one_page(self, application, rita):
        page = client_of(rita).get(address("application", application.pk))
        told = page.content.decode()

        for words in (
            "Alice Ames",
            "L1 Preparation and Integration Therapist",
            "90%",
            "every critical item right",
            "Not reviewed",
            "Bob Birch",
            "Asked the primary source",
            "everything asked for still holds",
            application.dossier_sha256,
        ):
            assert words in told

    def test_names_who_entered_a_paper_and_keeps_them_from_approving(
        self, application, alice, bob, rita, clinic
    ):
        today = timezone.now()
        withdraw_application(application, by=alice, at=today)
        readiness.observe(alice, clinic, bob, recorded_by=rita)
        waiting = submit_application(alice, Wish(clinic, "L1"), at=today)

        page = client_of(rita).get(address("application", waiting.pk)).content.decode()
        refused = decide(rita, waiting)

        assert page.count("entered from paper by Rita Rowe") == 1
        assert "You entered an observed session of this person" in page
        assert "Approve and sign" not in page
        assert refused.status_code == 403
        assert not Credential.objects.exists()

    def test_says_what_lapsed_and_offers_no_approval(self, application, rita):
        Document.objects.update(expires_on=timezone.now().date().replace(year=2020))

        page = client_of(rita).get(address("application", application.pk))

        assert b"No longer true since the application" in page.content
        assert b"Approve and sign" not in page.content

    def test_costs_the_same_however_much_there_is(self, application, rita, bob):
        client = client_of(rita)
        where = address("application", application.pk)
        client.get(where)
        with CaptureQueriesContext(connection) as few:
            client.get(where)
        for _ in range(9):
            readiness.observe(application.person, application.clinic, bob)
            Document.objects.create(
                person=application.person, kind="BLS", recorded_at=timezone.now()
            )

        with CaptureQueriesContext(connection) as many:
            client.get(where)

        assert len(many) == len(few)


class TestDeciding:
    def test_approves_with_the_password(self, application, rita):
        response = decide(rita, application)

        assert b"Approved and signed." in response.content
        assert Credential.objects.get().state == "ACTIVE"
        assert Signature.objects.get().by == rita

    @pytest.mark.parametrize(
        ("name", "state"), [("return", "RETURNED"), ("decline", "DECLINED")]
    )
    def test_returns_or_declines_with_a_reason(self, application, rita, name, state):
        decide(rita, application, name)

        application.refresh_from_db()
        assert (application.state, application.reason) == (state, "Seen and discussed.")

    @pytest.mark.parametrize(
        ("changes", "status", "words"),
        [
            ({"password": "wrong"}, 403, "This is not your password."),
            ({"password": ""}, 422, "This field is required."),
            ({"shown": "f" * 64}, 409, "not the one you were shown"),
        ],
    )
    def test_signs_nothing_and_keeps_what_was_typed(
        self, application, rita, changes, status, words
    ):
        before = AuditEntry.objects.count()

        response = decide(rita, application, **changes)

        assert response.status_code == status
        assert words in response.content.decode()
        assert "Seen and discussed." in response.content.decode()
        assert PASSWORD not in response.content.decode()
        assert AuditEntry.objects.count() == before
        application.refresh_from_db()
        assert application.state == "SUBMITTED"

    @pytest.mark.parametrize("name", ["return", "decline"])
    def test_against_somebody_needs_a_reason(self, application, rita, name):
        response = decide(rita, application, name, reason="")

        assert response.status_code == 400
        assert b"Please give the reason" in response.content

    def test_stops_after_too_many_wrong_passwords(self, application, rita):
        for _ in range(TRIES):
            decide(rita, application, password="wrong")

        response = decide(rita, application)

        assert response.status_code == 429
        assert not Credential.objects.exists()

    def test_only_by_posting(self, application, rita):
        assert (
            client_of(rita).get(address("approve", application.pk)).status_code == 405
        )

    def test_on_oneself_is_not_offered_and_not_possible(
        self, application, alice, clinic
    ):
        alice.memberships.create(
            clinic=clinic, role=Role.CLINICAL_DIRECTOR, starts_on="2024-01-01"
        )

        page = client_of(alice).get(address("application", application.pk))

        assert b"Nobody decides about themselves" in page.content
        assert b"Approve and sign" not in page.content
        assert decide(alice, application).status_code == 403
        assert not Credential.objects.exists()
