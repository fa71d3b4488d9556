"""Waivers: who grants one, for what, for how long, and how it ends."""

import datetime

import pytest

from certificates.actions.grant_rules import NotAtThisClinic
from certificates.actions.signatures import (
    ReasonMissing,
    RecordChanged,
    SignInNotFresh,
)
from certificates.actions.waivers import (
    AlreadyWaived,
    NotInForce,
    NotWaivable,
    WaiverTooLong,
    Waiving,
    grant_waiver,
    shown_of_waiver,
)
from certificates.models import ExclusionCheck, Signature, Waiver
from certificates.selectors.evidence import evidence_for
from certificates.selectors.requirements import standings, waivers_asked
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days
from tests.certificates.signing import signing
from tests.certificates.waiving import (
    TODAY,
    TREE,
    actions,
    assert_only_denied,
    end,
    waive,
)


@pytest.fixture
def asked(clinic):
    return requirement_set("L3", TREE, clinic=clinic)


class TestGranting:
    def test_makes_the_requirement_waived_until_its_last_day(
        self, asked, alice, rita, clinic
    ):
        row = waive(alice, clinic, rita)

        (standing,) = standings(evidence_for(alice, clinic, NOW), clinic)
        assert standing.is_ready
        assert standing.verdict.result == "WAIVED"
        assert (row.reason, row.granted_on, row.by) == ("Elsewhere.", TODAY, rita)
        after = evidence_for(alice, clinic, NOW + days(91))
        assert not standings(after, clinic)[0].is_ready

    def test_is_signed_over_what_it_says_and_logged_without_a_word(
        self, asked, alice, rita, clinic
    ):
        row = waive(alice, clinic, rita)

        signature = Signature.objects.get()
        assert (signature.meaning, signature.about) == ("WAIVED", alice)
        assert signature.shown == shown_of_waiver(row)
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.subject_id) == ("WAIVER-GRANTED", str(row.pk))
        assert entry.facts == {
            "person": str(alice.pk),
            "code": "CASE",
            "expires_on": "2027-01-31",
            "signature": signature.sha256,
        }

    def test_counts_at_its_clinic_only(self, asked, alice, rita, clinic, other_clinic):
        waive(alice, clinic, rita)

        assert evidence_for(alice, other_clinic, NOW).waivers == ()

    def test_is_for_independent_directors(
        self, asked, alice, bob, rita, charlie, clinic
    ):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                waive(alice, clinic, somebody)

        assert not Waiver.objects.exists()
        assert set(actions()) == {"DENIED"}

    def test_is_not_for_oneself_nor_for_somebody_close(
        self, asked, alice, rita, clinic
    ):
        DeclaredRelationship.objects.create(
            one=rita, other=alice, kind="SPOUSE", declared_on=TODAY
        )

        for person in (rita, alice):
            with pytest.raises(NotAllowed):
                waive(person, clinic, rita)
        assert not Waiver.objects.exists()

    def test_asks_for_a_fresh_sign_in(self, asked, alice, rita, clinic):
        old = signing(rita, NOW)
        stale = type(old)(rita, NOW + datetime.timedelta(minutes=6), old.sign_in)
        waiving = Waiving("CASE", TODAY + days(9), "Why.")

        with pytest.raises(SignInNotFresh):
            grant_waiver(alice, clinic, waiving, signer=stale)

    def test_of_somebody_who_is_not_here_is_refused(
        self, asked, rita, clinic, other_clinic
    ):
        stranger = make_person("Sam Stone", other_clinic, Role.THERAPIST)

        with pytest.raises(NotAtThisClinic):
            waive(stranger, clinic, rita)

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"code": "LICENCE"}, NotWaivable),
            ({"expires_on": TODAY - days(1)}, WaiverTooLong),
            ({"expires_on": datetime.date(2028, 11, 3)}, WaiverTooLong),
            ({"reason": "  "}, ReasonMissing),
        ],
    )
    def test_that_cannot_be_is_refused(
        self, asked, alice, rita, clinic, change, refusal
    ):
        with pytest.raises(refusal):
            waive(alice, clinic, rita, **change)

        assert not Waiver.objects.exists()
        assert_only_denied("WAIVER-GRANT", refusal.code)

    @pytest.mark.parametrize("last", [TODAY, datetime.date(2028, 11, 2)])
    def test_may_last_from_one_day_to_two_years(self, asked, alice, rita, clinic, last):
        assert waive(alice, clinic, rita, expires_on=last).expires_on == last

    def test_twice_at_a_time_is_refused(self, asked, alice, bob, rita, clinic):
        first = waive(alice, clinic, rita, expires_on=TODAY + days(2))

        with pytest.raises(AlreadyWaived):
            waive(alice, clinic, rita)
        waive(bob, clinic, rita)
        end(first, rita)
        waive(alice, clinic, rita, at=NOW + days(1))

    def test_follows_one_that_has_run_out(self, asked, alice, rita, clinic):
        waive(alice, clinic, rita, expires_on=TODAY)

        waive(alice, clinic, rita, at=NOW + days(1))


class TestWhatCanBeWaived:
    def test_is_what_an_active_set_of_the_clinic_offers(
        self, asked, clinic, other_clinic
    ):
        requirement_set("T", TREE, state="DRAFT", clinic=other_clinic)

        assert waivers_asked(clinic) == {"CASE": "the case presentation"}
        assert waivers_asked(other_clinic) == {}

    def test_may_stand_in_the_path_of_a_renewal(self, clinic):
        requirement_set("L1", {"leaf": "no_open_suspension"}, renewal_tree=TREE)

        assert "CASE" in waivers_asked(clinic)

    def test_is_what_the_clinics_own_set_says_and_not_the_shipped_one(self, clinic):
        requirement_set("L1", TREE)
        requirement_set("L1", {"leaf": "no_open_suspension"}, clinic=clinic)

        assert waivers_asked(clinic) == {}


class TestEnding:
    @pytest.fixture
    def row(self, asked, alice, rita, clinic):
        return waive(alice, clinic, rita)

    def test_asks_for_the_requirement_again(self, row, alice, rita, clinic):
        end(row, rita)

        assert (row.ended_by, row.ended_at) == (rita, NOW + days(1))
        assert evidence_for(alice, clinic, NOW + days(1)).waivers == ()
        signature = Signature.objects.get(meaning="WAIVER-ENDED")
        entry = AuditEntry.objects.get(action="WAIVER-ENDED")
        assert entry.facts == {
            "person": str(alice.pk),
            "code": "CASE",
            "signature": signature.sha256,
        }

    def test_is_for_independent_directors(self, row, alice, bob, charlie):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                end(row, somebody)

        row.refresh_from_db()
        assert row.ended_at is None
        assert actions() == ["WAIVER-GRANTED", *["DENIED"] * 3]

    def test_twice_or_after_its_last_day_is_refused(self, row, rita):
        with pytest.raises(NotInForce):
            end(row, rita, at=NOW + days(91))
        end(row, rita)
        with pytest.raises(NotInForce):
            end(row, rita)

        assert Signature.objects.count() == 2

    def test_without_a_reason_or_unseen_is_refused(self, row, rita):
        with pytest.raises(ReasonMissing):
            end(row, rita, reason=" ")
        with pytest.raises(RecordChanged):
            end(row, rita, shown="0" * 64)

        row.refresh_from_db()
        assert row.ended_at is None
        assert Signature.objects.count() == 1


def test_a_waiver_never_helps_somebody_on_the_exclusion_list(alice, rita, clinic):
    requirement_set(
        "L3",
        {"all": [*TREE["all"], {"leaf": "exclusion_clear", "within_days": 31}]},
        clinic=clinic,
    )
    ExclusionCheck.objects.create(
        person=alice, on=TODAY, outcome="CONFIRMED", recorded_at=NOW
    )
    waive(alice, clinic, rita)

    (standing,) = standings(evidence_for(alice, clinic, NOW), clinic)

    assert [line.code for line in standing.missing] == ["EXCLUSION-CLEAR"]
