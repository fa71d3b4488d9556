"""A world from a file: all of it or nothing, and what is in the way with its path."""

from datetime import date, datetime

import pytest

from certificates.models import (
    Credential,
    CredentialEvent,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Session,
    SessionEvent,
    SiteValues,
    Suspension,
    Verification,
)
from certificates.selectors.sessions import snapshot_of
from home.actions import audit
from home.audit_verifying import verify
from home.models import (
    AuditEntry,
    Clinic,
    DeclaredRelationship,
    Membership,
    Person,
)
from tests.certificates.worldly import (
    DIRECTOR,
    LEAD,
    SECOND,
    credential,
    document,
    load,
    person,
    session,
    world,
)

pytestmark = pytest.mark.django_db


def one_person(**changes) -> dict:
    return world(people=[person(LEAD, "Wanda Wu", "THERAPIST", **changes)], sessions=[])


class TestAWorld:
    def test_is_there_with_its_clinic_and_people(self, tmp_path):
        load(world(), tmp_path)

        lead = Person.objects.get(pk=LEAD)
        assert (lead.name, lead.gender) == ("Wanda Wu", "WOMAN")
        assert lead.matching_consent is True
        assert lead.user.email == "wanda@example.org"
        assert not lead.user.has_usable_password()
        place = Clinic.objects.get()
        assert (place.slug, place.in_person) == ("north", True)
        values = SiteValues.objects.get(clinic=place)
        assert (values.observe_minutes, values.set_on) == (120, date(2026, 1, 5))
        role = Membership.objects.get(person=lead)
        told = (role.role, role.starts_on, role.ends_on)
        assert told == ("THERAPIST", date(2025, 1, 1), None)

    def test_is_there_with_what_somebody_holds(self, tmp_path):
        load(world(), tmp_path)

        papers = Document.objects.filter(person=LEAD)
        assert {row.kind for row in papers} == {"LICENCE", "LIABILITY", "BLS"}
        checked = Verification.objects.get(document__in=papers)
        assert (checked.on, checked.outcome) == (date(2026, 11, 20), "VERIFIED")
        check = ExclusionCheck.objects.get(person=LEAD)
        assert (check.on, check.outcome) == (date(2026, 11, 25), "CLEAR")
        held = Credential.objects.get(person=LEAD, type="L3")
        assert (held.basis, held.state) == ("ROSTER", "ACTIVE")
        event = CredentialEvent.objects.get(credential=held)
        assert (event.from_state, event.to_state, event.by) == ("", "ACTIVE", None)
        days = CurrencyRecord.objects.filter(person=LEAD)
        assert {(row.kind, row.on.isoformat()) for row in days} == {
            ("REFRESH", "2026-06-01"),
            ("DRILL", "2026-10-01"),
        }

    def test_is_there_with_suspensions_and_ties(self, tmp_path):
        tie = {"a": LEAD, "b": SECOND, "kind": "FINANCIAL"}
        data = world(relationships=[tie])
        data["people"][0]["suspensions"] = [
            {
                "from": "2026-02-01T09:00:00-05:00",
                "lifted": "2026-03-01T09:00:00-05:00",
                "kind": "PRECAUTIONARY",
            }
        ]

        load(data, tmp_path)

        paused = Suspension.objects.get(person=LEAD)
        assert paused.clinic is None
        assert paused.starts_at == datetime.fromisoformat("2026-02-01T14:00:00Z")
        assert paused.lifted_at == datetime.fromisoformat("2026-03-01T14:00:00Z")
        row = DeclaredRelationship.objects.get()
        told = (str(row.one_id), str(row.other_id), row.kind)
        assert told == (LEAD, SECOND, "FINANCIAL")

    def test_is_there_with_its_sessions(self, tmp_path):
        signed = {
            "code": "COMPOSITION",
            "by": DIRECTOR,
            "reason": "Discussed with everybody on the team.",
            "at": "2026-12-01T10:00:00Z",
        }

        load(world(sessions=[session(signatures=[signed])]), tmp_path)

        booked = Session.objects.get(code="S-1")
        assert booked.members.count() == 4
        assert booked.attestations.count() == 11
        assert booked.signatures.get().reason == signed["reason"]
        step = SessionEvent.objects.get()
        assert (step.step, step.booked["state"]) == ("ENTERED", "BOOKED")
        assert step.booked["starts_at"] == "2026-12-03T17:00:00+00:00"
        assert step.booked == snapshot_of(booked)

    def test_is_sealed_row_by_row(self, tmp_path):
        load(world(), tmp_path)

        audit.seal()
        assert verify().exit_code == 0
        entries = AuditEntry.objects.filter(subject_kind="certificates.Credential")
        assert {row.action for row in entries} == {"CREDENTIAL-ENTERED"}
        assert entries.count() == Credential.objects.count() == 4
        assert not AuditEntry.objects.exclude(by=None).exists()

    def test_tampered_with_is_told(self, tmp_path):
        load(world(), tmp_path)
        audit.seal()

        Document.objects.filter(person=LEAD).update(expires_on=date(2099, 1, 1))

        assert verify().exit_code == 2

    def test_may_refer_to_what_stands_already(self, tmp_path):
        load(world(sessions=[]), tmp_path)

        load({"sessions": [session("S-2")]}, tmp_path)

        assert Session.objects.get(code="S-2").clinic.slug == "north"
        assert Session.objects.get().members.count() == 4

    def test_of_nothing_is_nothing(self, tmp_path):
        load({}, tmp_path)

        assert not AuditEntry.objects.exists()


class TestWhatHasNoDate:
    def test_is_kept_where_the_table_lets_it(self, tmp_path):
        row = document("LICENCE", issued_on=None, verifications=[])
        del row["expires_on"]

        load(one_person(documents=[row], refreshed_on=None), tmp_path)

        kept = Document.objects.get()
        assert (kept.issued_on, kept.expires_on) == (None, None)
        assert {row.kind for row in CurrencyRecord.objects.all()} == {"DRILL"}

    @pytest.mark.parametrize(
        "period",
        [
            {"from": None, "to": None},
            {"to": None},
            # Only `to: null` is open-ended: one that is not there holds on no day.
            {"from": "2026-01-01"},
            {"from": None, "to": "2027-01-01"},
        ],
    )
    def test_a_membership_so_holds_on_no_day(self, tmp_path, period):
        row = {"clinic": "north", "role": "THERAPIST", **period}

        load(one_person(memberships=[row]), tmp_path)

        kept = Membership.objects.get()
        assert (kept.starts_on, kept.ends_on) == (date(1900, 1, 1),) * 2

    @pytest.mark.parametrize("missing", ["valid_from", "valid_to"])
    def test_a_credential_so_holds_on_no_day(self, tmp_path, missing):
        row = credential("L3")
        del row[missing]

        load(one_person(credentials=[row]), tmp_path)

        kept = Credential.objects.get()
        assert (kept.valid_from, kept.valid_to) == (date(1900, 1, 1),) * 2

    def test_a_check_and_a_verification_so_are_as_old_as_can_be(self, tmp_path):
        told = {"method": "PRIMARY_SOURCE", "outcome": "VERIFIED"}
        paper = document("LICENCE", verifications=[told])

        load(
            one_person(documents=[paper], exclusion_checks=[{"outcome": "CLEAR"}]),
            tmp_path,
        )

        assert Verification.objects.get().on == date(1900, 1, 1)
        assert ExclusionCheck.objects.get().on == date(1900, 1, 1)

    def test_a_suspension_has_been_in_force_since_ever(self, tmp_path):
        row = {"kind": "ADMINISTRATIVE", "from": None, "lifted": None}

        load(one_person(suspensions=[row]), tmp_path)

        assert Suspension.objects.get().starts_at.year == 1970

    def test_a_session_may_lack_times_and_needs(self, tmp_path):
        row = {"code": "S-1", "clinic": "north", "state": "BOOKED"}

        load(world(sessions=[row]), tmp_path)

        kept = Session.objects.get()
        assert (kept.starts_at, kept.ends_at, kept.kind) == (None, None, "")
        assert (kept.staffing_code, kept.preference) == ("", "NOT_ASKED")
