import copy

import pytest

from certificates.clearance.policy import DEFAULT_PARAMETERS, DEFAULT_POLICY
from certificates.rules.policy_floors import problems_of
from certificates.rules.policy_parameters import BY_NAME, PARAMETERS, Choice, Count

COUNTS = [one for one in PARAMETERS if isinstance(one, Count)]
CHOICES = [one for one in PARAMETERS if isinstance(one, Choice)]
# Who signs an exception, and whose course goes on, is the same everywhere.
SAME_EVERYWHERE = {
    ("COMPOSITION", "signed_by"),
    ("RELATION-DECLARED", "signed_by"),
    ("CONSENT-EARLIER-DAY", "signed_by"),
    ("COURSE-LENGTH", "signed_by"),
    ("INTEGRATION-SINCE", "from_ordinal"),
}


def version(code="", name="", value=None):
    """The shipped version with one value changed."""
    document = copy.deepcopy(dict(DEFAULT_POLICY))
    for row in document["criteria"]:
        if row["code"] == code:
            row["parameters"][name] = value
    return document


def name_of(one):
    return f"{one.code}-{one.name}"


class TestAVersion:
    def test_as_it_is_shipped_is_sound(self):
        assert problems_of(version()) == []

    @pytest.mark.parametrize("one", COUNTS, ids=name_of)
    def test_may_go_to_both_ends_and_not_beyond(self, one):
        assert problems_of(version(one.code, one.name, one.least)) == []
        assert problems_of(version(one.code, one.name, one.most)) == []
        for beyond in (one.least - 1, one.most + 1):
            problems = problems_of(version(one.code, one.name, beyond))
            assert len(problems) == 1
            assert str(one.label) in problems[0]

    @pytest.mark.parametrize("one", [c for c in COUNTS if c.is_floor], ids=name_of)
    def test_names_the_floor_when_it_is_looser_than_shipped(self, one):
        assert one.shipped in (one.least, one.most)
        step = 1 if one.shipped == one.most else -1

        (problem,) = problems_of(version(one.code, one.name, one.shipped + step))

        assert "cannot be looser than the shipped policy" in problem
        assert one.in_words(one.shipped) in problem

    def test_may_recommend_less_than_shipped(self):
        assert problems_of(version("PREPARATION-DONE", "recommended", 1)) == []

    @pytest.mark.parametrize("value", [True, "31", 3.0, None, [31]])
    def test_takes_whole_numbers_only(self, value):
        (problem,) = problems_of(
            version("EXCLUSION-CLEAR", "checked_within_days", value)
        )
        assert problem == "“Exclusion list looked up within”: write a whole number."

    @pytest.mark.parametrize("one", CHOICES, ids=name_of)
    def test_may_let_fewer_ways_through_and_none_besides(self, one):
        assert problems_of(version(one.code, one.name, one.shipped[:1])) == []
        for wrong in ([], [*one.shipped, "SELF_ATTESTED"], one.shipped[:1] * 2, "X"):
            (problem,) = problems_of(version(one.code, one.name, wrong))
            assert str(one.label) in problem

    @pytest.mark.parametrize(("code", "name"), sorted(SAME_EVERYWHERE))
    @pytest.mark.parametrize("value", [None, 1, ["SCHEDULER"], []])
    def test_keeps_what_is_the_same_everywhere(self, code, name, value):
        assert problems_of(version(code, name, value)) == [
            f"{code}: “{name}” is the same in every version."
        ]

    def test_leaves_no_criterion_out_and_adds_none(self):
        document = version()
        gone = document["criteria"].pop(0)["code"]
        twice = document["criteria"][0]
        document["criteria"] += [twice, {"code": "MOON-FULL", "parameters": {}}]

        assert problems_of(document) == [
            f"Every version asks for {gone}, once.",
            f"Every version asks for {twice['code']}, once.",
            "The gate does not know MOON-FULL.",
        ]

    def test_sets_nothing_that_the_gate_does_not_read(self):
        (problem,) = problems_of(version("CLOCK-SANE", "lenient", True))

        assert problem == "CLOCK-SANE: “lenient” is the same in every version."


class TestTheTable:
    def test_names_every_parameter_of_the_shipped_version(self):
        shipped = {(c, n) for c, named in DEFAULT_PARAMETERS.items() for n in named}

        assert set(BY_NAME) | SAME_EVERYWHERE == shipped
        assert not set(BY_NAME) & SAME_EVERYWHERE
