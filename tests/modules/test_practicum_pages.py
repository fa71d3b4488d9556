"""The pages of the practicum: whom an assessor sees, the form, one's own sessions."""

import pytest

from home.errors import RuleBroken
from home.models import Role
from modules import assessor_rules
from modules.actions.practicum import record_observation
from modules.models import Observation
from tests.cast import NOW, client_of, make_person
from tests.modules.observing import form, modules_alone, observed

pytestmark = pytest.mark.usefixtures("modules_alone")
__all__ = ["form", "modules_alone", "observed"]


def never(assessor, clinic, day, at):
    raise RuleBroken("Ask Rita first.")


def entered(**changes) -> dict:
    return {
        "kind": "MEDICATION",
        "supervision": "DIRECT",
        "session_code": "kap-0142",
        "observed_on": "2026-01-05",
        "critical_fail": "no",
        "MS1": "3",
        "MS2": "4",
    } | changes


class TestThePages:
    def url(self, person) -> str:
        return f"/practicum/{person.pk}/MS/"

    def test_an_assessor_sees_the_therapists_of_their_clinic(
        self, alice, bob, rita, form, other_clinic
    ):
        make_person("Zoe Zahn", other_clinic, Role.THERAPIST)

        text = client_of(bob).get("/practicum/").content.decode()

        assert "Alice Ames" in text
        assert "Zoe Zahn" not in text
        assert "Rita Rowe" not in text
        assert self.url(bob) not in text

    def test_the_anchors_stand_beside_the_levels(self, alice, bob, form):
        text = client_of(bob).get(self.url(alice)).content.decode()

        assert "Anchor 3 of 2" in text
        assert "Meaning 5" in text
        assert "Inspects room" in text

    def test_recording_by_a_plain_form(self, alice, bob, form):
        answer = client_of(bob).post(self.url(alice), entered())

        row = Observation.objects.get()
        assert answer.url == "/practicum/"
        assert (row.session_code, row.ratings) == ("KAP-0142", {"MS1": 3, "MS2": 4})

    def test_a_wrong_form_says_so_and_keeps_the_rest(self, alice, bob, form):
        answer = client_of(bob).post(
            self.url(alice), entered(session_code="Maria Garcia", MS2="")
        )

        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="Maria Garcia"' in text
        assert "Use the session’s code" in text
        assert 'href="#id_MS2' in text
        assert text.count("checked") == 4
        assert not Observation.objects.exists()

    def test_a_day_to_come_is_refused_on_the_page(self, alice, bob, form):
        answer = client_of(bob).post(self.url(alice), entered(observed_on="2999-01-01"))

        assert "cannot be in the future" in answer.content.decode()

    def test_a_rule_is_told_before_the_form_is_filled(self, alice, bob, form):
        assessor_rules.register(never)

        text = client_of(bob).get(self.url(alice)).content.decode()

        assert "Ask Rita first." in text
        assert 'class="observation"' in text

    def test_what_a_rule_refuses_keeps_what_was_typed(self, alice, bob, form):
        assessor_rules.register(never)

        answer = client_of(bob).post(self.url(alice), entered())

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Ask Rita first." in text
        assert 'value="kap-0142"' in text
        assert not Observation.objects.exists()

    def test_sending_it_twice_keeps_one(self, alice, bob, form):
        browser = client_of(bob)
        browser.post(self.url(alice), entered())

        answer = browser.post(self.url(alice), entered())

        assert answer.status_code == 422
        assert "on record already" in answer.content.decode()
        assert Observation.objects.count() == 1

    def test_who_comes_in(self, alice, bob, rita, charlie, form):
        codes = {
            person.name.split()[0]: client_of(person).get(self.url(alice)).status_code
            for person in (alice, bob, rita, charlie)
        }

        assert codes == {"Alice": 403, "Bob": 200, "Rita": 403, "Charlie": 403}

    def test_somebody_of_another_clinic_is_not_found(self, alice, form, other_clinic):
        stranger = make_person("Zoe Zahn", other_clinic, Role.ASSESSOR)

        assert client_of(stranger).get(self.url(alice)).status_code == 404

    def test_a_therapist_reads_their_own_observations(self, alice, bob, observed):
        record_observation(alice, observed, by=bob, at=NOW)

        mine = client_of(alice).get("/practicum/mine/").content.decode()
        his = client_of(bob).get("/practicum/mine/").content.decode()

        assert "Anchor 3 of 1" in mine
        assert "Rated by Bob Birch" in mine
        assert "Nothing observed yet" in his
