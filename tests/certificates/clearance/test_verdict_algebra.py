from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.clearance.verdicts import (
    Kind,
    Result,
    Verdict,
    all_of,
    any_of,
    at_least,
    best_else_worst,
    permits,
    worst,
)

HEAD = Verdict("HEAD", Result.UNKNOWN, "s", "Needed.")
BETTER = {Result.UNMET: Result.UNKNOWN, Result.UNKNOWN: Result.MET}


def verdict(result, until=None, type_=Kind.HARD):
    more = {"type": type_, "evidence": ("row-1",), "holds_until": until}
    return Verdict("X", result, "s", f"{result}.", f"Mend {result}.", **more)


def all_results(*results):
    return all_of(HEAD, [verdict(r) for r in results]).result


def some_results(count, *results):
    return at_least(count, HEAD, [verdict(r) for r in results]).result


MET, UNMET, UNKNOWN = Result.MET, Result.UNMET, Result.UNKNOWN
WAIVED, SKIPPED = Result.WAIVED, Result.NOT_APPLICABLE


class TestPermits:
    @pytest.mark.parametrize("results", list(product(Result, repeat=2)))
    def test_every_applicable_one_is_met_or_waived(self, results):
        good = all(r in {MET, WAIVED, SKIPPED} for r in results)
        something = set(results) != {SKIPPED}

        assert permits([verdict(r) for r in results]) is (good and something)

    def test_nothing_judged_permits_nothing(self):
        assert permits([]) is False


class TestAllOf:
    @pytest.mark.parametrize(
        ("results", "expected"),
        [
            ((MET, MET), MET),
            ((MET, WAIVED), WAIVED),
            ((MET, UNKNOWN), UNKNOWN),
            ((UNKNOWN, UNMET), UNMET),
            ((MET, SKIPPED), MET),
            ((SKIPPED, SKIPPED), SKIPPED),
            ((), UNKNOWN),
        ],
    )
    def test_the_gravest_counts(self, results, expected):
        assert all_results(*results) == expected

    def test_it_holds_until_the_first_part_ceases(self):
        parts = [verdict(MET, date(2027, 1, d)) for d in (9, 4)] + [verdict(MET)]

        assert all_of(HEAD, parts).holds_until == date(2027, 1, 4)


class TestAtLeast:
    @pytest.mark.parametrize(
        ("count", "results", "expected"),
        [
            (1, (UNMET, MET), MET),
            (1, (UNMET, UNKNOWN), UNKNOWN),
            (1, (UNMET, UNMET), UNMET),
            (1, (UNMET, WAIVED), WAIVED),
            (1, (WAIVED, MET), MET),
            (2, (MET, UNKNOWN, UNMET), UNKNOWN),
            (2, (MET, UNMET, UNMET), UNMET),
            (2, (MET, WAIVED), WAIVED),
            (2, (MET, SKIPPED), UNMET),
            (1, (), UNKNOWN),
        ],
    )
    def test_three_values(self, count, results, expected):
        assert some_results(count, *results) == expected

    @pytest.mark.parametrize("count", [0, -1])
    def test_asking_for_none_is_refused(self, count):
        with pytest.raises(ValueError, match="At least one"):
            at_least(count, HEAD, [verdict(MET)])

    def test_it_holds_while_enough_hold(self):
        parts = [verdict(MET, date(2027, 1, d)) for d in (9, 4, 6)]

        assert at_least(2, HEAD, parts).holds_until == date(2027, 1, 6)
        assert any_of(HEAD, parts).holds_until == date(2027, 1, 9)
        assert any_of(HEAD, [*parts, verdict(MET)]).holds_until is None

    def test_it_says_what_is_open_and_what_mends_it(self):
        found = any_of(HEAD, [verdict(UNMET), verdict(UNKNOWN, type_=Kind.SIGN)])

        assert found.text == "Needed. UNMET. UNKNOWN."
        assert found.remedy == "Mend UNMET. Mend UNKNOWN."
        assert found.evidence == ("row-1",)
        assert found.type is Kind.HARD
        assert len(found.parts) == 2


class TestChoosing:
    def test_worst_of_equals_ceases_first(self):
        early, late = (verdict(MET, date(2027, 1, d)) for d in (4, 9))

        assert worst([late, early, verdict(MET)]) == early
        assert worst([late, verdict(UNKNOWN)]).result == UNKNOWN
        assert worst([verdict(UNMET), verdict(UNKNOWN)]).result == UNMET

    def test_best_holds_longest_else_the_gravest(self):
        early, late = (verdict(MET, date(2027, 1, d)) for d in (4, 9))

        assert best_else_worst([early, late, verdict(UNMET)]) == late
        assert best_else_worst([verdict(UNKNOWN), verdict(UNMET)]).result == UNMET


@given(
    st.lists(st.sampled_from([MET, UNMET, UNKNOWN]), min_size=1, max_size=6),
    st.integers(1, 4),
    st.data(),
)
def test_bettering_a_part_never_closes_what_was_open(results, count, data):
    at = data.draw(st.integers(0, len(results) - 1))
    better = list(results)
    better[at] = BETTER.get(results[at], MET)
    order = [UNMET, UNKNOWN, MET]

    for combine in (all_results, lambda *r: some_results(count, *r)):
        before, after = combine(*results), combine(*better)
        assert order.index(after) >= order.index(before)
