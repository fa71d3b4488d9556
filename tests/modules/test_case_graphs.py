"""A case changed one moment at a time: what leads somewhere follows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from modules.case_graphs import (
    CRITICAL,
    ENDING,
    NEW_CRITICAL,
    NEW_ENDING,
    NEW_NODE,
    NEW_NODE_APART,
    NODE,
    blank_graph,
    blank_node,
    free_code,
    in_order,
    is_stop,
    leading_to,
    renamed,
    with_ending,
    with_new,
    with_node,
    without,
)
from modules.story_rules import ways_of
from tests.modules.test_story_rules import graph_of, stories

GRAPH = graph_of({"N1": ["N2", "X1"], "N2": ["E1", "E2"]})


def told(*leads):
    choices = [
        {"text": "x", "feedback": "y", "critical": False, "points": 2, "next": one}
        for one in leads
    ]
    return blank_node() | {"title": "T", "choices": choices}


class TestARename:
    @given(stories, st.data())
    @settings(max_examples=100, deadline=None)
    def test_is_undone_by_another(self, ways, data):
        graph = graph_of(ways)
        code = data.draw(st.sampled_from([*graph["nodes"], *graph["endings"]]))

        moved = renamed(graph, code, "Z9")

        assert not is_stop(moved, code)
        assert len(leading_to(moved, "Z9")) == len(leading_to(graph, code))
        assert renamed(moved, "Z9", code) == graph

    def test_follows_the_start_and_a_critical_ending(self):
        assert renamed(GRAPH, "N1", "A")["start"] == "A"
        assert "S" in renamed(GRAPH, "X1", "S")["critical_endings"]


class TestRemoving:
    @given(stories, st.data())
    @settings(max_examples=100, deadline=None)
    def test_leaves_nothing_that_names_it(self, ways, data):
        graph = graph_of(ways)
        code = data.draw(st.sampled_from([*graph["nodes"], *graph["endings"]]))

        left = without(graph, code)

        assert not is_stop(left, code)
        assert not leading_to(left, code)
        assert code not in left["critical_endings"]
        assert left["start"] in left["nodes"] or not left["nodes"]
        assert len(leading_to(left, "")) == len(
            [one for one in leading_to(graph, code) if one != code]
        )


class TestSaving:
    def test_makes_what_a_choice_leads_to_anew(self):
        node = told(NEW_NODE, NEW_NODE, NEW_ENDING, NEW_CRITICAL)

        graph = with_node(GRAPH, "N2", node, is_start=False)

        assert ways_of(graph)["N2"] == ["N3", "N3", "END1", "X"]
        assert graph["nodes"]["N3"] == blank_node()
        assert graph["endings"]["X"] == ""
        assert graph["critical_endings"][-1] == "X"

    def test_makes_one_of_its_own_for_each_that_asks(self):
        node = told(NEW_NODE_APART, NEW_NODE_APART, NEW_NODE)

        graph = with_node(GRAPH, "N2", node, is_start=False)

        assert ways_of(graph)["N2"] == ["N3", "N4", "N5"]

    def test_letters_choices_in_their_order(self):
        graph = with_node(GRAPH, "N2", told("E1", "E2"), is_start=True)

        assert [one["id"] for one in graph["nodes"]["N2"]["choices"]] == ["A", "B"]
        assert graph["start"] == "N2"

    def test_an_ending_stops_being_critical(self):
        graph = with_ending(GRAPH, "X1", "Over.", is_critical=False)

        assert "X1" not in graph["critical_endings"]
        assert graph["endings"]["X1"] == "Over."


class TestCodes:
    def test_go_on_in_the_manner_of_those_there_are(self):
        assert free_code(renamed(GRAPH, "N1", "Q1"), NODE) == "Q2"
        assert free_code(GRAPH, ENDING) == "END1"
        assert free_code(blank_graph(), CRITICAL) == "X1"

    @given(st.lists(st.sampled_from([NODE, ENDING, CRITICAL]), max_size=30))
    def test_are_never_given_twice(self, kinds):
        graph = blank_graph()
        for kind in kinds:
            before = graph
            graph, code = with_new(graph, kind)
            assert not is_stop(before, code)
            assert len(code) <= 16


def test_moments_are_listed_as_they_are_met():
    graph = graph_of({"N1": ["N3"], "N2": ["E1"], "N3": ["N4", "E1"], "N4": ["E2"]})

    assert in_order(graph) == ["N1", "N3", "N4", "N2"]
