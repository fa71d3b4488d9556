"""The numbers against a second, plain way of reckoning, and the flags by hand."""

import datetime
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.item_statistics import (
    LIKELY_WRONG_KEY,
    NO_DISCRIMINATION,
    NOT_YET,
    TOO_EASY,
    TOO_HARD,
    statistics_of,
)
from tests.cast import NOW
from tests.modules.frozen import choosing
from tests.modules.statistics.cohorts import PLANTED, SOUND, cohort, item

SHARES = st.fractions(0, 1, max_denominator=12)
ANSWERS = st.sampled_from([None, ["o0"], ["o1"], ["o2"], ["o0", "o2"]])
QUESTION = choosing("MULTIPLE", True, False, False)
ROWS = st.lists(
    st.tuples(st.integers(0, 9), SHARES, SHARES | st.none(), ANSWERS), max_size=40
)


def items_of(rows) -> list:
    return [
        item(
            who,
            credit,
            rest,
            of=QUESTION,
            response=None if answer is None else {"chosen": answer},
        )
        for who, credit, rest, answer in rows
    ]


def only(items):
    return statistics_of(items)["Q-1"]


def mean(values) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def plain_square(pairs) -> Fraction | None:
    """The correlation's square with its sign, from the deviations as in a textbook."""
    if not pairs:
        return None
    x, y = mean([a for a, _ in pairs]), mean([b for _, b in pairs])
    across = sum(((a - x) * (b - y) for a, b in pairs), Fraction(0))
    spread = [
        sum((v - m) ** 2 for v in vs)
        for vs, m in (([a for a, _ in pairs], x), ([b for _, b in pairs], y))
    ]
    if 0 in spread:
        return None
    return (1 if across > 0 else -1) * across**2 / (spread[0] * spread[1])


def plain_group(rows, sign: int):
    """Those who have fewer than a group's worth of people ahead of them."""
    ranked = [row for row in rows if row[2] is not None]
    size = max(1, len(ranked) * 27 // 100)
    return [
        row
        for row in ranked
        if sum(sign * other[2] > sign * row[2] for other in ranked) < size
    ]


def times(text: str, rows) -> int:
    return sum(text in (row[3] or []) for row in rows)


class TestTheNumbers:
    @given(rows=ROWS)
    @settings(max_examples=200, deadline=None)
    def test_are_those_of_a_plain_reckoning(self, rows):
        if len({row[0] for row in rows}) < 5:
            return
        found = only(items_of(rows)).versions[0].numbers

        assert found.shown == len(rows)
        assert found.difficulty == mean([row[1] for row in rows])
        pairs = [(row[1], row[2]) for row in rows if row[2] is not None]
        apart = found.discrimination
        assert (apart and apart.signed_square) == plain_square(pairs)
        top, bottom = plain_group(rows, 1), plain_group(rows, -1)
        part = found.parts[0]
        assert [(o.chosen, o.top, o.bottom) for o in part.offers] == [
            tuple(times(f"o{n}", group) for group in (rows, top, bottom))
            for n in range(3)
        ]
        assert (part.asked, part.top_asked, part.bottom_asked) == (
            len(rows),
            len(top),
            len(bottom),
        )
        assert part.empty == sum(row[3] is None for row in rows)

    @given(rows=ROWS, seed=st.integers(0, 9))
    @settings(max_examples=60, deadline=None)
    def test_do_not_depend_on_the_order_of_attempts(self, rows, seed):
        items = items_of(rows)
        mixed = random.Random(seed).sample(items, len(items))

        assert statistics_of(mixed) == statistics_of(items)

    @given(rows=ROWS)
    @settings(max_examples=60, deadline=None)
    def test_of_a_correlation_stay_between_one_and_one(self, rows):
        for one in statistics_of(items_of(rows)).values():
            if one.whole.numbers and one.whole.numbers.discrimination:
                assert -1 <= one.whole.numbers.discrimination.value <= 1

    @pytest.mark.parametrize("rest", [None, 0, 1])
    @pytest.mark.parametrize("credit", [0, 1])
    def test_of_people_who_are_all_alike_tell_of_no_correlation(self, rest, credit):
        found = only([item(n, credit, rest) for n in range(30)]).whole

        assert found.numbers.discrimination is None
        assert NO_DISCRIMINATION not in found.flags
        assert LIKELY_WRONG_KEY not in found.flags

    def test_of_nothing_are_none(self):
        assert statistics_of([]) == {}


class TestFewPeople:
    def test_are_never_counted(self):
        one = only([item(n % 4) for n in range(40)])

        assert one.whole.numbers is None
        assert one.whole.flags == (NOT_YET,)
        assert one.versions[0].numbers is None

    def test_are_counted_from_five_on(self):
        assert only([item(n) for n in range(5)]).whole.numbers.shown == 5

    def test_of_one_version_do_not_come_out_by_subtraction(self):
        other = QUESTION | {"stem": "Newer?"}
        many = [item(n, of=QUESTION) for n in range(8)]
        few = [item(20 + n, 0, of=other) for n in range(4)]

        one = only(many + few)

        assert one.whole.numbers.shown == 8
        assert one.whole.numbers.difficulty == 1
        assert only([*many, *few, item(30, of=other)]).whole.numbers.shown == 13

    def test_in_several_small_versions_are_counted_together(self):
        versions = [QUESTION | {"stem": f"Try {n}"} for n in range(3)]

        one = only([item(n, of=versions[n % 3]) for n in range(6)])

        assert one.whole.numbers.shown == 6
        assert [v.numbers for v in one.versions] == [None] * 3


class TestVersions:
    def test_stand_newest_first_and_the_newest_is_judged(self):
        mended = choosing("SINGLE", False, True)
        later = NOW + datetime.timedelta(days=9)
        old = [item(n, 0, Fraction(n, 9)) for n in range(6)]
        new = [item(n, 1, Fraction(n, 9), of=mended, at=later) for n in range(6)]

        one = only(new + old)

        assert [v.number for v in one.versions] == [2, 1]
        assert TOO_HARD in one.versions[1].flags
        assert one.judged.numbers.difficulty == 1
        assert one.whole.numbers.difficulty == Fraction(1, 2)

    def test_that_nobody_can_judge_leave_it_to_the_one_before(self):
        later = NOW + datetime.timedelta(days=9)
        newer = QUESTION | {"stem": "Newer?"}
        old = [item(n, 0, of=QUESTION) for n in range(6)]

        one = only([*old, item(1, 1, of=newer, at=later)])

        assert one.judged == one.versions[1]


def share(right: int, of: int):
    return [item(n, int(n < right), Fraction(n % 3, 2)) for n in range(of)]


class TestAFlag:
    @pytest.mark.parametrize(("right", "flagged"), [(95, False), (96, True)])
    def test_tells_of_a_question_that_is_too_easy(self, right, flagged):
        assert (TOO_EASY in only(share(right, 100)).whole.flags) is flagged

    @pytest.mark.parametrize(("right", "flagged"), [(25, False), (24, True)])
    def test_tells_of_a_question_that_is_too_hard(self, right, flagged):
        assert (TOO_HARD in only(share(right, 100)).whole.flags) is flagged

    @pytest.mark.parametrize(("people", "flagged"), [(19, False), (20, True)])
    def test_tells_when_those_who_know_more_do_worse(self, people, flagged):
        items = [item(n, int(n < 10), Fraction(n, 20)) for n in range(people)]

        found = only(items).whole

        assert found.numbers.discrimination.is_below(Fraction(0))
        assert (LIKELY_WRONG_KEY in found.flags) is flagged

    @pytest.mark.parametrize(("worst_but", "flagged"), [(13, False), (20, True)])
    def test_takes_no_slip_of_somebody_good_for_a_wrong_key(self, worst_but, flagged):
        """One of 21 is wrong: somewhat above the middle, or the best of all."""
        items = [item(n, int(n != worst_but), Fraction(n, 21)) for n in range(21)]

        found = only(items).whole

        assert found.numbers.discrimination.is_below(Fraction(0))
        assert (LIKELY_WRONG_KEY in found.flags) is flagged

    @pytest.mark.parametrize(("chosen", "flagged"), [("o0", False), ("o1", True)])
    def test_tells_when_the_top_chooses_another_option(self, chosen, flagged):
        # Correlated with knowing, so that only the choices of the top can tell.
        items = [
            item(n, int(n > 6), Fraction(n, 12), response={"chosen": [chosen]})
            for n in range(12)
        ]

        found = only(items).versions[0]

        assert not found.numbers.discrimination.is_below(Fraction(1, 10))
        assert (LIKELY_WRONG_KEY in found.flags) is flagged

    @pytest.mark.parametrize(("people", "flagged"), [(11, False), (12, True)])
    def test_needs_three_people_at_the_top(self, people, flagged):
        items = [
            item(n, int(n > 5), Fraction(n, 12), response={"chosen": ["o1"]})
            for n in range(people)
        ]

        assert (LIKELY_WRONG_KEY in only(items).versions[0].flags) is flagged

    def test_doubts_no_key_where_nobody_knows_more_than_others(self):
        items = [item(n, n % 2, 1, response={"chosen": ["o1"]}) for n in range(12)]

        assert LIKELY_WRONG_KEY not in only(items).versions[0].flags

    def test_of_a_wrong_key_finds_one_of_several_right_options(self):
        of = choosing("MULTIPLE", True, True, False, False)
        items = [
            item(
                n,
                Fraction(n, 24),
                Fraction(n, 12),
                of=of,
                response={"chosen": ["o0", "o2"]},
            )
            for n in range(12)
        ]

        assert LIKELY_WRONG_KEY in only(items).versions[0].flags

    def test_tells_of_a_question_that_tells_nobody_apart(self):
        items = [item(n, n % 2, Fraction(n // 2, 12)) for n in range(12)]

        assert NO_DISCRIMINATION in only(items).whole.flags


class TestACohort:
    @pytest.mark.parametrize("seed", range(50))
    def test_shows_the_planted_key_and_no_other(self, seed):
        found = statistics_of(cohort(seed))

        assert LIKELY_WRONG_KEY in found[PLANTED].judged.flags
        doubted = [c for c in SOUND if LIKELY_WRONG_KEY in found[c].judged.flags]
        assert doubted == []
        assert found[PLANTED].judged.numbers.most_chosen_distractor.text == "Option 0"
