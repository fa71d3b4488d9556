"""What makes the rating of an observed session whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.rating_rules import (
    ANSWERS,
    LEVELS,
    NO,
    NOT_SEEN,
    PARTLY,
    YES,
    Marks,
    faults,
    highest_level,
)


def form_of(sizes: list[int], bar: int = 2) -> dict:
    levels = [{"level": n, "meaning": f"Level {n}"} for n in LEVELS]
    levels[-1]["only_for"] = "S"
    return {
        "levels": levels,
        "highest_level_with_a_no": bar,
        "critical_fails": ["Left the room.", "Did not call."],
        "domains": [
            {"code": f"D{n}", "behaviours": [f"Does {i}" for i in range(size)]}
            for n, size in enumerate(sizes)
        ],
    }


FORM = form_of([2, 1])
WHOLE = Marks(
    behaviours={"D0": [YES, PARTLY], "D1": [NOT_SEEN]}, ratings={"D0": 3, "D1": 4}
)


def changed(**changes) -> Marks:
    return Marks(**{"behaviours": WHOLE.behaviours, "ratings": WHOLE.ratings} | changes)


def told(marks: Marks, form: dict = FORM, rated_for: str = "") -> list[tuple]:
    found = faults(form, marks, rated_for=rated_for)
    return [(one.code, one.domain, one.behaviour) for one in found]


class TestARating:
    def test_that_is_whole_has_no_faults(self):
        assert told(WHOLE) == []

    def test_names_each_behaviour_that_is_not_marked(self):
        marks = changed(behaviours={"D0": [YES, ""]})

        assert told(marks) == [("UNMARKED", "D0", 1), ("UNMARKED", "D1", 0)]

    def test_names_each_domain_without_a_level(self):
        assert told(changed(ratings={"D1": 2})) == [("UNRATED", "D0", None)]

    def test_of_three_has_no_no_in_it(self):
        marks = changed(behaviours=WHOLE.behaviours | {"D0": [YES, NO]})

        assert told(marks) == [("NO-IN-IT", "D0", None)]
        assert "2 at most" in faults(FORM, marks)[0].text

    def test_of_two_may_have_one(self):
        marks = changed(
            behaviours=WHOLE.behaviours | {"D0": [NO, NO]}, ratings={"D0": 2, "D1": 4}
        )

        assert told(marks) == []

    def test_obeys_the_bar_of_its_own_form(self):
        marks = changed(behaviours=WHOLE.behaviours | {"D0": [YES, NO]})

        assert told(marks, form_of([2, 1], bar=3)) == []

    def test_of_a_form_from_before_the_bar_has_none(self):
        old = {key: FORM[key] for key in ("levels", "domains", "critical_fails")}
        marks = changed(behaviours=WHOLE.behaviours | {"D0": [YES, NO]})

        assert told(marks, old) == []

    def test_of_five_is_for_the_credential_that_the_form_names(self):
        marks = changed(ratings={"D0": 5, "D1": 4})

        assert told(marks) == [("LEVEL-KEPT", "D0", None)]
        assert "Endorsement S" in faults(FORM, marks)[0].text
        assert told(marks, rated_for="S") == []
        assert told(marks, rated_for="L3") == [("LEVEL-KEPT", "D0", None)]

    def test_of_five_with_a_no_is_refused_whatever_it_is_rated_for(self):
        marks = changed(
            behaviours=WHOLE.behaviours | {"D0": [YES, NO]}, ratings={"D0": 5, "D1": 4}
        )

        assert told(marks, rated_for="S") == [("NO-IN-IT", "D0", None)]


class TestACriticalFail:
    def test_stops_the_rating(self):
        marks = Marks(behaviours={"D0": [YES, ""]}, critical=(1,))

        assert marks.is_stopped
        assert told(marks) == []

    def test_leaves_no_level_standing(self):
        assert told(changed(critical=(0,))) == [
            ("NOT-ASKED", "D0", None),
            ("NOT-ASKED", "D1", None),
        ]


class TestWhatNoPageSends:
    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"behaviours": {"D0": [YES], "D1": [YES]}}, "D0"),
            ({"behaviours": {"D0": [YES, "MAYBE"], "D1": [YES]}}, "D0"),
            ({"behaviours": WHOLE.behaviours | {"D9": []}}, "D9"),
            ({"ratings": {"D0": 3, "D1": 0}}, "D1"),
            ({"ratings": {"D0": 3, "D1": 6}}, "D1"),
            ({"ratings": {"D0": 3, "D1": True}}, "D1"),
            ({"ratings": {"D0": 3, "D1": "3"}}, "D1"),
            ({"ratings": WHOLE.ratings | {"D9": 3}}, "D9"),
            ({"critical": (2,)}, ""),
            ({"critical": (-1,)}, ""),
            ({"critical": (True,)}, ""),
        ],
    )
    def test_is_malformed(self, changes, where):
        assert told(changed(**changes)) == [("MALFORMED", where, None)]


@st.composite
def ratings_of_forms(draw):
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    form = form_of(sizes, bar=draw(st.sampled_from(LEVELS)))
    answer = st.sampled_from([*ANSWERS, ""])
    level = st.none() | st.sampled_from(LEVELS)
    behaviours, ratings = {}, {}
    for domain in form["domains"]:
        size = len(domain["behaviours"])
        behaviours[domain["code"]] = draw(
            st.lists(answer, min_size=size, max_size=size)
        )
        rated = draw(level)
        if rated:
            ratings[domain["code"]] = rated
    critical = tuple(draw(st.sets(st.integers(0, 1))))
    rated_for = draw(st.sampled_from(["", "L3", "S"]))
    return form, Marks(behaviours, ratings, critical), rated_for


class TestEveryRating:
    @given(ratings_of_forms())
    def test_is_whole_exactly_when_the_form_says_so(self, made):
        form, marks, rated_for = made

        is_whole = not faults(form, marks, rated_for=rated_for)

        if marks.critical:
            assert is_whole == (not marks.ratings)
            return
        everything = all(all(row) for row in marks.behaviours.values())
        rated = set(marks.ratings) == set(marks.behaviours)
        low = all(
            level <= form["highest_level_with_a_no"]
            for code, level in marks.ratings.items()
            if "NO" in marks.behaviours[code]
        )
        kept = rated_for == "S" or 5 not in marks.ratings.values()
        assert is_whole == (everything and rated and low and kept)

    @given(ratings_of_forms())
    def test_that_takes_the_highest_level_everywhere_is_not_too_high(self, made):
        form, marks, rated_for = made
        highest = {
            code: highest_level(form, answers, rated_for=rated_for)
            for code, answers in marks.behaviours.items()
        }

        found = told(Marks(marks.behaviours, highest), form, rated_for)

        assert {code for code, _domain, _place in found} <= {"UNMARKED"}

    @given(ratings_of_forms())
    def test_tells_its_faults_in_the_order_of_the_form(self, made):
        form, marks, rated_for = made
        order = [domain["code"] for domain in form["domains"]]

        places = [
            order.index(one.domain) for one in faults(form, marks, rated_for=rated_for)
        ]

        assert places == sorted(places)
