"""Founding appointments (R-41): how a clinic with nobody at L3, T or S begins."""

import datetime

import pytest

from certificates.actions.founding import (
    LevelMissing,
    NotFounding,
    ReviewUnusable,
    open_kinds,
)
from certificates.actions.grant_rules import NotAtThisClinic
from certificates.models import (
    Certificate,
    CredentialEvent,
    FoundingAppointment,
    Signature,
    Suspension,
)
from certificates.rules.live_states import live_state
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.appointing import (
    TODAY,
    appoint,
    nothing_but,
)
from tests.certificates.roster import days, grant


class TestAppointing:
    def test_lasts_a_year_and_says_on_what(self, alice, rita, clinic):
        row = appoint(alice, clinic, rita)

        assert (row.type, row.state, row.basis) == ("L3", "ACTIVE", "FOUNDING")
        assert (row.valid_from, row.valid_to) == (TODAY, datetime.date(2027, 11, 1))
        assert row.application is None
        told = FoundingAppointment.objects.get()
        assert (told.credential, told.by) == (row, rita)
        assert told.reviewer_name == "Prof. Ilse Winter"
        assert "240 sessions" in told.experience

    def test_is_signed_and_logged_without_a_name(self, alice, rita, clinic):
        row = appoint(alice, clinic, rita)

        signature = Signature.objects.get()
        assert (signature.meaning, signature.about) == ("APPOINTED", alice)
        assert signature.shown["reviewer"] == "Prof. Ilse Winter"
        assert signature.subject_id == str(row.pk)
        actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
        assert list(actions) == ["CREDENTIAL-APPOINTED", "CERTIFICATE-ISSUED"]
        entry = AuditEntry.objects.get(action="CREDENTIAL-APPOINTED")
        assert entry.facts == {"signature": signature.sha256}
        assert CredentialEvent.objects.get().to_state == "ACTIVE"

    def test_is_printed_as_what_it_is(self, alice, rita, clinic):
        appoint(alice, clinic, rita)

        printed = Certificate.objects.get().snapshot
        (line,) = printed["completed"]
        assert line["title"].startswith("Founding appointment")
        assert line["detail"] == (
            "Reviewed by Prof. Ilse Winter, Harbor Teaching Hospital, on "
            "21 October 2026"
        )
        assert printed["requirements_line"].startswith("Founding appointment")
        assert printed["signatories"][0]["meaning"] == "Founding appointment"

    @pytest.mark.parametrize(
        ("kind", "level"), [("T", "L1"), ("T", "L2B"), ("T", "L3"), ("S", "L3")]
    )
    def test_to_an_endorsement_stands_on_a_level(
        self, alice, rita, clinic, kind, level
    ):
        with pytest.raises(LevelMissing):
            appoint(alice, clinic, rita, type=kind)

        grant(alice, clinic, level)
        assert appoint(alice, clinic, rita, type=kind).type == kind

    @pytest.mark.parametrize(
        "fields",
        [
            {"state": "SUSPENDED"},
            {"valid_to": TODAY - days(1)},
            {"valid_from": TODAY + days(1)},
            {"type_": "L2B"},
        ],
    )
    def test_to_s_needs_an_l3_in_force(self, alice, rita, clinic, fields):
        grant(alice, clinic, fields.pop("type_", "L3"), **fields)

        with pytest.raises(LevelMissing):
            appoint(alice, clinic, rita, type="S")

    def test_to_s_may_stand_on_a_founding_l3(self, alice, rita, clinic):
        appoint(alice, clinic, rita)

        assert appoint(alice, clinic, rita, type="S").basis == "FOUNDING"


class TestIsRefused:
    @pytest.mark.parametrize("kind", ["L0", "L1", "L2A", "L2B", "CANDIDATE", "L9"])
    def test_for_what_practice_here_leads_to(self, alice, rita, clinic, kind):
        with pytest.raises(NotFounding):
            appoint(alice, clinic, rita, type=kind)

        assert nothing_but("FOUNDING-NOT-OPEN")

    def test_to_everybody_but_an_independent_director(
        self, alice, bob, charlie, rita, clinic
    ):
        tied = make_person("Tom Tied", clinic, Role.CLINICAL_DIRECTOR)
        DeclaredRelationship.objects.create(
            one=tied, other=alice, kind="SPOUSE", declared_on=TODAY
        )
        medical = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)

        for by in (alice, bob, charlie, tied, medical):
            with pytest.raises(NotAllowed):
                appoint(alice, clinic, by)
        with pytest.raises(NotAllowed):
            appoint(rita, clinic, rita)

        assert nothing_but(*["NOT-ALLOWED"] * 6)

    def test_of_somebody_who_does_not_work_here(self, charlie, rita, clinic):
        with pytest.raises(NotAtThisClinic):
            appoint(charlie, clinic, rita)

    def test_while_a_suspension_is_open(self, alice, rita, clinic):
        Suspension.objects.create(
            person=alice,
            clinic=clinic,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            recorded_at=NOW,
        )

        with pytest.raises(NotAllowed):
            appoint(alice, clinic, rita)

        assert nothing_but("NOT-ALLOWED")

    def test_once_somebody_holds_it_on_other_grounds(
        self, alice, bob, rita, clinic, other_clinic
    ):
        grant(bob, other_clinic, "L3")
        assert "L3" in open_kinds(clinic)

        grant(bob, clinic, "L3")
        assert open_kinds(clinic) == ["T", "S"]
        with pytest.raises(NotFounding):
            appoint(alice, clinic, rita)

    @pytest.mark.parametrize("state", ["EXPIRED", "REVOKED", "RELINQUISHED"])
    def test_for_good_whatever_became_of_that(self, alice, bob, rita, clinic, state):
        grant(bob, clinic, "L3", state=state)

        with pytest.raises(NotFounding):
            appoint(alice, clinic, rita)

        assert open_kinds(clinic) == ["T", "S"]

    def test_to_whom_something_was_revoked_here(
        self, alice, rita, clinic, other_clinic
    ):
        grant(alice, other_clinic, "L1", state="REVOKED")
        assert appoint(alice, clinic, rita).state == "ACTIVE"

        grant(alice, clinic, "L1", state="REVOKED")
        with pytest.raises(NotFounding, match="was revoked at this clinic"):
            appoint(alice, clinic, rita, type="S")

    def test_beside_a_founding_one_of_somebody_else_it_is_open(
        self, alice, bob, rita, clinic
    ):
        appoint(bob, clinic, rita)

        assert appoint(alice, clinic, rita).state == "ACTIVE"

    def test_beside_one_that_is_held(self, alice, rita, clinic):
        grant(alice, clinic, "L3", valid_to=TODAY - days(1))

        with pytest.raises(NotFounding):
            appoint(alice, clinic, rita)

    @pytest.mark.parametrize("state", ["EXPIRED", "REVOKED", "RELINQUISHED"])
    def test_a_second_time(self, alice, rita, clinic, state):
        grant(alice, clinic, "L3", basis="FOUNDING", state=state)

        with pytest.raises(NotFounding, match=r"appointed to this before|was revoked"):
            appoint(alice, clinic, rita)

    @pytest.mark.parametrize(
        "changes",
        [
            {"experience": "  "},
            {"reviewer_name": ""},
            {"reviewer_organisation": " "},
            {"reviewed_on": TODAY + days(1)},
            # Bob and the director are on the roster, however they are typed.
            {"reviewer_name": "bob  BIRCH "},
            {"reviewer_name": "Rita Rowe"},
            {"reviewer_name": "Alice Ames"},
            {"reviewer_organisation": "north clinic"},
        ],
    )
    def test_without_somebody_outside_who_reviewed_it(
        self, alice, bob, rita, clinic, changes
    ):
        with pytest.raises(ReviewUnusable):
            appoint(alice, clinic, rita, **changes)

        assert nothing_but("FOUNDING-REVIEW-UNUSABLE")


def test_the_gate_and_the_page_take_it_for_what_its_dates_say(alice, rita, clinic):
    row = appoint(alice, clinic, rita)
    period = (row.valid_from, row.valid_to)

    for later, told in ((0, "VALID"), (364, "VALID"), (365, "EXPIRED")):
        today = TODAY + days(later)
        found = live_state(row.state, period, today=today, is_suspended=False)
        assert found == told
