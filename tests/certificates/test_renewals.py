"""A renewal opens a new cycle; the old one keeps its dates and says what followed."""

import datetime

import pytest

from certificates.actions.certificates import issue_certificate
from certificates.actions.credentials import RenewalGone, award
from certificates.actions.expiry import expire_due
from certificates.actions.grant_rules import AlreadyHeld, HeldButSuspended
from certificates.models import Application, Credential, CredentialEvent, Suspension
from certificates.selectors.verification import verify
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days, grant
from tests.certificates.signing import approval_of

TODAY = NOW.date()


CALENDAR = {"renewal_dating": "CALENDAR", "renewal_month_day": "06-30"}


@pytest.fixture
def asked(request, db):
    dating = getattr(request, "param", {})
    return requirement_set(renewal_window_days=60, valid_months=24, **dating)


@pytest.fixture
def apply(alice, rita, clinic, asked):
    def make(renews=None):
        return Application.objects.create(
            person=alice,
            clinic=clinic,
            credential_type="L1",
            requirement_set=asked,
            renews=renews,
            state="APPROVED",
            submitted_at=NOW,
            decided_at=NOW,
            decided_by=rita,
            dossier_sha256="0" * 64,
        )

    return make


def held(alice, clinic, left, **fields):
    return grant(alice, clinic, "L1", valid_to=TODAY + days(left), **fields)


class TestARenewal:
    def test_is_a_new_row_and_the_old_one_says_so(self, alice, rita, clinic, apply):
        old = held(alice, clinic, 30)
        dates = (old.valid_from, old.valid_to, old.awarded_at)

        new = award(apply(old), by=rita, at=NOW)

        old.refresh_from_db()
        assert (old.state, old.superseded_by) == ("SUPERSEDED", new)
        assert (old.valid_from, old.valid_to, old.awarded_at) == dates
        assert (new.state, new.basis, new.valid_from) == (
            "ACTIVE",
            "APPLICATION",
            TODAY,
        )
        assert new.valid_to == datetime.date(2028, 11, 1)

    def test_is_one_event_and_one_entry_for_each(self, alice, rita, clinic, apply):
        old = held(alice, clinic, 30)

        new = award(apply(old), by=rita, at=NOW)

        moves = CredentialEvent.objects.values_list(
            "credential", "from_state", "to_state"
        )
        assert list(moves) == [
            (old.pk, "ACTIVE", "SUPERSEDED"),
            (new.pk, "", "ACTIVE"),
        ]
        actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
        assert list(actions) == ["CREDENTIAL-SUPERSEDED", "CREDENTIAL-AWARDED"]

    def test_of_what_ran_out_but_was_not_yet_told_expires_it(
        self, alice, rita, clinic, apply
    ):
        old = held(alice, clinic, -3)

        new = award(apply(old), by=rita, at=NOW)

        old.refresh_from_db()
        assert (old.state, old.superseded_by) == ("EXPIRED", new)

    def test_of_what_has_expired_is_followed_too(self, alice, rita, clinic, apply):
        old = held(alice, clinic, -3)
        expire_due(NOW)

        new = award(apply(old), by=rita, at=NOW)

        old.refresh_from_db()
        assert (old.state, old.superseded_by) == ("EXPIRED", new)

    def test_with_conditions_is_provisional(self, alice, rita, clinic, apply):
        old = held(alice, clinic, 30, state="PROVISIONAL")

        new = award(apply(old), by=rita, at=NOW, state="PROVISIONAL")

        old.refresh_from_db()
        assert (old.state, new.state) == ("SUPERSEDED", "PROVISIONAL")

    @pytest.mark.parametrize(
        ("asked", "last"),
        [
            ({"renewal_dating": "COMPLETION"}, "2028-11-01"),
            ({"renewal_dating": "OLD-EXPIRY"}, "2028-12-02"),
            (CALENDAR, "2027-06-30"),
            (CALENDAR | {"minimum_active_days": 300}, "2028-06-30"),
        ],
        indirect=["asked"],
    )
    def test_is_dated_as_the_set_says(self, alice, rita, clinic, apply, last):
        old = held(alice, clinic, 30)

        new = award(apply(old), by=rita, at=NOW)

        assert (new.valid_from, new.valid_to.isoformat()) == (TODAY, last)

    def test_leaves_the_old_paper_superseded(self, alice, rita, clinic, apply):
        old = held(alice, clinic, 30)
        paper = issue_certificate(old, [approval_of(old, rita)], by=rita, at=NOW)
        award(apply(old), by=rita, at=NOW)

        told = verify(paper.code, NOW)

        assert (told.state, told.valid_to) == ("SUPERSEDED", old.valid_to)


class TestItsWindow:
    def test_names_the_day_it_opens(self, alice, rita, clinic, apply):
        old = held(alice, clinic, 61)

        with pytest.raises(AlreadyHeld, match="from 3 November 2026 on"):
            award(apply(old), by=rita, at=NOW)

        old.refresh_from_db()
        assert old.state == "ACTIVE"
        assert not AuditEntry.objects.exists()
        tomorrow = NOW + days(1)
        assert award(Application.objects.get(), by=rita, at=tomorrow).state == "ACTIVE"

    def test_is_open_at_any_time_after_a_founding_appointment(
        self, alice, rita, clinic, apply
    ):
        old = held(alice, clinic, 300, basis="FOUNDING")

        new = award(apply(), by=rita, at=NOW)

        old.refresh_from_db()
        assert old.superseded_by == new


class TestWhatIsNotRenewed:
    def test_is_what_is_suspended(self, alice, rita, clinic, apply):
        old = held(alice, clinic, 30, state="SUSPENDED")

        with pytest.raises(HeldButSuspended):
            award(apply(old), by=rita, at=NOW)

        old.refresh_from_db()
        assert (old.state, old.superseded_by) == ("SUSPENDED", None)

    @pytest.mark.parametrize("at_clinic", [True, False])
    def test_is_anything_while_a_suspension_is_open(
        self, alice, rita, clinic, apply, at_clinic
    ):
        Suspension.objects.create(
            person=alice,
            clinic=clinic if at_clinic else None,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            recorded_at=NOW,
        )

        with pytest.raises(NotAllowed):
            award(apply(), by=rita, at=NOW)

        assert not Credential.objects.exists()

    @pytest.mark.parametrize("state", ["REVOKED", "RELINQUISHED"])
    def test_is_what_was_taken_away_since(self, alice, rita, clinic, apply, state):
        old = held(alice, clinic, 30)
        application = apply(old)
        Credential.objects.update(state=state)

        with pytest.raises(RenewalGone):
            award(application, by=rita, at=NOW)
