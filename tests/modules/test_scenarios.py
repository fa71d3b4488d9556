"""Branching cases: decided once, scored along the path, told without the key."""

import html
import re

import pytest
from django.urls import reverse

from home.errors import NotAllowed
from home.models import AuditEntry
from modules.actions.scenarios import (
    AlreadyDecided,
    NoSuchChoice,
    NotEnrolled,
    choose,
    start_run,
)
from modules.models import Enrolment, Scenario, ScenarioRun
from modules.stories import Moment, moments, score
from tests.cast import NOW, client_of
from tests.modules.assessed import make_course


def choice(key: str, points: int | None, leads: str, *, critical: bool = False):
    return {
        "id": key,
        "text": f"Do {key}",
        "feedback": f"CANARY feedback {key}",
        "points": points,
        "critical": critical,
        "next": leads,
    }


GRAPH = {
    "start": "N1",
    "nodes": {
        "N1": {
            "title": "First meeting",
            "text": "It begins.",
            "lessons": ["F1.1"],
            "afterward": "A week passes.",
            "choices": [choice("a", 2, "N2"), choice("b", 0, "N2")],
        },
        "N2": {
            "title": "The screen",
            "text": "Answers come back.",
            "lessons": ["F1.2"],
            "afterward": "",
            "choices": [
                choice("c", 2, "END1"),
                choice("d", 1, "END2"),
                choice("e", None, "X", critical=True),
            ],
        },
    },
    "endings": {"END1": "Ready.", "END2": "Nearly.", "X": "Stop and debrief."},
    "critical_endings": ["X"],
}


@pytest.fixture
def scenario(db) -> Scenario:
    return Scenario.objects.create(
        code="SC-F",
        title="The wedding date",
        track_code="F",
        minutes=20,
        content_note="Depression.",
        cast="Ren, 44.",
        graph=GRAPH,
    )


@pytest.fixture
def player(alice, clinic, scenario):
    make_course().enrol(alice, clinic)
    return alice


def play(person, scenario, *choices: str) -> ScenarioRun:
    run = start_run(person, scenario=scenario, by=person, at=NOW)
    for node, key in zip(("N1", "N2"), choices, strict=False):
        run = choose(run, node=node, choice=key, by=person, at=NOW)
    return run


class TestGoingThrough:
    @pytest.mark.parametrize(
        ("choices", "ending", "points", "passed"),
        [
            (("a", "c"), "END1", 4, True),
            (("a", "d"), "END2", 3, True),
            (("b", "c"), "END1", 2, False),
            (("b", "d"), "END2", 1, False),
            (("a", "e"), "X", 2, False),
        ],
    )
    def test_ends_with_what_the_choices_earned(
        self, player, scenario, choices, ending, points, passed
    ):
        run = play(player, scenario, *choices)

        assert (run.ending, run.points, run.passed) == (ending, points, passed)
        assert run.points_possible == 4
        assert run.was_critical is (ending == "X")
        assert run.finished_at == NOW
        entry = AuditEntry.objects.get(action="SCENARIO-FINISHED")
        assert entry.facts == {"ending": ending, "points": points, "passed": passed}

    def test_a_critical_choice_fails_whatever_the_points(self):
        best = Moment("N1", GRAPH["nodes"]["N1"], GRAPH["nodes"]["N1"]["choices"][0])
        worst = Moment("N2", GRAPH["nodes"]["N2"], GRAPH["nodes"]["N2"]["choices"][2])

        assert not score([best] * 50 + [worst], 75).passed
        assert score([best] * 50, 75).passed

    def test_exactly_the_pass_mark_is_enough(self):
        nodes = GRAPH["nodes"]
        decided = moments(GRAPH, [("N1", "a"), ("N2", "d")])

        assert len(nodes) == len(decided) == 2
        assert score(decided, 75).passed
        assert not score(decided, 76).passed

    def test_a_run_keeps_its_own_copy_of_the_story(self, player, scenario):
        run = start_run(player, scenario=scenario, by=player, at=NOW)
        Scenario.objects.update(graph={"start": "Z", "nodes": {}, "endings": {}})

        choose(run, node="N1", choice="a", by=player, at=NOW)
        run = choose(run, node="N2", choice="c", by=player, at=NOW)

        assert run.passed

    def test_starting_twice_goes_on(self, player, scenario):
        first = play(player, scenario, "a")

        assert start_run(player, scenario=scenario, by=player, at=NOW) == first
        assert ScenarioRun.objects.count() == 1

    def test_it_may_be_gone_through_again(self, player, scenario):
        play(player, scenario, "b", "d")

        assert play(player, scenario, "a", "c").passed
        assert ScenarioRun.objects.count() == 2


class TestWhatIsRefused:
    def test_without_the_track(self, alice, scenario):
        with pytest.raises(NotEnrolled):
            start_run(alice, scenario=scenario, by=alice, at=NOW)

        assert not ScenarioRun.objects.exists()

    def test_somebody_elses_run(self, player, scenario, bob):
        run = play(player, scenario)

        with pytest.raises(NotAllowed):
            choose(run, node="N1", choice="a", by=bob, at=NOW)
        with pytest.raises(NotAllowed):
            start_run(player, scenario=scenario, by=bob, at=NOW)

    def test_changing_ones_mind(self, player, scenario):
        run = play(player, scenario, "b")

        with pytest.raises(AlreadyDecided):
            choose(run, node="N1", choice="a", by=player, at=NOW)

        assert list(run.steps.values_list("choice", flat=True)) == ["b"]

    def test_the_same_choice_again_is_harmless(self, player, scenario):
        run = play(player, scenario, "b")

        choose(run, node="N1", choice="b", by=player, at=NOW)

        assert run.steps.count() == 1

    def test_skipping_ahead(self, player, scenario):
        run = play(player, scenario)

        with pytest.raises(AlreadyDecided):
            choose(run, node="N2", choice="c", by=player, at=NOW)

    @pytest.mark.parametrize("key", ["", "c", "nonsense"])
    def test_a_choice_the_node_does_not_offer(self, player, scenario, key):
        run = play(player, scenario)

        with pytest.raises(NoSuchChoice):
            choose(run, node="N1", choice=key, by=player, at=NOW)

        assert not run.steps.exists()

    def test_deciding_after_the_end(self, player, scenario):
        run = play(player, scenario, "a", "e")

        with pytest.raises(AlreadyDecided):
            choose(run, node="N2", choice="c", by=player, at=NOW)


class TestThePages:
    def test_the_content_note_comes_first(self, player, scenario):
        text = client_of(player).get("/learn/scenarios/SC-F/").content.decode()

        assert "Depression." in text
        assert "First meeting" not in text
        assert ">Begin<" in text

    def test_nobody_begins_without_the_track(self, scenario, bob):
        Enrolment.objects.all().delete()
        browser = client_of(bob)

        text = browser.get("/learn/scenarios/SC-F/").content.decode()
        answer = browser.post("/learn/scenarios/SC-F/start/")

        assert ">Begin<" not in text
        assert answer.status_code == 409
        assert "Begin the part this case belongs to first." in answer.content.decode()

    def test_a_whole_story_by_plain_forms(self, player, scenario):
        browser = client_of(player)

        page = browser.post("/learn/scenarios/SC-F/start/", follow=True)
        url = page.request["PATH_INFO"] + "choices/"
        first = page.content.decode()
        page = browser.post(url, {"node": "N1", "choice": "b"}, follow=True)
        second = page.content.decode()
        page = browser.post(url, {"node": "N2", "choice": "c"}, follow=True)
        end = page.content.decode()

        assert "It begins." in first
        assert "CANARY feedback b" in second
        assert "A week passes." in second
        assert "Answers come back." in second
        assert "Ready." in end
        assert "2 of 4" in end
        assert "F1.1 Lesson F1.1" in end
        assert "F1.2" not in end

    def test_what_is_still_to_come_is_not_in_the_page(self, player, scenario):
        run = play(player, scenario, "a")

        text = html.unescape(
            client_of(player)
            .get(reverse("scenario_run", args=[run.pk]))
            .content.decode()
        )

        assert re.findall(r"CANARY feedback \w", text) == ["CANARY feedback a"]
        assert not re.search(r"END1|critical|Stop and debrief|points", text)

    def test_choosing_nothing_is_explained(self, player, scenario):
        run = play(player, scenario)

        answer = client_of(player).post(
            reverse("scenario_choose", args=[run.pk]), {"node": "N1"}
        )

        assert answer.status_code == 422
        assert "Choose what you would do." in answer.content.decode()

    def test_a_run_is_nobody_elses(self, player, scenario, bob, rita, charlie):
        run = play(player, scenario)
        for person in (bob, rita, charlie):
            browser = client_of(person)
            assert browser.get(f"/scenario-runs/{run.pk}/").status_code == 404
            answer = browser.post(f"/scenario-runs/{run.pk}/choices/", {"node": "N1"})
            assert answer.status_code == 404
