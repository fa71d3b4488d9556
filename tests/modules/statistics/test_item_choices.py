import copy
import random

import pytest

from modules.item_choices import chosen_of, content_of, version_of
from tests.modules.frozen import case, choosing, matching, ordering
from tests.modules.statistics.cohorts import shuffled_ids

EVERY_TYPE = [
    choosing("SINGLE", True, False),
    choosing("TRUE_FALSE", False, True, False),
    choosing("MULTIPLE", True, False, True),
    matching(0, 1, 2),
    ordering(3),
    case(),
]


def changes_of(frozen: dict) -> list[dict]:
    """The same question with one thing changed, each thing an author can change."""
    made = [frozen | {"stem": "Another?"}, frozen | {"critical": True}]
    for step in range(len(frozen["steps"]) or 1):
        other = copy.deepcopy(frozen)
        options = (other["steps"][step] if other["steps"] else other)["options"]
        options[0]["text"] += "!"
        made.append(other)
    other = copy.deepcopy(frozen)
    options = (other["steps"][0] if other["steps"] else other)["options"]
    for name in ("right", "match", "place", "leads_to"):
        if name in options[0]:
            options[0][name], options[1][name] = options[1][name], options[0][name]
    return [*made, other]


class TestAVersion:
    @pytest.mark.parametrize("frozen", EVERY_TYPE, ids=lambda one: one["type"])
    def test_is_the_same_in_every_attempt(self, frozen):
        other = shuffled_ids(frozen, random.Random(1))

        assert version_of(other) == version_of(frozen)
        assert content_of(other) == content_of(frozen)

    @pytest.mark.parametrize("frozen", EVERY_TYPE[:-1], ids=lambda one: one["type"])
    def test_is_another_when_anything_of_it_changed(self, frozen):
        versions = {version_of(one) for one in [frozen, *changes_of(frozen)]}

        assert len(versions) == 1 + len(changes_of(frozen))

    def test_of_something_unknown_has_no_parts(self):
        assert content_of({"stem": "?"}).parts == ()
        assert chosen_of({"stem": "?"}, {"chosen": []}) == ()


def keys_of(frozen: dict) -> list[list[str]]:
    parts = content_of(frozen).parts
    return [[one.text for one in part.offers if one.is_key] for part in parts]


class TestTheKey:
    def test_of_a_choice_is_every_right_option(self):
        found = keys_of(choosing("MULTIPLE", True, False, True))

        assert found == [["Option 0", "Option 2"]]

    def test_of_pairs_is_what_each_statement_goes_with(self):
        assert keys_of(matching(1, 0)) == [["M1"], ["M0"]]

    def test_of_an_order_is_each_place(self):
        assert keys_of(ordering(3)) == [["1"], ["2"], ["3"]]

    def test_of_a_case_is_the_right_option_of_each_step(self):
        assert keys_of(case()) == [["0/1"], ["1/0"], ["2/1"]]


NOTHING = frozenset()


class TestWhatWasChosen:
    @pytest.mark.parametrize(
        ("frozen", "response", "chosen"),
        [
            (EVERY_TYPE[0], {"chosen": ["o1"]}, ({"Option 1"},)),
            (EVERY_TYPE[2], {"chosen": ["o0", "o2"]}, ({"Option 0", "Option 2"},)),
            (EVERY_TYPE[3], {"pairs": {"o0": "m2"}}, ({"M2"}, NOTHING, NOTHING)),
            (
                EVERY_TYPE[4],
                {"places": {"o0": 2, "o1": 1, "o2": 3}},
                ({"2"}, {"1"}, {"3"}),
            ),
            # The right first step leads past the second, which is never asked.
            (EVERY_TYPE[5], {"path": ["s0-1", "s2-0"]}, ({"0/1"}, None, {"2/0"})),
            (EVERY_TYPE[5], {"path": ["s0-0"]}, ({"0/0"}, NOTHING, None)),
        ],
    )
    def test_is_told_by_its_words(self, frozen, response, chosen):
        assert chosen_of(frozen, response) == chosen

    @pytest.mark.parametrize("frozen", EVERY_TYPE, ids=lambda one: one["type"])
    @pytest.mark.parametrize("response", [None, {}, {"chosen": ["x"]}, {"path": ["x"]}])
    def test_is_nothing_without_an_answer_that_fits(self, frozen, response):
        found = chosen_of(frozen, response)

        assert len(found) == len(content_of(frozen).parts)
        assert not any(found)
        assert found[0] == NOTHING
