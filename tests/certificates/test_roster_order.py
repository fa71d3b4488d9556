"""Finding people on a roster, and their order."""

import itertools

from certificates.models import (
    Credential,
    Suspension,
)
from certificates.rules.lapse_bands import first_lapses
from certificates.rules.live_states import LiveState, live_state
from certificates.selectors.lapses import lapses_at, soonest_at
from certificates.selectors.rosters import RosterWish, roster_ids
from home.models import Membership, Person
from tests.cast import LONG_AGO, NOW
from tests.certificates.desk import desk
from tests.certificates.roster import TODAY, days, document, grant, make_clear

__all__ = ["desk"]


def named(clinic, **asked) -> list[str]:
    """The names that a wish finds, in its order."""
    wish = RosterWish(**asked)
    ids = roster_ids(clinic, NOW, wish)
    people = Person.objects.in_bulk(ids)
    return [people[pk].name.split()[0] for pk in ids]


def suspend(person, clinic=None, **fields) -> Suspension:
    told = {"kind": "ADMINISTRATIVE", "starts_at": NOW - days(1), "recorded_at": NOW}
    return Suspension.objects.create(person=person, clinic=clinic, **(told | fields))


class TestFinding:
    def test_by_name_and_role(self, clinic, alice, bob, rita, charlie):
        assert named(clinic) == ["Alice", "Bob", "Rita"]
        assert named(clinic, name="bi") == ["Bob"]
        assert named(clinic, role="ASSESSOR") == ["Bob"]
        assert named(clinic, role="AUDITOR") == []

    def test_not_by_a_role_that_ended(self, clinic, alice):
        Membership.objects.create(
            person=alice,
            clinic=clinic,
            role="ASSESSOR",
            starts_on=LONG_AGO,
            ends_on=TODAY - days(1),
        )

        assert named(clinic, role="ASSESSOR") == []

    def test_by_credential_and_its_state(self, clinic, alice, bob, rita):
        grant(alice, clinic, "L1")
        grant(bob, clinic, "L1", state="REVOKED")
        grant(bob, clinic, "L3")

        assert named(clinic, credential="L1") == ["Alice", "Bob"]
        assert named(clinic, credential="L1", state="VALID") == ["Alice"]
        assert named(clinic, credential="L1", state="REVOKED") == ["Bob"]
        assert named(clinic, state="NONE") == ["Rita"]
        assert named(clinic, state="NONE", credential="L1") == ["Bob", "Rita"]

    def test_by_suspension(self, clinic, alice, bob, rita, other_clinic):
        suspend(alice, clinic)
        suspend(bob, clinic, lifted_at=NOW - days(0.5))
        suspend(rita, other_clinic)

        assert named(clinic, suspended="yes") == ["Alice"]
        assert named(clinic, suspended="no") == ["Bob", "Rita"]

    def test_by_what_lapses(self, clinic, alice, bob):
        grant(alice, clinic, "L1", valid_to=TODAY + days(30))
        grant(bob, clinic, "L1", valid_to=TODAY + days(31))

        assert named(clinic, within=30) == ["Alice"]
        assert named(clinic, within=31) == ["Alice", "Bob"]

    def test_agrees_with_the_live_state_whatever_is_stored(self, clinic, alice):
        stored = Credential.State.values
        spans = [(-9, -1), (-9, 0), (-9, 9), (0, 9), (1, 9)]
        expected = {}
        for number, case in enumerate(itertools.product(stored, spans, [False, True])):
            state, (first, last), suspended = case
            person = Person.objects.create(name=f"{number:03} Case")
            Membership.objects.create(
                person=person, clinic=clinic, role="THERAPIST", starts_on=LONG_AGO
            )
            period = (TODAY + days(first), TODAY + days(last))
            grant(
                person,
                clinic,
                "L1",
                state=state,
                valid_from=period[0],
                valid_to=period[1],
            )
            if suspended:
                suspend(person, clinic)
            told = live_state(state, period, today=TODAY, is_suspended=suspended)
            expected[f"{number:03}"] = told

        for state in LiveState:
            wanted = [name for name, told in expected.items() if told is state]
            assert named(clinic, state=state) == wanted


class TestSorting:
    def test_by_name(self, clinic, alice, bob, rita):
        assert named(clinic, sort="-name") == ["Rita", "Bob", "Alice"]

    def test_by_role(self, clinic, alice, bob, rita):
        assert named(clinic, sort="role") == ["Alice", "Bob", "Rita"]
        assert named(clinic, sort="-role") == ["Rita", "Alice", "Bob"]

    def test_by_level_the_highest_first(self, clinic, alice, bob, rita):
        grant(alice, clinic, "L1")
        grant(bob, clinic, "L1")
        grant(bob, clinic, "L3")

        assert named(clinic, sort="level") == ["Bob", "Alice", "Rita"]
        assert named(clinic, sort="-level") == ["Rita", "Alice", "Bob"]

    def test_by_what_lapses_next(self, clinic, alice, bob, rita):
        grant(alice, clinic, "L1", valid_to=TODAY + days(30))
        grant(bob, clinic, "L1", valid_to=TODAY + days(3))

        assert named(clinic, sort="lapse") == ["Bob", "Alice", "Rita"]
        assert named(clinic, sort="-lapse") == ["Alice", "Bob", "Rita"]


class TestWhatLapsesNext:
    def test_is_the_first_of_what_lapses(self, clinic, alice, bob, rita):
        make_clear(alice, clinic, "L1")
        document(bob, "BLS", expires_on=TODAY - days(1))
        document(bob, "LIABILITY", expires_on=TODAY + days(40))
        grant(rita, clinic, "L1", valid_to=TODAY + days(91))
        first = first_lapses(lapses_at([clinic], NOW))

        found = soonest_at(clinic, NOW)

        assert found == {pk: lapse.days for pk, lapse in first.items()}
        assert found == {alice.pk: 26, bob.pk: 40}
