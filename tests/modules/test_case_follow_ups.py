"""What follows from a case: a debrief, lessons read again, another case instead."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from home.errors import NotAllowed
from home.models import AuditEntry
from modules.actions.case_swaps import NoParallelCase, swap_case
from modules.actions.debriefs import (
    DebriefRefused,
    NothingToDebrief,
    NotReopened,
    read_again,
    record_debrief,
)
from modules.actions.scenarios import DebriefFirst, start_run
from modules.loading.references import load_practice
from modules.loading.report import Report, State
from modules.models import CaseSwap, Debrief, LessonReread, Scenario, ScenarioRun
from modules.selectors.record import learning_record
from modules.selectors.record_and_places import record_and_places
from modules.starter.reading import read_curriculum
from tests.cast import NOW, client_of
from tests.modules.test_scenarios import GRAPH, play, player, scenario

__all__ = ["player", "scenario"]
AGREED = "We will practice saying stop out loud."


@pytest.fixture
def critical(player, scenario) -> ScenarioRun:
    return play(player, scenario, "b", "e")


@pytest.fixture
def parallel(scenario) -> Scenario:
    return Scenario.objects.create(
        code="SC-G",
        title="The other date",
        track_code="F",
        minutes=20,
        content_note="Sadness.",
        cast="Kim, 50.",
        graph=GRAPH,
        parallel_to=scenario,
    )


def cases_of(person):
    return record_and_places(person, clinic_ids=[]).places.cases["F"]


def place(person):
    (found,) = cases_of(person)
    return found


class TestADebrief:
    def test_is_needed_before_a_new_start(self, critical, player, scenario, bob):
        with pytest.raises(DebriefFirst):
            start_run(player, scenario=scenario, by=player, at=NOW)
        assert place(player).needs_debrief

        debrief = record_debrief(critical, agreed=AGREED, by=bob, at=NOW)

        assert start_run(player, scenario=scenario, by=player, at=NOW).pk != critical.pk
        assert not place(player).needs_debrief
        entry = AuditEntry.objects.get(action="CASE-DEBRIEFED")
        assert (entry.by, entry.subject_id) == (bob.pk, str(debrief.pk))
        assert AGREED not in str(entry.facts)

    def test_is_not_dodged_by_a_parallel_case(self, critical, player, parallel):
        with pytest.raises(DebriefFirst):
            start_run(player, scenario=parallel, by=player, at=NOW)

    def test_is_nothing_for_a_run_that_crossed_no_line(self, player, scenario, bob):
        run = play(player, scenario, "b", "d")

        with pytest.raises(NothingToDebrief):
            record_debrief(run, agreed=AGREED, by=bob, at=NOW)
        assert start_run(player, scenario=scenario, by=player, at=NOW)

    def test_is_recorded_once(self, critical, bob, rita):
        record_debrief(critical, agreed=AGREED, by=bob, at=NOW)

        with pytest.raises(NothingToDebrief):
            record_debrief(critical, agreed="Other.", by=rita, at=NOW)

    def test_is_with_somebody_else_of_the_clinic(self, critical, player, charlie):
        for person in (player, charlie):
            with pytest.raises(NotAllowed):
                record_debrief(critical, agreed=AGREED, by=person, at=NOW)
        with pytest.raises(DatabaseError, match="themselves"), transaction.atomic():
            Debrief.objects.create(
                run=critical,
                clinic=player.memberships.first().clinic,
                by=player,
                at=NOW,
                agreed=AGREED,
            )

    @pytest.mark.parametrize(
        "agreed", [" ", "x" * 4001, "Call the patient, Maria, at 617-555-0142."]
    )
    def test_says_what_was_agreed_and_nothing_of_a_patient(self, critical, bob, agreed):
        with pytest.raises(DebriefRefused):
            record_debrief(critical, agreed=agreed, by=bob, at=NOW)

        assert not Debrief.objects.exists()


class TestTheDebriefPages:
    def test_lead_from_the_list_to_a_new_start(self, critical, player, scenario, bob):
        before = client_of(player).get("/learn/scenarios/SC-F/").content.decode()
        browser, url = client_of(bob), reverse("case_debrief", args=[critical.pk])

        listed = browser.get("/case-debriefs/").content.decode()
        page = browser.get(url).content.decode()
        done = browser.post(url, {"agreed": AGREED}, follow=True).content.decode()
        after = client_of(player).get("/learn/scenarios/SC-F/").content.decode()
        end = client_of(player).get(f"/scenario-runs/{critical.pk}/").content.decode()

        assert "/learn/scenarios/SC-F/start/" not in before
        assert "Talk through how it ended" in before
        assert url in listed
        assert "CANARY feedback e" in page
        assert "CANARY feedback c" not in page
        assert "Alice Ames is recorded" in done
        assert "/learn/scenarios/SC-F/start/" in after
        assert AGREED in end
        assert "Talked through with Bob Birch" in end

    def test_keep_what_was_typed(self, critical, bob):
        url = reverse("case_debrief", args=[critical.pk])
        answer = client_of(bob).post(url, {"agreed": "Ask patient Maria."})

        assert answer.status_code == 422
        assert "Ask patient Maria.</textarea>" in answer.content.decode()

    def test_are_for_others_of_the_clinic_only(self, critical, player, charlie):
        url = reverse("case_debrief", args=[critical.pk])
        assert client_of(player).get(url).status_code == 403
        assert client_of(charlie).get(url).status_code in {403, 404}
        assert client_of(charlie).post(url, {"agreed": AGREED}).status_code in {
            403,
            404,
        }
        assert not Debrief.objects.exists()


class TestReadingAgain:
    def test_every_lesson_behind_a_poor_choice_is_reopened(self, player, scenario):
        run = play(player, scenario, "b", "c")

        assert list(run.reopenings.values_list("lesson_code", flat=True)) == ["F1.1"]
        assert place(player).waiting_run == run.pk

    def test_is_closed_once_it_was_read(self, player, scenario):
        run, browser = play(player, scenario, "b", "c"), client_of(player)
        url = reverse("scenario_reread", args=[run.pk, "F1.1"])
        before = browser.get(f"/scenario-runs/{run.pk}/").content.decode()

        for _again in range(2):
            after = browser.post(url, follow=True).content.decode()

        assert url in before
        assert url not in after
        assert LessonReread.objects.count() == 1
        assert AuditEntry.objects.filter(action="LESSON-READ-AGAIN").count() == 1
        assert place(player).waiting_run is None

    def test_is_shown_on_my_path(self, player, scenario):
        run = play(player, scenario, "b", "c")

        text = client_of(player).get("/learn/").content.decode()

        assert f'/scenario-runs/{run.pk}/#again"' in text

    def test_is_the_persons_own(self, player, scenario, bob):
        run = play(player, scenario, "b", "c")

        with pytest.raises(NotReopened):
            read_again(run, "F1.1", by=bob, at=NOW)
        with pytest.raises(NotReopened):
            read_again(run, "F1.2", by=player, at=NOW)
        url = reverse("scenario_reread", args=[run.pk, "F1.1"])
        assert client_of(bob).post(url).status_code == 404


class TestAnotherCase:
    def test_is_given_without_a_reason(self, player, scenario, parallel):
        answer = client_of(player).post("/learn/scenarios/SC-F/swap/")

        assert answer.url == "/learn/scenarios/SC-G/"
        swap = CaseSwap.objects.get()
        assert (swap.scenario, swap.instead) == (scenario, parallel)
        assert place(player).code == "SC-G"
        assert swap_case(scenario, by=player, at=NOW) == parallel
        entry = AuditEntry.objects.get(action="CASE-SWAPPED")
        assert entry.facts == {"case": "SC-F", "instead": "SC-G"}

    def test_that_is_not_there_says_whom_to_talk_to(self, player, scenario):
        answer = client_of(player).post("/learn/scenarios/SC-F/swap/")

        assert answer.status_code == 409
        assert "Tell your clinical director" in answer.content.decode()
        assert not CaseSwap.objects.exists()

    def test_comes_to_an_end_when_all_were_handed_back(
        self, player, scenario, parallel
    ):
        swap_case(scenario, by=player, at=NOW)

        with pytest.raises(NoParallelCase):
            swap_case(parallel, by=player, at=NOW)

    def test_nobody_swaps_in_a_part_they_have_not_begun(self, bob, scenario, parallel):
        with pytest.raises(NoParallelCase):
            swap_case(scenario, by=bob, at=NOW)

    @pytest.mark.parametrize("passed", [0, 1])
    def test_one_of_the_group_is_enough(self, player, scenario, parallel, passed):
        group = (scenario, parallel)
        play(player, group[1 - passed], "b", "d")
        run = play(player, group[passed], "a", "c")

        clinics = [player.memberships.first().clinic_id]
        track = learning_record(player, clinic_ids=clinics).track("F")

        assert track.has_scenario
        assert track.scenario.id == run.pk
        assert track.scenario.passed
        assert place(player).is_passed

    def test_two_that_are_not_parallel_are_both_asked(self, player, scenario, parallel):
        Scenario.objects.filter(pk=parallel.pk).update(parallel_to=None)
        play(player, scenario, "a", "c")

        clinics = [player.memberships.first().clinic_id]
        track = learning_record(player, clinic_ids=clinics).track("F")

        assert track.scenario is None
        assert len(cases_of(player)) == 2


class TestLoading:
    def test_a_parallel_case_finds_the_one_it_stands_in_for(self, db):
        curriculum = read_curriculum()
        case = curriculum.scenarios[0]
        other = replace(case, code="SC-Z", slug="other", parallel_to=case.code)
        both = replace(curriculum, scenarios=(other, case), forms=())

        load_practice(both, Report())
        again = Report()
        load_practice(both, again)

        like = Scenario.objects.get(code=case.code)
        assert Scenario.objects.get(code="SC-Z").parallel_to == like
        assert like.parallel_to is None
        assert len(again.met[State.SAME]) == 2
