"""Marking a practicum form: begun once, saved in order, never overwritten."""

import uuid
from dataclasses import replace

import pytest

from home.errors import NotAllowed, RuleBroken
from home.models import DeclaredRelationship
from modules import assessor_rules
from modules.actions.admitting import NotTheirAssessor, ObservationRefused
from modules.actions.beginning_ratings import open_draft
from modules.actions.observation_drafts import (
    DraftClosed,
    MarksRefused,
    NewerKept,
    drop_draft,
)
from modules.models import ObservationDraft
from modules.rating_rules import Marks, marks_from
from tests.cast import LONG_AGO, NOW, make_person
from tests.modules.observing import modules_alone
from tests.modules.rating import (
    CONTENT,
    MARKS,
    STOPPED,
    begun,
    draft,
    form,
    save,
    signed,
)

pytestmark = pytest.mark.usefixtures("modules_alone")
__all__ = ["begun", "draft", "form", "modules_alone"]
ELSEWHERE = uuid.UUID(int=2)
LESS = Marks(behaviours={"MS1": ["YES", ""]})


def marks_kept(draft) -> Marks:
    return marks_from(ObservationDraft.objects.get(pk=draft.pk).marks)


class TestBeginning:
    def test_keeps_the_form_as_it_stands(self, draft, form):
        form.content = {"domains": []}
        form.save()

        draft.refresh_from_db()
        assert draft.form_content == CONTENT
        assert (draft.state, draft.revision) == ("OPEN", 0)

    def test_twice_carries_on_with_the_first(self, draft, begun, alice, bob):
        save(draft, LESS, bob)

        again = open_draft(alice, begun, by=bob, at=NOW)

        assert again == draft
        assert marks_kept(again) == LESS
        assert ObservationDraft.objects.count() == 1

    def test_after_it_was_dropped_begins_anew(self, draft, begun, alice, bob):
        drop_draft(draft, by=bob, at=NOW)

        assert open_draft(alice, begun, by=bob, at=NOW) != draft

    @pytest.mark.parametrize("name", ["rita", "charlie"])
    def test_is_for_assessors_of_the_clinic(self, request, begun, alice, name):
        by = request.getfixturevalue(name)

        with pytest.raises(NotTheirAssessor):
            open_draft(alice, begun, by=by, at=NOW)
        assert not ObservationDraft.objects.exists()

    def test_is_not_for_somebody_tied_to_the_person(self, begun, alice, bob):
        DeclaredRelationship.objects.create(
            one=bob, other=alice, kind="SPOUSE", declared_on=LONG_AGO
        )

        with pytest.raises(NotTheirAssessor, match="relationship"):
            open_draft(alice, begun, by=bob, at=NOW)

    def test_asks_the_rules_of_the_apps_above(self, begun, alice, bob):
        def never(assessor, clinic, day, at):
            raise RuleBroken("Ask Rita first.")

        assessor_rules.register(never)

        with pytest.raises(RuleBroken, match="Ask Rita first"):
            open_draft(alice, begun, by=bob, at=NOW)

    @pytest.mark.parametrize(
        "change",
        [
            {"consent_recorded": False},
            {"session_code": "MARIA"},
            {"kind": "PREPARATION"},
            {"supervision": ""},
        ],
    )
    def test_is_refused_without_what_it_needs(self, begun, alice, bob, change):
        with pytest.raises(ObservationRefused):
            open_draft(alice, replace(begun, **change), by=bob, at=NOW)
        assert not ObservationDraft.objects.exists()


class TestSaving:
    def test_keeps_what_is_marked_so_far(self, draft, bob):
        kept = save(draft, LESS, bob)

        assert marks_kept(draft) == LESS
        assert (kept.revision, kept.saved_at) == (1, NOW)

    def test_is_for_whoever_began_it(self, draft, alice, rita):
        for by in (alice, rita):
            with pytest.raises(NotAllowed):
                save(draft, LESS, by)
        assert marks_kept(draft) == Marks()

    def test_of_the_same_thing_again_changes_nothing(self, draft, bob):
        save(draft, LESS, bob, revision=0, count=1)

        kept = save(draft, LESS, bob, revision=0, count=1)

        assert kept.revision == 1

    def test_goes_on_when_the_answer_to_the_last_one_was_lost(self, draft, bob):
        save(draft, LESS, bob, revision=0, count=1)

        kept = save(draft, MARKS, bob, revision=0, count=2)

        assert (kept.revision, marks_kept(draft)) == (2, MARKS)

    def test_that_comes_late_does_not_undo_a_later_one(self, draft, bob):
        save(draft, MARKS, bob, revision=0, count=2)

        kept = save(draft, LESS, bob, revision=0, count=1)

        assert (kept.revision, marks_kept(draft)) == (1, MARKS)

    def test_of_an_older_page_overwrites_nothing_and_shows_both(self, draft, bob):
        save(draft, MARKS, bob, revision=0, page=ELSEWHERE, count=1)

        with pytest.raises(NewerKept) as refusal:
            save(draft, LESS, bob, revision=0, count=1)

        assert marks_kept(draft) == MARKS
        assert marks_from(refusal.value.kept.marks) == MARKS
        assert refusal.value.kept.revision == 1

    def test_of_an_older_page_is_kept_once_it_has_seen_the_newer(self, draft, bob):
        save(draft, MARKS, bob, revision=0, page=ELSEWHERE, count=1)

        save(draft, LESS, bob, revision=1, count=2)

        assert marks_kept(draft) == LESS

    @pytest.mark.parametrize(
        "marks",
        [
            Marks(behaviours={"MS9": ["YES"]}),
            Marks(ratings={"MS1": 6}),
            Marks(critical=(2,)),
            Marks(note="Call her on 617-555-0142."),
            Marks(note="x" * 4001),
        ],
    )
    def test_refuses_what_does_not_fit(self, draft, bob, marks):
        with pytest.raises(MarksRefused):
            save(draft, marks, bob)
        assert marks_kept(draft) == Marks()

    def test_of_a_critical_fail_stops_it_and_taking_it_back_goes_on(self, draft, bob):
        stopped = save(draft, STOPPED, bob)
        assert (stopped.state, stopped.stopped_at) == ("STOPPED", NOW)

        kept = save(draft, replace(STOPPED, critical=()), bob)

        assert (kept.state, kept.stopped_at) == ("OPEN", None)
        assert marks_kept(draft).ratings == {"MS1": 4}

    def test_ends_when_it_is_signed_or_dropped(self, draft, begun, alice, bob):
        signed(draft, MARKS, bob)
        other = open_draft(
            alice, replace(begun, session_code="KAP-0143"), by=bob, at=NOW
        )
        drop_draft(other, by=bob, at=NOW)

        for closed in (draft, other):
            with pytest.raises(DraftClosed):
                save(closed, LESS, bob)

    def test_one_that_is_signed_is_not_dropped(self, draft, bob):
        signed(draft, MARKS, bob)

        with pytest.raises(DraftClosed):
            drop_draft(draft, by=bob, at=NOW)


class TestAPair:
    @pytest.fixture
    def shared(self, form):
        content = dict(CONTENT)
        content["domains"] = [
            row | {"rated_once_for_pair": row["code"] == "MS2"}
            for row in CONTENT["domains"]
        ]
        form.content = content
        form.save()

    def test_begins_with_what_both_share(self, shared, begun, alice, bob, clinic):
        dora = make_person("Dora Dunn", clinic, "THERAPIST")
        save(open_draft(alice, begun, by=bob, at=NOW), MARKS, bob)

        partner = open_draft(dora, begun, by=bob, at=NOW)

        assert marks_kept(partner).ratings == {"MS2": 4}
        assert marks_kept(partner).behaviours == {"MS2": ["YES", "NOT_SEEN"]}
