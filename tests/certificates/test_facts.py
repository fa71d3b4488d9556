import datetime
import json
import random
from dataclasses import replace

import pytest
from django.db import connection

from certificates.clearance.digests import canonical_facts, digest
from certificates.clearance.question import parse
from certificates.models import Session, SiteValues
from certificates.selectors.facts import (
    roster_facts,
    roster_world,
    world_for,
    worlds_for,
)
from home.models import Membership, Role
from tests.cast import LONG_AGO, NOW, make_person
from tests.certificates.asking import about
from tests.certificates.facts_at_random import Draw
from tests.certificates.facts_by_hand import world_by_hand
from tests.certificates.roster import make_clear

SEEDS = range(12)
QUESTIONS = 40


def told(world) -> dict:
    """The facts as they are recorded, but for the database's clock, which goes on."""
    clock = replace(world.clock, database_at=None)
    return json.loads(canonical_facts(replace(world, clock=clock)))


@pytest.fixture
def roster(db, request) -> Draw:
    return Draw(request.param)


anything = pytest.mark.parametrize("roster", SEEDS, indirect=True)


@anything
class TestOneQuery:
    def test_tells_what_a_dozen_queries_tell(self, roster):
        for _number in range(QUESTIONS):
            question = parse(roster.question())
            clinic = roster.null(roster.one(roster.clinics))

            world = world_for(question, application_at=NOW, clinic=clinic)

            other = world_by_hand(question, application_at=NOW, clinic=clinic)
            # Of a clinic that is not there the database was not even asked the time.
            if other.clinic is None:
                other = replace(other, clock=replace(world.clock, application_at=NOW))
            assert told(world) == told(other)
            clock = other.clock
            assert digest(replace(world, clock=clock)) == digest(other)

    def test_for_many_sessions_tells_what_is_told_of_each(self, roster):
        clinic = roster.null(roster.one(roster.clinics))
        mine = [s for s in roster.sessions if clinic in (None, s.clinic)]

        worlds = worlds_for(roster.sessions, application_at=NOW, clinic=clinic)

        assert list(worlds) == [session.code for session in mine]
        for session in mine:
            question = parse(about(session))
            alone = world_for(question, application_at=NOW, clinic=clinic)
            assert told(worlds[session.code]) == told(alone)
            names = [person.id for person in alone.people]
            assert [person.id for person in worlds[session.code].people] == names

    def test_for_a_roster_tells_what_is_told_of_everybody_named(self, roster):
        clinic = roster.clinics[0]
        everybody = about(Session(code="NOT-STORED"))
        everybody["subject"]["properties"] = {
            "members": [{"id": str(p.pk), "role": "lead"} for p in roster.people]
        }
        everybody["resource"]["properties"] = {"clinic": clinic.slug}
        question = parse(everybody)

        world = roster_world(clinic, application_at=NOW)

        named = world_by_hand(question, application_at=NOW, clinic=clinic)
        here = {person.id for person in named.people}
        ties = tuple(r for r in named.relations if {r.a, r.b} <= here)
        assert told(world) == told(replace(named, relations=ties))
        assert roster_facts(clinic) == world.people


class TestTheFacts:
    def test_are_fetched_in_one_query(self, session, clinic, django_assert_num_queries):
        with django_assert_num_queries(1):
            world_for(parse(about(session)), application_at=NOW, clinic=clinic)

    def test_of_many_sessions_are_fetched_in_one_query(
        self, session, clinic, django_assert_num_queries
    ):
        sessions = [session]
        for number in range(5):
            sessions.append(
                Session.objects.create(
                    code=f"KX-{number}", clinic=clinic, kind="PREPARATION"
                )
            )

        with django_assert_num_queries(1):
            worlds = worlds_for(sessions, application_at=NOW, clinic=clinic)

        assert len(worlds) == 6

    def test_of_no_session_ask_nothing(self, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert worlds_for([], application_at=NOW) == {}

    def test_of_a_roster_are_fetched_in_two_queries(
        self, clinic, django_assert_num_queries
    ):
        for number in range(5):
            person = make_person(f"Extra{number} Person", clinic, Role.THERAPIST)
            make_clear(person, clinic, "L1")

        with django_assert_num_queries(2):
            people = roster_facts(clinic)

        assert len(people) == 5

    def test_of_a_roster_can_be_those_of_a_day_and_a_role(self, clinic, other_clinic):
        make_person("Ann Ash", clinic, Role.THERAPIST)
        make_person("Bea Bay", clinic, Role.SCHEDULER)
        make_person("Cy Cole", other_clinic, Role.THERAPIST)
        left = make_person("Di Dent", clinic, Role.THERAPIST)
        Membership.objects.filter(person=left).update(ends_on=LONG_AGO)

        people = roster_facts(clinic, on=NOW.date(), roles=[Role.THERAPIST])

        assert [person.name for person in people] == ["Ann Ash"]

    def test_know_the_newest_site_values_only(self, clinic):
        for stop in ("200/120", "180/110"):
            SiteValues.objects.create(clinic=clinic, bp_stop=stop, recorded_at=NOW)

        world = roster_world(clinic, application_at=NOW)

        assert world.clinic.bp_stop == "180/110"

    def test_leave_out_what_a_change_made_void(self, session, clinic):
        session.attestations.update(voided_at=NOW)

        world = world_for(parse(about(session)), application_at=NOW, clinic=clinic)

        assert world.session.attestations == ()

    def test_tell_both_clocks(self, clinic):
        earlier = datetime.datetime.now(datetime.UTC)

        world = roster_world(clinic, application_at=NOW)

        later = datetime.datetime.now(datetime.UTC)
        assert world.clock.application_at == NOW
        slack = datetime.timedelta(seconds=5)
        assert earlier - slack <= world.clock.database_at <= later + slack

    def test_that_cannot_be_read_are_an_error_and_not_left_out(self, session, clinic):
        if connection.vendor == "postgresql":
            pytest.skip("PostgreSQL keeps nothing in a date that is none.")
        team = random.Random(0).choice(session.members.all()).person
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE certificates_document SET expires_on = 'soon' "
                "WHERE person_id = %s",
                [team.pk.hex],
            )

        with pytest.raises(ValueError, match="soon"):
            world_for(parse(about(session)), application_at=NOW, clinic=clinic)


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite plans nothing ahead."
)
class TestOnPostgresql:
    def test_the_statement_is_planned_once_a_connection(self, session, clinic):
        for _number in range(3):
            world_for(parse(about(session)), application_at=NOW, clinic=clinic)

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT statement FROM pg_prepared_statements "
                "WHERE statement LIKE '%needed%'"
            )
            planned = cursor.fetchall()
        assert len(planned) == 1

    def test_no_other_statement_is_prepared_for_it(self, session, clinic):
        world_for(parse(about(session)), application_at=NOW, clinic=clinic)

        assert connection.connection.prepare_threshold is None
