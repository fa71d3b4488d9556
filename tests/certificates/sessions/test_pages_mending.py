"""What is mended first: an order that depends on nothing but the rows."""

import itertools

import pytest

from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.rules.mending import TAKES, Band, Takes, band_of, mend_first, takes


def row(code, result="UNMET", type_="HARD", subject="one"):
    return {"code": code, "result": result, "type": type_, "subject": subject}


FORBIDDEN_PERSON = row("LICENCE-ACTIVE")
FORBIDDEN = row("SECOND-STAFF")
NOT_KNOWN = row("EXCLUSION-CLEAR", "UNKNOWN")
TO_SIGN = row("COMPOSITION", "UNMET", "SIGN")
IN_MIND = row("REFRESH-CURRENT", "MET", "WARN")


class TestTheBands:
    @pytest.mark.parametrize(
        ("one", "band"),
        [
            (FORBIDDEN_PERSON, Band.PERSON_FORBIDDEN),
            (FORBIDDEN, Band.FORBIDDEN),
            (NOT_KNOWN, Band.NOT_KNOWN),
            (TO_SIGN, Band.TO_SIGN),
            (row("COURSE-LENGTH", "UNKNOWN", "SIGN"), Band.TO_SIGN),
            (IN_MIND, Band.TO_KEEP_IN_MIND),
            (row("NOBODY-KNOWS"), Band.FORBIDDEN),
        ],
    )
    def test_are_told_apart(self, one, band):
        assert band_of(one) == band


class TestTheOrder:
    def test_is_the_same_however_the_rows_come(self):
        wanted = [FORBIDDEN_PERSON, FORBIDDEN, NOT_KNOWN, TO_SIGN, IN_MIND]

        for given in itertools.permutations(wanted):
            assert mend_first(given) == wanted

    def test_begins_with_what_takes_longest(self):
        door = row("DAY-OF-SCREEN", "UNKNOWN")
        eve = row("CONSENT-EARLIER-DAY", "UNKNOWN")
        weeks = row("LICENCE-ACTIVE", "UNKNOWN")
        days = row("PREPARATION-DONE", "UNKNOWN")
        any_time = row("PREFERENCE-ASKED", "UNKNOWN")

        wanted = [weeks, days, eve, any_time, door]
        assert mend_first(reversed(wanted)) == wanted

    def test_puts_a_suspension_before_what_follows_from_it(self):
        level, suspended = row("LEVEL-SUFFICIENT"), row("NOT-SUSPENDED")

        assert mend_first([level, suspended]) == [suspended, level]

    def test_puts_what_weighs_more_before_what_takes_longer(self):
        now, later = row("SECOND-STAFF"), row("LICENCE-ACTIVE", "UNKNOWN")

        assert mend_first([later, now]) == [now, later]

    def test_goes_by_the_catalogue_and_then_by_the_subject(self):
        bls, drill = row("BLS-CURRENT", subject="b"), row("DRILL-CURRENT", subject="a")
        first = row("BLS-CURRENT", subject="a")

        assert mend_first([drill, bls, first]) == [first, bls, drill]

    def test_leaves_nothing_out(self):
        twice = [FORBIDDEN, FORBIDDEN, TO_SIGN]

        assert mend_first(twice) == twice
        assert mend_first([]) == []


class TestByWhen:
    def test_names_only_what_the_gate_asks(self):
        assert TAKES.keys() - CATALOGUE.keys() == {"POLICY-IN-FORCE"}

    def test_takes_no_time_where_nothing_is_said(self):
        assert takes("TEAM-DISTINCT") == Takes.ANY_TIME
