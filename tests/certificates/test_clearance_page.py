from certificates.models import (
    DecisionRecord,
    Suspension,
)
from home.models import Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import at


class TestThePage:
    URL = "/clearance/"

    def booked(self, session, stage="book", **more):
        return {
            "form": "booked",
            "clinic": session.clinic.slug,
            "booked-stage": stage,
            "booked-session": session.code,
        } | more

    def test_is_for_people_who_have_a_say(self, alice, bob, rita, charlie, clinic):
        stranger = client_of(None).get(self.URL)
        assert stranger.status_code == 302
        for person in (alice, bob, rita, charlie):
            assert client_of(person).get(self.URL).status_code == 200
        auditor = make_person("Ava Auditor", clinic, Role.AUDITOR)
        assert client_of(auditor).get(self.URL).status_code == 403

    def test_answers_yes_at_a_glance(self, session, rita):
        with at(NOW):
            response = client_of(rita).post(self.URL, self.booked(session))

        assert "verdict--yes" in response.content.decode()
        assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")

    def test_tells_a_director_why_and_a_scheduler_only_that(
        self, session, clinic, team, rita
    ):
        Suspension.objects.create(
            person=team["bob"], kind="DISCIPLINARY", starts_at=NOW, recorded_at=NOW
        )
        scheduler = make_person("Sam Scheduler", clinic, Role.SCHEDULER)

        with at(NOW):
            seen = client_of(rita).post(self.URL, self.booked(session))
            hidden = client_of(scheduler).post(self.URL, self.booked(session))

        assert "verdict--no" in seen.content.decode()
        assert "isciplinary" in seen.content.decode()
        assert "NOT-SUSPENDED" in hidden.content.decode()
        assert "isciplinary" not in hidden.content.decode()

    def test_does_not_know_another_clinics_session(self, session, charlie):
        own = client_of(charlie).post(self.URL, self.booked(session))
        assert own.status_code == 404

        data = self.booked(session) | {"clinic": "south"}
        response = client_of(charlie).post(self.URL, data)
        assert response.status_code == 422
        assert DecisionRecord.objects.count() == 0

    def test_lets_a_therapist_ask_only_about_themselves(self, team, clinic):
        data = {
            "form": "alone",
            "alone-kind": "INTEGRATION",
            "alone-day": "2026-11-03",
            "alone-begins": "10:00",
            "alone-minutes": "60",
            "alone-role": "lead",
        }
        client = client_of(team["alice"])

        with at(NOW):
            mine = client.post(self.URL, data | {"alone-person": team["alice"].pk})
            other = client.post(self.URL, data | {"alone-person": team["bob"].pk})

        assert "verdict--yes" in mine.content.decode()
        assert other.status_code == 422
        assert "not on the clinic" in other.content.decode()

    def test_keeps_what_was_typed_when_something_is_missing(self, clinic, rita):
        data = {"form": "planned", "planned-minutes": "75", "planned-day": "soon"}

        response = client_of(rita).post(self.URL, data)

        page = response.content.decode()
        assert response.status_code == 422
        assert 'value="75"' in page
        assert 'value="soon"' in page
        assert "Enter a valid date" in page

    def test_plans_a_pair_by_names(self, clinic, team, rita):
        data = {
            "form": "planned",
            "planned-kind": "MEDICATION",
            "planned-day": "2026-11-03",
            "planned-begins": "10:00",
            "planned-minutes": "90",
            "planned-ordinal": "1",
            "planned-staffing_code": "B",
            "planned-preference": "NONE_STATED",
            "planned-preparations": "3",
            "planned-lead": team["alice"].pk,
            "planned-co_therapist": team["bob"].pk,
            "planned-medical_clinician": team["nurse"].pk,
        }

        with at(NOW):
            page = client_of(rita).post(self.URL, data).content.decode()

        assert "verdict--yes" in page
        assert "This opens nothing" in page
