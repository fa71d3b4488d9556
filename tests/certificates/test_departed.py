"""Somebody who has left every roster: the doors close, their own record stays open."""

import datetime

import pytest
from django.urls import reverse

from certificates.actions.applications import Wish, submit_application
from home.models import AuditEntry
from kap_training.routes import every_route
from modules.models import Attempt, JournalEntry
from tests.cast import NOW, client_of
from tests.certificates.readiness import make_ready
from tests.certificates.roster import grant
from tests.test_addresses import addresses_of

OPEN_TO_ALL = {"ANYONE", "TOKEN", "SIGNED-IN"}
OURS = [
    route
    for route in every_route()
    if route.is_ours and route.policy not in OPEN_TO_ALL
]
OWN = {
    "credentials",
    "application",
    "application_appeal",
    "artefact",
    "attempt_result",
    "documents",
    "observation",
    "practicum_mine",
    "journal",
    "journal_remove",
    "timeline",
}
# Whoever may not read a report does not learn that there is one.
HIDDEN = "CONCERN-READER"
LEFT_ON = datetime.date(2025, 1, 1)


def leave(person):
    person.memberships.update(ends_on=LEFT_ON)
    return client_of(person)


@pytest.fixture
def built(alice, bob, clinic):
    return make_ready(alice, clinic, bob)


@pytest.fixture
def client(built, alice):
    return leave(alice)


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


class TestEveryAddress:
    def test_of_ones_own_record_is_one_of_these(self):
        named = {route.name for route in OURS if route.policy == "OWN-RECORD"}

        assert named == OWN

    @pytest.mark.parametrize("route", OURS, ids=lambda route: route.pattern)
    def test_is_closed_unless_it_is_ones_own_record(self, route, alice):
        client = leave(alice)
        done = AuditEntry.objects.exclude(action="DENIED")
        before = done.count()

        for path in addresses_of(route.pattern):
            answers = [client.get(path), client.post(path)]
            codes = {answer.status_code for answer in answers}
            if route.policy == "OWN-RECORD":
                assert codes <= {200, 404, 405}, path
            elif route.policy == HIDDEN:
                assert codes <= {404, 405}, path
            elif route.pattern.startswith("/admin/"):
                assert codes == {302}, path
            else:
                assert codes == {403}, path

        assert done.count() == before

    def test_that_is_a_lesson_is_closed(self, client, built):
        assert client.get(built.lessons["F1.1"].url).status_code == 403


class TestTheClosedDoor:
    def test_says_what_to_do_and_what_stays_open(self, client):
        page = client.get("/learn/").content.decode()

        assert "You are on no clinic’s roster today." in page
        assert "ask its clinical director" in page
        for name in ("credentials", "practicum_mine", "journal"):
            assert f'href="{reverse(name)}"' in page

    def test_speaks_of_the_role_to_somebody_who_is_on_a_roster(self, alice):
        page = client_of(alice).get("/practicum/").content.decode()

        assert "Your role at this clinic does not include this page." in page
        assert "no clinic’s roster" not in page

    def test_shows_no_way_to_the_path(self, client):
        page = client.get("/learn/").content.decode()

        assert 'href="/learn/"' not in page
        assert 'href="/credentials/"' in page


class TestTheirCredentials:
    def test_stay_to_be_read(self, built, alice, clinic):
        grant(alice, clinic, "L1")

        page = text_of(leave(alice).get("/credentials/"))

        assert "L1 Preparation and Integration Therapist" in page
        assert "You are not on the roster of North Clinic" in page
        assert "Apply for" not in page

    def test_stay_when_they_work_elsewhere(self, built, alice, clinic, other_clinic):
        grant(alice, clinic, "L1")
        alice.memberships.update(clinic=other_clinic)

        page = text_of(client_of(alice).get("/credentials/"))

        assert "You are not on the roster of North Clinic" in page
        assert "South Clinic" in page

    def test_of_somebody_else_are_not_there(self, client, bob, clinic):
        grant(bob, clinic, "L3")

        assert "L3 Independent" not in text_of(client.get("/credentials/"))

    def test_that_were_asked_for_are_told_and_not_withdrawn(
        self, built, alice, bob, clinic
    ):
        application = submit_application(alice, Wish(clinic, "L1"), at=NOW)
        where = reverse("application", args=[application.pk])
        assert "Withdraw the application" in text_of(client_of(alice).get(where))

        client = leave(alice)

        assert "Withdraw the application" not in text_of(client.get(where))
        assert where in text_of(client.get("/credentials/"))
        assert client.post(where + "withdraw/").status_code == 403
        assert leave(bob).get(where).status_code == 404


class TestTheirLearning:
    @pytest.mark.parametrize("passed", [True, False])
    def test_results_stay_to_be_read(self, client, alice, built, passed):
        attempt = Attempt.objects.create(
            person=alice,
            assessment=built.assessments["F"],
            pass_percent=80,
            started_at=NOW,
            submitted_at=NOW,
            score_numerator=1,
            score_denominator=2,
            all_critical_right=passed,
            passed=passed,
        )

        page = text_of(client.get(reverse("attempt_result", args=[attempt.pk])))

        assert "50%" in page
        assert 'href="/learn/' not in page

    def test_observations_stay_to_be_read(self, client):
        assert "Rated by Bob Birch" in text_of(client.get("/practicum/mine/"))


class TestTheirJournal:
    @pytest.fixture
    def entry(self, built, alice):
        return JournalEntry.objects.create(
            person=alice,
            lesson_key=built.lessons["F1.1"].translation_key,
            block_id=built.editions["F1"].module_key,
            text="I was afraid.",
            saved_at=NOW,
        )

    def test_stays_theirs_to_read(self, client, entry):
        page = text_of(client.get("/learn/journal/"))

        assert "I was afraid." in page
        assert "Write on" not in page

    def test_stays_theirs_to_remove(self, client, entry):
        where = reverse("journal_remove", args=[entry.pk])
        assert "I was afraid." in text_of(client.get(where))

        client.post(where)

        assert not JournalEntry.objects.exists()

    def test_takes_nothing_new(self, client, built, entry):
        lesson = built.lessons["F1.1"].translation_key
        where = reverse("journal_write", args=[lesson, entry.block_id])

        assert client.post(where, {"text": "More"}).status_code == 403
        assert JournalEntry.objects.get().text == "I was afraid."
