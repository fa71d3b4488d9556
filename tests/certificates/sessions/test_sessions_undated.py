"""Sessions of which nobody knows when they are: they came from elsewhere, and show."""

import pytest

from certificates.models import Session
from certificates.selectors.endangered import endangered_at
from certificates.selectors.sessions import SessionFilter, sessions_at
from tests.cast import NOW, client_of
from tests.certificates.asking import at
from tests.certificates.roster import days
from tests.certificates.sessions.planning import (
    MINUTES,
    STARTS,
    plan,
    talking,
)

ENDANGERED = "/admin/credentialing/sessions-in-danger/"


def look(person, address="/sessions/", **asked):
    with at(NOW):
        return client_of(person).get(address, asked).content.decode()


def undated(session, **changes):
    Session.objects.filter(pk=session.pk).update(
        starts_at=None, ends_at=None, **changes
    )
    return session


@pytest.fixture
def dated(team, clinic, planner):
    """Of nobody as yet: whoever is in the other one is busy, nobody knows when."""
    begins = STARTS + days(1)
    times = {"starts_at": begins, "ends_at": begins + 60 * MINUTES}
    wanted = talking(team, code="KX-302", members=(), **times)
    return plan(wanted, clinic, planner)


@pytest.fixture
def nobody_knows(booked):
    return undated(booked)


class TestTheList:
    def test_shows_them_before_all_others(self, nobody_knows, dated, sam):
        told = look(sam)

        assert "No date on record" in told
        assert told.index("/sessions/KX-301/") < told.index("/sessions/KX-302/")

    def test_counts_them_as_todays_since_they_may_be(self, nobody_knows, dated, sam):
        told = look(sam, when="today")

        assert "/sessions/KX-301/" in told
        assert "/sessions/KX-302/" not in told

    def test_shows_them_alone_when_asked(self, nobody_knows, dated, sam):
        told = look(sam, when="undated")

        assert "/sessions/KX-301/" in told
        assert 'session-line__title"><a href="/sessions/KX-302/' not in told

    @pytest.mark.parametrize("state", ["CLOSED", "CANCELLED"])
    def test_does_not_await_what_is_over(self, booked, sam, state):
        undated(booked, state=state)

        assert "/sessions/KX-301/" not in look(sam)
        assert "/sessions/KX-301/" in look(sam, when="undated")

    def test_does_not_call_them_past(self, nobody_knows, sam):
        assert "/sessions/KX-301/" not in look(sam, when="past").split("<form")[-1]


class TestInDanger:
    def test_is_every_plan_without_a_date(self, nobody_knows, dated, clinic):
        (row,) = endangered_at([clinic], NOW)

        assert row.session == nobody_knows
        assert [one.verdict.code for one in row.standing.dangers] == [
            "QUESTION-COMPLETE"
        ]

    def test_is_one_whose_end_alone_is_unknown(self, booked, clinic):
        Session.objects.update(ends_at=None)

        assert [row.session for row in endangered_at([clinic], NOW)] == [booked]

    def test_stands_in_the_directors_list(self, nobody_knows, dated, rita):
        told = look(rita, ENDANGERED, outlook="ALL")

        assert "No date on record" in told
        assert told.index("KX-301") < told.index("KX-302")

    def test_stands_on_the_desk_and_before_planners(self, nobody_knows, rita, sam):
        desk = look(rita, "/admin/credentialing/desk/")
        part = look(sam).split('id="in-danger"')[1]

        assert "No date on record" in desk and 'datetime=""' not in desk
        assert "No date on record" in part.split("</section>")[0]

    def test_says_how_to_mend_it(self, nobody_knows, sam):
        assert "Give it a day and a time, or cancel it" in look(sam)

    def test_is_given_as_a_file(self, nobody_knows, rita):
        with at(NOW):
            file = client_of(rita).get(ENDANGERED, {"file": "csv"})

        assert b"KX-301" in b"".join(file.streaming_content)


class TestTheSelector:
    def test_leaves_them_out_of_a_span_unless_asked(self, nobody_knows, dated, clinic):
        span = {"begins_from": NOW, "begins_before": STARTS + days(9)}
        without = sessions_at([clinic], SessionFilter(**span))
        with_them = sessions_at([clinic], SessionFilter(**span, with_undated=True))

        assert [row.code for row in without] == ["KX-302"]
        assert [row.code for row in with_them] == ["KX-301", "KX-302"]

    def test_asks_for_everything_without_a_span(self, nobody_knows, dated, clinic):
        found = sessions_at([clinic], SessionFilter(with_undated=True))

        assert [row.code for row in found] == ["KX-301", "KX-302"]
