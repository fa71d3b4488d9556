"""Observed sessions: who may rate whom, what has to be there, what is shown."""

import dataclasses
import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from home.models import AuditEntry, DeclaredRelationship, Membership, Role
from modules.actions.practicum import (
    NotTheirAssessor,
    ObservationRefused,
    Observed,
    RecordedAlready,
    record_observation,
)
from modules.models import Observation, PracticumForm
from modules.session_codes import validate_session_code
from tests.cast import LONG_AGO, NOW, client_of, make_person

CONTENT = {
    "intro": "Watch the whole session.",
    "levels": [{"level": n, "meaning": f"Meaning {n}"} for n in range(1, 6)],
    "critical_fails": ["Patient left unattended."],
    "critical_fails_note": "",
    "domains": [
        {
            "code": f"MS{n}",
            "title": f"Domain {n}",
            "behaviours": ["Inspects room"],
            "anchors": {str(level): f"Anchor {level} of {n}" for level in range(1, 5)},
        }
        for n in (1, 2)
    ],
}


@pytest.fixture
def form(db) -> PracticumForm:
    return PracticumForm.objects.create(
        code="MS", title="Medication session", content=CONTENT
    )


@pytest.fixture
def observed(form, clinic) -> Observed:
    return Observed(
        form=form,
        clinic=clinic,
        kind="MEDICATION",
        supervision="DIRECT",
        session_code="KAP-0142",
        observed_on=datetime.date(2026, 11, 1),
        ratings={"MS1": 3, "MS2": 5},
        had_critical_fail=False,
    )


class TestRecording:
    def test_keeps_the_form_as_it_stood(self, alice, bob, observed):
        row = record_observation(alice, observed, by=bob, at=NOW)
        PracticumForm.objects.update(content={"domains": []})

        row.refresh_from_db()
        assert row.form_content["domains"][0]["title"] == "Domain 1"
        assert row.ratings == {"MS1": 3, "MS2": 5}
        assert (row.person, row.assessor, row.recorded_at) == (alice, bob, NOW)
        entry = AuditEntry.objects.get()
        assert entry.action == "OBSERVATION-RECORDED"
        assert entry.clinic_id == observed.clinic.pk
        assert entry.facts == {
            "person": str(alice.pk),
            "form": "MS",
            "critical_fail": False,
        }

    def test_a_critical_fail_keeps_the_ratings(self, alice, bob, observed):
        failed = dataclasses.replace(observed, had_critical_fail=True)

        row = record_observation(alice, failed, by=bob, at=NOW)

        assert row.had_critical_fail
        assert row.ratings == {"MS1": 3, "MS2": 5}

    def test_the_same_session_twice_is_refused(self, alice, bob, observed):
        record_observation(alice, observed, by=bob, at=NOW)

        with pytest.raises(RecordedAlready):
            record_observation(alice, observed, by=bob, at=NOW)

        assert Observation.objects.count() == 1


class TestWhoMayRate:
    def refused(self, person, observed, by) -> str:
        with pytest.raises(NotTheirAssessor) as refusal:
            record_observation(person, observed, by=by, at=NOW)
        assert not Observation.objects.exists()
        assert not AuditEntry.objects.exists()
        return refusal.value.message

    def test_not_oneself(self, bob, observed):
        assert "themselves" in self.refused(bob, observed, bob)

    @pytest.mark.parametrize("name", ["rita", "charlie"])
    def test_not_somebody_who_is_no_assessor_here(self, request, alice, observed, name):
        by = request.getfixturevalue(name)

        assert "not an assessor" in self.refused(alice, observed, by)

    def test_not_after_the_role_ended(self, alice, bob, observed):
        Membership.objects.filter(person=bob).update(ends_on=datetime.date(2026, 11, 1))

        assert "not an assessor" in self.refused(alice, observed, bob)

    def test_not_somebody_of_another_clinic(self, charlie, bob, observed):
        assert "does not work at this clinic" in self.refused(charlie, observed, bob)

    @pytest.mark.parametrize("turned", [False, True])
    def test_not_with_a_declared_relationship(self, alice, bob, observed, turned):
        one, other = (bob, alice) if turned else (alice, bob)
        DeclaredRelationship.objects.create(
            one=one, other=other, kind="SPOUSE", declared_on=LONG_AGO
        )

        assert "relationship" in self.refused(alice, observed, bob)


class TestWhatHasToBeThere:
    @pytest.mark.parametrize(
        "change",
        [
            {"ratings": {"MS1": 3}},
            {"ratings": {"MS1": 3, "MS2": 0}},
            {"ratings": {"MS1": 3, "MS2": 6}},
            {"ratings": {"MS1": 3, "MS2": True}},
            {"ratings": {"MS1": 3, "MS2": 3, "MS9": 3}},
            {"kind": "PREPARATION"},
            {"kind": "NONSENSE"},
            {"supervision": "NONE"},
            {"observed_on": datetime.date(2026, 11, 3)},
            {"session_code": "Maria Garcia"},
            {"session_code": "1984-03-12"},
        ],
    )
    def test_or_nothing_is_kept(self, alice, bob, observed, change):
        with pytest.raises(ObservationRefused):
            record_observation(
                alice, dataclasses.replace(observed, **change), by=bob, at=NOW
            )

        assert not Observation.objects.exists()

    def test_today_is_the_day_of_the_clinic(self, alice, bob, observed):
        late = datetime.datetime(2026, 11, 3, 3, 0, tzinfo=datetime.UTC)
        there = dataclasses.replace(observed, observed_on=datetime.date(2026, 11, 2))
        ahead = dataclasses.replace(observed, observed_on=datetime.date(2026, 11, 3))

        with pytest.raises(ObservationRefused), transaction.atomic():
            record_observation(alice, ahead, by=bob, at=late)
        assert record_observation(alice, there, by=bob, at=late)


class TestSessionCodes:
    @pytest.mark.parametrize("code", ["KAP-0142", "A1B", "2026-0142", "S12345678901"])
    def test_opaque_ones_pass(self, code):
        validate_session_code(code)

    @pytest.mark.parametrize(
        "code",
        [
            "",
            "A1",
            "kap-0142",
            "KAP 0142",
            "GARCIA",
            "MARIA-GARCIA",
            "1984-03-12",
            "19840312",
            "12-03-1984",
            "617-555-0142",
            "16175550142",
            "A" + "1" * 32,
            "KAP-0142\n",
            "ÅBC-1",
        ],
    )
    def test_what_could_name_a_patient_is_refused(self, code):
        with pytest.raises(ValidationError):
            validate_session_code(code)


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
        assert "Use capitals, digits and hyphens only" in text
        assert 'href="#id_MS2' in text
        assert text.count("checked") == 4
        assert not Observation.objects.exists()

    def test_a_day_to_come_is_refused_on_the_page(self, alice, bob, form):
        answer = client_of(bob).post(self.url(alice), entered(observed_on="2999-01-01"))

        assert "cannot be in the future" in answer.content.decode()

    def test_sending_it_twice_keeps_one(self, alice, bob, form):
        browser = client_of(bob)
        browser.post(self.url(alice), entered())

        answer = browser.post(self.url(alice), entered())

        assert answer.status_code == 422
        assert "recorded this session" in answer.content.decode()
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
