"""A draft written in the Wagtail admin, without scripts."""

import pytest

from certificates.actions.requirement_sets import edit_draft
from certificates.models import RequirementSet
from home.models import AuditEntry
from tests.cast import NOW, client_of
from tests.certificates.desk import desk
from tests.certificates.version_pages import (
    EXCLUSION,
    TREE,
    draft,
    post,
    read,
    source,
    tree_of,
    where,
)
from tests.certificates.versions import CASE, CONDUCT, activate

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk", "draft", "source"]


SETTINGS = {
    "may_do": "What only this clinic says.",
    "valid_months": "12",
    "signers": "2",
    "renewal_window_days": "60",
    "renewal_dating": "CALENDAR",
    "renewal_month_day": "06-30",
    "minimum_active_days": "90",
}


class TestWriting:
    def test_begins_with_a_copy(self, source, rita, clinic):
        response = post(rita, source, "begin")

        draft = RequirementSet.objects.get(clinic=clinic)
        assert "A draft to edit." in read(response)
        assert draft.cloned_from == source

    def test_edits_a_leaf(self, draft, rita):
        response = post(rita, draft, "part", "first", "1-1", within_days="14")

        assert "looked at within 14 days" in read(response)
        assert tree_of(draft)["all"][1]["any"][1]["within_days"] == 14

    def test_keeps_what_was_typed_when_it_is_wrong(self, draft, rita):
        response = post(rita, draft, "part", "first", "1-1", within_days="0")

        assert response.status_code == 422
        page = read(response)
        assert "Nothing was changed, and what you typed is still here." in page
        assert "greater than or equal to 1" in page
        assert "part 2.2" in page
        assert tree_of(draft) == TREE

    def test_adds_a_leaf_and_a_group(self, draft, rita):
        post(
            rita, draft, "add", "first", "1", what="recorded", kind="DRILL", months="6"
        )
        draft.refresh_from_db()
        post(
            rita,
            draft,
            "add",
            "first",
            "top",
            what="at_least",
            kind="at_least",
            count=2,
        )

        tree = tree_of(draft)
        added = {"leaf": "recorded", "kind": "DRILL", "months": 6}
        assert tree["all"][1]["any"][2] == added
        assert tree["all"][2] == {"at_least": 2, "of": []}

    def test_changes_how_a_group_asks(self, draft, rita):
        post(rita, draft, "part", "first", "1", kind="at_least", count="2", mark="POL")

        assert tree_of(draft)["all"][1] == {
            "at_least": 2,
            "of": [CASE, EXCLUSION],
            "mark": "POL",
        }
        assert (
            post(rita, draft, "part", "first", "1", kind="at_least").status_code == 422
        )

    def test_moves_and_removes(self, draft, rita):
        post(rita, draft, "move", "first", "1-1", to="up")
        draft.refresh_from_db()
        post(rita, draft, "remove", "first", "0")

        assert tree_of(draft) == {"all": [{"any": [EXCLUSION, CASE]}]}

    def test_gives_renewal_a_path_and_takes_it_back(self, draft, rita):
        post(rita, draft, "part_ways")
        draft.refresh_from_db()
        assert draft.renewal_tree == TREE
        post(rita, draft, "remove", "renewal", "1")
        draft.refresh_from_db()
        assert (draft.renewal_tree, draft.tree) == ({"all": [CONDUCT]}, TREE)

        post(rita, draft, "rejoin")

        draft.refresh_from_db()
        assert draft.renewal_tree is None

    def test_changes_the_settings(self, draft, rita):
        response = post(rita, draft, "settings", **SETTINGS)

        draft.refresh_from_db()
        assert (draft.valid_months, draft.signers) == (12, 2)
        assert (draft.renewal_dating, draft.renewal_month_day) == ("CALENDAR", "06-30")
        assert "To a fixed day of the year: 30 June" in read(response)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"valid_months": "0"}, "greater than or equal to 1"),
            ({"signers": "3"}, "not one of the available choices"),
            ({"renewal_month_day": "02-30"}, "such as 06-30"),
            ({"may_do": ""}, "This field is required."),
            ({"may_do": "x" * 601}, "at most 600 letters"),
        ],
    )
    def test_says_which_setting_is_wrong(self, draft, rita, changes, words):
        response = post(rita, draft, "settings", **(SETTINGS | changes))

        assert response.status_code == 422
        assert words in read(response)
        assert "What only this clinic" in read(response) or "may_do" in changes
        draft.refresh_from_db()
        assert draft.valid_months == 24

    @pytest.mark.parametrize(
        ("name", "more", "told"),
        [
            ("part", ("first", "1-1"), {"within_days": "14"}),
            ("add", ("first", "top"), {"what": "no_open_suspension"}),
            ("remove", ("first", "0"), {}),
            ("settings", (), {}),
        ],
    )
    def test_is_refused_on_what_somebody_else_changed(
        self, draft, rita, name, more, told
    ):
        old = draft.sha256
        by = {"by": rita, "at": NOW, "shown_sha256": old}
        edit_draft(draft, {"tree": {"all": [*TREE["all"], CASE]}}, **by)
        before = AuditEntry.objects.count()
        told = {**SETTINGS, **told} if name == "settings" else told

        response = post(rita, draft, name, *more, shown=old, **told)

        assert response.status_code == 409
        assert "Somebody changed this draft while you had it open" in read(response)
        assert AuditEntry.objects.count() == before + 1
        assert AuditEntry.objects.order_by("pk").last().action == "DENIED"
        assert len(tree_of(draft)["all"]) == 3

    def test_a_draft_in_force_is_not_edited(self, draft, rita):
        old = draft.sha256
        activate(draft, rita)

        response = post(rita, draft, "part", "first", "0", kind="CASE", shown=old)

        assert "This is no draft any more" in read(response)
        assert tree_of(draft) == TREE
        page = client_of(rita).get(where(draft, "draft"), follow=True)
        assert "it stays as it is" in read(page)

    def test_is_discarded_when_asked_twice(self, draft, rita):
        page = read(client_of(rita).get(where(draft, "discard")))
        assert "Everything written in this draft is deleted." in page
        assert RequirementSet.objects.filter(pk=draft.pk).exists()

        post(rita, draft, "discard")

        assert not RequirementSet.objects.filter(pk=draft.pk).exists()
