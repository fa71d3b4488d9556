"""Rating one's own session first: locked once, and what the levels wait for."""

import datetime
from dataclasses import replace

import pytest

from home.errors import NotAllowed
from home.models import AuditEntry
from modules.actions.admitting import NotTheirAssessor
from modules.actions.beginning_ratings import RatedAlready, open_draft
from modules.actions.editions import canonical_sha256
from modules.actions.observation_drafts import DraftClosed, MarksRefused, drop_draft
from modules.actions.self_ratings import ReadAlready, lock_self_rating
from modules.actions.signing_observations import NotWhole, ShownOtherwise
from modules.models import ObservationDraft, SelfRating
from modules.selectors.observation_drafts import record_of
from modules.selectors.practicum import OPENS_AFTER, own_observations
from tests.cast import NOW
from tests.modules.observing import modules_alone
from tests.modules.rating import (
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
OWN = replace(MARKS, ratings={"MS1": 4, "MS2": 4})


@pytest.fixture
def own(begun, alice) -> ObservationDraft:
    begun = replace(begun, supervision="", consent_recorded=False)
    return open_draft(alice, begun, by=alice, at=NOW)


def lock(own, by, at=NOW) -> SelfRating:
    shown = record_of(ObservationDraft.objects.get(pk=own.pk))
    return lock_self_rating(own, canonical_sha256(shown), by=by, at=at)


class TestARatingOfOnesOwn:
    def test_is_kept_for_good(self, own, alice):
        save(own, OWN, alice)

        row = lock(own, alice)

        assert (row.person, row.ratings, row.behaviours) == (
            alice,
            OWN.ratings,
            OWN.behaviours,
        )
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.by) == ("SELF-RATING-LOCKED", alice.pk)
        assert entry.facts["record"] == row.sha256

    def test_is_locked_once(self, own, begun, alice):
        save(own, OWN, alice)
        row = lock(own, alice)

        assert lock(own, alice) == row
        assert SelfRating.objects.count() == 1
        with pytest.raises(RatedAlready):
            open_draft(alice, begun, by=alice, at=NOW)

    def test_is_locked_by_nobody_else_and_never_over_somebody_else(
        self, own, draft, alice, bob
    ):
        save(own, OWN, alice)
        save(draft, MARKS, bob)

        with pytest.raises(NotAllowed):
            lock(own, bob)
        with pytest.raises(NotAllowed):
            lock(draft, bob)
        assert not SelfRating.objects.exists()

    def test_obeys_the_rules_of_the_form(self, own, alice):
        save(own, replace(OWN, ratings={"MS1": 5, "MS2": 4}), alice)
        with pytest.raises(NotWhole):
            lock(own, alice)

        with pytest.raises(MarksRefused, match="assessor’s to record"):
            save(own, STOPPED, alice)

    def test_is_what_was_shown(self, own, alice):
        save(own, OWN, alice)

        with pytest.raises(ShownOtherwise):
            lock_self_rating(own, "0" * 64, by=alice, at=NOW)

    def test_that_was_dropped_is_not_locked(self, own, alice):
        save(own, OWN, alice)
        drop_draft(own, by=alice, at=NOW)

        with pytest.raises(DraftClosed):
            lock(own, alice)

    def test_is_for_somebody_who_works_there(self, begun, alice, other_clinic):
        with pytest.raises(NotTheirAssessor):
            open_draft(alice, replace(begun, clinic=other_clinic), by=alice, at=NOW)

    def test_comes_before_the_levels_are_read(self, own, draft, alice, bob):
        save(own, OWN, alice)
        signed(draft, MARKS, bob)

        with pytest.raises(ReadAlready):
            lock(own, alice, at=NOW + OPENS_AFTER)
        assert lock(own, alice, at=NOW + OPENS_AFTER - datetime.timedelta(seconds=1))


class TestTheAssessorsLevels:
    def shown(self, alice, at=NOW):
        (one,) = own_observations(alice, at)
        return one

    def test_are_closed_until_ones_own_are_locked(self, own, draft, alice, bob):
        signed(draft, MARKS, bob)
        closed = self.shown(alice)
        assert (closed.ratings, closed.own) == ((), None)
        assert closed.opens_on == datetime.date(2026, 11, 16)

        save(own, OWN, alice)
        row = lock(own, alice)

        opened = self.shown(alice)
        assert [one.level for one in opened.ratings] == [3, 4]
        assert (opened.opens_on, opened.own) == (None, row)

    def test_open_by_themselves_after_fourteen_days(self, draft, alice, bob):
        signed(draft, MARKS, bob)

        assert self.shown(alice, NOW + OPENS_AFTER).ratings
        early = NOW + OPENS_AFTER - datetime.timedelta(seconds=1)
        assert not self.shown(alice, early).ratings

    def test_of_a_stopped_rating_are_none_and_it_is_told_at_once(
        self, draft, alice, bob
    ):
        signed(draft, STOPPED, bob)

        told = self.shown(alice)
        assert (told.opens_on, told.ratings) == (None, ())
        assert told.row.had_critical_fail

    def test_of_another_session_stay_closed(self, begun, own, alice, bob):
        other = replace(begun, session_code="KAP-0143")
        signed(open_draft(alice, other, by=bob, at=NOW), MARKS, bob)
        save(own, OWN, alice)
        lock(own, alice)

        assert self.shown(alice).opens_on

    def test_are_signed_with_what_was_locked_before(self, own, draft, alice, bob):
        save(own, OWN, alice)
        row = lock(own, alice)

        assert signed(draft, MARKS, bob).detail.self_rating == row

    def test_are_signed_without_what_was_not_locked_yet(self, own, draft, alice, bob):
        save(own, OWN, alice)
        observation = signed(draft, MARKS, bob)
        lock(own, alice)

        assert observation.detail.self_rating is None
