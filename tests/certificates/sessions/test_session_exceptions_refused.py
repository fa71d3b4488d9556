"""For what nobody signs, and who does not sign."""

import datetime
from dataclasses import replace

import pytest

from certificates.actions.exceptions import show_exception, sign_exception
from certificates.actions.sessions import change_booking
from certificates.actions.signatures import digest_of_shown
from certificates.models import (
    Suspension,
)
from home.errors import NotAllowed
from home.models import DeclaredRelationship, Membership, Role
from tests.cast import LONG_AGO, NOW, make_person
from tests.certificates.sessions.exceptions import AT, REASON, refused_to_sign, signed
from tests.certificates.sessions.planning import (
    MINUTES,
    STARTS,
    booking,
    in_state,
)
from tests.certificates.sessions.refusals import refused
from tests.certificates.signing import signing


class TestNothingIsSigned:
    @pytest.mark.parametrize("code", ["EXCLUSION-CLEAR", "PAUSE-BY-TWO", "", "Anna"])
    def test_for_what_has_to_be_met(self, composed, rita, code):
        refused_to_sign("EXCEPTION-NOT-OPEN", composed, code, rita)

    def test_where_nothing_is_open(self, booked, rita):
        refused_to_sign("EXCEPTION-NOT-OPEN", booked, "COMPOSITION", rita)

    def test_where_only_nothing_is_known(self, booked, rita):
        refused_to_sign("EXCEPTION-NOT-OPEN", booked, "CONSENT-EARLIER-DAY", rita)

    @pytest.mark.parametrize("state", ["RELEASED", "CLOSED", "CANCELLED"])
    def test_when_it_is_over(self, composed, rita, state):
        in_state(composed, state)

        refused_to_sign("EXCEPTION-NOT-OPEN", composed, "COMPOSITION", rita)

    def test_twice_by_one(self, fourth, rita):
        signed(fourth, "COURSE-LENGTH", rita)

        refused_to_sign("EXCEPTION-ALREADY-SIGNED", fourth, "COURSE-LENGTH", rita)

    def test_when_it_changed_since_it_was_shown(
        self, composed, rita, team, clinic, planner
    ):
        shown = show_exception(composed, "COMPOSITION", by=rita, at=AT)
        later = replace(booking(team), ends_at=STARTS + 80 * MINUTES)
        change_booking(composed, later, clinic, actor=planner, at=AT)

        refused(
            *("RECORD-CHANGED", sign_exception, composed, "COMPOSITION", REASON),
            shown_sha256=digest_of_shown(shown),
            signer=signing(rita, AT),
        )

    def test_when_another_signed_meanwhile(self, fourth, rita, medic):
        shown = show_exception(fourth, "COURSE-LENGTH", by=medic, at=AT)
        signed(fourth, "COURSE-LENGTH", rita)

        refused(
            *("RECORD-CHANGED", sign_exception, fourth, "COURSE-LENGTH", REASON),
            shown_sha256=digest_of_shown(shown),
            signer=signing(medic, AT),
        )

    @pytest.mark.parametrize("reason", ["", "  \n "])
    def test_without_a_reason(self, composed, rita, reason):
        refused_to_sign("REASON-MISSING", composed, "COMPOSITION", rita, reason=reason)

    @pytest.mark.parametrize(
        "reason",
        [
            "The patient Anna asked for it.",
            "Born on 11 February 1980.",
            "Call 617-555-0142.",
            "anna@example.org agreed.",
            "MRN 4471234.",
        ],
    )
    def test_with_a_reason_that_names_the_patient(self, composed, rita, reason):
        refused_to_sign(
            "REASON-NAMES-PATIENT", composed, "COMPOSITION", rita, reason=reason
        )

    def test_on_an_old_sign_in(self, composed, rita):
        fresh = signing(rita, AT)
        old = replace(fresh.sign_in, at=AT - datetime.timedelta(minutes=6))

        refused_to_sign(
            *("SIGN-IN-NOT-FRESH", composed, "COMPOSITION", rita),
            signer=replace(fresh, sign_in=old),
        )


class TestNobodySigns:
    @pytest.mark.parametrize(
        "role", [role for role in Role if role != Role.CLINICAL_DIRECTOR]
    )
    def test_without_the_role(self, composed, clinic, role):
        person = make_person("Otto Ost", clinic, role)

        refused_to_sign("NOT-ALLOWED", composed, "COMPOSITION", person)
        with pytest.raises(NotAllowed):
            show_exception(composed, "COMPOSITION", by=person, at=AT)

    def test_who_is_on_the_team(self, composed, clinic, team):
        Membership.objects.create(
            person=team["bob"],
            clinic=clinic,
            role=Role.CLINICAL_DIRECTOR,
            starts_on=LONG_AGO,
        )

        refused_to_sign("NOT-ALLOWED", composed, "COMPOSITION", team["bob"])

    def test_for_a_long_course_who_is_on_the_team_otherwise(self, fourth, clinic, team):
        Membership.objects.create(
            person=team["alice"],
            clinic=clinic,
            role=Role.MEDICAL_CLINICIAN,
            starts_on=LONG_AGO,
        )

        refused_to_sign("NOT-ALLOWED", fourth, "COURSE-LENGTH", team["alice"])

    def test_of_record_as_a_director(self, fourth, clinic, team):
        """On the team the medical clinician signs as such, not as the director."""
        Membership.objects.filter(person=team["nurse"]).delete()
        Membership.objects.create(
            person=team["nurse"],
            clinic=clinic,
            role=Role.CLINICAL_DIRECTOR,
            starts_on=LONG_AGO,
        )

        refused_to_sign("NOT-ALLOWED", fourth, "COURSE-LENGTH", team["nurse"])

    def test_who_is_close_to_somebody_of_the_team(self, composed, rita, alice):
        DeclaredRelationship.objects.create(
            one=rita, other=alice, kind="RELATIVE", declared_on=NOW.date()
        )

        refused_to_sign("NOT-ALLOWED", composed, "COMPOSITION", rita)

    def test_who_is_suspended(self, composed, rita):
        Suspension.objects.create(
            person=rita,
            kind="PRECAUTIONARY",
            reason="A report.",
            starts_at=NOW,
            recorded_at=NOW,
        )

        refused_to_sign("NOT-ALLOWED", composed, "COMPOSITION", rita)

    def test_of_another_clinic(self, composed, charlie):
        refused_to_sign("SESSION-UNKNOWN", composed, "COMPOSITION", charlie)

    def test_that_is_a_machine(self, composed, machine, rita):
        nobody = replace(signing(rita, AT), person=machine.person)

        refused_to_sign("SESSION-UNKNOWN", composed, "COMPOSITION", None, signer=nobody)
