"""A line of the roster: what somebody may do today, and why not more."""

import pytest

from certificates.models import (
    CurrencyRecord,
    ExclusionCheck,
    Suspension,
)
from certificates.selectors.roster_rows import roster_rows
from tests.cast import NOW, make_person
from tests.certificates.desk import desk
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import TODAY, days, document, grant, make_clear, verify
from tests.certificates.settling import put_right

__all__ = ["desk"]


def line(person, clinic, at=NOW):
    return roster_rows([person.pk], clinic, at)[0]


def clear_but(missing: str, person, clinic, *types: str) -> None:
    """Everything that work asks for but one thing: rows once written stay."""
    for kind in {"LICENCE", "LIABILITY", "BLS"} - {missing}:
        row = document(person, kind)
        if kind == "LICENCE":
            verify(row)
    if missing != "EXCLUSION":
        ExclusionCheck.objects.create(
            person=person, on=TODAY - days(5), outcome="CLEAR", recorded_at=NOW
        )
    for kind in {"REFRESH", "DRILL"} - {missing}:
        CurrencyRecord.objects.create(
            person=person, kind=kind, on=TODAY - days(20), recorded_at=NOW
        )
    for type_ in {*types} - {missing}:
        grant(person, clinic, type_)


def suspend(person, clinic=None, **fields) -> Suspension:
    told = {"kind": "ADMINISTRATIVE", "starts_at": NOW - days(1), "recorded_at": NOW}
    return Suspension.objects.create(person=person, clinic=clinic, **(told | fields))


class TestWhatSomebodyMayDo:
    def test_is_told_when_nothing_stands_in_the_way(self, alice, clinic):
        requirement_set("L1")
        requirement_set("L3", may_do="Lead medication sessions.")
        make_clear(alice, clinic, "L1", "L3")

        row = line(alice, clinic)

        assert row.may == [
            "Lead medication sessions.",
            "May conduct preparation and integration sessions.",
        ]
        assert row.reasons == []

    @pytest.mark.parametrize(
        ("missing", "reason"),
        [
            ("LICENCE", "No licence for US-MA is on record."),
            ("LIABILITY", "No liability cover is on record."),
            ("EXCLUSION", "The exclusion list has not been checked."),
            ("REFRESH", "No yearly refresh of critical items is on record."),
            ("L1", "No credential is in force."),
        ],
    )
    def test_is_nothing_without(self, alice, clinic, missing, reason):
        requirement_set("L1")
        clear_but(missing, alice, clinic, "L1")

        row = line(alice, clinic)

        assert (row.may, row.reasons) == ([], [reason])

    @pytest.mark.parametrize("missing", ["BLS", "DRILL"])
    def test_is_no_medication_session_without(self, alice, clinic, missing):
        requirement_set("L1")
        requirement_set("L3", may_do="Lead medication sessions.")
        clear_but(missing, alice, clinic, "L1", "L3")

        row = line(alice, clinic)

        assert row.may == ["May conduct preparation and integration sessions."]
        assert [words.partition(":")[0] for words in row.reasons] == [
            "Medication sessions"
        ]

    @pytest.mark.parametrize(("over", "may"), [(14, True), (15, False)])
    def test_is_kept_for_the_days_of_grace_after_a_refresh(
        self, alice, clinic, over, may
    ):
        requirement_set("L1")
        clear_but("REFRESH", alice, clinic, "L1")
        on = TODAY.replace(year=TODAY.year - 1) - days(over)
        CurrencyRecord.objects.create(
            person=alice, kind="REFRESH", on=on, recorded_at=NOW
        )

        assert bool(line(alice, clinic).may) is may

    def test_is_nothing_while_suspended_anywhere(self, alice, clinic, other_clinic):
        requirement_set("L1")
        make_clear(alice, clinic, "L1")
        suspend(alice, other_clinic)

        row = line(alice, clinic)

        assert "A suspension is open." in row.reasons
        assert not row.is_suspended

    @pytest.mark.parametrize(
        ("role", "asked"),
        [
            ("CLINICAL_DIRECTOR", ["exclusion"]),
            ("STAFF", ["exclusion"]),
            ("ASSESSOR", ["exclusion", "licence"]),
            ("MEDICAL_CLINICIAN", ["exclusion", "licence"]),
            ("MEDICAL_DIRECTOR", ["exclusion", "licence"]),
            ("SCHEDULER", []),
        ],
    )
    def test_of_others_is_what_the_gate_screens(self, clinic, role, asked):
        row = line(make_person("Otto Ost", clinic, role), clinic)

        assert (row.may, row.is_therapist) == ([], False)
        assert len(row.reasons) == len(asked)
        for word, reason in zip(asked, row.reasons, strict=True):
            assert word in reason

    def test_of_others_is_nothing_when_they_are_clear(self, clinic, charlie):
        nurse = make_clear(make_person("N N", clinic, "MEDICAL_CLINICIAN"), clinic)

        assert line(nurse, clinic).reasons == []

    def test_of_others_is_a_suspension_too(self, clinic):
        otto = make_person("Otto Ost", clinic, "SCHEDULER")
        suspend(otto, clinic)

        assert line(otto, clinic).reasons == ["A suspension is open."]

    def test_a_check_that_was_put_right_says_nothing(self, alice, bob, rita, clinic):
        requirement_set("L1")
        make_clear(alice, clinic, "L1")
        wrong = ExclusionCheck.objects.create(
            person=alice, on=TODAY, outcome="CONFIRMED", recorded_at=NOW
        )
        put_right(wrong, bob, rita)

        assert line(alice, clinic).may
