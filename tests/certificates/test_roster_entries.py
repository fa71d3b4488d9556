"""What a clinic granted before: entered by a director, or brought over as a file."""

import datetime

import pytest

from certificates.actions.grant_rules import (
    AlreadyHeld,
    ByApplication,
    Grant,
    NotAtThisClinic,
    PeriodUnusable,
)
from certificates.actions.roster_rules import SourceMissing
from certificates.actions.rosters import enter_credential, load_credential
from certificates.models import (
    Application,
    Certificate,
    Credential,
    Signature,
    Suspension,
)
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.denied import only_denied
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing

TODAY = NOW.date()
SOURCE = "The office binder, page 4."


def enter(person, told, by, source=SOURCE):
    return enter_credential(person, told, source=source, signer=signing(by))


class TestARoster:
    @pytest.fixture
    def told(self, clinic):
        return Grant(clinic, "L2A", TODAY, TODAY + days(9))

    def test_enters_a_credential_with_a_signature_and_a_paper(
        self, alice, clinic, rita, told
    ):
        row = enter(alice, told, rita)

        signature = Signature.objects.get()
        assert (row.state, row.basis, row.application) == ("ACTIVE", "ROSTER", None)
        assert (signature.meaning, signature.shown["type"]) == ("ENTERED", "L2A")
        assert signature.reason == signature.shown["source"] == SOURCE
        entry = AuditEntry.objects.get(action="CREDENTIAL-ENTERED")
        assert entry.facts == {"signature": signature.sha256}
        printed = Certificate.objects.get().snapshot
        assert printed["signatories"][0]["name"] == "Rita Rowe"
        assert (
            printed["completed"][0]["title"] == "Entered from the clinic’s own roster"
        )

    def test_that_comes_as_a_file_is_signed_by_nobody(self, alice, told):
        row = load_credential(alice, told, at=NOW)

        assert (row.state, row.basis) == ("ACTIVE", "ROSTER")
        assert AuditEntry.objects.get().by is None
        assert not Signature.objects.exists()
        assert not Certificate.objects.exists()

    def test_is_entered_by_a_director_about_somebody_else(
        self, alice, bob, charlie, rita, told
    ):
        for person, by in (
            (alice, alice),
            (alice, bob),
            (alice, charlie),
            (rita, rita),
        ):
            with pytest.raises(NotAllowed):
                enter(person, told, by)

        assert not Credential.objects.exists()
        assert only_denied("CREDENTIAL-ENTER", *["NOT-ALLOWED"] * 4)

    def test_tells_nothing_that_is_not_in_force(self, alice, rita, clinic):
        for first, last in ((1, 9), (-9, -1), (0, -1)):
            told = Grant(clinic, "L1", TODAY + days(first), TODAY + days(last))
            with pytest.raises(PeriodUnusable):
                enter(alice, told, rita)

    def test_gives_nothing_beside_what_is_there_or_to_a_stranger(
        self, alice, charlie, rita, clinic, told
    ):
        grant(alice, clinic, "L2A")

        with pytest.raises(AlreadyHeld):
            enter(alice, told, rita)
        with pytest.raises(NotAtThisClinic):
            enter(charlie, told, rita)

    def test_gives_nothing_while_somebody_is_suspended(self, alice, rita, clinic, told):
        Suspension.objects.create(
            person=alice,
            clinic=clinic,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            recorded_at=NOW,
        )

        with pytest.raises(NotAllowed):
            enter(alice, told, rita)

        assert only_denied("CREDENTIAL-ENTER", "NOT-ALLOWED")

    @pytest.mark.parametrize("source", ["", "  ", "x" * 401])
    def test_says_where_it_is_written(self, alice, rita, told, source):
        with pytest.raises(SourceMissing):
            enter(alice, told, rita, source)

        assert only_denied("CREDENTIAL-ENTER", "SOURCE-MISSING")

    def test_lasts_no_longer_than_what_is_in_force_says(self, alice, rita, clinic):
        requirement_set("L1", valid_months=12)
        for last, may in ((datetime.date(2027, 11, 3), False), (TODAY, True)):
            told = Grant(clinic, "L1", TODAY, last)
            if may:
                enter(alice, told, rita)
            else:
                with pytest.raises(PeriodUnusable, match="2 November 2027"):
                    enter(alice, told, rita)

    def test_without_a_set_lasts_three_years_at_most(self, alice, rita, clinic):
        for years, kind in ((3, "L2A"), (3, "L1")):
            last = TODAY.replace(year=TODAY.year + years)
            late = Grant(clinic, kind, TODAY, last + days(1))
            with pytest.raises(PeriodUnusable):
                enter(alice, late, rita)
            assert enter(alice, Grant(clinic, kind, TODAY, last), rita)


class TestWhatIsForAnApplication:
    @pytest.fixture
    def told(self, clinic):
        return Grant(clinic, "L2A", TODAY, TODAY + days(9))

    def test_is_what_was_revoked_here(self, alice, rita, clinic, other_clinic, told):
        grant(alice, other_clinic, "L2A", state="REVOKED")
        grant(alice, clinic, "L1", state="REVOKED")
        assert enter(alice, told, rita).state == "ACTIVE"
        Credential.objects.filter(type="L2A", clinic=clinic).update(state="REVOKED")

        with pytest.raises(ByApplication, match="by application only"):
            enter(alice, told, rita)

    @pytest.mark.parametrize("state", Application.State.values)
    def test_is_what_is_applied_for_or_was_declined(
        self, alice, rita, clinic, told, state
    ):
        Application.objects.create(
            person=alice,
            clinic=clinic,
            credential_type="L2A",
            requirement_set=requirement_set("L2A"),
            state=state,
            submitted_at=NOW,
            dossier_sha256="0" * 64,
            decided_at=NOW,
            decided_by=rita,
        )
        free = {"DRAFT", "APPROVED", "CONDITIONAL", "DEFERRED", "WITHDRAWN"}

        if state in free:
            assert enter(alice, told, rita)
        else:
            with pytest.raises(ByApplication):
                enter(alice, told, rita)
