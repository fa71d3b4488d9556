"""What was true at one moment, as the clinic had it on record at another."""

import datetime
from dataclasses import replace

import pytest

from certificates.actions.suspensions import Ground, suspend_person
from certificates.clearance.decide import decide
from certificates.clearance.digests import canonical_facts
from certificates.clearance.policy import default_policy
from certificates.models import (
    CredentialEvent,
    CurrencyRecord,
    ExclusionCheck,
    SessionMember,
    Suspension,
)
from certificates.selectors.facts import world_for
from certificates.selectors.facts_known import world_as_known
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.lifting import lift_by_two
from tests.certificates.looking import asked, known, one
from tests.certificates.roster import (
    TODAY,
    days,
    document,
    grant,
    set_site_values,
    verify,
)
from tests.certificates.settling import put_right
from tests.certificates.signing import signing


class TestNow:
    def test_is_what_the_door_is_told(self, session, clinic, team):
        now = world_for(asked(session), application_at=NOW, clinic=clinic)

        then = known(session)

        then = replace(then, clock=now.clock)
        assert canonical_facts(then) == canonical_facts(now)

    def test_another_clinics_session_and_people_are_unknown(
        self, session, clinic, other_clinic
    ):
        then = known(session, clinic=other_clinic, as_of=NOW - days(1))

        assert (then.session, then.clinic, then.people) == (None, None, ())

    def test_costs_the_same_whatever_is_on_record(
        self, session, clinic, team, django_assert_max_num_queries
    ):
        for number in range(4):
            other = make_person(f"Extra{number} Person", clinic, Role.THERAPIST)
            SessionMember.objects.create(session=session, person=other, role="observer")
            grant(other, clinic, "L1")
        with django_assert_max_num_queries(32):
            known(session, as_of=NOW - days(1), known_at=NOW - days(1))


class TestASuspension:
    def test_that_was_backdated_does_not_rewrite_what_was_known(self, session, team):
        bob = team["bob"]
        Suspension.objects.create(
            person=bob,
            kind="PRECAUTIONARY",
            starts_at=NOW - days(10),
            recorded_at=NOW - days(2),
        )
        last_week = NOW - days(5)

        then = known(session, as_of=last_week, known_at=last_week)
        since = known(session, as_of=last_week)

        assert one(then, bob).suspensions == ()
        assert len(one(since, bob).suspensions) == 1
        told = {
            world: decide(asked(session, as_of=last_week), facts, default_policy(), NOW)
            for world, facts in {"then": then, "since": since}.items()
        }
        codes = {
            world: {verdict.code for verdict in decision.reasons}
            for world, decision in told.items()
        }
        assert "NOT-SUSPENDED" not in codes["then"]
        assert "NOT-SUSPENDED" in codes["since"]

    def test_stands_until_its_lifting_was_on_record(self, session, team, clinic, rita):
        bob, rio = team["bob"], make_person("Rio Reyes", clinic, "CLINICAL_DIRECTOR")
        ground = Ground("ADMINISTRATIVE", "A paper is missing.")
        began, ended = NOW - days(10), NOW - days(4)
        row = suspend_person(bob, clinic, ground, signer=signing(rita, began))
        lift_by_two(row, clinic, rita, rio, ended)

        (before,) = one(known(session, known_at=ended - days(1)), bob).suspensions
        (after,) = one(known(session, known_at=ended), bob).suspensions

        assert before.lifted_at is None
        assert after.lifted_at == ended

    def test_takes_credentials_with_it_from_then_on(self, session, team, clinic, rita):
        bob = team["bob"]
        ground = Ground("ADMINISTRATIVE", "A paper is missing.")
        suspend_person(bob, clinic, ground, signer=signing(rita, NOW - days(3)))

        before = one(known(session, as_of=NOW - days(4)), bob)
        after = one(known(session, as_of=NOW - days(2)), bob)

        # Rows that were never written down step by step stand as they do now.
        assert {row.state for row in after.credentials} == {"SUSPENDED"}
        assert before.suspensions == after.suspensions


class TestACredential:
    @pytest.fixture
    def held(self, team, clinic):
        row = grant(team["bob"], clinic, "S", awarded_at=NOW - days(8))
        for ago, was, state in (
            (8, "", "PROVISIONAL"),
            (6, "PROVISIONAL", "ACTIVE"),
            (2, "ACTIVE", "REVOKED"),
        ):
            CredentialEvent.objects.create(
                credential=row, from_state=was, to_state=state, at=NOW - days(ago)
            )
        return row

    def state(self, world, held):
        found = {row.id: row.state for row in one(world, held.person).credentials}
        return found.get(str(held.pk))

    @pytest.mark.parametrize(
        ("as_of", "known_at", "state"),
        [
            (0, 0, "REVOKED"),
            (2, 0, "REVOKED"),
            (3, 0, "ACTIVE"),
            (0, 3, "ACTIVE"),
            (7, 7, "PROVISIONAL"),
            (0, 7, "PROVISIONAL"),
            (0, 9, None),
            # A roster says that it held before it was written down.
            (9, 0, "PROVISIONAL"),
            (9, 9, None),
        ],
    )
    def test_has_the_state_of_its_last_move_known(
        self, session, held, as_of, known_at, state
    ):
        moments = {"as_of": NOW - days(as_of), "known_at": NOW - days(known_at)}

        world = known(session, **moments)

        assert self.state(world, held) == state


class TestPapers:
    def test_count_once_they_were_written_down(self, session, team):
        bob = team["bob"]
        new = document(bob, "BLS", recorded_at=NOW - days(1))
        licence = bob.documents.get(kind="LICENCE")
        verify(licence, outcome="DISCREPANCY", on=TODAY, recorded_at=NOW - days(1))
        before = one(known(session, known_at=NOW - days(2)), bob)
        after = one(known(session, known_at=NOW - days(1)), bob)

        assert str(new.pk) not in {row.id for row in before.documents}
        assert str(new.pk) in {row.id for row in after.documents}
        seen = {
            world: {v.outcome for row in facts.documents for v in row.verifications}
            for world, facts in {"before": before, "after": after}.items()
        }
        assert seen == {"before": {"VERIFIED"}, "after": {"VERIFIED", "DISCREPANCY"}}

    def test_a_check_stands_until_it_was_known_to_be_wrong(
        self, session, team, rita, alice
    ):
        bob = team["bob"]
        ExclusionCheck.objects.filter(person=bob)
        wrong = ExclusionCheck.objects.create(
            person=bob,
            on=TODAY - days(3),
            outcome="CONFIRMED",
            recorded_at=NOW - days(3),
        )
        put_right(wrong, rita, alice)

        def said(known_at):
            checks = one(known(session, known_at=known_at), bob).exclusion_checks
            return {row.outcome for row in checks}

        assert "CONFIRMED" in said(NOW - days(1))
        assert said(NOW + days(1)) == {"CLEAR"}

    def test_a_drill_to_come_hides_none_before_it(self, session, team):
        bob = team["bob"]
        CurrencyRecord.objects.create(
            person=bob, kind="DRILL", on=TODAY - days(1), recorded_at=NOW - days(1)
        )

        def drilled(**moments):
            return one(known(session, **moments), bob).drilled_on

        assert drilled() == TODAY - days(1)
        assert drilled(as_of=NOW - days(2)) == TODAY - days(20)
        assert drilled(known_at=NOW - days(2)) is None


class TestSiteValues:
    def test_are_those_of_then(self, session, clinic, team, rita):
        told = {"set_on": TODAY, "recorded_at": NOW, "set_by": rita}
        set_site_values(clinic, observe_minutes=60, **told)

        def minutes(**moments):
            return known(session, **moments).clinic.observe_minutes

        assert minutes() == 60
        assert minutes(as_of=NOW - datetime.timedelta(hours=1)) == 120

    def test_of_a_roster_held_from_their_day_on(self, session, clinic):
        set_site_values(clinic, observe_minutes=60, set_on=TODAY - days(3))

        def minutes(**moments):
            return known(session, **moments).clinic.observe_minutes

        assert minutes(as_of=NOW - days(3)) == 60
        assert minutes(as_of=NOW - days(4)) == 120

    def test_that_were_to_come_say_so(self, session):
        place = known(session, as_of=NOW - days(400)).clinic

        assert place.set_on == TODAY - days(200)

    def test_that_nobody_had_written_down_are_not_there(self, session):
        assert known(session, known_at=NOW - days(1)).clinic.observe_minutes is None


class TestTheClocks:
    def test_are_read_from_the_database(self, session):
        clock = known(session).clock

        assert clock.application_at == NOW
        assert clock.database_at is not None

    def test_are_both_the_one_that_stands_in(self, session):
        later = NOW + days(900)

        clock = world_as_known(asked(session), application_at=NOW, clock=later).clock

        assert (clock.application_at, clock.database_at) == (later, later)
        assert clock.newest_audit_at is None
