"""The list of sessions, and one of them: clear or not in one glance."""

import datetime
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.actions.exceptions import show_exception, sign_exception
from certificates.actions.session_steps import start_session
from certificates.actions.sessions import cancel_session, change_booking
from certificates.actions.signatures import Signer, SignIn, digest_of_shown
from certificates.models import DecisionRecord
from home.models import Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import at
from tests.certificates.roster import days
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    STARTS,
    booking,
    plan,
    suspend,
    talking,
)


def look(person, query=""):
    return client_of(person).get(f"/sessions/{query}")


def page(person, session):
    return client_of(person).get(f"/sessions/{session.code}/").content.decode()


class TestTheList:
    def test_says_clear_where_nothing_is_open(self, team, clinic, planner, sam):
        plan(talking(team), clinic, planner)

        with at(NOW):
            told = look(sam).content.decode()

        assert "KX-301" in told
        assert re.search(r"badge--positive.*Clear</span>", told, re.S)

    def test_names_the_first_thing_to_mend(self, booked, team, sam):
        suspend(team["bob"], NOW)

        with at(NOW):
            told = look(sam).content.decode()

        assert "Not clear</span>" in told
        assert "<strong>First:</strong> Bob Birch" in told

    def test_tells_what_may_still_come_from_what_is_forbidden(self, booked, sam):
        with at(NOW):
            told = look(sam).content.decode()

        assert "Not clear yet</span>" in told
        assert "Not clear</span>" not in told

    def test_records_nothing(self, booked, sam):
        before = DecisionRecord.objects.count()

        with at(NOW):
            look(sam)

        assert DecisionRecord.objects.count() == before

    def test_groups_by_the_clinics_own_day(self, team, clinic, planner, sam):
        # Half past eight in the evening of the second in New York.
        late = datetime.datetime(2026, 11, 3, 1, 30, tzinfo=datetime.UTC)
        wanted = talking(team, starts_at=late, ends_at=late + 30 * MINUTES)
        plan(wanted, clinic, planner)

        with at(NOW):
            told = look(sam).content.decode()

        assert "Today, Monday 2 November" in told
        assert "20:30 to 21:00 EST" in told

    def test_keeps_past_sessions_apart(self, booked, sam):
        with at(STARTS + days(3)):
            assert "KX-301" not in look(sam).content.decode()
            assert "KX-301" in look(sam, "?when=past").content.decode()

    def test_keeps_what_goes_on_past_midnight(self, under_way, sam):
        with at(STARTS + days(1)):
            told = look(sam).content.decode()

        assert "Under way" in told

    def test_filters(self, booked, team, clinic, planner, sam):
        begins = STARTS + days(1)
        later = {"starts_at": begins, "ends_at": begins + 60 * MINUTES}
        plan(talking(team, code="KX-302", **later), clinic, planner)

        with at(NOW):
            told = look(sam, "?kind=PREPARATION").content.decode()

        assert "KX-302" in told
        assert "KX-301" not in told

    def test_shows_a_therapist_their_own_first(self, booked, clinic):
        other = make_person("Olga Other", clinic, Role.THERAPIST)

        with at(NOW):
            own, everybodys = look(other), look(other, "?whose=")

        assert "KX-301" not in own.content.decode()
        assert "You are on no team" in own.content.decode()
        assert "KX-301" in everybodys.content.decode()

    def test_folds_filters_and_danger_for_a_small_screen(self, booked, team, sam):
        suspend(team["bob"], NOW)

        with at(NOW):
            told = look(sam).content.decode()

        line = told[told.index('class="session-fold__line"') :].partition("</summary>")
        assert "1 booked session is in danger" in line[0]
        fold = told[told.index('class="reveal session-fold"') :]
        assert fold.index("session-filters") < fold.index("</details>")
        assert 'session-fold" open' not in told

    def test_says_what_to_do_when_it_is_empty(self, sam):
        assert "Book the first one." in look(sam).content.decode()
        assert "fits" in look(sam, "?kind=MEDICATION").content.decode()

    def test_shows_no_other_clinics(self, booked, charlie):
        with at(NOW):
            assert "KX-301" not in look(charlie, "?whose=").content.decode()

    @pytest.mark.parametrize("query", ["?page=x", "?when=%00&kind=x&clinic=south"])
    def test_reads_past_nonsense(self, booked, sam, query):
        assert look(sam, query).status_code == 200

    def test_costs_the_same_for_one_and_for_twenty(
        self, team, clinic, planner, sam, booked
    ):
        counted = []
        for number in (0, 20):
            for one in range(number):
                begins = STARTS + days(one + 1)
                ends = begins + 60 * MINUTES
                code = f"KX-{400 + one}"
                plan(
                    booking(team, code=code, starts_at=begins, ends_at=ends),
                    clinic,
                    planner,
                )
            with at(NOW), CaptureQueriesContext(connection) as queries:
                told = look(sam).content.decode()
            counted.append(len(queries))

        assert told.count("session-line__time") == 21
        assert counted[0] == counted[1]


class TestOneSession:
    def test_is_a_page_for_its_clinic_alone(self, booked, sam, charlie):
        url = f"/sessions/{booked.code}/"

        with at(NOW):
            assert client_of(sam).get(url).status_code == 200
            assert client_of(charlie).get(url).status_code == 404
            assert client_of(None).get(url).status_code == 302

    def test_asks_afresh_whether_it_may_be_booked(self, booked, sam):
        with at(NOW):
            told = page(sam, booked)

        newest = DecisionRecord.objects.order_by("evaluated_at", "id").last()
        assert "Not clear as planned." in told
        assert newest.question["action"] == {"name": "book"}
        assert "PREPARATION-DONE" in told

    def test_offers_what_can_be_done_now_and_nothing_else(self, booked, sam, alice):
        with at(NOW):
            planner, therapist = page(sam, booked), page(alice, booked)

        base = f"/sessions/{booked.code}"
        for step in ("change", "cancel"):
            assert f"{base}/{step}/" in planner
            assert f"{base}/{step}/" not in therapist
        assert f"{base}/relief/" not in planner

    def test_offers_relief_and_the_emergency_once_under_way(
        self, under_way, sam, rita, alice
    ):
        with at(DOOR + MINUTES):
            planner, director = page(sam, under_way), page(rita, under_way)
            member = page(alice, under_way)

        emergency = "Go on in an emergency"
        assert f"/sessions/{under_way.code}/relief/" in planner
        assert f"/sessions/{under_way.code}/change/" not in planner
        assert emergency in director
        assert emergency not in planner
        assert emergency not in member

    def test_tells_what_a_change_made_void(
        self, prepared, wanted, clinic, planner, sam
    ):
        begins, ends = STARTS + 30 * MINUTES, STARTS + 120 * MINUTES
        later = replace(wanted, starts_at=begins, ends_at=ends)
        change_booking(prepared, later, clinic, actor=planner, at=DOOR)

        with at(DOOR):
            told = page(sam, prepared)

        assert "said-list__voided" in told
        assert "void since today" in told
        assert "Void since then: " in told

    def test_shows_a_signed_reason_to_a_director(self, composed, rita, sam, alice):
        signer = Signer(rita, NOW, SignIn("PASSWORD", NOW))
        shown = digest_of_shown(
            show_exception(composed, "COMPOSITION", by=rita, at=NOW)
        )
        why = "Both were asked for."
        sign_exception(composed, "COMPOSITION", why, shown_sha256=shown, signer=signer)

        with at(NOW):
            assert why in page(rita, composed)
            assert why not in page(sam, composed)
            assert why not in page(alice, composed)

    def test_ends_when_it_is_cancelled(self, booked, planner, sam):
        cancel_session(booked, actor=planner, at=NOW)

        with at(NOW):
            before = DecisionRecord.objects.count()
            told = page(sam, booked)

        assert DecisionRecord.objects.count() == before
        assert "Cancelled" in told
        assert "verdict--" not in told

    def test_does_not_offer_a_start(self, prepared, alice):
        """The door does, where the people are."""
        with at(DOOR):
            assert f"/sessions/{prepared.code}/start/" not in page(alice, prepared)
        start_session(prepared, by=alice, at=DOOR)

    def test_costs_the_same_for_a_long_story(self, booked, team, clinic, sam):
        counted = []
        for number in (0, 6):
            for one in range(number):
                person = make_person(f"Kit{one} Keeper", clinic, Role.STAFF)
                booked.attestations.create(code="KIT-READY", by=person, at=NOW)
                booked.members.create(person=person, role="observer")
            with at(NOW), CaptureQueriesContext(connection) as queries:
                page(sam, booked)
            counted.append(len(queries))

        assert counted[0] == counted[1]
