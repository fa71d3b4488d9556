"""What pages read: lists of sessions and one with all that belongs to it."""

from dataclasses import replace

import pytest

from certificates.actions.sessions import cancel_session, change_booking
from certificates.models import Session, SessionSignature
from certificates.selectors.sessions import SessionFilter, session_at, sessions_at
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.sessions.planning import (
    MINUTES,
    STARTS,
    booking,
    members,
    plan,
    talking,
)


@pytest.fixture
def week(booked, team, clinic, planner):
    """A medication session, one to prepare for it on the day before, one cancelled."""
    earlier = {"starts_at": STARTS - days(1), "ends_at": STARTS - days(1) + MINUTES}
    plan(talking(team, code="KX-300", **earlier), clinic, planner)
    later = {"starts_at": STARTS + days(1), "ends_at": STARTS + days(1) + MINUTES}
    gone = plan(booking(team, code="KX-302", members=(), **later), clinic, planner)
    cancel_session(gone, actor=planner, at=NOW)
    return clinic


def codes(rows):
    return [row.code for row in rows]


class TestAList:
    def test_has_them_in_their_order(self, week):
        assert codes(sessions_at([week])) == ["KX-300", "KX-301", "KX-302"]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            (SessionFilter(states=["BOOKED"]), ["KX-300", "KX-301"]),
            (SessionFilter(states=["CANCELLED", "CLOSED"]), ["KX-302"]),
            (SessionFilter(kinds=["PREPARATION"]), ["KX-300"]),
            (SessionFilter(begins_from=STARTS), ["KX-301", "KX-302"]),
            (SessionFilter(begins_before=STARTS), ["KX-300"]),
            (
                SessionFilter(begins_from=STARTS, begins_before=STARTS + days(1)),
                ["KX-301"],
            ),
        ],
    )
    def test_has_what_is_wanted_of_them(self, week, asked, found):
        assert codes(sessions_at([week], asked)) == found

    def test_has_those_of_one_person_once(self, week, alice, bob):
        assert codes(sessions_at([week], SessionFilter(person=bob))) == ["KX-301"]
        hers = sessions_at([week], SessionFilter(person=alice))
        assert codes(hers) == ["KX-300", "KX-301"]

    def test_has_no_other_clinics(self, week, other_clinic):
        assert codes(sessions_at([other_clinic])) == []
        assert codes(sessions_at([])) == []

    @pytest.mark.parametrize("count", [1, 5])
    def test_takes_two_queries(
        self, team, clinic, planner, django_assert_num_queries, count
    ):
        for number in range(count):
            at = STARTS + days(number)
            wanted = replace(booking(team, code=f"KX-40{number}"), starts_at=at)
            plan(replace(wanted, ends_at=at + 90 * MINUTES), clinic, planner)

        with django_assert_num_queries(2):
            for row in sessions_at([clinic]):
                assert [member.person.name for member in row.members.all()]
                assert row.clinic.name


class TestOneSession:
    def test_comes_with_all_that_belongs_to_it(
        self, prepared, rita, clinic, team, planner, django_assert_num_queries
    ):
        SessionSignature.objects.create(
            session=prepared, code="COURSE-LENGTH", by=rita, reason="Why.", at=NOW
        )
        longer = booking(team, ends_at=STARTS + 100 * MINUTES)
        change_booking(prepared, longer, clinic, actor=planner, at=NOW)

        with django_assert_num_queries(6):
            row = session_at([clinic], "KX-301")
            seats = {(one.person.name, one.role) for one in row.members.all()}
            said = {(one.by.name, one.code) for one in row.attestations.all()}
            signed = [(one.by.name, one.signature) for one in row.signatures.all()]
            steps = [(e.step, e.by.name, e.decision.decision) for e in row.events.all()]
            overrides = list(row.overrides.all())

        assert ("Alice Ames", "lead") in seats
        assert ("Nora Nkemelu", "PAUSE-BY-TWO") in said
        assert signed == [("Rita Rowe", None)]
        assert steps[0][:2] == ("BOOKED", "Sam Sorel")
        assert [step[0] for step in steps] == ["BOOKED", "CHANGED"]
        assert overrides == []

    def test_of_another_clinic_is_not_there(self, booked, other_clinic):
        assert session_at([other_clinic], booked.code) is None

    def test_nor_one_that_is_nowhere(self, clinic):
        assert session_at([clinic], "KX-999") is None
        assert not Session.objects.exists()

    def test_knows_its_people_in_their_order(self, clinic, team, planner):
        named = members(
            team, nurse="medical_clinician", bob="co_therapist", alice="lead"
        )
        plan(booking(team, members=named), clinic, planner)

        row = session_at([clinic], "KX-301")

        assert [one.role for one in row.members.all()] == [m.role for m in named]
