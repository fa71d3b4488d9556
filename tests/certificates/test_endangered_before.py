"""Booked sessions: what falls due before them, and those never asked about."""

import pytest

from certificates.models import Credential, Session, SessionMember
from certificates.rules.endangered import Outlook, Why
from certificates.selectors.endangered import endangered_at
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.roster import days, document, end, make_clear
from tests.certificates.sessions.conftest import planner, sam
from tests.certificates.test_endangered import (
    HALF_AN_HOUR,
    dangers,
    late,
    outlook,
)

__all__ = ["late", "planner", "sam"]


class TestToMendBefore:
    def test_is_a_check_that_falls_due(self, clinic, late):
        row = outlook(clinic, NOW + days(26))

        assert row.outlook is Outlook.MEND_BEFORE
        assert dangers(clinic, NOW + days(26)) == {
            ("EXCLUSION-CLEAR", "Nora"): Why.LAPSES_BEFORE
        }
        assert endangered_at([clinic], NOW + days(26)) == []

    @pytest.mark.parametrize(
        ("ahead", "expected"), [(26, Outlook.CLEAR), (27, Outlook.MEND_BEFORE)]
    )
    def test_is_not_what_is_good_through_the_day(self, clinic, late, ahead, expected):
        # Looked up five days ago, and good for 31 days.
        starts = NOW + days(ahead)
        Session.objects.update(starts_at=starts, ends_at=starts + HALF_AN_HOUR)

        assert outlook(clinic, NOW + days(25)).outlook is expected


class TestWithoutARecordedAnswer:
    """Sessions that came with a roster were never asked about at a step."""

    def test_a_row_that_says_no_endangers(self, clinic, session, team):
        assert outlook(clinic).outlook is Outlook.CLEAR
        end(Credential.objects.filter(person=team["alice"], type="T"))

        assert outlook(clinic).outlook is Outlook.ENDANGERED

    def test_what_was_never_looked_at_is_awaited(self, clinic, session, team):
        nobody = make_clear(make_person("Vic Vale", clinic, Role.THERAPIST), clinic)
        SessionMember.objects.create(session=session, person=nobody, role="observer")
        quiet = make_person("Uma Unruh", clinic, Role.STAFF)
        document(quiet, "BLS")
        SessionMember.objects.create(session=session, person=quiet, role="second_staff")

        row = outlook(clinic)

        assert row.outlook is Outlook.NOT_READY
        assert [v.code for v in row.standing.awaited] == ["EXCLUSION-CLEAR"]

    def test_what_was_looked_at_too_long_ago_endangers(self, clinic, session, team):
        starts = NOW + days(30)
        Session.objects.update(starts_at=starts, ends_at=starts + HALF_AN_HOUR)

        assert outlook(clinic, NOW + days(28)).outlook is Outlook.ENDANGERED
