"""Observed sessions: who may rate whom, what has to be there, what is shown."""

import dataclasses
import datetime

import pytest
from django.db import transaction

from home.errors import RuleBroken
from home.models import AuditEntry, DeclaredRelationship, Membership, Role
from modules import assessor_rules
from modules.actions.admitting import NotTheirAssessor, ObservationRefused
from modules.actions.practicum import RecordedAlready, record_observation
from modules.models import Observation, PracticumForm
from tests.cast import LONG_AGO, NOW, make_person
from tests.modules.observing import form, modules_alone, observed

pytestmark = pytest.mark.usefixtures("modules_alone")
__all__ = ["form", "modules_alone", "observed"]


class TestRecording:
    def test_keeps_the_form_as_it_stood(self, alice, bob, observed):
        row = record_observation(alice, observed, by=bob, at=NOW)
        PracticumForm.objects.update(content={"domains": []})

        row.refresh_from_db()
        assert row.form_content["domains"][0]["title"] == "Domain 1"
        assert row.ratings == {"MS1": 3, "MS2": 5}
        assert (row.person, row.assessor, row.recorded_at) == (alice, bob, NOW)
        assert row.recorded_by == bob
        entry = AuditEntry.objects.get()
        assert entry.action == "OBSERVATION-RECORDED"
        assert entry.clinic_id == observed.clinic.pk
        assert entry.facts == {
            "person": str(alice.pk),
            "assessor": str(bob.pk),
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


def refused(person, observed, by, **changes) -> str:
    observed = dataclasses.replace(observed, **{"assessor": by} | changes)
    with pytest.raises(NotTheirAssessor) as refusal:
        record_observation(person, observed, by=by, at=NOW)
    assert not Observation.objects.exists()
    assert not AuditEntry.objects.exists()
    return refusal.value.message


class TestWhoMayRate:
    def test_not_oneself(self, bob, rita, observed):
        assert "of their own" in refused(bob, observed, bob)
        assert "rates themselves" in refused(bob, observed, rita, assessor=bob)

    @pytest.mark.parametrize("name", ["rita", "charlie"])
    def test_not_somebody_who_is_no_assessor_here(self, request, alice, observed, name):
        by = request.getfixturevalue(name)

        assert "not an assessor" in refused(alice, observed, by)

    def test_not_before_the_role_began(self, alice, bob, observed):
        Membership.objects.filter(person=bob, role=Role.ASSESSOR).update(
            starts_on=datetime.date(2026, 11, 2)
        )

        assert "was not an assessor" in refused(alice, observed, bob)
        today = dataclasses.replace(observed, observed_on=datetime.date(2026, 11, 2))
        assert record_observation(alice, today, by=bob, at=NOW)

    def test_not_by_their_own_hand_after_the_role_ended(self, alice, bob, observed):
        Membership.objects.filter(person=bob).update(ends_on=datetime.date(2026, 11, 1))

        assert "from your paper" in refused(alice, observed, bob)

    def test_not_somebody_of_another_clinic(self, charlie, bob, observed):
        assert "does not work at this clinic" in refused(charlie, observed, bob)

    @pytest.mark.parametrize("turned", [False, True])
    def test_not_with_a_declared_relationship(self, alice, bob, rita, observed, turned):
        one, other = (bob, alice) if turned else (alice, bob)
        DeclaredRelationship.objects.create(
            one=one, other=other, kind="SPOUSE", declared_on=LONG_AGO
        )

        assert "relationship" in refused(alice, observed, bob)
        assert "relationship" in refused(alice, observed, rita, assessor=bob)


class TestAnAssessorsPaper:
    def test_is_entered_by_a_director_in_the_assessors_name(
        self, alice, bob, rita, observed
    ):
        row = record_observation(alice, observed, by=rita, at=NOW)

        entry = AuditEntry.objects.get()
        assert (row.assessor, row.recorded_by) == (bob, rita)
        assert (entry.by, entry.facts["assessor"]) == (rita.pk, str(bob.pk))

    def test_can_come_in_after_the_assessor_left(self, alice, bob, rita, observed):
        Membership.objects.filter(person=bob).update(ends_on=datetime.date(2026, 11, 1))

        assert record_observation(alice, observed, by=rita, at=NOW).assessor == bob

    def test_is_not_entered_by_anybody_else(self, alice, charlie, clinic, observed):
        colleague = make_person("Dora Dunn", clinic, Role.THERAPIST, Role.ASSESSOR)

        for by in (charlie, colleague):
            told = refused(alice, observed, by, assessor=observed.assessor)
            assert "Only the assessor or a clinical director" in told

    def test_is_not_entered_by_the_person_observed(self, alice, clinic, observed):
        Membership.objects.create(
            person=alice,
            clinic=clinic,
            role=Role.CLINICAL_DIRECTOR,
            starts_on=LONG_AGO,
        )

        told = refused(alice, observed, alice, assessor=observed.assessor)
        assert "of their own" in told

    def test_of_what_the_assessor_entered_is_a_double(self, alice, bob, rita, observed):
        record_observation(alice, observed, by=bob, at=NOW)

        with pytest.raises(RecordedAlready):
            record_observation(alice, observed, by=rita, at=NOW)

        assert Observation.objects.count() == 1


class TestAnAddedRule:
    def test_is_asked_of_the_assessor_for_the_day_of_the_session(
        self, alice, bob, rita, observed
    ):
        asked = []
        assessor_rules.register(lambda *question: asked.append(question))

        record_observation(alice, observed, by=rita, at=NOW)

        assert asked == [(bob, observed.clinic, observed.observed_on, NOW)]

    def test_can_refuse_and_nothing_is_kept(self, alice, bob, observed):
        def never(assessor, clinic, day, at):
            raise RuleBroken("Ask Rita first.")

        assessor_rules.register(never)

        with pytest.raises(RuleBroken, match="Ask Rita first"):
            record_observation(alice, observed, by=bob, at=NOW)

        assert not Observation.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_is_asked_once_however_often_it_is_registered(self, alice, bob, observed):
        asked = []

        def count(*question):
            asked.append(question)

        for _ in range(2):
            assessor_rules.register(count)
        record_observation(alice, observed, by=bob, at=NOW)

        assert len(asked) == 1


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
            {"session_code": "MARIA"},
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
