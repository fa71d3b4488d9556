"""Editing a requirement tree by place, and telling two trees apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.requirements.comparing import compare
from certificates.requirements.editing import (
    DEEPEST,
    NoSuchPart,
    TreeTooBig,
    as_group,
    group_of,
    numbered,
    part_at,
    parts_of,
    place_of,
    regrouped,
    unfinished,
    walk,
    with_more,
    with_part,
    with_part_moved,
    without_part,
    written,
)
from certificates.requirements.tree import validate
from tests.certificates.judged import leaf

A, B, C = (leaf("recorded", kind=kind) for kind in ("CASE", "DRILL", "CONDUCT"))
TREE = {"all": [A, {"any": [B, {"at_least": 2, "of": [A, B, C]}]}, C]}

leaves = st.sampled_from([A, B, C, leaf("no_open_suspension")])
trees = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(lambda rows: {"all": rows}, st.lists(parts, min_size=1, max_size=4)),
        st.builds(lambda rows: {"any": rows}, st.lists(parts, min_size=1, max_size=4)),
        st.builds(
            lambda rows: {"at_least": len(rows), "of": rows},
            st.lists(parts, min_size=1, max_size=4),
        ),
    ),
    max_leaves=8,
).map(as_group)


class TestAPlace:
    @pytest.mark.parametrize(
        ("place", "text", "number"),
        [((), "top", ""), ((0,), "0", "1"), ((1, 0, 12), "1-0-12", "2.1.13")],
    )
    def test_is_written_and_read_back(self, place, text, number):
        assert (written(place), numbered(place)) == (text, number)
        assert place_of(text) == place

    @pytest.mark.parametrize("text", ["", "a", "-1", "1-", "1--2", "٣x", "99999"])
    def test_written_in_another_way_is_none(self, text):
        with pytest.raises(NoSuchPart):
            place_of(text)

    def test_finds_its_part(self):
        assert part_at(TREE, (1, 1, 2)) == C
        for place in ((3,), (0, 0), (1, 1, 3)):
            with pytest.raises(NoSuchPart):
                part_at(TREE, place)


class TestEditing:
    def test_replaces_one_part_and_leaves_the_rest(self):
        new = with_part(TREE, (1, 1, 0), C)

        assert part_at(new, (1, 1, 0)) == C
        assert part_at(TREE, (1, 1, 0)) == A
        assert new["all"][0] == A

    def test_adds_at_the_end_of_a_group(self):
        assert with_more(TREE, (1,), C)["all"][1]["any"][-1] == C
        with pytest.raises(NoSuchPart):
            with_more(TREE, (0,), C)

    def test_takes_a_part_out_with_all_of_it(self):
        assert without_part(TREE, (1,)) == {"all": [A, C]}
        with pytest.raises(NoSuchPart):
            without_part(TREE, ())

    def test_moves_a_part_and_stops_at_the_end(self):
        assert with_part_moved(TREE, (0,), 1)["all"][1] == A
        assert with_part_moved(TREE, (0,), -1) == TREE
        assert with_part_moved(TREE, (2,), 1) == TREE

    def test_asks_for_a_group_in_another_way(self):
        group = {"at_least": 2, "of": [A, B], "mark": "POL"}

        assert regrouped(group, "all") == {"all": [A, B], "mark": "POL"}
        assert regrouped({"all": [A, B]}, "at_least", 2) == {
            "at_least": 2,
            "of": [A, B],
        }

    def test_refuses_what_nobody_could_read(self):
        tree = {"all": []}
        for depth in range(DEEPEST):
            tree = with_more(tree, (0,) * depth, group_of("any", []))

        with pytest.raises(TreeTooBig, match="at most 6 deep"):
            with_more(tree, (0,) * DEEPEST, A)
        with pytest.raises(TreeTooBig, match="at most 150 parts"):
            with_part(TREE, (1,), {"any": [A] * 150})

    @given(trees, st.data())
    def test_keeps_every_other_part(self, tree, data):
        places = [place for place, _node in walk(tree) if place]
        place = data.draw(st.sampled_from(places))
        step = data.draw(st.sampled_from([-1, 1]))

        moved = with_part_moved(tree, place, step)
        shorter = without_part(tree, place)

        def told(one):
            return sorted(str(node) for _place, node in walk(one) if "leaf" in node)

        gone = told(part_at(tree, place))
        assert told(moved) == told(tree)
        assert sorted(told(shorter) + gone) == told(tree)
        assert with_part(tree, place, part_at(tree, place)) == tree
        validate(moved)


class TestAnUnfinishedTree:
    def test_names_the_place_of_an_empty_group(self):
        tree = {"all": [A, {"any": []}]}

        assert unfinished(tree) == [
            ((1,), "This group is empty. Add a part, or remove the group.")
        ]

    def test_names_a_group_that_asks_for_more_than_it_has(self):
        tree = {"at_least": 3, "of": [A, B]}

        assert unfinished(tree) == [((), "This group asks for more parts than it has.")]

    def test_names_what_the_catalogue_no_longer_knows(self):
        assert [place for place, _why in unfinished({"all": [A, leaf("gone")]})] == [
            (1,)
        ]

    @given(trees)
    def test_is_none_when_it_can_be_judged(self, tree):
        assert unfinished(tree) == []
        validate(tree)


class TestTwoTrees:
    def test_that_ask_the_same_in_other_groups_do_not_differ(self):
        assert not compare({"all": [A, {"all": [B, C]}]}, {"all": [C, B, A]})

    def test_differ_by_what_is_added_removed_and_changed(self):
        sooner = B | {"months": 6}

        found = compare({"all": [A, B]}, {"all": [sooner, C]})

        assert found.added == (C,)
        assert found.removed == (A,)
        assert found.changed == ((B, sooner),)

    def test_tell_a_choice_as_one(self):
        old, new = {"any": [A, B]}, {"any": [A, C]}

        assert compare({"all": [old]}, {"all": [new]}).changed == ((old, new),)
        apart = compare({"all": [{"any": [A, B]}]}, {"all": [{"any": [C]}]})
        assert (len(apart.added), len(apart.removed)) == (1, 1)

    def test_pair_credentials_that_are_asked_for(self):
        old, new = (leaf("credential_held", types=[one]) for one in ("L1", "L2B"))

        assert compare({"all": [old]}, {"all": [new]}).changed == ((old, new),)

    @given(trees, trees)
    def test_account_for_every_part(self, old, new):
        found = compare(old, new)

        def units(tree):
            if "all" not in tree:
                return [tree]
            return [unit for part in parts_of(tree) for unit in units(part)]

        was = list(found.removed) + [one for one, _other in found.changed]
        now = list(found.added) + [other for _one, other in found.changed]
        assert len(units(old)) - len(was) == len(units(new)) - len(now)
        assert all(unit in units(old) for unit in was)
        assert all(unit in units(new) for unit in now)
        assert bool(found) == (
            sorted(map(str, units(old))) != sorted(map(str, units(new)))
        )
