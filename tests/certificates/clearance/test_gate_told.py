"""What an answer tells of what is met, and what makes two teams the same."""

import pytest

from certificates.clearance.case import team_of
from certificates.clearance.decision import met_row
from certificates.clearance.verdicts import met
from certificates.clearance.world import MemberFacts
from tests.certificates.clearance.worlds import TODAY


def test_what_is_met_says_until_when():
    row = met_row(met("BLS-CURRENT", "wanda", "In order.", holds_until=TODAY))

    assert row == {
        "code": "BLS-CURRENT",
        "subject": "wanda",
        "holds_until": "2026-12-07",
    }


def test_what_no_date_ends_says_none():
    row = met_row(met("TEAM-DISTINCT", "t1", "In order."))

    assert row == {"code": "TEAM-DISTINCT", "subject": "t1", "holds_until": None}


@pytest.mark.parametrize("other", ["ON_SITE", None])
def test_a_supervisor_elsewhere_makes_another_team(other):
    here = MemberFacts("petra", "supervisor", "IN_ROOM")
    there = MemberFacts("petra", "supervisor", other)

    assert team_of([here]) != team_of([there])
    assert team_of([here]) == team_of([here])


def test_where_anybody_else_is_makes_no_other_team():
    here = MemberFacts("wanda", "lead", "IN_ROOM")

    assert team_of([here]) == team_of([MemberFacts("wanda", "lead")])
    nowhere = MemberFacts("petra", "supervisor", "")
    assert team_of([nowhere]) == team_of([MemberFacts("petra", "supervisor")])
