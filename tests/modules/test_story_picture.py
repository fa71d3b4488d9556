"""A case drawn: every stop in a place of its own, every line between the right two."""

import html
import itertools
import re

import pytest
from django.urls import reverse
from hypothesis import given, settings

from modules.loading.references import _scenario
from modules.models import Scenario
from modules.starter.reading import read_curriculum
from modules.story_picture import HEIGHT, WIDTH, picture_of
from modules.story_rules import as_drafted, as_kept
from tests.modules.test_story_rules import graph_of, stories


def box(picture, code):
    return next(one for one in picture.boxes if one.code == code)


def touches(one, other) -> bool:
    return abs(one.x - other.x) < WIDTH and abs(one.y - other.y) < HEIGHT


def is_whole(picture, graph) -> None:
    assert {one.code for one in picture.boxes} == {*graph["nodes"], *graph["endings"]}
    for one, other in itertools.combinations(picture.boxes, 2):
        assert not touches(one, other)
    for one in picture.boxes:
        assert 0 <= one.x <= picture.width - WIDTH
        assert 0 <= one.y <= picture.height - HEIGHT
    drawn = sum(len(line.letters.split(", ")) for line in picture.lines)
    assert drawn == sum(len(node["choices"]) for node in graph["nodes"].values())


def levels_of(path: str) -> list[tuple[int, int, int]]:
    """The level stretches of a line: from, to and how far down."""
    found, at = [], (0, 0)
    for letter, numbers in re.findall(r"([MCHV])([-\d ]+)", path):
        parts = [int(number) for number in numbers.split()]
        if letter == "H":
            found.append((at[0], parts[0], at[1]))
        at = {
            "H": lambda: (parts[0], at[1]),  # noqa: B023
            "V": lambda: (at[0], parts[0]),  # noqa: B023
        }.get(letter, lambda: (parts[-2], parts[-1]))()  # noqa: B023
    return found


class TestAPicture:
    @given(stories)
    @settings(max_examples=200, deadline=None)
    def test_of_any_graph_keeps_boxes_apart(self, ways):
        graph = graph_of(ways)

        is_whole(picture_of(graph), graph)

    @given(stories)
    @settings(max_examples=200, deadline=None)
    def test_no_level_line_runs_behind_a_box(self, ways):
        picture = picture_of(graph_of(ways))
        forward = [line for line in picture.lines if line.kind != "back"]

        for line in forward:
            for start, end, down in levels_of(line.path):
                for one in picture.boxes:
                    beside = one.x + WIDTH <= start or one.x >= end
                    assert beside or not one.y < down < one.y + HEIGHT

    def test_the_story_goes_from_left_to_right(self):
        picture = picture_of(graph_of({"N1": ["N2", "X1"], "N2": ["E1", "E2"]}))

        assert box(picture, "N1").x < box(picture, "N2").x < box(picture, "E1").x
        assert box(picture, "E1").x == box(picture, "X1").x
        assert box(picture, "X1").kind == "critical"

    def test_marks_what_is_faulty(self):
        picture = picture_of(graph_of({"N1": ["E1"]}), faulty=["E2"])

        assert [one.code for one in picture.boxes if one.is_faulty] == ["E2"]

    def test_cuts_what_is_too_long(self):
        graph = graph_of({"N1": ["E1", "E2", "X1"]})
        graph["nodes"]["N1"]["title"] = "A very long title of a moment that goes on"

        graph["endings"]["E1"] = "Ready for the first session, and honest about it."
        picture = picture_of(graph)

        assert box(picture, "N1").label == "A very long title of a m…"
        assert box(picture, "E1").label == "Ready for the first…"

    def test_the_four_cases_are_drawn_whole(self):
        for scenario in read_curriculum().scenarios:
            graph = as_drafted(_scenario(scenario)["graph"])
            is_whole(picture_of(graph), graph)


class TestTheAdminPage:
    @pytest.fixture
    def page(self, admin_client):
        def shown(graph: dict) -> str:
            case = Scenario.objects.create(
                code="SC-F", title="A case", track_code="F", minutes=5, graph=graph
            )
            url = reverse("cases:inspect", args=[case.pk])
            return html.unescape(admin_client.get(url).content.decode())

        return shown

    def test_draws_a_whole_case_beside_its_table(self, page):
        text = page(as_kept(graph_of({"N1": ["N2", "X1"], "N2": ["E1", "E2"]})))

        assert text.count('class="case-picture__box ') == 5
        assert "This case is not whole" not in text
        assert '<th scope="rowgroup" rowspan="2"><a href="#node-N1">' in text
        assert " style=" not in text[text.index("<figure") : text.index("</figure>")]

    def test_marks_and_tells_every_fault(self, page):
        text = page(as_kept(graph_of({"N1": ["E1", "X1"], "N2": ["N2"]})))

        assert "This case is not whole" in text
        for fault in (
            "ending E2 cannot be reached",
            "a case cannot go in a circle: N2",
        ):
            assert fault in text
        assert text.count("case-picture__box--faulty") == 2
