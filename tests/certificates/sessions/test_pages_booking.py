"""Booking and changing on the site: local times, every reason, nothing typed lost."""

import datetime

import pytest

from certificates.models import DecisionRecord, Session, SessionMember
from home.models import Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import at
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    STARTS,
    suspend,
)


def typed(team, **changes):
    """The session of these tests, as it is typed at a clinic in New York."""
    return {
        "clinic": "north",
        "code": "KX-301",
        "kind": "MEDICATION",
        "day": "2026-11-06",
        "begins": "10:00",
        "minutes": "90",
        "route": "im",
        "ordinal": "1",
        "staffing_code": "B",
        "preference": "NONE_STATED",
        "lead": str(team["alice"].pk),
        "co_therapist": str(team["bob"].pk),
        "medical_clinician": str(team["nurse"].pk),
    } | changes


def book(person, data):
    with at(NOW):
        return client_of(person).post("/sessions/book/", data)


class TestBooking:
    def test_books_at_the_clinics_own_time(self, team, sam, clinic):
        answer = book(sam, typed(team))

        session = Session.objects.get()
        assert answer.url == "/sessions/KX-301/"
        assert session.starts_at == STARTS
        assert session.ends_at == STARTS + 90 * MINUTES
        assert session.route == "IM"
        roles = set(session.members.values_list("role", "person__name"))
        assert ("lead", "Alice Ames") in roles
        assert len(roles) == 3

    def test_keeps_everything_and_tells_every_reason_when_refused(self, team, sam):
        suspend(team["bob"], NOW)

        answer = book(sam, typed(team))

        told = answer.content.decode()
        assert answer.status_code == 409
        assert not Session.objects.exists()
        assert "Nothing was booked." in told
        assert told.index("NOT-SUSPENDED") < told.index("PREPARATION-DONE")
        assert 'value="2026-11-06"' in told
        assert f'value="{team["bob"].pk}" selected' in told

    def test_leads_to_the_answer_on_record(self, team, sam):
        suspend(team["bob"], NOW)

        book(sam, typed(team))

        record = DecisionRecord.objects.get()
        with at(NOW):
            why = client_of(sam).get(f"/sessions/KX-301/why/{record.pk}/")
        assert "NOT-SUSPENDED" in why.content.decode()

    def test_marks_the_day_of_a_time_that_has_passed(self, team, sam):
        answer = book(sam, typed(team, day="2026-10-30"))

        errors = answer.context["form"].errors
        assert answer.status_code == 422
        assert errors["day"] == ["This time has passed already."]
        assert not Session.objects.exists()

    def test_books_what_has_begun_and_goes_on(self, team, sam):
        # Five minutes before the moment of these tests, in New York.
        begun = typed(team, day="2026-11-02", begins="09:55")

        book(sam, begun)

        assert Session.objects.get().starts_at == NOW - 5 * MINUTES

    def test_says_what_a_session_needs(self, team, sam):
        with at(NOW):
            page = client_of(sam).get("/sessions/book/").content.decode()

        for label in ("Route", "Which medication session of the course"):
            needed = f'{label} <span class="field__optional">(needed for a medication'
            assert needed in page
        assert 'Lead therapist <span class="field__optional">(a session' in page
        assert 'Observer <span class="field__optional">(optional)' in page

    def test_refuses_a_time_that_the_clocks_skip(self, team, sam):
        skipped = typed(team, day="2027-03-14", begins="02:30")

        answer = book(sam, skipped)

        assert answer.status_code == 422
        assert "The clocks skip this time on that day." in answer.content.decode()
        assert not DecisionRecord.objects.exists()

    def test_refuses_a_time_that_is_there_twice(self, team, sam):
        twice = typed(team, day="2027-11-07", begins="01:30")

        assert "twice that day" in book(sam, twice).content.decode()

    def test_counts_minutes_over_a_change_of_the_clocks(self, team, sam):
        book(sam, typed(team, day="2027-03-14", begins="01:30"))

        # Refused or not, an hour and a half is an hour and a half.
        asked = DecisionRecord.objects.get().question["resource"]["properties"]
        begins, ends = (
            datetime.datetime.fromisoformat(asked[name])
            for name in ("starts_at", "ends_at")
        )
        assert ends - begins == 90 * MINUTES

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"code": "Jane Doe"}, "code"),
            ({"code": ""}, "Give the session a code."),
            ({"route": ""}, "Give the route as an abbreviation"),
            ({"ordinal": ""}, "Say which session of the course"),
            ({"kind": "PREPARATION"}, "Only a medication session has this."),
            ({"lead": "00000000-0000-4000-8000-000000000000"}, "of this clinic."),
            ({"supervisor": "bob"}, "Say where the supervisor is."),
            ({"day": "0001-01-01"}, "Look at the year again."),
            ({"day": "2026-10-01"}, "This time has passed already."),
            ({"minutes": "x"}, "Enter a whole number."),
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_rest(self, team, sam, changes, words):
        if changes.get("supervisor"):
            changes = {"supervisor": str(team["bob"].pk)}

        answer = book(sam, typed(team, **changes))

        told = answer.content.decode()
        assert answer.status_code == 422
        assert words in told
        assert "Nothing you typed was lost." in told
        assert not Session.objects.exists()

    def test_shows_people_whose_role_fits_first(self, team, sam):
        with at(NOW):
            told = client_of(sam).get("/sessions/book/").content.decode()

        medical = told[told.index('name="medical_clinician"') :]
        assert medical.index("Nora Nkemelu") < medical.index("Others at the clinic")
        assert medical.index("Others at the clinic") < medical.index("Alice Ames")

    def test_is_for_those_who_plan_there(self, team, alice, sam, charlie):
        assert book(alice, typed(team)).status_code == 403
        assert book(charlie, typed(team)).status_code == 404
        with at(NOW):
            client = client_of(sam)
            assert client.get("/sessions/book/?clinic=south").status_code == 404

    def test_offers_nobody_who_has_left(self, team, sam, clinic):
        gone = make_person("Gone Gale", clinic, Role.THERAPIST)
        gone.memberships.update(ends_on=NOW.date() - datetime.timedelta(days=1))

        with at(NOW):
            told = client_of(sam).get("/sessions/book/").content.decode()

        assert "Gone Gale" not in told


class TestChanging:
    URL = "/sessions/KX-301/change/"

    def send(self, person, data, moment=NOW):
        with at(moment):
            return client_of(person).post(self.URL, data)

    def test_begins_with_what_is_booked(self, booked, team, sam):
        with at(NOW):
            told = client_of(sam).get(self.URL).content.decode()

        assert 'value="2026-11-06"' in told
        assert 'value="10:00"' in told
        assert f'value="{team["alice"].pk}" selected' in told

    def test_changes_what_was_changed(self, booked, team, sam):
        answer = self.send(sam, typed(team, begins="11:00"))

        booked.refresh_from_db()
        assert answer.url == "/sessions/KX-301/"
        assert booked.starts_at == STARTS + 60 * MINUTES

    def test_tells_why_it_was_not_changed(self, booked, team, sam):
        suspend(team["bob"], NOW)

        answer = self.send(sam, typed(team, begins="11:00"))

        booked.refresh_from_db()
        assert answer.status_code == 409
        assert "Nothing was changed." in answer.content.decode()
        assert booked.starts_at == STARTS

    def test_says_when_nothing_is_different(self, booked, team, sam):
        answer = self.send(sam, typed(team))

        assert answer.status_code == 409
        assert "just like this already" in answer.content.decode()

    def test_never_drops_the_second_of_a_role(self, booked, team, sam, clinic):
        names = ("Olive One", "Oscar Two")
        seen = [make_person(name, clinic, Role.STAFF) for name in names]
        for person in seen:
            SessionMember.objects.create(session=booked, person=person, role="observer")

        with at(NOW):
            told = client_of(sam).get(self.URL).content.decode()

        assert 'name="observer_2"' in told
        for person in seen:
            assert f'value="{person.pk}" selected' in told

    def test_is_over_once_it_has_begun(self, under_way, sam):
        with at(DOOR):
            answer = client_of(sam).get(self.URL, follow=True)

        assert "This session is under way" in answer.content.decode()

    def test_cancels_on_the_second_word(self, booked, sam, alice):
        url = "/sessions/KX-301/cancel/"
        with at(NOW):
            asked = client_of(sam).get(url)
            booked.refresh_from_db()
            assert booked.state == Session.State.BOOKED
            assert client_of(alice).post(url).status_code == 403
            client_of(sam).post(url)

        booked.refresh_from_db()
        told = asked.content.decode()
        assert "It cannot be taken back" in told
        assert "Free at once: Alice Ames, Bob Birch, Nora Nkemelu." in told
        assert booked.state == Session.State.CANCELLED


class TestRelief:
    URL = "/sessions/KX-301/relief/"

    def test_changes_the_team_of_what_is_under_way(self, under_way, team, alice):
        data = {
            "lead": str(team["bob"].pk),
            "co_therapist": str(team["alice"].pk),
            "medical_clinician": str(team["nurse"].pk),
        }

        with at(DOOR + MINUTES):
            answer = client_of(alice).post(self.URL, data)

        assert answer.status_code == 302
        assert under_way.members.get(role="lead").person == team["bob"]

    def test_leaves_nobody_alone_on_a_no(self, under_way, team, alice):
        suspend(team["bob"], DOOR)
        data = {"lead": str(team["bob"].pk), "medical_clinician": str(team["nurse"].pk)}

        with at(DOOR + MINUTES):
            answer = client_of(alice).post(self.URL, data)

        assert answer.status_code == 409
        assert "Nobody leaves the patient." in answer.content.decode()
        assert under_way.members.get(role="lead").person == team["alice"]
