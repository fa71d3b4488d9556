"""Applications on the director's desk: who sees them, and what is decided."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.actions.applications import (
    Wish,
    start_application,
    submit_application,
    withdraw_application,
)
from certificates.models import (
    Application,
    Concern,
    Credential,
    Document,
)
from home.models import Role
from tests.cast import client_of, clinic_day, make_person
from tests.certificates import readiness
from tests.certificates.applying import shown_digest
from tests.certificates.desk import (
    PASSWORD,
    address,
    application,
    decide,
    desk,
    is_closed,
)
from tests.certificates.readiness import requirement_set

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["application", "desk"]


class TestWhoSeesTheDesk:
    @pytest.mark.parametrize("name", ["applications", "people"])
    def test_directors_only(self, name, alice, bob, rita, charlie):
        assert client_of(rita).get(address(name)).status_code == 200
        assert client_of(charlie).get(address(name)).status_code == 200
        for somebody in (alice, bob):
            assert is_closed(client_of(somebody).get(address(name)))
        assert client_of(None).get(address(name)).status_code == 302

    def test_a_draft_is_its_writers_alone(self, application, alice, clinic, rita):
        requirement_set("T")
        draft = start_application(alice, Wish(clinic, "T"), at=timezone.now())

        for name in ("application", "verifying"):
            found = client_of(rita).get(address(name, draft.pk))
            assert found.status_code == 404
        page = client_of(rita).get(address("applications"), {"state": "ALL"})
        assert str(draft.pk) not in page.content.decode()

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
    told = {"password": PASSWORD, "shown": shown_digest(application, timezone.now())}
    return client.post(address("decide", application.pk, "approve"), told)


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
                state="SUBMITTED",
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
            "everything required is met",
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
        assert "?decision=approve" not in page
        assert "?decision=decline" in page
        assert refused.status_code == 403
        assert not Credential.objects.exists()

    def test_says_what_lapsed_and_offers_no_approval(self, application, rita):
        Document.objects.update(expires_on=clinic_day().replace(year=2020))

        page = client_of(rita).get(address("application", application.pk))

        assert b"One thing asked for is missing" in page.content
        assert b"The licence ended" in page.content
        assert b"?decision=approve" not in page.content

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

    def test_says_what_is_different_since_it_was_sent(
        self, application, rita, bob, alice, clinic
    ):
        readiness.observe(alice, clinic, bob)

        page = client_of(rita).get(address("application", application.pk))

        assert b"Observed practice: 1 added" in page.content

    def test_tells_of_open_concerns_by_number_only(
        self, application, rita, bob, alice, clinic
    ):
        Concern.objects.create(
            person=alice,
            clinic=clinic,
            severity="QUESTION",
            account="What nobody else may read.",
            reported_by=bob,
            reported_at=timezone.now(),
        )

        page = client_of(rita).get(address("application", application.pk))

        assert b"One confidential report is open." in page.content
        assert b"What nobody else may read" not in page.content

    def test_of_an_older_form_is_still_shown(self, application, rita, alice, clinic):
        withdraw_application(application, by=alice, at=timezone.now())
        newer = ("statements", "waivers", "open_concerns", "applications", "format")
        older = {k: v for k, v in application.dossier.items() if k not in newer}
        row = Application.objects.create(
            person=alice,
            clinic=clinic,
            credential_type="L1",
            requirement_set=application.requirement_set,
            state="DECLINED",
            submitted_at=timezone.now(),
            decided_at=timezone.now(),
            decided_by=rita,
            dossier=older,
            dossier_sha256="0" * 64,
        )

        page = client_of(rita).get(address("application", row.pk))

        assert page.status_code == 200
        assert b"Asked the primary source" in page.content
