"""The shipped programme: read or refused by its place, loaded once, in versions."""

import dataclasses

import pytest
import yaml

from certificates.actions import programme
from certificates.actions.programme import load_programme
from certificates.clearance.verdicts import Result
from certificates.models import RequirementSet
from certificates.requirements.tree import TreeInvalid, judge, leaves, marks
from certificates.starter.reading import Renewal, read_programme
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.judged import evidence
from tests.certificates.roster import days

KINDS = [
    ("L0", ""),
    ("CANDIDATE", "L1"),
    ("CANDIDATE", "L2"),
    ("CANDIDATE", "T"),
    ("L1", ""),
    ("L2A", ""),
    ("L2B", ""),
    ("L3", ""),
    ("T", ""),
    ("S", ""),
]
ENTRY = {
    "credential": "L1",
    "valid_months": 24,
    "may_do": "Work.",
    "needs": {"leaf": "no_open_suspension"},
}


def names_in(tree) -> set[str]:
    return {leaf["leaf"] for leaf in leaves(tree)}


def entry_of(type_: str):
    return next(entry for entry in read_programme() if entry.credential == type_)


class TestTheStarterProgramme:
    def test_has_every_credential_and_every_tree_is_sound(self):
        kinds = [(entry.credential, entry.target) for entry in read_programme()]

        assert kinds == KINDS

    def test_asks_nobody_for_nothing(self):
        for entry in read_programme():
            for tree in filter(None, (entry.tree, entry.renewal.tree)):
                assert judge(tree, evidence()).is_open, entry

    def test_asks_two_to_sign_for_l3_and_s(self):
        two = [e.credential for e in read_programme() if e.signers == 2]

        assert two == ["L3", "S"]

    def test_asks_little_to_enrol(self):
        entry = entry_of("L0")

        assert names_in(entry.tree) == {
            "document_held",
            "recorded",
            "no_open_suspension",
        }

    @pytest.mark.parametrize("type_", ["L1", "L2A", "L2B", "L3", "T", "S"])
    def test_asks_less_to_renew_and_marks_what_the_clinic_decides(self, type_):
        entry = entry_of(type_)
        first, again = list(leaves(entry.tree)), list(leaves(entry.renewal.tree))

        assert "POL" in marks(entry.renewal.tree)
        assert {"document_held", "exclusion_clear", "no_open_suspension"} <= names_in(
            entry.renewal.tree
        )
        assert not names_in(entry.renewal.tree) & {"track_read", "track_passed"}
        if type_ != "S":
            assert len(again) < len(first)

    @pytest.mark.parametrize("type_", ["L2A", "L2B", "L3"])
    def test_asks_who_is_in_the_dosing_room_for_drill_and_life_support(self, type_):
        again = list(leaves(entry_of(type_).renewal.tree))

        assert any(leaf.get("kind") == "BLS" for leaf in again)
        assert any(leaf.get("kind") == "DRILL" for leaf in again)
        assert any(leaf.get("months") == 24 for leaf in again)

    def test_asks_for_no_open_concern_at_l3(self):
        entry = entry_of("L3")

        for tree in (entry.tree, entry.renewal.tree):
            assert "no_open_concern" in names_in(tree)

    def test_loads_once(self, db):
        first = load_programme(by=None, at=NOW)
        before = AuditEntry.objects.count()
        again = load_programme(by=None, at=NOW)

        assert (first.new, again.new, again.unchanged) == (10, 0, 10)
        assert AuditEntry.objects.count() == before == 10
        assert RequirementSet.objects.filter(state="ACTIVE").count() == 10

    def test_keeps_all_that_an_entry_says(self, db):
        load_programme(by=None, at=NOW)

        row = RequirementSet.objects.get(credential_type="L3")
        entry = entry_of("L3")
        assert (row.clinic, row.signers, row.renewal_tree) == (
            None,
            2,
            entry.renewal.tree,
        )
        assert (row.renewal_dating, row.renewal_window_days) == ("OLD-EXPIRY", 90)
        assert row.minimum_active_days == 180
        assert RequirementSet.objects.get(credential_type="L0").renewal_tree is None

    def test_retires_a_set_that_changed_and_no_clinics_own(
        self, db, clinic, monkeypatch
    ):
        load_programme(by=None, at=NOW)
        own = RequirementSet.objects.create(
            credential_type="L1", clinic=clinic, version=7, state="ACTIVE", tree={}
        )
        changed = [
            dataclasses.replace(entry, signers=2) if entry.credential == "L1" else entry
            for entry in read_programme()
        ]
        monkeypatch.setattr(programme, "read_programme", lambda: changed)

        assert load_programme(by=None, at=NOW + days(1)).new == 1

        rows = RequirementSet.objects.filter(credential_type="L1", clinic=None)
        assert [
            (row.version, row.state, row.retired_at) for row in rows.order_by("version")
        ] == [(1, "RETIRED", NOW + days(1)), (2, "ACTIVE", None)]
        own.refresh_from_db()
        assert (own.state, own.version) == ("ACTIVE", 7)


class TestAnEntry:
    def read(self, tmp_path, *rows):
        path = tmp_path / "programme.yaml"
        path.write_text(yaml.safe_dump({"programme": list(rows)}))
        return read_programme(path)

    def test_has_its_defaults(self, tmp_path):
        (entry,) = self.read(tmp_path, ENTRY)

        assert (entry.signers, entry.target, entry.renewal) == (1, "", Renewal())

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"needs": {"leaf": "magic"}}, "needs $.leaf: “magic” is not a leaf."),
            ({"credential": "L9"}, "credential: has to be a credential."),
            ({"valid_months": True}, "valid_months: has to be"),
            ({"valid_months": 37}, "valid_months: has to be"),
            ({"may_do": " "}, "may_do: is missing."),
            ({"signers": 3}, "signers: has to be 1 or 2."),
            ({"target": "L1"}, "target: is for a Candidate only."),
            ({"credential": "CANDIDATE"}, "target: has to be one of L1, L2, L3, T."),
            ({"colour": "red"}, "colour: is not known here."),
            ({"renewal": []}, "renewal: has to be an object."),
            ({"renewal": {"days": 3}}, "renewal.days: is not known here."),
            ({"renewal": {"window_days": 0}}, "renewal.window_days: has to be"),
            (
                {"renewal": {"minimum_active_days": -1}},
                "renewal.minimum_active_days: has to be",
            ),
            ({"renewal": {"dating": "NEVER"}}, "renewal.dating: has to be one of"),
            ({"renewal": {"dating": "CALENDAR"}}, "renewal.month_day: goes with"),
            ({"renewal": {"month_day": "06-30"}}, "renewal.month_day: goes with"),
            (
                {"renewal": {"dating": "CALENDAR", "month_day": "06-31"}},
                "renewal.month_day: has to be a day",
            ),
            (
                {"renewal": {"needs": {"all": []}}},
                "renewal.needs $.all: has to be a list",
            ),
        ],
    )
    def test_that_cannot_be_used_is_refused_by_its_place(
        self, tmp_path, change, problem
    ):
        with pytest.raises(TreeInvalid) as refusal:
            self.read(tmp_path, ENTRY | change)

        assert str(refusal.value).startswith(f"programme[0].{problem}")

    def test_that_is_nothing_or_stands_there_twice_is_refused(self, tmp_path):
        with pytest.raises(TreeInvalid, match=r"programme\[0\]: has to be an object"):
            self.read(tmp_path, "L1")
        with pytest.raises(TreeInvalid, match=r"programme\[1\]: stands there twice"):
            self.read(tmp_path, ENTRY, ENTRY)

    @pytest.mark.parametrize(
        "change",
        [
            {"signers": 2},
            {"valid_months": 12},
            {"may_do": "Rest."},
            {"needs": {"leaf": "recorded", "kind": "CASE"}},
            {"renewal": {"window_days": 30}},
            {"renewal": {"minimum_active_days": 1}},
            {"renewal": {"dating": "OLD-EXPIRY"}},
            {"renewal": {"dating": "CALENDAR", "month_day": "06-30"}},
            {"renewal": {"needs": {"leaf": "no_open_suspension"}}},
        ],
    )
    def test_that_changed_in_anything_has_another_digest(self, tmp_path, change):
        (before,), (after,) = (
            self.read(tmp_path, row) for row in (ENTRY, ENTRY | change)
        )

        assert before.digest != after.digest

    def test_is_met_by_whoever_brings_it(self, tmp_path):
        (entry,) = self.read(tmp_path, ENTRY)

        assert judge(entry.tree, evidence()).result is Result.MET
