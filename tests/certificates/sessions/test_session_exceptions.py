"""Signing exceptions: a named role, a reason, and exactly what was shown."""

from certificates.actions.exceptions import show_exception
from certificates.actions.session_steps import start_session
from certificates.actions.sessions import change_booking
from certificates.actions.signatures import digest_of_shown
from certificates.models import (
    Attestation,
    DecisionRecord,
    SessionSignature,
    Signature,
)
from home.models import AuditEntry, DeclaredRelationship
from tests.cast import NOW
from tests.certificates.sessions.exceptions import AT, REASON, signed
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    STARTS,
    booking,
    in_state,
    reasons,
)


class TestSigning:
    def test_keeps_the_signature_with_what_was_shown(self, composed, rita, clinic):
        shown = show_exception(composed, "COMPOSITION", by=rita, at=AT)

        row = signed(composed, "COMPOSITION", rita)

        signature = Signature.objects.get()
        assert SessionSignature.objects.get() == row
        assert (row.code, row.by, row.reason, row.at) == (
            *("COMPOSITION", rita),
            *(REASON, AT),
        )
        assert row.signature == signature
        assert (signature.meaning, signature.by, signature.clinic) == (
            *("EXCEPTION", rita),
            clinic,
        )
        assert (signature.subject_kind, signature.subject_id) == (
            "certificates.Session",
            str(composed.pk),
        )
        assert signature.about is None
        assert signature.printed_role == "Clinical director"
        assert signature.shown == shown
        assert signature.subject_sha256 == digest_of_shown(shown)

    def test_is_logged_with_the_session(self, composed, rita):
        row = signed(composed, "COMPOSITION", rita)

        entry = AuditEntry.objects.last()
        assert (entry.action, entry.by) == ("EXCEPTION-SIGNED", rita.pk)
        assert entry.subject_id == str(composed.pk)
        assert entry.facts == {
            "code": "COMPOSITION",
            "signed": row.pk,
            "signature": Signature.objects.get().sha256,
        }

    def test_shows_the_session_and_its_open_reason(self, composed, rita, team):
        shown = show_exception(composed, "COMPOSITION", by=rita, at=AT)

        assert shown["session"] == "KX-301"
        assert shown["booked"]["members"][1]["id"] == str(team["bob"].pk)
        assert "Bob Birch (woman)" in shown["reason"]
        assert shown["signed_by"] == []

    def test_records_the_answer_that_it_shows(self, composed, rita):
        asked = DecisionRecord.objects.count()

        show_exception(composed, "COMPOSITION", by=rita, at=AT)

        assert DecisionRecord.objects.count() == asked + 1
        assert DecisionRecord.objects.filter(asked_by=rita).count() == 1

    def test_opens_the_door(self, uneven, prepared, rita, alice):
        denied = start_session(prepared, by=alice, at=DOOR)
        assert set(reasons(denied)) == {"COMPOSITION"}

        signed(prepared, "COMPOSITION", rita)

        assert reasons(start_session(prepared, by=alice, at=DOOR)) == {}

    def test_is_void_once_the_team_changes(self, composed, rita, team, clinic, planner):
        row = signed(composed, "COMPOSITION", rita)
        fewer = booking(team, members=())

        change_booking(composed, fewer, clinic, actor=planner, at=AT + MINUTES)

        row.refresh_from_db()
        assert row.voided_at == AT + MINUTES


class TestWhatCanBeSigned:
    def test_a_declared_relation(self, booked, team, rita):
        DeclaredRelationship.objects.create(
            one=team["alice"], other=team["bob"], kind="SPOUSE", declared_on=NOW.date()
        )

        assert signed(booked, "RELATION-DECLARED", rita).code == "RELATION-DECLARED"

    def test_consent_on_the_same_day(self, booked, team, rita):
        Attestation.objects.create(
            session=booked,
            code="CONSENT-EARLIER-DAY",
            by=team["bob"],
            at=STARTS - 90 * MINUTES,
        )

        row = signed(booked, "CONSENT-EARLIER-DAY", rita, at=STARTS - 60 * MINUTES)

        assert row.code == "CONSENT-EARLIER-DAY"

    def test_a_long_course_by_two(self, fourth, rita, team):
        assert signed(fourth, "COURSE-LENGTH", rita).signature.printed_role == (
            "Clinical director"
        )
        shown = show_exception(fourth, "COURSE-LENGTH", by=team["nurse"], at=AT)
        assert shown["signed_by"] == [str(rita.pk)]

        # The medical clinician of record, though on the team.
        row = signed(fourth, "COURSE-LENGTH", team["nurse"])

        assert row.signature.printed_role == "Medical clinician"

    def test_a_long_course_by_a_medical_director(self, fourth, medic):
        row = signed(fourth, "COURSE-LENGTH", medic)

        assert row.signature.printed_role == "Medical director"

    def test_while_the_session_is_under_way(self, composed, rita):
        in_state(composed, "STARTED")

        assert signed(composed, "COMPOSITION", rita, at=DOOR).pk
