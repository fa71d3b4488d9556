"""Scores against an oracle that was written another way, and the rule by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.frozen_questions import ANSWERED, OPEN, PARTLY, Malformed, state, walk
from modules.grading import NOTHING, Grade, grade, result
from tests.modules.frozen import case, choosing, matching, ordering

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["chosen", "pairs", "places", "path", "o0", "o1"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
EVERY_TYPE = [
    choosing("SINGLE", True, False),
    choosing("TRUE_FALSE", False, True, False),
    choosing("MULTIPLE", True, True, False),
    choosing("MULTIPLE", True, True, False, critical=True),
    matching(0, 1, 2),
    ordering(3),
    case(),
    case(critical=False),
]


class TestAResponseThatIsNoAnswer:
    @pytest.mark.parametrize("question", EVERY_TYPE, ids=lambda one: one["type"])
    @given(response=JUNK)
    @settings(max_examples=60, deadline=None)
    def test_earns_nothing_and_never_fails(self, question, response):
        assert grade(question, response) == NOTHING

    @pytest.mark.parametrize(
        ("question", "response"),
        [
            (choosing("SINGLE", True, False), {"chosen": []}),
            (choosing("SINGLE", True, True), {"chosen": ["o0", "o1"]}),
            (choosing("SINGLE", True, False), {"chosen": "o0"}),
            (choosing("MULTIPLE", True, True), {"chosen": ["o0", "o0"]}),
            (choosing("MULTIPLE", True, True), {"chosen": ["o0", "o1", "o9"]}),
            (choosing("MULTIPLE", False, False), {"chosen": []}),
            (matching(0, 1), {"pairs": {"o0": "m0", "o1": "m1", "o9": "m0"}}),
            (ordering(2), {"places": {"o0": 1}}),
            (ordering(2), {"places": {"o0": 1, "o1": 1}}),
            (ordering(2), {"places": {"o0": True, "o1": 2}}),
            (case(critical=False), {"path": ["s1-0"]}),
            (case(critical=False), {"path": ["s0-1", "s2-1", "s2-1"]}),
            (case(critical=False), {"path": ["s0-1", "s2-1", None]}),
        ],
    )
    def test_is_not_stretched_into_one(self, question, response):
        assert grade(question, response) == NOTHING


@st.composite
def choices(draw):
    rights = draw(st.lists(st.booleans(), min_size=1, max_size=7))
    chosen = draw(st.sets(st.integers(0, len(rights) - 1)))
    return rights, chosen


class TestChoosing:
    @given(made=choices(), critical=st.booleans())
    def test_several_answers_match_the_oracle(self, made, critical):
        rights, chosen = made
        points = 0
        for number, right in enumerate(rights):
            if number in chosen:
                points += 1 if right else -1
        exact = all((n in chosen) == right for n, right in enumerate(rights))
        full = exact and any(rights)
        expected = Fraction(max(points, 0), max(sum(rights), 1))
        if critical:
            expected = Fraction(int(full))

        question = choosing("MULTIPLE", *rights, critical=critical)
        got = grade(question, {"chosen": [f"o{n}" for n in chosen]})

        assert got == Grade(expected, full)

    @given(made=choices(), kind=st.sampled_from(["SINGLE", "TRUE_FALSE"]))
    def test_one_answer_counts_only_alone_and_right(self, made, kind):
        rights, chosen = made

        got = grade(choosing(kind, *rights), {"chosen": [f"o{n}" for n in chosen]})

        right = [n for n in chosen if rights[n]] if len(chosen) == 1 else []
        assert got == Grade(Fraction(len(right)), bool(right))

    def test_ticking_everything_in_a_standard_item_gains_nothing(self):
        question = choosing("MULTIPLE", True, True, False, False)

        assert grade(question, {"chosen": ["o0", "o1", "o2", "o3"]}) == NOTHING

    def test_a_verdict_with_the_wrong_reason_is_wrong(self):
        false_for_a_bad_reason = choosing("TRUE_FALSE", False, True, False, False)

        assert grade(false_for_a_bad_reason, {"chosen": ["o3"]}) == NOTHING


class TestMatching:
    @given(
        fits=st.lists(st.integers(0, 3), min_size=1, max_size=5),
        said=st.dictionaries(st.integers(0, 4), st.integers(0, 3), max_size=5),
        critical=st.booleans(),
    )
    def test_the_share_of_right_pairs(self, fits, said, critical):
        said = {n: m for n, m in said.items() if n < len(fits) and m in fits}
        right = len([n for n, m in said.items() if m == fits[n]])
        share = Fraction(right, len(fits))

        question = matching(*fits, critical=critical)
        got = grade(question, {"pairs": {f"o{n}": f"m{m}" for n, m in said.items()}})

        expected = share if share == 1 or not critical else Fraction(0)
        assert got == Grade(expected, share == 1)


class TestOrdering:
    @given(order=st.permutations(range(4)), critical=st.booleans())
    def test_is_all_or_nothing(self, order, critical):
        places = {f"o{n}": place + 1 for n, place in enumerate(order)}

        got = grade(ordering(4, critical=critical), {"places": places})

        assert got == (Grade(Fraction(1), True) if order == [0, 1, 2, 3] else NOTHING)


class TestACaseInSteps:
    @pytest.mark.parametrize(
        ("path", "share"),
        [
            ([], 0),
            (["s0-0"], 0),
            (["s0-0", "s1-0"], Fraction(1, 2)),
            (["s0-0", "s1-1"], 0),
            (["s0-1"], Fraction(1, 2)),
            (["s0-1", "s2-0"], Fraction(1, 2)),
            (["s0-1", "s2-1"], 1),
        ],
    )
    def test_counts_the_steps_that_were_reached(self, path, share):
        standard = grade(case(critical=False), {"path": path})
        critical = grade(case(), {"path": path})

        assert standard == Grade(Fraction(share), share == 1)
        assert critical == (standard if share == 1 else NOTHING)

    def test_a_case_that_runs_in_a_circle_is_stopped(self):
        question = case()
        question["steps"][2]["options"][1]["leads_to"] = 0
        path = ["s0-1", "s2-1"] * 3

        assert grade(question, {"path": path}) == NOTHING
        with pytest.raises(Malformed):
            walk(question, {"path": path})


class TestTheWholeAttempt:
    @given(
        items=st.lists(
            st.tuples(
                st.fractions(min_value=0, max_value=1, max_denominator=7),
                st.booleans(),
            ),
            min_size=1,
            max_size=30,
        ),
        percent=st.integers(1, 100),
    )
    def test_matches_the_oracle_in_whole_numbers(self, items, percent):
        common = 420
        units = sum(int(score * common) for score, _ in items)
        lost = [score for score, critical in items if critical and score < 1]
        enough = units * 100 >= percent * common * len(items)

        grades = [(Grade(score, score == 1), critical) for score, critical in items]
        got = result(grades, percent)

        assert got.score == Fraction(units, common * len(items))
        assert got.all_critical_right is (not lost)
        assert got.passed is (enough and not lost)

    def test_exactly_the_pass_mark_is_enough(self):
        rows = [(Grade(Fraction(1), True), False)] * 4 + [(NOTHING, False)]

        assert result(rows, 80).passed
        assert not result(rows, 81).passed

    def test_nothing_asked_is_nothing_passed(self):
        assert not result([], 1).passed


class TestHowFarAnAnswerIs:
    @pytest.mark.parametrize(
        ("question", "response", "expected"),
        [
            (choosing("SINGLE", True), None, OPEN),
            (choosing("MULTIPLE", True), {"chosen": []}, OPEN),
            (choosing("SINGLE", True), {"chosen": ["o0"]}, ANSWERED),
            (matching(0, 1), {"pairs": {}}, OPEN),
            (matching(0, 1), {"pairs": {"o0": "m1"}}, PARTLY),
            (matching(0, 1), {"pairs": {"o0": "m1", "o1": "m1"}}, ANSWERED),
            (ordering(2), {"places": {"o0": 2, "o1": 1}}, ANSWERED),
            (case(), {"path": []}, OPEN),
            (case(), {"path": ["s0-0"]}, PARTLY),
            (case(), {"path": ["s0-0", "s1-1"]}, ANSWERED),
        ],
    )
    def test_is_told_in_one_word(self, question, response, expected):
        assert state(question, response) == expected
