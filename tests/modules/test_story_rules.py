"""A branching case is whole when everybody who begins it comes to an ending."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.stories import current, moments
from modules.story_rules import as_drafted, as_kept, faults_of_graph

NODES, GOOD, BAD = ("N1", "N2", "N3", "N4", "N5"), ("E1", "E2"), ("X1",)


def choice(key: str, leads: str, *, points: int | None = 2, critical: bool = False):
    return {
        "id": key,
        "text": f"Do {key}",
        "feedback": f"Because {key}.",
        "points": None if critical else points,
        "critical": critical,
        "next": leads,
    }


def graph_of(ways: dict[str, list[str]]) -> dict:
    """This will build a case in which only where choices lead can be wrong."""
    return {
        "start": next(iter(ways), ""),
        "level": "L1",
        "nodes": {
            code: {
                "title": code,
                "text": "",
                "lessons": [],
                "afterward": "",
                "choices": [
                    *(
                        choice(chr(97 + n), leads, critical=leads in BAD)
                        for n, leads in enumerate(following)
                    ),
                ],
            }
            for code, following in ways.items()
        },
        "endings": dict.fromkeys((*GOOD, *BAD), "So it ends."),
        "critical_endings": list(BAD),
    }


def closure(ways: dict[str, list[str]]) -> dict[tuple[str, str], bool]:
    """Warshall's: whether there is a way of at least one step between any two."""
    stops = (*ways, *GOOD, *BAD)
    way = {(a, b): b in ways.get(a, ()) for a in stops for b in stops}
    for middle, a, b in itertools.product(stops, repeat=3):
        way[a, b] = way[a, b] or (way[a, middle] and way[middle, b])
    return way


stories = st.integers(1, 5).flatmap(
    lambda count: st.fixed_dictionaries(
        {
            code: st.lists(
                st.sampled_from((*NODES[:count], *GOOD, *BAD)), min_size=1, max_size=4
            )
            for code in NODES[:count]
        }
    )
)


class TestWays:
    @given(stories)
    @settings(max_examples=400, deadline=None)
    def test_is_whole_exactly_when_every_way_ends(self, ways):
        way, start = closure(ways), next(iter(ways))
        unreached = {
            stop
            for stop in (*ways, *GOOD, *BAD)
            if stop != start and not way[start, stop]
        }
        endless = {code for code in ways if not any(way[code, end] for end in GOOD)}
        turns = {code for code in ways if way[code, code]}

        told = faults_of_graph(graph_of(ways))

        def about(words: str) -> set[str]:
            return {fault.stop for fault in told if words in fault.message}

        assert about("cannot be reached") == unreached
        assert about("never comes to an ending") == endless
        circles = about("in a circle")
        assert bool(circles) == bool(turns)
        assert circles <= turns

    @given(stories)
    @settings(max_examples=200, deadline=None)
    def test_a_whole_case_is_left_by_every_sequence_of_choices(self, ways):
        graph = graph_of(ways)
        words = "circle", "not there", "never comes"
        faults = [f.message for f in faults_of_graph(graph)]
        if any(word in message for message in faults for word in words):
            return
        for luck in itertools.product(range(4), repeat=len(ways)):
            steps, node = [], graph["start"]
            for pick in luck:
                choices = graph["nodes"][node]["choices"]
                steps.append((node, choices[pick % len(choices)]["id"]))
                node = current(graph, moments(graph, steps))
                if node not in graph["nodes"]:
                    break
            assert node in graph["endings"]


def change(field: str, value: object) -> dict:
    graph = graph_of({"N1": ["N2", "X1"], "N2": ["E1", "E2"]})
    graph["nodes"]["N1"]["choices"][0][field] = value
    return graph


class TestOneNode:
    def test_a_whole_case_has_no_fault(self):
        assert faults_of_graph(change("text", "Something else")) == []

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("text", " ", "node N1: choice a has no words or no feedback"),
            ("feedback", "", "node N1: choice a has no words or no feedback"),
            ("text", "Do b", "node N1: choice a says the same as another"),
            ("points", 1, "node N1 has no choice with a score of 2"),
            ("points", 3, "node N1: choice a has a score other than 0, 1 or 2"),
            ("points", None, "node N1: choice a has no score and is not critical"),
            ("critical", True, "node N1: choice a is critical and cannot have a score"),
            (
                "critical",
                True,
                "node N1: choice a is critical and does not lead to a critical ending",
            ),
            (
                "next",
                "X1",
                "node N1: choice a leads to a critical ending and is not critical",
            ),
            (
                "next",
                "N9",
                "node N1: choice a leads to a node that is not there, N9",
            ),
        ],
    )
    def test_what_would_mislead_is_told(self, field, value, message):
        told = {fault.message for fault in faults_of_graph(change(field, value))}

        assert message in told

    def test_a_lesson_that_is_not_there_is_told(self):
        graph = graph_of({"N1": ["E1", "E2", "X1"]})
        graph["nodes"]["N1"]["lessons"] = ["F1.1", "F9.9"]

        told = faults_of_graph(graph, frozenset({"F1.1"}))

        assert [fault.message for fault in told] == [
            "node N1 names a lesson that is not known, F9.9"
        ]
        assert faults_of_graph(graph) == []

    def test_an_ending_says_something(self):
        graph = graph_of({"N1": ["E1", "E2", "X1"]})
        graph["endings"]["E2"] = " "

        assert [f.message for f in faults_of_graph(graph)] == ["ending E2 has no words"]

    def test_a_case_without_a_node_is_told(self):
        assert [f.message for f in faults_of_graph(graph_of({}))] == [
            "the case has no node"
        ]

    def test_a_kept_case_is_judged_as_it_was_written(self):
        graph = graph_of({"N1": ["E1", "E2", "X1"]})

        assert as_kept(graph)["nodes"]["N1"]["choices"][2]["points"] == 0
        assert as_drafted(as_kept(graph)) == graph
