"""The door: yes or no, and nothing that is older than it looks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import DecisionRecord, Session
from home.models import Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import at
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    finish,
    in_state,
    suspend,
)


def door(person, session, part=""):
    return client_of(person).get(f"/sessions/{session.code}/door/{part}")


def post(person, session, step, **data):
    return client_of(person).post(f"/sessions/{session.code}/{step}/", data)


class TestTheDoor:
    def test_says_yes_when_the_gate_does(self, prepared, alice):
        with at(DOOR):
            page = door(alice, prepared).content.decode()

        assert "door__panel--yes" in page
        assert "door__panel--no" not in page
        assert f"/sessions/{prepared.code}/start/" in page
        assert "Alice Ames" in page
        assert "Lead therapist" in page

    def test_says_no_with_the_first_thing_to_mend(self, prepared, team, alice):
        suspend(team["bob"], DOOR - MINUTES)

        with at(DOOR):
            page = door(alice, prepared).content.decode()

        assert "door__panel--no" in page
        assert "door__panel--yes" not in page
        assert f"/sessions/{prepared.code}/start/" not in page
        assert page.index("NOT-SUSPENDED") > page.index("door__panel--no")

    def test_is_never_kept_anywhere(self, prepared, alice):
        with at(DOOR):
            for part in ("", "answer/"):
                assert "no-store" in door(alice, prepared, part)["Cache-Control"]

    def test_records_one_decision_for_each_look(self, prepared, alice):
        with at(DOOR):
            before = DecisionRecord.objects.count()
            door(alice, prepared)
            door(alice, prepared, "answer/")

        rows = DecisionRecord.objects.order_by("evaluated_at")
        assert rows.count() == before + 2
        assert rows.last().question["action"] == {"name": "start"}

    def test_tells_for_how_long_the_answer_stands(self, prepared, alice):
        with at(DOOR):
            assert 'data-lasts="60"' in door(alice, prepared).content.decode()
        almost_over = prepared.ends_at - 30 * MINUTES / 60
        with at(almost_over):
            assert 'data-lasts="30"' in door(alice, prepared).content.decode()

    def test_goes_without_a_script_by_loading_itself(self, prepared, alice):
        with at(DOOR):
            page = door(alice, prepared).content.decode()

        assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in page
        assert "door__panel--stale" in page

    def test_begins_on_one_press(self, prepared, alice):
        with at(DOOR):
            answer = post(alice, prepared, "start")

        prepared.refresh_from_db()
        assert prepared.state == Session.State.STARTED
        assert answer.url == f"/sessions/{prepared.code}/door/"

    def test_begins_nothing_on_a_no_that_came_since(self, prepared, team, alice):
        suspend(team["bob"], DOOR - MINUTES)

        with at(DOOR):
            client = client_of(alice)
            answer = client.post(f"/sessions/{prepared.code}/start/", follow=True)

        prepared.refresh_from_db()
        assert prepared.state == Session.State.BOOKED
        assert "not started" in answer.content.decode()

    def test_offers_no_step_to_somebody_who_only_plans(self, prepared, sam):
        with at(DOOR):
            page = door(sam, prepared).content.decode()
            post(sam, prepared, "start")

        assert "door__panel--yes" in page
        assert f"/sessions/{prepared.code}/start/" not in page
        prepared.refresh_from_db()
        assert prepared.state == Session.State.BOOKED

    def test_keeps_a_word_at_one_tap(self, booked, team):
        with at(NOW):
            post(team["alice"], booked, "attest", code="PREPARATION-DONE")
            page = door(team["alice"], booked).content.decode()

        assert booked.attestations.get().by == team["alice"]
        assert "Alice Ames, today" in page
        assert 'value="PREPARATION-DONE"' not in page

    def test_refuses_a_word_that_is_not_theirs_and_says_whose(self, booked, sam):
        with at(NOW):
            client = client_of(sam)
            url = f"/sessions/{booked.code}/attest/"
            answer = client.post(url, {"code": "PREPARATION-DONE"}, follow=True)

        assert not booked.attestations.exists()
        assert "This is attested by a therapist" in answer.content.decode()

    def test_asks_for_relief_when_clearance_is_lost_meanwhile(
        self, under_way, team, alice
    ):
        suspend(team["bob"], DOOR + MINUTES)

        with at(DOOR + 2 * MINUTES):
            page = door(alice, under_way).content.decode()

        assert "Stay with the patient. This team needs relief." in page

    def test_leads_to_the_end(self, prepared, team, alice):
        finish(prepared, team)

        with at(DOOR + 300 * MINUTES):
            before = DecisionRecord.objects.count()
            page = door(alice, prepared).content.decode()

        assert "This session is over" in page
        assert "door__panel--yes" not in page
        assert DecisionRecord.objects.count() == before

    @pytest.mark.parametrize("state", ["STARTED", "RELEASED"])
    def test_asks_for_the_step_that_is_next(self, prepared, alice, state):
        in_state(prepared, state)

        with at(DOOR + MINUTES):
            door(alice, prepared)

        asked = {"STARTED": "release", "RELEASED": "close"}[state]
        newest = DecisionRecord.objects.order_by("evaluated_at").last()
        assert newest.question["action"] == {"name": asked}

    def test_alarms_nobody_while_all_goes_its_way(self, under_way, alice):
        with at(DOOR + MINUTES):
            page = door(alice, under_way).content.decode()

        assert "The patient is not to be released yet." in page
        assert "door__panel--no" not in page
        assert "door__panel--yes" not in page
        assert f"/sessions/{under_way.code}/release/" not in page

    def test_does_not_ask_for_an_auditor(self, prepared, clinic):
        auditor = make_person("Ava Auditor", clinic, Role.AUDITOR)
        with at(DOOR):
            before = DecisionRecord.objects.count()
            page = door(auditor, prepared).content.decode()

        assert "You read here." in page
        assert DecisionRecord.objects.count() == before

    def test_is_not_there_for_another_clinic(self, prepared, charlie):
        with at(DOOR):
            assert door(charlie, prepared).status_code == 404
            assert door(charlie, prepared, "answer/").status_code == 404
            for step in ("start", "release", "close", "attest"):
                assert post(charlie, prepared, step).status_code == 404
            assert door(None, prepared).status_code == 302

    def test_tells_a_colleague_only_the_code(self, prepared, team, alice, sam):
        suspend(team["bob"], DOOR - MINUTES)

        with at(DOOR):
            colleague = door(alice, prepared).content.decode()
            planner = door(sam, prepared).content.decode()

        words = "Something asked of this person does not hold at present."
        assert "NOT-SUSPENDED" in colleague
        assert words in colleague
        assert words not in planner


class TestTheCost:
    def test_is_the_same_for_a_large_team(self, prepared, alice, clinic):
        counted = []
        for number in (0, 5):
            for one in range(number):
                person = make_person(f"Obs{one} Server", clinic, Role.STAFF)
                prepared.members.create(person=person, role="observer")
                prepared.attestations.create(code="KIT-READY", by=person, at=DOOR)
            with at(DOOR), CaptureQueriesContext(connection) as queries:
                door(alice, prepared, "answer/")
            counted.append(len(queries))

        assert counted[0] == counted[1]
        assert counted[0] < 40
