"""Entering documents, verifications, checks, dates and observed sessions."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from certificates.actions.documents import (
    DatesCrossed,
    DocumentEntry,
    NotYet,
    VerificationEntry,
    record_currency,
    record_document,
    record_exclusion_check,
    record_verification,
)
from certificates.actions.observations import (
    FormIncomplete,
    NotAnAssessor,
    ObservationEntry,
    record_observation,
)
from certificates.actions.site_values import Values, set_site_values
from certificates.models import (
    CurrencyRecord,
    Document,
    ExclusionCheck,
    SiteValues,
    Verification,
)
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from modules.models import Observation
from tests.cast import NOW, make_person
from tests.certificates.roster import days, grant
from tests.modules.curriculum import small_curriculum

TODAY = NOW.date()
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


@pytest.fixture
def entry(clinic, bob):
    grant(bob, clinic, "S")
    return ObservationEntry(
        clinic=clinic,
        assessor=bob,
        form=small_curriculum().form,
        kind="PREPARATION",
        session_code="PX-204",
        observed_on=TODAY,
        ratings={"PI1": 3, "PI2": 4},
    )


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
        assert not AuditEntry.objects.exists()

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
        before = AuditEntry.objects.count()

        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                record_verification(licence, ASKED, by=somebody, at=NOW)

        assert AuditEntry.objects.count() == before

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

        assert not AuditEntry.objects.exists()


class TestAnObservedSession:
    def test_is_entered_by_its_assessor_or_a_director(self, entry, alice, bob, rita):
        for by in (bob, rita):
            row = record_observation(alice, entry, by=by, at=NOW)

            assert (row.assessor, row.ratings) == (bob, {"PI1": 3, "PI2": 4})
            assert row.form_content == entry.form.content
        assert AuditEntry.objects.last().facts["assessor"] == str(bob.pk)

    def test_is_refused_to_others(self, entry, alice, charlie):
        for by in (alice, charlie):
            with pytest.raises(NotAllowed):
                record_observation(alice, entry, by=by, at=NOW)

        assert not Observation.objects.exists()

    def test_needs_an_assessor_with_the_endorsement(self, entry, alice, rita, bob):
        bob.credentials.update(state="SUSPENDED")

        with pytest.raises(NotAnAssessor):
            record_observation(alice, entry, by=rita, at=NOW)

    def test_needs_an_assessor_of_the_clinic(self, entry, alice, rita, charlie):
        grant(charlie, entry.clinic, "S")

        with pytest.raises(NotAnAssessor):
            record_observation(alice, replace(entry, assessor=charlie), by=rita, at=NOW)

    def test_needs_an_assessor_without_a_tie(self, entry, alice, bob, rita):
        DeclaredRelationship.objects.create(
            one=alice, other=bob, kind="FINANCIAL", declared_on=TODAY
        )

        with pytest.raises(NotAnAssessor, match="tie"):
            record_observation(alice, entry, by=rita, at=NOW)

    def test_of_oneself_is_refused(self, entry, bob, rita):
        with pytest.raises(NotAnAssessor):
            record_observation(bob, entry, by=rita, at=NOW)

    @pytest.mark.parametrize(
        "ratings", [{}, {"PI1": 3}, {"PI1": 3, "PI2": 6}, {"PI1": 3, "PI2": 3, "X": 3}]
    )
    def test_needs_a_level_for_every_domain(self, entry, alice, bob, ratings):
        with pytest.raises(FormIncomplete):
            record_observation(alice, replace(entry, ratings=ratings), by=bob, at=NOW)

    def test_cannot_lie_ahead(self, entry, alice, bob):
        ahead = replace(entry, observed_on=TODAY + days(1))

        with pytest.raises(FormIncomplete):
            record_observation(alice, ahead, by=bob, at=NOW)

    def test_never_takes_a_name_for_a_session_code(self, entry, alice, bob):
        named = replace(entry, session_code="Maria Miller")

        with pytest.raises(ValidationError):
            record_observation(alice, named, by=bob, at=NOW)

        assert not Observation.objects.exists()


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
