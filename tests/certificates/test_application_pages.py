"""A therapist's own application: written, sent, followed, taken back, appealed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.actions.applications import (
    Wish,
    start_application,
    submit_application,
)
from certificates.models import Application, Concern, Statement
from home.models import DeclaredRelationship, Role
from tests.cast import client_of, make_person
from tests.certificates import readiness
from tests.certificates.applying import approve, decline, defer
from tests.certificates.readiness import L1_TREE, make_ready, observe, requirement_set

STATES = (
    {"leaf": "attestation", "code": "RECORD-TRUE", "by": "SELF"},
    {"leaf": "no_open_concern"},
)


@pytest.fixture
def ready(alice, bob, clinic, monkeypatch):
    today = timezone.now()
    monkeypatch.setattr("tests.certificates.roster.TODAY", today.date())
    monkeypatch.setattr(readiness, "TODAY", today.date())
    return make_ready(alice, clinic, bob)


@pytest.fixture
def asks_for_a_statement(ready, clinic):
    return requirement_set("L1", {"all": [L1_TREE, *STATES]}, clinic=clinic)


@pytest.fixture
def draft(alice, clinic, asks_for_a_statement):
    return start_application(alice, Wish(clinic, "L1"), at=timezone.now())


@pytest.fixture
def sent(alice, clinic, ready):
    return submit_application(alice, Wish(clinic, "L1"), at=timezone.now())


def where(name, application, *more):
    return reverse(name, args=[application.pk, *more])


def post(by, name, application, *more, **told):
    return client_of(by).post(where(name, application, *more), told, follow=True)


def begin(by, **told):
    asked = {"clinic": "north", "type": "L1", "target": ""} | told
    return client_of(by).post(reverse("application_start"), asked, follow=True)


class TestBeginning:
    def test_leads_to_the_draft(self, alice, asks_for_a_statement):
        page = begin(alice)

        draft = Application.objects.get()
        assert draft.state == "DRAFT"
        assert page.redirect_chain[-1][0] == where("application", draft)
        assert "nobody at the clinic sees it" in page.content.decode()

    def test_twice_goes_on_with_the_same_one(self, alice, draft):
        page = begin(alice)

        assert page.redirect_chain[-1][0] == where("application", draft)
        assert Application.objects.count() == 1

    @pytest.mark.parametrize(
        ("told", "status"),
        [({"clinic": "south"}, 404), ({"clinic": ""}, 404), ({"type": "L9"}, 200)],
    )
    def test_is_for_what_is_offered_at_ones_own_clinic(
        self, alice, ready, other_clinic, told, status
    ):
        assert begin(alice, **told).status_code == status
        assert not Application.objects.exists()

    def test_is_for_therapists(self, rita, ready):
        assert begin(rita).status_code == 403


class TestTheDraft:
    def test_tells_what_is_whose_to_do(self, alice, draft):
        page = client_of(alice).get(where("application", draft)).content.decode()

        assert "What I handed in is true and complete" in page
        assert "All that is left is to state what stands above" in page
        assert "The clinic looks for open concerns when it decides." in page
        assert "Send the application" not in page

    def test_is_stated_and_sent(self, alice, draft):
        post(alice, "application_state", draft, "RECORD-TRUE")
        assert Statement.objects.get().by == alice

        page = client_of(alice).get(where("application", draft)).content.decode()
        assert "Send the application" in page
        post(alice, "application_send", draft)

        draft.refresh_from_db()
        assert draft.state == "READY"
        assert draft.dossier["statements"][0]["code"] == "RECORD-TRUE"

    def test_is_not_sent_with_something_to_bring(self, alice, draft):
        page = post(alice, "application_send", draft)

        assert "record is true and complete: not made yet" in page.content.decode()
        draft.refresh_from_db()
        assert draft.state == "DRAFT"

    def test_states_only_what_is_on_the_list(self, alice, draft):
        page = post(alice, "application_state", draft, "READY-TO-LEAD")

        assert page.status_code == 200
        assert not Statement.objects.exists()

    def test_is_nobody_elses(self, draft, rita, bob, charlie):
        for somebody in (rita, bob, charlie):
            client = client_of(somebody)
            assert client.get(where("application", draft)).status_code == 404
            for name in ("application_send", "application_withdraw"):
                assert client.post(where(name, draft)).status_code == 404
        assert client_of(None).get(where("application", draft)).status_code == 302

    def test_costs_the_same_however_much_there_is(self, alice, bob, clinic, draft):
        client, address = client_of(alice), where("application", draft)
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _ in range(9):
            observe(alice, clinic, bob)

        with CaptureQueriesContext(connection) as many:
            client.get(address)

        assert len(many) == len(few)


class TestWhatWasSent:
    def test_is_followed_step_by_step(self, sent, alice):
        page = client_of(alice).get(where("application", sent)).content.decode()

        assert "It waits for a clinical director" in page
        assert "Begun, Alice Ames" in page
        assert "Sent, Alice Ames" in page
        assert "Licence valid through" in page

    def test_says_nothing_of_an_open_concern(
        self, alice, bob, clinic, asks_for_a_statement
    ):
        Concern.objects.create(
            person=alice,
            clinic=clinic,
            severity="QUESTION",
            account="Something to look at.",
            reported_by=bob,
            reported_at=timezone.now(),
        )
        begin(alice)
        draft = Application.objects.get()
        post(alice, "application_state", draft, "RECORD-TRUE")
        page = post(alice, "application_send", draft).content.decode()

        draft.refresh_from_db()
        assert draft.state == "READY"
        # The footer of every page has a link to report one.
        told = page[page.index("<main") : page.index("</main>")]
        assert "concern" not in told.lower()

    def test_is_taken_back(self, sent, alice):
        page = post(alice, "application_withdraw", sent)

        assert "Your application is withdrawn." in page.content.decode()
        again = post(alice, "application_withdraw", sent)
        assert "no longer waiting" in again.content.decode()

    def test_is_read_by_somebody_who_left(self, sent, alice):
        alice.memberships.update(ends_on="2025-01-01")

        page = client_of(alice).get(where("application", sent))

        assert page.status_code == 200
        assert b"Withdraw the application" not in page.content

    @pytest.mark.parametrize("state", [s for s in Application.State if s != "DRAFT"])
    def test_has_words_for_every_state(self, sent, alice, rita, state):
        Application.objects.update(
            state=state, decided_by=rita, decided_at=timezone.now()
        )

        assert client_of(alice).get(where("application", sent)).status_code == 200


class TestWhatCameBack:
    def test_is_mended_and_sent_again(self, sent, alice, rita):
        defer(sent, rita, at=timezone.now(), reason="Another last day.")

        page = client_of(alice).get(where("application", sent)).content.decode()
        assert "Another last day." in page
        assert "Mend it and send it again" in page
        begin(alice)

        again = Application.objects.get(state="DRAFT")
        assert again.continues == sent
        page = client_of(alice).get(where("application", sent)).content.decode()
        assert "Mend it and send it again" not in page


class TestAppealing:
    def test_is_offered_for_thirty_days(self, sent, alice, rita):
        decline(sent, rita, at=timezone.now())
        assert b"You may appeal" in self._page(sent, alice)

        old = timezone.now() - datetime.timedelta(days=32)
        Application.objects.update(decided_at=old)

        assert b"You may appeal" not in self._page(sent, alice)
        late = post(alice, "application_appeal", sent, grounds="Late.")
        assert late.status_code == 409

    def test_gives_its_grounds(self, sent, alice, rita):
        decline(sent, rita, at=timezone.now())

        page = post(alice, "application_appeal", sent, grounds="I was on leave.")

        assert "I was on leave." in page.content.decode()
        sent.refresh_from_db()
        assert sent.state == "APPEALED"

    def test_needs_grounds_and_keeps_what_was_typed(self, sent, alice, rita):
        decline(sent, rita, at=timezone.now())

        empty = post(alice, "application_appeal", sent, grounds="")
        long = post(alice, "application_appeal", sent, grounds="Because. " * 500)

        assert empty.status_code == long.status_code == 422
        assert "Because. Because." in long.content.decode()
        sent.refresh_from_db()
        assert sent.state == "DECLINED"

    def test_is_not_offered_for_what_was_granted(self, sent, alice, rita):
        approve(sent, rita, at=timezone.now())

        assert b"You may appeal" not in self._page(sent, alice)

    def _page(self, application, by):
        return client_of(by).get(where("application", application)).content


def test_a_conflict_of_roles_changes_nothing(sent, alice, clinic):
    """Staff who is the applicant cannot move their own application along."""
    alice.memberships.create(clinic=clinic, role=Role.STAFF, starts_on="2024-01-01")
    other = make_person("Otis Oak", clinic, Role.STAFF)
    DeclaredRelationship.objects.create(
        one=alice, other=other, kind="SPOUSE", declared_on="2024-01-01"
    )
    for somebody in (alice, other):
        name = "credentialing_verifying_again"
        client_of(somebody).post(reverse(name, args=[sent.pk]))

    sent.refresh_from_db()
    assert sent.state == "READY"
