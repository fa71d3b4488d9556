"""Each case we ship, walked to every ending by every way there is."""

import html
from fractions import Fraction

import pytest
from django.db import transaction
from django.urls import reverse

from modules.loading.references import load_practice
from modules.loading.report import Report
from modules.models import Scenario, ScenarioRun
from modules.starter.reading import read_curriculum
from tests.cast import client_of
from tests.modules.enrolling import enrol

CODES = ["SC-P", "SC-M", "SC-T", "SC-I"]


@pytest.fixture(scope="module")
def shipped():
    return read_curriculum()


class Walk:
    """One person's way through a case, each step taken back after it was looked at."""

    def __init__(self, client, run):
        self.client, self.run = client, run
        self.url = reverse("scenario_run", args=[run.pk])
        self.ended: list[str] = []
        self.seen: set[tuple[str, str]] = set()

    def go_on(self, code, trail):
        """This will take each choice of a moment in turn, and all that follows."""
        for choice in self.run.graph["nodes"][code]["choices"]:
            mark = transaction.savepoint()
            self.take(code, choice)
            self.look(choice, [*trail, (code, choice)])
            transaction.savepoint_rollback(mark)

    def take(self, code, choice):
        answer = self.client.post(
            reverse("scenario_choose", args=[self.run.pk]),
            {"node": code, "choice": choice["id"]},
        )
        assert answer.status_code == 302

    def look(self, choice, trail):
        """This will read the page where a choice is met first, and go on from it."""
        code, following = trail[-1][0], choice["next"]
        if (code, choice["id"]) not in self.seen:
            self.seen.add((code, choice["id"]))
            self.read(choice, trail)
        if following in self.run.graph["nodes"]:
            self.go_on(following, trail)
        else:
            self.ended.append(following)
            self.reckon(trail)

    def read(self, choice, trail):
        page = html.unescape(self.client.get(self.url).content.decode())
        graph, following = self.run.graph, choice["next"]
        untold = [
            one["feedback"]
            for code, _taken in trail
            for one in graph["nodes"][code]["choices"]
            if (code, one) not in trail
        ]
        assert choice["feedback"] in page
        assert not [words for words in untold if words in page]
        assert 'tabindex="-1" data-focus-on-load' in page
        if following in graph["nodes"]:
            assert graph["nodes"][following]["title"] in page
        else:
            assert graph["endings"][following] in page

    def reckon(self, trail):
        """The score again, by fractions, from what was chosen."""
        run = ScenarioRun.objects.get(pk=self.run.pk)
        nodes = self.run.graph["nodes"]
        offered = sum(
            max(one["points"] for one in nodes[code]["choices"]) for code, _o in trail
        )
        earned = sum(choice["points"] for _code, choice in trail)
        crossed = any(choice["critical"] for _code, choice in trail)
        enough = Fraction(earned, offered) >= Fraction(run.pass_percent, 100)
        assert (run.points, run.points_possible) == (earned, offered)
        assert run.passed is (enough and not crossed)
        assert run.was_critical is crossed


def ways(graph, code):
    """How many ways lead from here to an ending."""
    if code not in graph["nodes"]:
        return 1
    return sum(ways(graph, one["next"]) for one in graph["nodes"][code]["choices"])


@pytest.mark.parametrize("code", CODES)
def test_every_way_comes_to_its_ending(alice, clinic, shipped, code):
    load_practice(shipped, Report())
    case = Scenario.objects.get(code=code)
    enrol(alice, clinic, case.track_code)
    client = client_of(alice)
    client.post(reverse("scenario_start", args=[code]))
    walk = Walk(client, ScenarioRun.objects.get())

    walk.go_on(case.graph["start"], [])

    assert set(walk.ended) == set(case.graph["endings"])
    assert len(walk.ended) == ways(case.graph, case.graph["start"])
