"""Drafts of a clinic's own requirement sets, and what the database keeps of them."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from certificates.actions.requirement_sets import (
    discard_draft,
    edit_draft,
    start_draft,
)
from certificates.models import (
    RequirementSet,
)
from tests.cast import NOW
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days
from tests.certificates.versions import (
    CONDUCT,
    TWO,
    actions,
    activate,
    draft,
    refusal_of,
    shipped,
    source,
)

__all__ = ["draft", "source"]


class TestBeginningADraft:
    def test_copies_what_is_in_force(self, source, clinic, rita):
        draft = start_draft(source, clinic, by=rita, at=NOW)

        assert (draft.state, draft.clinic, draft.version) == ("DRAFT", clinic, 1)
        assert (draft.tree, draft.may_do) == (source.tree, source.may_do)
        assert (draft.cloned_from, draft.edited_by) == (source, rita)
        assert actions() == ["REQUIREMENTS-DRAFTED"]

    def test_counts_on_from_the_clinics_last_version(self, draft, clinic, rita):
        mine = activate(draft, rita)

        again = start_draft(mine, clinic, by=rita, at=NOW)

        assert again.version == 2

    def test_gives_a_lone_leaf_a_group_to_grow_in(self, clinic, rita):
        draft = start_draft(shipped(CONDUCT), clinic, by=rita, at=NOW)

        assert draft.tree == {"all": [CONDUCT]}

    def test_is_for_directors_of_the_clinic(self, source, clinic, alice, charlie):
        for somebody in (alice, charlie):
            refused = refusal_of(start_draft, source, clinic, by=somebody, at=NOW)
            assert refused.code == "NOT-ALLOWED"

    def test_begins_with_the_clinics_own_or_the_shipped_version(
        self, source, clinic, other_clinic, rita
    ):
        theirs = requirement_set("L1", clinic=other_clinic)

        refused = refusal_of(start_draft, theirs, clinic, by=rita, at=NOW)

        assert refused.code == "NOT-ALLOWED"

    def test_is_refused_from_what_is_not_in_force(self, clinic, rita):
        old = shipped(state="RETIRED")

        refused = refusal_of(start_draft, old, clinic, by=rita, at=NOW)

        assert refused.code == "REQUIREMENTS-NOT-IN-FORCE"

    def test_is_refused_while_there_is_one(self, draft, source, clinic, rita):
        refused = refusal_of(start_draft, source, clinic, by=rita, at=NOW)

        assert refused.code == "REQUIREMENTS-DRAFT-EXISTS"


class TestEditingADraft:
    def test_changes_it_and_says_who(self, source, clinic, rita):
        draft = start_draft(source, clinic, by=rita, at=NOW)
        before = draft.sha256

        told = {"by": rita, "at": NOW + days(1), "shown_sha256": before}
        edited = edit_draft(draft, {"tree": TWO, "signers": 2}, **told)

        edited.refresh_from_db()
        assert (edited.tree, edited.signers) == (TWO, 2)
        assert edited.edited_at == NOW + days(1)
        assert edited.sha256 != before
        assert actions() == ["REQUIREMENTS-DRAFTED", "REQUIREMENTS-EDITED"]

    def test_is_refused_on_a_draft_that_somebody_else_changed(self, draft, rita):
        told = {"by": rita, "at": NOW}
        first = draft.sha256
        edit_draft(draft, {"valid_months": 12}, shown_sha256=first, **told)

        refused = refusal_of(
            edit_draft, draft, {"valid_months": 36}, shown_sha256=first, **told
        )

        assert refused.code == "REQUIREMENTS-DRAFT-CHANGED"

    def test_is_for_directors_of_the_clinic(self, draft, alice, charlie):
        for by in (alice, charlie):
            told = {"by": by, "at": NOW, "shown_sha256": draft.sha256}
            assert refusal_of(edit_draft, draft, {}, **told).code == "NOT-ALLOWED"
            assert refusal_of(discard_draft, draft, **told).code == "NOT-ALLOWED"

    def test_is_refused_on_the_shipped_programme(self, source, rita):
        told = {"by": rita, "at": NOW, "shown_sha256": source.sha256}

        assert refusal_of(edit_draft, source, {}, **told).code == "NOT-ALLOWED"

    def test_is_refused_once_it_is_in_force(self, draft, rita):
        activate(draft, rita)
        told = {"by": rita, "at": NOW, "shown_sha256": draft.sha256}

        for act in (discard_draft, lambda row, **more: edit_draft(row, {}, **more)):
            assert refusal_of(act, draft, **told).code == "REQUIREMENTS-NO-DRAFT"

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"valid_months": 0}, "between 1 and 120"),
            ({"renewal_window_days": 0}, "between 1 and 730"),
            ({"minimum_active_days": -1}, "between 0 and"),
            ({"signers": 3}, "one or by two"),
            ({"may_do": "  "}, "what the holder may do"),
            ({"renewal_dating": "MOON"}, "how a renewal is dated"),
            ({"renewal_dating": "CALENDAR"}, "fixed day"),
            ({"renewal_month_day": "06-30"}, "fixed day"),
            ({"renewal_dating": "CALENDAR", "renewal_month_day": "02-29"}, "fixed"),
            ({"tree": {"all": [{"leaf": "magic"}]}}, "Part 1 cannot be kept"),
            ({"tree": {"all": [CONDUCT | {"months": 0}]}}, "Part 1 cannot"),
            ({"tree": {"all": [{"all": []}, {"one": []}]}}, "Part 2 cannot"),
            ({"renewal_tree": {"any": ["x"]}}, "Part"),
            ({"tree": {"any": [CONDUCT] * 200}}, "at most 150"),
        ],
    )
    def test_refuses_what_no_version_can_have(self, draft, rita, changes, words):
        told = {"by": rita, "at": NOW, "shown_sha256": draft.sha256}

        refused = refusal_of(edit_draft, draft, changes, **told)

        assert refused.code == "REQUIREMENTS-UNSOUND"
        assert words in refused.message

    def test_changes_nothing_but_what_a_version_says(self, draft, rita):
        told = {"by": rita, "at": NOW, "shown_sha256": draft.sha256}

        edit_draft(draft, {"state": "ACTIVE", "version": 9, "clinic": None}, **told)

        draft.refresh_from_db()
        assert (draft.state, draft.version, draft.clinic_id is None) == (
            "DRAFT",
            1,
            False,
        )

    def test_a_discarded_one_is_gone(self, draft, rita):
        discard_draft(draft, by=rita, at=NOW, shown_sha256=draft.sha256)

        assert not RequirementSet.objects.filter(pk=draft.pk).exists()
        assert actions()[-1] == "REQUIREMENTS-DISCARDED"


def run(statement, *values):
    """Past every model; a refusal undoes this statement and nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE id = %s", values)


COLUMNS = [
    field.column
    for field in RequirementSet._meta.fields
    if field.column not in ("id", "state", "retired_at")
]
TABLE = RequirementSet._meta.db_table
# Something else that each column could hold, by the end of its name.
SAMPLES = {"at": "2001-01-01 00:00:00+00:00", "day": "06-29"}


class TestTheDatabase:
    @pytest.mark.parametrize("column", COLUMNS)
    @pytest.mark.parametrize("state", ["ACTIVE", "RETIRED"])
    def test_keeps_every_column_of_what_was_ever_in_force(self, column, state, db):
        row = shipped(
            state=state,
            renewal_tree=CONDUCT,
            renewal_month_day="06-30",
            edited_at=NOW,
            clinic=None,
        )
        other = SAMPLES.get(column.rpartition("_")[2], "7")
        other = f"{'0' * 8}-0000-0000-0000-{'0' * 12}" if "_by_" in column else other

        with pytest.raises(DatabaseError, match="never changed"):
            run(f"UPDATE {TABLE} SET {column} = '{other}'", row.pk)
        with pytest.raises(DatabaseError, match="never changed"):
            run(f"UPDATE {TABLE} SET state = 'RETIRED', {column} = '{other}'", row.pk)

    @pytest.mark.parametrize("state", ["ACTIVE", "RETIRED"])
    def test_keeps_the_row_itself(self, state, db):
        row = shipped(state=state)

        with pytest.raises(DatabaseError, match="or deleted"):
            run(f"DELETE FROM {TABLE}", row.pk)

    @pytest.mark.parametrize(
        ("was", "becomes", "is_allowed"),
        [
            ("DRAFT", "DRAFT", True),
            ("DRAFT", "ACTIVE", True),
            ("DRAFT", "RETIRED", True),
            ("ACTIVE", "DRAFT", False),
            ("ACTIVE", "ACTIVE", False),
            ("ACTIVE", "RETIRED", True),
            ("RETIRED", "DRAFT", False),
            ("RETIRED", "ACTIVE", False),
            ("RETIRED", "RETIRED", False),
        ],
    )
    def test_lets_a_version_move_one_way(self, was, becomes, is_allowed, db):
        row = shipped(state=was)
        statement = f"UPDATE {TABLE} SET state = '{becomes}'"

        if is_allowed:
            run(statement, row.pk)
        else:
            with pytest.raises(DatabaseError, match="never changed"):
                run(statement, row.pk)

        row.refresh_from_db()
        assert row.state == (becomes if is_allowed else was)

    def test_lets_a_draft_change_and_go(self, draft):
        run(f"UPDATE {TABLE} SET valid_months = 3", draft.pk)
        run(f"DELETE FROM {TABLE}", draft.pk)

        assert not RequirementSet.objects.filter(pk=draft.pk).exists()

    @pytest.mark.parametrize("state", ["ACTIVE", "DRAFT"])
    def test_has_one_version_in_force_and_one_draft(self, state, clinic):
        requirement_set("L1", clinic=clinic, state=state)

        with pytest.raises(IntegrityError), transaction.atomic():
            requirement_set("L1", clinic=clinic, state=state, version=2)
