"""A therapist's own page of credentials, and their applications."""

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.actions.applications import Wish, submit_application
from certificates.actions.programme import load_programme
from certificates.actions.waivers import Waiving, grant_waiver
from certificates.models import Application, Concern, ExclusionCheck
from tests.cast import NOW, client_of, clinic_day
from tests.certificates import readiness
from tests.certificates.applying import defer
from tests.certificates.readiness import make_ready, make_unchecked
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing

PAGE = "/credentials/"


@pytest.fixture
def today(monkeypatch):
    """What is made is of today, whatever the day: the pages read the clock."""
    today = clinic_day()
    monkeypatch.setattr("tests.certificates.roster.TODAY", today)
    monkeypatch.setattr(readiness, "TODAY", today)


@pytest.fixture
def ready(today, alice, bob, clinic):
    return make_ready(alice, clinic, bob)


@pytest.fixture
def unchecked(today, alice, bob, clinic):
    """Alice is ready but for a look into the exclusion list."""
    return make_unchecked(alice, clinic, bob)


def text_of(person, address=PAGE):
    return client_of(person).get(address).content.decode()


class TestThePage:
    def test_is_for_people_who_are_signed_in(self, alice, bob, rita, charlie):
        assert client_of(None).get(PAGE).status_code == 302
        for somebody in (alice, bob, rita, charlie):
            assert client_of(somebody).get(PAGE).status_code == 200

    def test_tells_somebody_who_is_no_therapist_what_to_do(self, charlie):
        assert "on no clinic’s roster" in text_of(charlie)

    def test_offers_to_apply_when_everything_is_there(self, ready, alice):
        assert "Apply for L1" in text_of(alice)

    def test_says_what_is_missing_and_offers_nothing(self, unchecked, alice):
        page = text_of(alice)

        assert "The exclusion list has not been checked." in page
        assert "A director checks the exclusion list" in page
        assert "Apply for L1" not in page

    def test_shows_what_is_held_with_its_live_state(self, alice, clinic):
        grant(alice, clinic, "T", valid_to=NOW.date() - days(1))

        page = text_of(alice)

        assert "Endorsement T: Trauma Co-therapy" in page
        assert "Expired" in page

    def test_costs_the_same_whatever_there_is(self, ready, alice, clinic):
        client = client_of(alice)
        grant(alice, clinic, "L2A")
        client.get(PAGE)
        with CaptureQueriesContext(connection) as few:
            client.get(PAGE)

        for type_ in ("T", "S", "L3"):
            grant(alice, clinic, type_)
        for day in range(12):
            ExclusionCheck.objects.create(
                person=alice,
                on=NOW.date() - days(day),
                outcome="CLEAR",
                recorded_at=NOW,
            )

        with CaptureQueriesContext(connection) as many:
            client.get(PAGE)

        assert len(many) == len(few) <= 28


class TestWhatANextOneAsks:
    @pytest.fixture
    def programme(self, today, db):
        load_programme(by=None, at=NOW)

    def test_begins_with_enrolling(self, programme, alice):
        page = text_of(alice)

        assert "What comes next" in page
        assert page.index("L0 Enrolled") < page.index("Candidate for L1")
        assert "May study, and observe sessions" in page

    def test_tells_nobody_further_on_to_enrol(self, programme, alice, clinic):
        grant(alice, clinic, "L1")

        assert "L0 Enrolled" not in text_of(alice)

    def test_says_how_many_sign_and_which_version_it_is(self, programme, alice):
        page = text_of(alice)

        assert "Requirement set version 1. Valid for 24 months." in page
        assert page.count("Two directors sign for it.") == 2

    def test_says_what_is_due_for_renewal_and_until_when(
        self, programme, alice, clinic
    ):
        last = clinic_day() + days(30)
        grant(alice, clinic, "L1", valid_to=last)

        page = text_of(alice)

        assert f"To renew, valid until {last.day} {last:%B %Y}" in page
        assert "yearly refresh of critical items is on record" in page
        assert "Foundations" not in page.split("Further on")[0]

    def test_shows_a_waiver_as_what_it_is(self, today, alice, rita, clinic):
        case = {"leaf": "recorded", "kind": "CASE"}
        tree = {"any": [case, {"leaf": "waiver", "code": "CASE"}]}
        readiness.requirement_set("L3", {"all": [tree]})
        waived = grant_waiver(
            alice,
            clinic,
            Waiving("CASE", clinic_day() + days(9), "Presented elsewhere."),
            signer=signing(rita, timezone.now()),
        )

        page = text_of(alice)

        assert "Waived, with a director’s signature:" in page
        assert "Waived until" in page
        assert waived.reason not in page
        assert "1 of 1 met" in page

    def test_tells_nobody_of_a_concern_about_them(self, today, alice, bob, clinic):
        tree = {"all": [{"leaf": "no_open_concern"}, {"leaf": "no_open_suspension"}]}
        readiness.requirement_set("L3", tree)
        before = text_of(alice)
        Concern.objects.create(
            person=alice,
            clinic=clinic,
            severity="RULE",
            account="Somebody wrote something.",
            reported_by=bob,
            reported_at=NOW,
        )

        after = text_of(alice)

        assert "The clinic looks for open concerns when it decides." in after
        assert "1 of 1 met" in after
        assert without_tokens(after) == without_tokens(before)


def without_tokens(page):
    """The page without what is drawn afresh for every request."""
    return re.sub(r'(value|nonce)="[^"]{24,}"', "", page)


class TestApplying:
    def start(self, person, clinic="north", **told):
        told = {"clinic": clinic, "type": "L1", "target": ""} | told
        return client_of(person).post(reverse("application_start"), told, follow=True)

    def test_begins_a_draft_whether_or_not_everything_is_there(self, unchecked, alice):
        response = self.start(alice)

        application = Application.objects.get()
        assert application.state == "DRAFT"
        assert response.redirect_chain[-1][0] == (
            reverse("application", args=[application.pk])
        )
        assert "Go on with your application" in text_of(alice)

    def test_at_somebody_elses_clinic_is_not_found(self, ready, alice, other_clinic):
        assert self.start(alice, "south").status_code == 404

    def test_is_for_therapists(self, ready, rita, charlie):
        for somebody in (rita, charlie):
            assert self.start(somebody).status_code == 403

    @pytest.mark.parametrize(
        "told", [{"type": "L9"}, {"type": ""}, {"target": "x" * 9}]
    )
    def test_for_nonsense_changes_nothing(self, ready, alice, told):
        assert self.start(alice, **told).status_code in (200, 404)
        assert not Application.objects.exists()

    def test_by_the_name_of_a_set_breaks_no_page(self, ready, alice, rita):
        readiness.requirement_set(
            "CANDIDATE-L1", {"all": [{"leaf": "no_open_suspension"}]}
        )

        answered = self.start(alice, type="CANDIDATE-L1")

        assert "This credential cannot be applied for." in answered.content.decode()
        assert not Application.objects.exists()
        assert client_of(alice).get(PAGE).status_code == 200
        assert client_of(rita).get("/admin/credentialing/").status_code == 200


class TestAnApplication:
    @pytest.fixture
    def application(self, ready, alice, clinic):
        return submit_application(alice, Wish(clinic, "L1"), at=timezone.now())

    def test_shows_the_directors_reason(self, application, alice, rita):
        defer(
            application,
            rita,
            at=timezone.now(),
            reason="Please add your second session.",
        )

        page = text_of(alice, reverse("application", args=[application.pk]))

        assert "Please add your second session." in page
        assert "Rita Rowe" in page

    def test_is_seen_and_withdrawn_by_its_owner_alone(
        self, application, alice, bob, rita, charlie
    ):
        seen = reverse("application", args=[application.pk])
        withdrawn = reverse("application_withdraw", args=[application.pk])

        for somebody in (bob, rita, charlie):
            assert client_of(somebody).get(seen).status_code == 404
            assert client_of(somebody).post(withdrawn).status_code == 404
        assert client_of(alice).post(withdrawn).status_code == 302

        application.refresh_from_db()
        assert application.state == "WITHDRAWN"


class TestTheNextStep:
    def told(self, person):
        request = RequestFactory().get("/learn/")
        request.user = person.user
        tag = "{% load credentials %}{% credential_next_step as step %}"
        shown = tag + "{{ step.label }}: {{ step.sentence }}"
        return Template(shown).render(Context({"request": request}))

    def test_is_to_apply_when_ready(self, ready, alice):
        assert self.told(alice) == "Apply: Everything for L1 is there: you can apply."

    def test_is_what_is_missing(self, unchecked, alice):
        assert self.told(alice).endswith("One thing is still missing for L1.")

    def test_is_to_wait_once_applied(self, ready, alice, clinic):
        submit_application(alice, Wish(clinic, "L1"), at=timezone.now())

        assert "is with the clinical director" in self.told(alice)

    def test_is_nothing_for_a_director(self, rita):
        assert self.told(rita) == ": "
