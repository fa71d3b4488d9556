"""Entering an observed session: by the assessor, and by a director from paper."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from certificates.models import Concern, Session
from home.models import AuditEntry
from modules.models import Observation, ObservationDraft, PracticumForm
from tests.cast import client_of, clinic_day
from tests.certificates.desk import address, desk
from tests.certificates.roster import days, grant
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import observe

__all__ = ["desk"]

SEEN_ON = datetime.date(2026, 1, 5)


@pytest.fixture
def form(db) -> PracticumForm:
    return small_curriculum().form


class TestThePages:
    TOLD = {
        "kind": "PREPARATION",
        "supervision": "DIRECT",
        "session_code": "px-9",
        "observed_on": SEEN_ON.isoformat(),
        "consent": "on",
        "critical_fail": "no",
        "PI1": "3",
        "PI2": "4",
    }

    @pytest.fixture
    def endorsed(self, bob, clinic):
        period = {"valid_from": SEEN_ON, "valid_to": clinic_day() + days(9)}
        for type_ in ("S", "L3"):
            grant(bob, clinic, type_, **period)

    def test_let_the_assessor_begin(self, endorsed, form, alice, bob):
        page = client_of(bob).get(f"/practicum/{alice.pk}/PI/")
        client_of(bob).post(f"/practicum/{alice.pk}/PI/", self.TOLD)

        assert b"does not hold" not in page.content
        assert ObservationDraft.objects.get().rater == bob

    def test_tell_an_assessor_what_is_missing(self, form, alice, bob):
        client = client_of(bob)

        page = client.get(f"/practicum/{alice.pk}/PI/")
        answer = client.post(f"/practicum/{alice.pk}/PI/", self.TOLD)

        assert "does not hold “Endorsement S" in page.content.decode()
        assert answer.status_code == 422
        assert "does not hold “Endorsement S" in answer.content.decode()
        assert 'value="px-9"' in answer.content.decode()
        assert not ObservationDraft.objects.exists()

    def test_let_a_director_enter_a_paper(self, endorsed, desk, form, alice, bob, rita):
        where = address("add_observation", "north", alice.pk, "PI")
        client = client_of(rita)

        page = client.get(where).content.decode()
        client.post(where, self.TOLD | {"assessor": str(bob.pk)})

        row = Observation.objects.get()
        assert "Left the room." in page
        assert (row.assessor, row.session_code) == (bob, "PX-9")
        assert AuditEntry.objects.get(action="OBSERVATION-RECORDED").by == rita.pk

    def test_refuse_a_paper_and_keep_what_was_typed(self, desk, form, alice, bob, rita):
        where = address("add_observation", "north", alice.pk, "PI")
        told = self.TOLD | {"assessor": str(bob.pk)}

        lacking = client_of(rita).post(where, told)
        named = client_of(rita).post(where, told | {"session_code": "MARIA"})
        nobody = client_of(rita).post(where, told | {"assessor": str(rita.pk)})

        assert lacking.status_code == 403
        assert "does not hold “Endorsement S" in lacking.content.decode()
        assert 'value="px-9"' in lacking.content.decode()
        assert "Never a name, a date or a telephone number." in named.content.decode()
        assert nobody.status_code == 422
        assert not Observation.objects.exists()

    def test_let_no_director_enter_a_session_of_their_own(
        self, endorsed, desk, form, bob, rita
    ):
        where = address("add_observation", "north", rita.pk, "PI")

        answer = client_of(rita).post(where, self.TOLD | {"assessor": str(bob.pk)})

        assert answer.status_code == 403
        assert "Nobody enters a session of their own." in answer.content.decode()
        assert not Observation.objects.exists()

    def test_ask_no_level_of_a_paper_with_a_critical_fail(
        self, endorsed, desk, form, alice, bob, rita
    ):
        where = address("add_observation", "north", alice.pk, "PI")
        told = self.TOLD | {"assessor": str(bob.pk), "PI1": "", "PI2": ""}
        client = client_of(rita)

        assert client.post(where, told).status_code == 422
        client.post(where, told | {"critical_fail": "yes"})

        row = Observation.objects.get()
        assert (row.ratings, row.had_critical_fail) == ({}, True)
        assert Concern.objects.get().person == alice

    def test_show_a_director_no_levels_of_their_own(self, desk, form, alice, bob, rita):
        for person in (alice, rita):
            observe(person, bob)
        client = client_of(rita)

        of_another, own = (
            client.get(address("person", "north", one.pk)).content.decode()
            for one in (alice, rita)
        )

        assert 'class="cred-levels"' in of_another
        assert "Levels on your own page" not in of_another
        assert 'class="cred-levels"' not in own
        assert "Levels on your own page" in own


class TestABookedSession:
    @pytest.mark.parametrize("code", ["MARIA", "1984-03-12", "617-555-0142", "kx-204"])
    def test_takes_no_code_that_could_name_a_patient(self, code):
        with pytest.raises(ValidationError) as refusal:
            Session(code=code).clean_fields()

        assert "code" in refusal.value.message_dict

    def test_takes_an_opaque_code(self):
        with pytest.raises(ValidationError) as refusal:
            Session(code="KX-204").clean_fields()

        assert "code" not in refusal.value.message_dict
