"""Entering documents, verifications, checks and dates."""

import hashlib
from dataclasses import replace

import pytest

from certificates.actions.artefacts import Upload
from certificates.actions.documents import (
    DatesCrossed,
    DocumentEntry,
    NotYet,
    SourceMissing,
    VerificationEntry,
    record_currency,
    record_document,
    record_exclusion_check,
    record_verification,
)
from certificates.actions.site_values import Values, set_site_values
from certificates.models import (
    CurrencyRecord,
    Document,
    ExclusionCheck,
    SiteValues,
    Verification,
)
from certificates.requirements.holdings import AT_SOURCE
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.roster import days

TODAY = NOW.date()
PDF = b"%PDF-1.7 page of the board"
LICENCE = DocumentEntry(
    kind="LICENCE",
    jurisdiction="US-MA",
    issuer="Board",
    number="PSY-1",
    issued_on=TODAY - days(10),
    expires_on=TODAY + days(300),
)
ASKED = VerificationEntry(TODAY, "PRIMARY_SOURCE", "VERIFIED", "Board web site")


@pytest.fixture
def licence(alice, rita):
    return record_document(alice, LICENCE, by=rita, at=NOW)


class TestADocument:
    def test_is_recorded_with_its_keeper(self, licence, alice, rita):
        entry = AuditEntry.objects.get()

        assert (licence.person, licence.recorded_by) == (alice, rita)
        assert (entry.action, entry.facts) == (
            "DOCUMENT-RECORDED",
            {"person": str(alice.pk)},
        )

    def test_may_be_entered_by_staff(self, alice, clinic):
        clerk = make_person("Stan Stone", clinic, Role.STAFF)

        assert record_document(alice, LICENCE, by=clerk, at=NOW).pk

    def test_is_refused_to_others(self, alice, bob, charlie):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                record_document(alice, LICENCE, by=somebody, at=NOW)

        assert not Document.objects.exists()
        entries = AuditEntry.objects.values_list("action", "facts__code")
        assert set(entries) == {("DENIED", "NOT-ALLOWED")}

    def test_keeps_a_copy_that_reached_the_office(self, alice, rita):
        entry = replace(LICENCE, copy=Upload("card.pdf", PDF, "LICENCE"))

        row = record_document(alice, entry, by=rita, at=NOW)

        assert (row.copy.file_name, row.copy.uploaded_by) == ("card.pdf", rita)
        actions = list(AuditEntry.objects.values_list("action", flat=True))
        assert actions == ["FILE-KEPT", "DOCUMENT-RECORDED"]

    def test_cannot_end_before_it_begins(self, alice, rita):
        crossed = replace(LICENCE, expires_on=TODAY - days(11))

        with pytest.raises(DatesCrossed):
            record_document(alice, crossed, by=rita, at=NOW)

        assert not Document.objects.exists()


class TestAVerification:
    def test_is_added_with_who_asked(self, licence, rita):
        row = record_verification(licence, ASKED, by=rita, at=NOW)

        assert (row.by, row.outcome) == (rita, "VERIFIED")
        assert AuditEntry.objects.last().action == "DOCUMENT-VERIFIED"

    def test_of_ones_own_document_is_refused(self, rita):
        own = record_document(rita, LICENCE, by=rita, at=NOW)

        with pytest.raises(NotAllowed, match="themselves"):
            record_verification(own, ASKED, by=rita, at=NOW)

        assert not Verification.objects.exists()

    def test_is_refused_to_others(self, licence, alice, bob, charlie):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                record_verification(licence, ASKED, by=somebody, at=NOW)

        assert not Verification.objects.exists()
        assert AuditEntry.objects.filter(action="DENIED").count() == 3

    def test_is_refused_to_somebody_close(self, licence, alice, rita):
        DeclaredRelationship.objects.create(
            one=rita, other=alice, kind="RELATIVE", declared_on=TODAY
        )

        with pytest.raises(NotAllowed, match="tie"):
            record_verification(licence, ASKED, by=rita, at=NOW)

    def test_before_the_document_was_issued_is_about_another(self, licence, rita):
        for days_before, is_fine in ((10, True), (11, False)):
            entry = replace(ASKED, on=TODAY - days(days_before))
            if is_fine:
                record_verification(licence, entry, by=rita, at=NOW)
            else:
                with pytest.raises(DatesCrossed):
                    record_verification(licence, entry, by=rita, at=NOW)

    @pytest.mark.parametrize("method", Verification.Method.values)
    def test_at_a_source_names_it(self, licence, rita, method):
        entry = replace(ASKED, method=method, source=" ")

        if method in AT_SOURCE:
            with pytest.raises(SourceMissing):
                record_verification(licence, entry, by=rita, at=NOW)
        else:
            record_verification(licence, entry, by=rita, at=NOW)

    def test_keeps_what_the_source_sent(self, licence, alice, rita):
        entry = replace(ASKED, artefact=Upload("board.pdf", PDF))

        row = record_verification(licence, entry, by=rita, at=NOW)

        assert (row.artefact.person, row.artefact.uploaded_by) == (alice, rita)
        assert row.artefact.sha256 == hashlib.sha256(PDF).hexdigest()

    def test_in_the_future_is_refused(self, licence, rita):
        tomorrow = replace(ASKED, on=TODAY + days(2))

        with pytest.raises(NotYet):
            record_verification(licence, tomorrow, by=rita, at=NOW)


class TestADatedFact:
    def test_is_added_with_who_entered_it(self, alice, rita):
        record_exclusion_check(alice, on=TODAY, outcome="CLEAR", by=rita, at=NOW)
        record_currency(alice, kind="DRILL", on=TODAY, by=rita, at=NOW)

        assert ExclusionCheck.objects.get().by == rita
        assert CurrencyRecord.objects.get().by == rita
        actions = list(AuditEntry.objects.values_list("action", flat=True))
        assert actions == ["EXCLUSION-CHECKED", "CURRENCY-RECORDED"]

    def test_is_refused_to_others_and_about_oneself(self, alice, bob, charlie, rita):
        pairs = ((alice, alice), (alice, bob), (alice, charlie), (rita, rita))
        for subject, by in pairs:
            with pytest.raises(NotAllowed):
                record_exclusion_check(
                    subject, on=TODAY, outcome="CLEAR", by=by, at=NOW
                )
            with pytest.raises(NotAllowed):
                record_currency(subject, kind="DRILL", on=TODAY, by=by, at=NOW)

        assert not ExclusionCheck.objects.exists()
        assert not CurrencyRecord.objects.exists()


class TestSiteValues:
    VALUES = Values("140/90", "180/110", 120, "Steady on their feet.")

    def test_are_set_from_the_clinics_today(self, clinic):
        chief = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)

        row = set_site_values(clinic, self.VALUES, by=chief, at=NOW)

        assert (row.set_on, row.set_by, row.observe_minutes) == (TODAY, chief, 120)
        assert AuditEntry.objects.get().action == "SITE-VALUES-SET"

    def test_are_the_medical_directors_alone(self, clinic, alice, bob, rita, charlie):
        for somebody in (alice, bob, rita, charlie):
            with pytest.raises(NotAllowed):
                set_site_values(clinic, self.VALUES, by=somebody, at=NOW)

        assert not SiteValues.objects.exists()
