"""What a lifted suspension gives back, and where."""

import pytest

from certificates.actions.grant_rules import NotAtThisClinic
from certificates.actions.lifting import (
    NotOfThisClinic,
)
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Signature, Suspension
from home.models import Role
from tests.cast import NOW, make_clinic, make_person
from tests.certificates.lifting import lift_by_two, propose
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing

GROUND = Ground("PRECAUTIONARY", "A question is being looked into.")


@pytest.fixture
def held(alice, clinic):
    return grant(alice, clinic, "L1")


@pytest.fixture
def dora(clinic):
    return make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def row(alice, rita, clinic, held):
    return suspend_person(alice, clinic, GROUND, signer=signing(rita))


class TestWhatComesBack:
    def test_is_provisional_when_it_was(self, alice, rita, dora, clinic):
        held = grant(alice, clinic, "L1", state="PROVISIONAL")
        row = suspend_person(alice, clinic, GROUND, signer=signing(rita))

        lift_by_two(row, clinic, rita, dora)

        held.refresh_from_db()
        assert held.state == "PROVISIONAL"

    def test_is_expired_when_it_ended_meanwhile(self, row, rita, dora, clinic, held):
        lift_by_two(row, clinic, rita, dora, at=NOW + days(900))

        held.refresh_from_db()
        assert held.state == "EXPIRED"

    def test_waits_for_the_last_of_several(self, row, alice, rita, dora, clinic, held):
        another = Ground("DISCIPLINARY", "Something else is looked into.")
        other = suspend_person(alice, clinic, another, signer=signing(rita))

        lift_by_two(row, clinic, rita, dora)
        held.refresh_from_db()
        assert held.state == "SUSPENDED"

        lift_by_two(other, clinic, rita, dora)
        held.refresh_from_db()
        assert held.state == "ACTIVE"

    def test_is_for_the_clinic_that_suspended(
        self, row, rita, dora, clinic, other_clinic
    ):
        stranger = make_person("Sam South", other_clinic, Role.CLINICAL_DIRECTOR)

        with pytest.raises(NotOfThisClinic):
            propose(row, other_clinic, stranger)


class TestOneThatCameWithARoster:
    @pytest.fixture
    def loaded(self, alice):
        return Suspension.objects.create(
            person=alice, kind="ADMINISTRATIVE", starts_at=NOW, recorded_at=NOW
        )

    def test_is_lifted_where_the_person_works(self, loaded, alice, rita, dora, clinic):
        held = grant(alice, clinic, "L1", state="SUSPENDED")

        lift_by_two(loaded, clinic, rita, dora)

        held.refresh_from_db()
        assert held.state == "ACTIVE"

    def test_gives_back_wherever_no_other_is_open(
        self, loaded, alice, rita, dora, clinic, other_clinic
    ):
        third = make_clinic("east")
        rows = [
            grant(alice, where, "L1", state="SUSPENDED")
            for where in (clinic, other_clinic, third)
        ]
        Suspension.objects.create(
            person=alice,
            clinic=third,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            recorded_at=NOW,
        )

        lift_by_two(loaded, clinic, rita, dora)

        for row in rows:
            row.refresh_from_db()
        assert [row.state for row in rows] == ["ACTIVE", "ACTIVE", "SUSPENDED"]

    def test_is_not_lifted_elsewhere(self, loaded, charlie, other_clinic):
        with pytest.raises(NotAtThisClinic):
            propose(loaded, other_clinic, charlie)

        loaded.refresh_from_db()
        assert loaded.lifted_at is None
        assert not Signature.objects.exists()
