"""The forecast: who and which pairs are clear on each day ahead."""

import datetime
import time
from dataclasses import replace
from itertools import combinations

import pytest

from certificates.clearance.decide import decide
from certificates.clearance.question import parse
from certificates.clearance.world import ClockFacts, RelationFacts, WorldFacts
from certificates.rules.forecast import as_it_stands, if_checks_are_renewed
from tests.certificates.clearance.worlds import (
    CLEAR,
    NOW,
    POLICY,
    TODAY,
    change_clinic,
    check,
    credential,
    day,
    document,
    person,
)


def therapist(name, *types, **more):
    types = types or ("L3", "T")
    return person(name, "THERAPIST", *types, **more)


def roster(*people, **more):
    return WorldFacts(CLEAR.clinic, CLEAR.clock, people, **more)


WANDA = therapist("wanda", drilled_on=day(-1))
MARK = therapist("mark", gender="MAN", drilled_on=day(-1))


def renewed(*people, **more):
    return if_checks_are_renewed(roster(*people, **more), POLICY, NOW)


def numbers(row):
    return row.leads, row.members, row.ordinary, row.trauma


class TestADayAhead:
    def test_counts_people_and_pairs(self):
        first = renewed(WANDA, MARK)[0]

        assert first.day == TODAY
        assert numbers(first) == (2, 2, 1, 1)

    def test_of_two_women_only_an_ordinary_session_has_a_pair(self):
        ann = replace(WANDA, id="ann", name="Ann")

        assert numbers(renewed(WANDA, ann)[0]) == (2, 2, 1, 0)

    def test_who_needs_a_supervisor_does_not_lead(self):
        lee = therapist("lee", "L2A", "T", gender="MAN", drilled_on=day(-1))

        assert numbers(renewed(WANDA, lee)[0]) == (1, 2, 1, 1)

    def test_two_who_need_a_supervisor_are_no_pair(self):
        rows = [
            therapist("lee", "L2A", "T", gender="MAN", drilled_on=day(-1)),
            therapist("liv", "L2A", "T", drilled_on=day(-1)),
        ]

        assert numbers(renewed(*rows)[0]) == (0, 2, 0, 0)

    def test_a_declared_tie_is_no_pair_without_a_signature(self):
        tie = RelationFacts("mark", "wanda", "SPOUSE")

        assert numbers(renewed(WANDA, MARK, relations=(tie,))[0]) == (2, 2, 0, 0)

    def test_nobody_is_clear_while_the_observation_time_is_not_set(self):
        world = change_clinic(roster(WANDA, MARK), observe_minutes=None)

        found = if_checks_are_renewed(world, POLICY, NOW)

        assert {numbers(row) for row in found} == {(0, 0, 0, 0)}

    def test_there_are_ninety(self):
        found = renewed(WANDA)

        assert [row.day for row in found] == [day(n) for n in range(90)]


class TestWhatEnds:
    def test_is_told_on_its_first_day_with_the_reason(self):
        papers = tuple(
            replace(row, expires_on=day(10)) if row.kind == "BLS" else row
            for row in WANDA.documents
        )
        found = renewed(replace(WANDA, documents=papers), MARK)

        assert numbers(found[10]) == (2, 2, 1, 1)
        assert numbers(found[11]) == (1, 1, 0, 0)
        ((name, why),) = found[11].ends.items()
        assert name == "Wanda" and "basic life support" in why
        assert found[12].ends == {}

    def test_what_begins_is_told_as_well(self):
        later = (credential("L3", valid_from=day(20)), credential("T"))
        found = renewed(WANDA, replace(MARK, credentials=later))

        assert (found[19].members, found[20].members) == (1, 2)
        assert found[20].begins == ["Mark"]

    def test_checks_end_only_as_it_stands(self):
        world = roster(replace(WANDA, exclusion_checks=(check(day(0)),)))

        stands = as_it_stands(world, POLICY, NOW)
        renew = if_checks_are_renewed(world, POLICY, NOW)

        assert [row.members for row in stands] == [1] * 32 + [0] * 58
        assert {row.members for row in renew} == {1}

    @pytest.mark.parametrize("what", ["credential", "drill"])
    def test_observation_into_the_next_day_counts(self, what):
        # Six months after it is the fifth day from now.
        drilled = replace(WANDA, drilled_on=datetime.date(2026, 6, 12))
        person = {"credential": ending(5), "drill": drilled}[what]
        world = change_clinic(roster(person), observe_minutes=24 * 60)

        found = if_checks_are_renewed(world, POLICY, NOW)

        # The session of the fifth day is observed into the sixth.
        assert [row.members for row in found[:7]] == [1] * 5 + [0, 0]


def ending(after):
    rows = (credential("L3", valid_to=day(after)), credential("T"))
    return replace(WANDA, credentials=rows)


class TestIsTheGatesOwnAnswer:
    @pytest.mark.parametrize("mode", [as_it_stands, if_checks_are_renewed])
    def test_on_every_day_for_every_pair(self, mode):
        people = [
            replace(WANDA, exclusion_checks=(check(day(-3)),)),
            replace(MARK, drilled_on=day(-150)),
            therapist("lee", "L2A", "T", gender="MAN", refreshed_on=day(-340)),
            replace(ending(33), id="eve", name="Eve"),
            replace(
                therapist("kim", "L2B", "T", gender="MAN", drilled_on=day(-2)),
                documents=(
                    document("LICENCE", issued_on=day(15)),
                    document("LIABILITY", expires_on=day(61)),
                    document("BLS"),
                ),
            ),
        ]
        world = roster(*people)

        for row in mode(world, POLICY, NOW)[::3]:
            assert numbers(row)[1:] == by_hand(world, row.day, mode), row.day


def by_hand(world, on, mode):
    """Every person and pair asked about on that very day."""
    starts = datetime.datetime.combine(
        on, datetime.time(10), tzinfo=datetime.timezone(datetime.timedelta(hours=-5))
    )
    if on >= datetime.date(2027, 3, 14):
        starts -= datetime.timedelta(hours=1)
    moment = max(starts, NOW) if mode is as_it_stands else NOW

    def permitted(people, code):
        facts = replace(world, clock=ClockFacts(moment, moment))
        roles = ("lead", "co_therapist")
        team = [{"id": p.id, "role": r} for p, r in zip(people, roles, strict=False)]
        about = {
            "clinic": "north",
            "kind": "MEDICATION",
            "starts_at": starts.isoformat(),
            "ends_at": (starts + datetime.timedelta(minutes=90)).isoformat(),
            "ordinal": 1,
            "staffing_code": code,
            "preference": "NONE_STATED",
        }
        question = {
            "subject": {"type": "team", "id": "t", "properties": {"members": team}},
            "action": {"name": "book"},
            "resource": {"type": "session", "id": "x", "properties": about},
        }
        left = {v.code for v in decide(parse(question), facts, POLICY, moment).reasons}
        return left - {"PREPARATION-DONE", "MEDICAL-CLINICIAN"}

    def pairs(code):
        return sum(
            not permitted(pair, code) or not permitted(pair[::-1], code)
            for pair in combinations(world.people, 2)
        )

    alone = {"SECOND-STAFF", "SUPERVISOR-PRESENT"}
    members = sum(not permitted([p], "A") - alone for p in world.people)
    return members, pairs("A"), pairs("B")


def test_takes_well_under_a_second_for_fifty():
    people = [
        replace(
            WANDA if n % 2 else MARK,
            id=f"t{n}",
            name=f"T{n}",
            drilled_on=day(-n),
            refreshed_on=day(-300 - n),
        )
        for n in range(50)
    ]
    begun = time.process_time()

    found = as_it_stands(roster(*people), POLICY, NOW)

    assert found[0].ordinary == 50 * 49 // 2
    assert time.process_time() - begun < 0.8
