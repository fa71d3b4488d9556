"""The catalogue: what it says of a criterion is what the gate does, and is written."""

import re
from pathlib import Path

import pytest

from certificates.clearance.case import Stage
from certificates.clearance.catalogue_page import catalogue_page
from certificates.clearance.criteria.catalogue import CATALOGUE, ORDERED
from certificates.clearance.criteria.criterion import HARD, SIGN, WARN
from certificates.clearance.policy import DEFAULT_PARAMETERS, DEFAULT_POLICY

PAGE = Path(__file__).parents[3] / "docs" / "clearance-criteria.md"
EVERYWHERE = set(Stage)
BEGINNING = {Stage.BOOK, Stage.START}
ENDING = {Stage.RELEASE, Stage.CLOSE}
# As the law has it; what is not named is asked at BOOK and START, and HARD.
STAGES = {
    "PRESCRIBER-CLEARANCE": {Stage.START},
    "CONSENT-EARLIER-DAY": {Stage.START},
    "DAY-OF-SCREEN": {Stage.START},
    "ESCORT-CONFIRMED": {Stage.START, Stage.RELEASE},
    "PAUSE-BY-TWO": {Stage.START},
    "ROOM-READY": {Stage.START},
    "SESSION-OPENABLE": {Stage.START},
    "TEAM-AS-BOOKED": {Stage.START},
    "SESSION-UNDER-WAY": ENDING,
    "RELEASE-CRITERIA": ENDING,
    "NEXT-CONTACT": ENDING,
    "PRESENCE-CONTINUOUS": {Stage.CLOSE},
    "ADVERSE-EVENT-FORM": {Stage.CLOSE},
    "CLOCK-SANE": EVERYWHERE,
}
TYPES = {
    "REFRESH-CURRENT": {HARD, WARN},
    "COMPOSITION": {HARD, SIGN},
    "RELATION-DECLARED": {SIGN},
    "PREPARATION-DONE": {HARD, WARN},
    "CONSENT-EARLIER-DAY": {HARD, SIGN},
    "ROOM-READY": {HARD, WARN},
    "COURSE-LENGTH": {SIGN},
    "NEXT-CONTACT": {HARD, WARN},
    "PRESENCE-CONTINUOUS": {HARD, WARN},
    "ADVERSE-EVENT-FORM": {HARD, WARN},
}
OF_ONE_PERSON = {
    "LICENCE-ACTIVE",
    "EXCLUSION-CLEAR",
    "LIABILITY-CURRENT",
    "LEVEL-SUFFICIENT",
    "BLS-CURRENT",
    "DRILL-CURRENT",
    "REFRESH-CURRENT",
    "NOT-SUSPENDED",
    "MEMBER-AT-CLINIC",
    "NOT-DOUBLE-BOOKED",
    # Told to one person only when nothing else could be judged.
    "SITE-READY",
    "CLOCK-SANE",
}
RULES = {
    "LICENCE-ACTIVE": "R-01",
    "SUPERVISOR-PRESENT": "R-03",
    "RELEASE-CRITERIA": "R-33",
    "NEXT-CONTACT": "R-34",
    "PRESENCE-CONTINUOUS": "R-32",
    "ADVERSE-EVENT-FORM": "R-36",
}


@pytest.mark.parametrize("criterion", ORDERED, ids=lambda c: c.code)
class TestEveryCriterion:
    def test_is_asked_where_the_law_says(self, criterion):
        assert set(criterion.stages) == STAGES.get(criterion.code, BEGINNING)

    def test_has_the_types_the_law_says(self, criterion):
        types = {kind for kinds in criterion.stages.values() for kind in kinds}

        assert types == TYPES.get(criterion.code, {HARD})

    def test_is_asked_of_one_person_where_the_law_says(self, criterion):
        assert criterion.asks_one_person is (criterion.code in OF_ONE_PERSON)

    def test_names_rules_of_the_curriculum(self, criterion):
        for rule in criterion.rules:
            assert re.fullmatch(r"R-\d\d", rule)
        if criterion.code in RULES:
            assert RULES[criterion.code] in criterion.rules

    def test_speaks_in_plain_words(self, criterion):
        assert criterion.description[0].isupper()
        assert criterion.description.endswith(".")
        assert "!" not in criterion.description
        assert criterion.rules or criterion.code == "CLOCK-SANE"


def test_the_next_contact_only_warns_before_the_release():
    assert dict(CATALOGUE["NEXT-CONTACT"].stages) == {
        Stage.RELEASE: (WARN,),
        Stage.CLOSE: (HARD,),
    }


class TestPage:
    def test_is_what_the_code_says(self):
        """When this fails: manage.py criteria_catalogue."""
        assert PAGE.read_text(encoding="utf-8") == catalogue_page()

    @pytest.mark.parametrize("criterion", ORDERED, ids=lambda c: c.code)
    def test_tells_everything_of_a_criterion(self, criterion):
        (row,) = [
            line
            for line in catalogue_page().splitlines()
            if line.startswith(f"| `{criterion.code}`")
        ]

        assert criterion.description in row
        assert ("¹" in row) is criterion.asks_one_person
        for rule in criterion.rules:
            assert rule in row
        for stage, types in criterion.stages.items():
            for kind in types:
                assert re.search(rf"{stage.name} [A-Z or]*{kind}", row)
        for name, value in DEFAULT_PARAMETERS.get(criterion.code, {}).items():
            assert f"`{name}`: " in row
            assert str(value[0] if isinstance(value, list) else value) in row

    def test_names_the_shipped_policy(self):
        assert f"**kap {DEFAULT_POLICY['version']}**" in catalogue_page()
        assert "SHA-256 `88e84fb6aa66" in catalogue_page()

    def test_shows_a_row_as_it_is(self):
        assert (
            "| `CONSENT-EARLIER-DAY` | R-24 | START HARD or SIGN "
            "| Consent given on a day before the session. "
            "| `signed_by`: CLINICAL_DIRECTOR |\n"
        ) in catalogue_page()
        assert (
            "| `CLOCK-SANE`¹ | — | BOOK HARD, START HARD, RELEASE HARD, CLOSE HARD |"
        ) in catalogue_page()
