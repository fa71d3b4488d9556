"""Booked sessions in danger: something they relied on no longer holds."""

import datetime

import pytest

from certificates.actions.clearance import Asker, ask
from certificates.actions.sessions import book_session
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import (
    Attestation,
    Credential,
    DecisionRecord,
    Document,
    ExclusionCheck,
    Session,
    SessionEvent,
    SessionMember,
    SiteValues,
)
from certificates.rules.endangered import Outlook, Why
from certificates.selectors.endangered import endangered_at, outlooks_at
from home.models import AuditEntry, DeclaredRelationship, Membership
from tests.cast import NOW
from tests.certificates.asking import about
from tests.certificates.policies import VERIFIED, mona, signed
from tests.certificates.roster import TODAY, days, end
from tests.certificates.sessions.conftest import booked, planner, sam, wanted
from tests.certificates.sessions.planning import STARTS, booking, members, talking
from tests.certificates.signing import signing

__all__ = ["booked", "mona", "planner", "sam", "wanted"]

HALF_AN_HOUR = datetime.timedelta(minutes=30)
LATER = NOW + datetime.timedelta(minutes=5)


@pytest.fixture
def plan(booked, team):
    """Booked four days ahead, and prepared: nothing is missing for the booking."""
    Attestation.objects.create(
        session=booked, code="PREPARATION-DONE", by=team["alice"], at=NOW
    )
    return booked


@pytest.fixture
def late(clinic, team, planner):
    """Booked thirty days ahead; all but the nurse are looked up again before it."""
    starts = NOW + days(30)
    one = booking(team, starts_at=starts, ends_at=starts + HALF_AN_HOUR)
    session = book_session(one, clinic, actor=planner, at=NOW).session
    Attestation.objects.create(
        session=session, code="PREPARATION-DONE", by=team["alice"], at=NOW
    )
    for name in ("alice", "bob"):
        looked_up(team[name], TODAY + days(25))
    return session


def looked_up(person, on):
    ExclusionCheck.objects.create(
        person=person, on=on, outcome="CLEAR", recorded_at=NOW
    )


def outlook(clinic, moment=LATER, days=14):
    (row,) = outlooks_at([clinic], moment, days)
    return row


def dangers(clinic, moment=LATER):
    """By code and person: how it came to stand in the way."""
    row = outlook(clinic, moment)
    return {
        (danger.verdict.code, row.who(danger).split(" ")[0]): danger.why
        for danger in row.standing.dangers
    }


class TestABookedSession:
    def test_is_clear_while_everything_holds(self, clinic, plan):
        row = outlook(clinic)

        assert row.outlook is Outlook.CLEAR
        assert endangered_at([clinic], LATER) == []

    def test_that_waits_for_a_statement_is_only_not_ready(self, clinic, booked):
        row = outlook(clinic)

        assert row.outlook is Outlook.NOT_READY
        assert [v.code for v in row.standing.awaited] == ["PREPARATION-DONE"]
        assert row.standing.dangers == ()

    def test_without_a_team_is_only_not_ready(self, clinic, team, planner):
        empty = booking(team, members=())
        book_session(empty, clinic, actor=planner, at=NOW)

        row = outlook(clinic)

        assert row.outlook is Outlook.NOT_READY and not row.has_team

    def test_that_waits_for_a_signature_is_only_not_ready(self, clinic, team, planner):
        DeclaredRelationship.objects.create(
            one=team["alice"], other=team["bob"], kind="SPOUSE", declared_on=TODAY
        )
        book_session(talking_pair(team), clinic, actor=planner, at=NOW)

        row = outlook(clinic)

        assert row.outlook is Outlook.NOT_READY
        assert [v.code for v in row.standing.awaited] == ["RELATION-DECLARED"]

    def test_beyond_the_days_asked_for_is_left_out(self, clinic, plan):
        assert outlooks_at([clinic], LATER, 3) == []
        assert len(outlooks_at([clinic], LATER, 4)) == 1

    def test_of_another_clinic_is_left_out(self, other_clinic, plan):
        assert outlooks_at([other_clinic], LATER) == []

    def test_that_is_cancelled_or_over_is_left_out(self, clinic, plan):
        assert outlooks_at([clinic], STARTS + days(1)) == []
        Session.objects.update(state="CANCELLED")
        assert outlooks_at([clinic], LATER) == []


class TestIsEndangered:
    def test_by_a_suspension_and_the_door_answers_no_at_once(
        self, clinic, plan, team, rita
    ):
        before = ask(about(plan), asker=Asker(clinic), at=LATER)
        suspend_person(
            team["bob"],
            clinic,
            Ground("PRECAUTIONARY", "A report."),
            signer=signing(rita, LATER),
        )

        row = outlook(clinic)
        danger = row.standing.dangers[0]

        assert row.outlook is Outlook.ENDANGERED
        # Their credentials are suspended with them: the cause comes first.
        assert danger.verdict.code == "NOT-SUSPENDED"
        assert (danger.why, row.who(danger)) == (Why.SAYS_NO, "Bob Birch")
        assert "precautionary" in danger.verdict.told_to_director
        assert "precautionary" not in danger.verdict.text
        assert row.known_since(danger) == LATER
        after = ask(about(plan), asker=Asker(clinic), at=LATER)
        assert (before.decision.decision, after.decision.decision) == (True, False)

    def test_by_what_expires_before_it(self, clinic, plan, team):
        Document.objects.filter(person=team["alice"], kind="BLS").update(
            expires_on=(STARTS - days(1)).date()
        )

        assert dangers(clinic) == {("BLS-CURRENT", "Alice"): Why.SAYS_NO}

    def test_by_a_revoked_credential(self, clinic, plan, team):
        end(Credential.objects.filter(person=team["alice"], type="T"))

        assert dangers(clinic) == {("TRAUMA-ENDORSED", "Alice"): Why.SAYS_NO}

    def test_by_a_check_that_became_too_old(self, clinic, late):
        found = dangers(clinic, NOW + days(27))

        assert found == {("EXCLUSION-CLEAR", "Nora"): Why.NO_LONGER}
        assert outlook(clinic, NOW + days(27)).outlook is Outlook.ENDANGERED

    def test_by_site_values_that_were_emptied(self, clinic, plan):
        SiteValues.objects.create(clinic=clinic, recorded_at=LATER)

        found = dangers(clinic)

        assert found[("SITE-READY", "")] is Why.NO_LONGER
        assert outlook(clinic).outlook is Outlook.ENDANGERED

    def test_by_another_booking_of_the_same_person(self, clinic, plan, team):
        other = Session.objects.create(
            code="KX-999",
            clinic=clinic,
            kind="INTEGRATION",
            starts_at=STARTS + datetime.timedelta(minutes=30),
            ends_at=STARTS + datetime.timedelta(minutes=60),
            staffing_code="A",
        )
        SessionMember.objects.create(session=other, person=team["bob"], role="lead")

        rows = outlooks_at([clinic], LATER)

        assert [row.session.code for row in rows] == ["KX-301", "KX-999"]
        for row in rows:
            (danger,) = row.standing.dangers
            assert danger.verdict.code == "NOT-DOUBLE-BOOKED"
            assert row.who(danger) == "Bob Birch"

    def test_by_a_tie_declared_after_it_was_booked(self, clinic, plan, team):
        DeclaredRelationship.objects.create(
            one=team["alice"], other=team["bob"], kind="SPOUSE", declared_on=TODAY
        )

        assert dangers(clinic) == {("RELATION-DECLARED", ""): Why.NO_LONGER}

    def test_by_the_end_of_a_membership(self, clinic, plan, team):
        Membership.objects.filter(person=team["nurse"]).update(ends_on=TODAY)

        assert ("MEMBER-AT-CLINIC", "Nora") in dangers(clinic)

    def test_by_a_stricter_policy(self, clinic, plan, rita, mona):
        signed(clinic, rita, mona, VERIFIED, at=LATER)

        found = dangers(clinic, LATER)

        assert {code for code, _ in found} == {"LICENCE-ACTIVE"}
        assert set(found.values()) == {Why.NO_LONGER}

    def test_by_a_stricter_policy_that_begins_before_it(self, clinic, late, rita, mona):
        begins, moment = NOW + days(20), NOW + days(18)
        stricter = {"DRILL-CURRENT": {"every_months": 1}}
        signed(clinic, rita, mona, stricter, at=LATER, in_force_from=begins)

        row = outlook(clinic, moment)
        found = [one for one in row.standing.dangers if one.why is Why.NEW_POLICY]

        assert {row.who(one) for one in found} == {"Alice Ames", "Bob Birch"}
        assert {row.known_since(one) for one in found} == {begins}
        assert row.outlook is Outlook.ENDANGERED

    def test_and_the_worst_is_told_first(self, clinic, plan, team, rita):
        DeclaredRelationship.objects.create(
            one=team["alice"], other=team["bob"], kind="SPOUSE", declared_on=TODAY
        )
        suspend_person(
            team["bob"],
            clinic,
            Ground("ADMINISTRATIVE", "A report."),
            signer=signing(rita, LATER),
        )

        codes = [row.verdict.code for row in outlook(clinic).standing.dangers]

        assert (codes[0], codes[-1]) == ("NOT-SUSPENDED", "RELATION-DECLARED")


class TestAsking:
    def test_takes_as_many_queries_for_many_sessions(
        self, clinic, plan, team, planner, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(8) as few:
            outlooks_at([clinic], LATER)
        for number in range(1, 8):
            later = {
                "starts_at": STARTS + days(number),
                "ends_at": STARTS
                + days(
                    number,
                )
                + datetime.timedelta(minutes=90),
            }
            one = booking(team, code=f"KX-4{number:02}", **later)
            assert book_session(one, clinic, actor=planner, at=NOW).session

        with django_assert_max_num_queries(8) as many:
            assert len(outlooks_at([clinic], LATER)) == 8

        assert len(many) == len(few)

    def test_writes_nothing(self, clinic, plan):
        before = all_rows()

        outlooks_at([clinic], LATER)

        assert all_rows() == before


def all_rows():
    counted = (DecisionRecord, SessionEvent, AuditEntry)
    return [model.objects.count() for model in counted]


def talking_pair(team):
    return talking(team, members=members(team, alice="lead", bob="co_therapist"))
