"""Rule R-08 on observed sessions: whoever rates holds Endorsement S and L3."""

from dataclasses import replace

import pytest

from certificates.actions.credentials import revoke
from certificates.actions.grant_rules import Grant
from certificates.actions.rosters import load_credential
from certificates.actions.suspensions import Ground, suspend_person
from certificates.assessor_rules import AssessorNotEndorsed
from certificates.models import Suspension
from home.models import AuditEntry, Membership, Role
from modules.actions.admitting import NotTheirAssessor, Observed
from modules.actions.practicum import record_observation
from modules.models import Observation, PracticumForm
from tests.cast import NOW, make_person
from tests.certificates.lifting import lift_by_two
from tests.certificates.roster import days, end, grant
from tests.certificates.signing import signing
from tests.letting_go import let_go_of
from tests.modules.curriculum import small_curriculum

TODAY = NOW.date()
SEEN_ON = TODAY - days(10)


@pytest.fixture
def form(db) -> PracticumForm:
    return small_curriculum().form


@pytest.fixture
def observed(form, clinic, bob) -> Observed:
    return Observed(
        form=form,
        clinic=clinic,
        assessor=bob,
        kind="PREPARATION",
        supervision="DIRECT",
        session_code="PX-204",
        observed_on=SEEN_ON,
        ratings={"PI1": 3, "PI2": 4},
        had_critical_fail=False,
    )


@pytest.fixture
def held(bob, clinic):
    return {type_: grant(bob, clinic, type_) for type_ in ("S", "L3")}


def refused(person, observed, by) -> str:
    before = AuditEntry.objects.count()
    with pytest.raises(AssessorNotEndorsed) as refusal:
        record_observation(person, observed, by=by, at=NOW)
    assert not Observation.objects.exists()
    assert AuditEntry.objects.count() == before
    return refusal.value.message


class TestAnAssessor:
    def test_rates_with_s_and_l3(self, held, alice, bob, rita, observed):
        other = replace(observed, session_code="PX-205")

        assert record_observation(alice, observed, by=bob, at=NOW).assessor == bob
        assert record_observation(alice, other, by=rita, at=NOW).assessor == bob

    @pytest.mark.parametrize(
        ("missing", "named"), [("S", "Endorsement S"), ("L3", "L3 Independent")]
    )
    def test_needs_both_whoever_enters_it(
        self, held, alice, bob, rita, observed, missing, named
    ):
        end(bob.credentials.filter(pk=held[missing].pk))

        for by in (bob, rita):
            told = refused(alice, observed, by)
            assert f"does not hold “{named}" in told
            assert "at this clinic on 23 October 2026" in told

    @pytest.mark.parametrize("missing", ["S", "L3"])
    @pytest.mark.parametrize(
        "state",
        ["PROVISIONAL", "SUSPENDED", "EXPIRED", "REVOKED", "RELINQUISHED"],
    )
    def test_needs_both_active(self, held, alice, bob, observed, missing, state):
        rows = bob.credentials.filter(pk=held[missing].pk)
        for step in ("SUSPENDED", state):
            rows.update(state=step)

        assert "does not hold" in refused(alice, observed, bob)

    @pytest.mark.parametrize("missing", ["S", "L3"])
    @pytest.mark.parametrize(
        "period",
        [
            {"valid_from": SEEN_ON + days(1)},
            {"valid_to": SEEN_ON - days(1)},
        ],
    )
    def test_needs_both_in_date_that_day(
        self, held, alice, bob, observed, missing, period
    ):
        let_go_of("certificates_credential")
        bob.credentials.filter(pk=held[missing].pk).update(**period)

        assert "does not hold" in refused(alice, observed, bob)

    def test_may_rate_on_the_first_day_and_on_the_last(
        self, held, alice, bob, observed
    ):
        let_go_of("certificates_credential")
        bob.credentials.update(valid_from=SEEN_ON, valid_to=SEEN_ON)

        assert record_observation(alice, observed, by=bob, at=NOW)

    def test_needs_both_at_this_clinic(self, held, alice, bob, observed, other_clinic):
        end(bob.credentials.filter(type="S"))
        grant(bob, other_clinic, "S")

        assert "at this clinic" in refused(alice, observed, bob)

    def test_still_needs_the_role(self, held, alice, bob, rita, observed):
        Membership.objects.filter(person=bob, role=Role.ASSESSOR).delete()

        with pytest.raises(NotTheirAssessor, match="was not an assessor"):
            record_observation(alice, observed, by=rita, at=NOW)


class TestWhatBecameOfTheEndorsement:
    """Its state that day is told by its events, not by what it is today."""

    @pytest.fixture
    def entered(self, bob, clinic):
        return {
            type_: load_credential(
                bob,
                Grant(clinic, type_, TODAY - days(100), TODAY + days(100)),
                at=NOW - days(50),
            )
            for type_ in ("S", "L3")
        }

    def move(self, credential, state, at):
        credential.events.create(from_state=credential.state, to_state=state, at=at)
        type(credential).objects.filter(pk=credential.pk).update(state=state)

    @pytest.mark.parametrize("state", ["EXPIRED", "SUPERSEDED", "RELINQUISHED"])
    def test_ended_since_takes_nothing_back(
        self, entered, alice, rita, observed, state
    ):
        self.move(entered["S"], state, NOW - days(9))

        assert record_observation(alice, observed, by=rita, at=NOW)

    @pytest.mark.parametrize("state", ["EXPIRED", "SUPERSEDED", "RELINQUISHED"])
    def test_ended_before_counts_for_nothing(
        self, entered, alice, rita, observed, state
    ):
        self.move(entered["S"], state, NOW - days(11))

        assert "does not hold" in refused(alice, observed, rita)

    def test_became_active_only_later(self, alice, bob, rita, clinic, observed):
        for type_ in ("S", "L3"):
            row = grant(bob, clinic, type_, state="PROVISIONAL")
            row.events.create(from_state="", to_state="PROVISIONAL", at=NOW - days(50))
            self.move(row, "ACTIVE", NOW - days(3))

        assert "does not hold" in refused(alice, observed, rita)
        later = replace(observed, observed_on=TODAY - days(2))
        assert record_observation(alice, later, by=rita, at=NOW)

    def test_stood_before_as_the_roster_said(self, entered, alice, bob, observed):
        before_it_was_entered = replace(observed, observed_on=TODAY - days(60))

        assert record_observation(alice, before_it_was_entered, by=bob, at=NOW)

    def test_revoked_since_is_not_trusted_any_more(
        self, entered, alice, rita, observed
    ):
        revoke(entered["S"], reason="Not true.", signer=signing(rita, NOW - days(1)))

        assert "Endorsement S" in refused(alice, observed, rita)


class TestASuspendedAssessor:
    def suspend(self, bob, clinic, rita, at):
        ground = Ground("PRECAUTIONARY", "Looked into.")
        return suspend_person(bob, clinic, ground, signer=signing(rita, at))

    def lift(self, row, clinic, rita, at):
        other = make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)
        lift_by_two(row, clinic, rita, other, at=at)

    def test_enters_nothing_of_an_earlier_day(
        self, held, alice, bob, rita, clinic, observed
    ):
        self.suspend(bob, clinic, rita, NOW - days(1))

        for by in (bob, rita):
            assert "A suspension of Bob Birch" in refused(alice, observed, by)

    def test_rated_nothing_while_it_was_open(
        self, held, alice, bob, rita, clinic, observed
    ):
        row = self.suspend(bob, clinic, rita, NOW - days(12))
        self.lift(row, clinic, rita, NOW - days(8))

        assert "A suspension of Bob Birch" in refused(alice, observed, rita)

    def test_rates_again_when_it_is_lifted(
        self, held, alice, bob, rita, clinic, observed
    ):
        row = self.suspend(bob, clinic, rita, NOW - days(15))
        self.lift(row, clinic, rita, NOW - days(12))

        assert record_observation(alice, observed, by=bob, at=NOW)

    def test_without_a_clinic_counts_at_every_one(
        self, held, alice, bob, clinic, other_clinic, observed
    ):
        row = Suspension.objects.create(
            person=bob,
            clinic=other_clinic,
            kind="ADMINISTRATIVE",
            starts_at=NOW - days(1),
            recorded_at=NOW,
        )
        assert record_observation(alice, observed, by=bob, at=NOW)

        let_go_of("certificates_suspension")
        Suspension.objects.filter(pk=row.pk).update(clinic=None)

        another = replace(observed, session_code="PX-205")
        with pytest.raises(AssessorNotEndorsed, match="A suspension"):
            record_observation(alice, another, by=bob, at=NOW)
