"""Suspending somebody, and lifting it."""

import pytest

from certificates.actions.signatures import ReasonMissing
from certificates.actions.suspensions import (
    AlreadyLifted,
    Ground,
    NotAtThisClinic,
    NotOfThisClinic,
    digest_of,
    lift_suspension,
    suspend_person,
)
from certificates.models import (
    Credential,
    CredentialEvent,
    Signature,
    Suspension,
)
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.roster import days, grant

TOMORROW = NOW + days(1)
GROUND = Ground("PRECAUTIONARY", "A report is being looked into.")


@pytest.fixture
def held(alice, clinic):
    return grant(alice, clinic, "L1")


def suspend(person, clinic, by, **changes):
    return suspend_person(person, clinic, GROUND, **({"by": by, "at": NOW} | changes))


def lift(row, clinic, by, at=TOMORROW, reason="It is settled."):
    lift_suspension(row, clinic, reason=reason, by=by, at=at)


class TestSuspending:
    def test_takes_effect_on_every_live_credential_of_the_clinic(
        self, alice, rita, clinic, other_clinic, held
    ):
        elsewhere = grant(alice, other_clinic, "L1")
        ended = grant(alice, clinic, "T", state="EXPIRED")

        row = suspend(alice, clinic, rita)

        states = dict(Credential.objects.values_list("pk", "state"))
        assert states == {
            held.pk: "SUSPENDED",
            elsewhere.pk: "ACTIVE",
            ended.pk: "EXPIRED",
        }
        assert (row.starts_at, row.lifted_at, row.by) == (NOW, None, rita)
        assert CredentialEvent.objects.get().to_state == "SUSPENDED"

    def test_is_signed_and_logged_without_a_word_of_the_reason(
        self, alice, rita, clinic, held
    ):
        row = suspend(alice, clinic, rita)

        signature = Signature.objects.get()
        assert (signature.meaning, signature.by) == ("SUSPENDED", rita)
        assert signature.subject_sha256 == digest_of(row)
        actions = [entry.action for entry in AuditEntry.objects.order_by("id")]
        assert actions == ["PERSON-SUSPENDED", "CREDENTIAL-SUSPENDED"]
        told = str(list(AuditEntry.objects.values()))
        assert "report" not in told
        assert "Alice" not in told

    def test_is_refused_to_others(self, alice, bob, charlie, clinic, held):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                suspend(alice, clinic, somebody)

        assert not Suspension.objects.exists()
        assert not AuditEntry.objects.exists()
        assert not Signature.objects.exists()

    def test_of_oneself_or_by_somebody_tied_is_refused(self, alice, rita, clinic):
        DeclaredRelationship.objects.create(
            one=rita, other=alice, kind="EMPLOYER", declared_on=NOW.date()
        )

        for person in (rita, alice):
            with pytest.raises(NotAllowed):
                suspend(person, clinic, rita)

    @pytest.mark.parametrize("ended", [False, True])
    def test_of_somebody_who_does_not_work_here_is_refused(
        self, alice, rita, charlie, clinic, ended
    ):
        alice.memberships.update(ends_on=NOW.date() - days(1))
        somebody = alice if ended else charlie
        held = grant(somebody, clinic, "L1")

        with pytest.raises(NotAtThisClinic):
            suspend(somebody, clinic, rita)

        held.refresh_from_db()
        assert held.state == "ACTIVE"
        assert not Suspension.objects.exists()
        assert not AuditEntry.objects.exists()
        assert not Signature.objects.exists()

    def test_without_a_reason_is_refused(self, alice, rita, clinic):
        with pytest.raises(ReasonMissing):
            suspend_person(
                alice, clinic, Ground("ADMINISTRATIVE", " "), by=rita, at=NOW
            )

        assert not Suspension.objects.exists()


class TestLifting:
    def test_gives_the_credential_back_where_it_stood(self, alice, rita, clinic, held):
        row = suspend(alice, clinic, rita)

        lift(row, clinic, rita)

        row.refresh_from_db()
        held.refresh_from_db()
        assert (row.lifted_by, held.state) == (rita, "ACTIVE")
        assert list(Signature.objects.values_list("meaning", flat=True)) == [
            "SUSPENDED",
            "LIFTED",
        ]
        actions = [entry.action for entry in AuditEntry.objects.order_by("id")][2:]
        assert actions == ["SUSPENSION-LIFTED", "CREDENTIAL-ACTIVE"]

    def test_leaves_a_provisional_one_provisional(self, alice, rita, clinic):
        held = grant(alice, clinic, "L1", state="PROVISIONAL")

        lift(suspend(alice, clinic, rita), clinic, rita)

        held.refresh_from_db()
        assert held.state == "PROVISIONAL"

    def test_expires_what_ended_meanwhile(self, alice, rita, clinic, held):
        row = suspend(alice, clinic, rita)

        lift(row, clinic, rita, at=NOW + days(900))

        held.refresh_from_db()
        assert held.state == "EXPIRED"

    def test_waits_for_the_last_of_several(self, alice, rita, clinic, held):
        first, second = suspend(alice, clinic, rita), suspend(alice, clinic, rita)

        lift(first, clinic, rita)
        held.refresh_from_db()
        assert held.state == "SUSPENDED"

        lift(second, clinic, rita)
        held.refresh_from_db()
        assert held.state == "ACTIVE"

    def test_twice_is_refused(self, alice, rita, clinic, held):
        row = suspend(alice, clinic, rita)
        lift(row, clinic, rita)
        before = AuditEntry.objects.count()

        with pytest.raises(AlreadyLifted):
            lift(row, clinic, rita)

        assert AuditEntry.objects.count() == before

    def test_is_refused_to_the_person_and_to_others(
        self, alice, bob, charlie, rita, clinic, held
    ):
        row = suspend(alice, clinic, rita)
        alice.memberships.create(
            clinic=clinic, role=Role.CLINICAL_DIRECTOR, starts_on=NOW.date()
        )

        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                lift(row, clinic, somebody)

        row.refresh_from_db()
        assert row.lifted_at is None

    def test_by_another_clinic_is_refused(self, alice, rita, clinic, other_clinic):
        stranger = make_person("Dora Dunn", other_clinic, Role.CLINICAL_DIRECTOR)
        row = suspend(alice, clinic, rita)

        with pytest.raises(NotOfThisClinic):
            lift(row, other_clinic, stranger)

    def test_without_a_reason_is_refused(self, alice, rita, clinic):
        row = suspend(alice, clinic, rita)

        with pytest.raises(ReasonMissing):
            lift(row, clinic, rita, reason="")

    def test_works_for_one_that_came_with_a_roster(self, alice, rita, clinic):
        held = grant(alice, clinic, "L1", state="SUSPENDED")
        row = Suspension.objects.create(
            person=alice, kind="ADMINISTRATIVE", starts_at=NOW, recorded_at=NOW
        )

        lift(row, clinic, rita)

        held.refresh_from_db()
        assert held.state == "ACTIVE"

    def test_of_one_that_came_with_a_roster_is_for_where_the_person_works(
        self, alice, charlie, other_clinic
    ):
        row = Suspension.objects.create(
            person=alice, kind="ADMINISTRATIVE", starts_at=NOW, recorded_at=NOW
        )

        with pytest.raises(NotAtThisClinic):
            lift(row, other_clinic, charlie)

        row.refresh_from_db()
        assert row.lifted_at is None
        assert not Signature.objects.exists()
