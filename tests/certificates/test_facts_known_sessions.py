"""Sessions and busy times as they were, as they were on record."""

import datetime

import pytest

from certificates.models import (
    Attestation,
    Session,
    SessionMember,
    SessionSignature,
)
from tests.cast import NOW
from tests.certificates.conftest import STARTS
from tests.certificates.looking import known, one, step
from tests.certificates.roster import (
    days,
)


class TestASession:
    def test_is_as_its_last_step_left_it(self, session):
        step(session, NOW - days(6), preference="NOT_ASKED")
        step(session, NOW - days(3), "CHANGED")

        def preference(**moments):
            found = known(session, **moments).session
            return found and found.preference

        assert preference() == "NONE_STATED"
        assert preference(as_of=NOW - days(4)) == "NOT_ASKED"
        assert preference(known_at=NOW - days(4)) == "NOT_ASKED"
        assert preference(as_of=NOW - days(7)) is None
        assert preference(known_at=NOW - days(7)) is None

    def test_of_a_roster_stood_before_it_was_entered(self, session):
        step(session, NOW - days(1), "ENTERED")

        assert known(session, as_of=NOW - days(5)).session is not None
        assert known(session, known_at=NOW - days(5)).session is None

    def test_never_written_down_step_by_step_stands_as_it_does(self, session):
        found = known(session, as_of=NOW - days(9), known_at=NOW - days(9)).session

        assert (found.code, found.starts_at, len(found.members)) == (
            session.code,
            STARTS,
            3,
        )

    def test_keeps_what_was_not_void_yet(self, session, team, rita):
        step(session, NOW - days(9))
        told = {"by": rita, "at": NOW - days(5), "voided_at": NOW - days(2)}
        Attestation.objects.create(session=session, code="ESCORT-CONFIRMED", **told)
        SessionSignature.objects.create(
            session=session, code="COMPOSITION", reason="Agreed.", **told
        )

        def stand(**moments):
            found = known(session, **moments).session
            codes = [row.code for row in (*found.attestations, *found.signatures)]
            return "ESCORT-CONFIRMED" in codes, "COMPOSITION" in codes

        assert stand() == (False, False)
        assert stand(as_of=NOW - days(3)) == (True, True)
        assert stand(known_at=NOW - days(3)) == (True, True)
        assert stand(known_at=NOW - days(6)) == (False, False)


class TestBusyTimes:
    @pytest.fixture
    def elsewhere(self, other_clinic, team):
        row = Session.objects.create(
            code="ZZ-9",
            clinic=other_clinic,
            kind="PREPARATION",
            starts_at=STARTS,
            ends_at=STARTS + datetime.timedelta(minutes=60),
            staffing_code="A",
        )
        SessionMember.objects.create(session=row, person=team["bob"], role="lead")
        return row

    def busy(self, session, person, **moments):
        world = known(session, **moments)
        return {row.session for row in one(world, person).busy}

    def test_are_those_of_the_team_of_then(self, session, team, elsewhere):
        bob = team["bob"]
        step(elsewhere, NOW - days(5))
        elsewhere.members.all().delete()
        step(elsewhere, NOW - days(2), "CHANGED")

        assert "ZZ-9" in self.busy(session, bob, as_of=NOW - days(3))
        assert "ZZ-9" in self.busy(session, bob, known_at=NOW - days(3))
        assert "ZZ-9" not in self.busy(session, bob)
        assert "ZZ-9" not in self.busy(session, bob, as_of=NOW - days(6))

    def test_end_with_the_session(self, session, team, elsewhere):
        step(elsewhere, NOW - days(5))
        step(elsewhere, NOW - days(2), "CANCELLED", state="CANCELLED")

        assert "ZZ-9" in self.busy(session, team["bob"], as_of=NOW - days(3))
        assert "ZZ-9" not in self.busy(session, team["bob"])
