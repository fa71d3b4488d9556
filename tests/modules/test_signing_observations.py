"""An assessor signs what they observed: what is bound, and what is refused."""

import datetime
from dataclasses import replace

import pytest

from home.errors import NotAllowed
from home.fresh_sign_in import SignIn
from home.models import AuditEntry, DeclaredRelationship, Membership, Role
from modules.actions.admitting import NotTheirAssessor
from modules.actions.beginning_ratings import observed_in, open_draft
from modules.actions.observation_drafts import DraftClosed, drop_draft
from modules.actions.practicum import RecordedAlready, record_observation
from modules.actions.signing_observations import (
    FRESH,
    NotWhole,
    PairDiffers,
    Proof,
    ShownOtherwise,
    SignInStale,
    sign_observation,
)
from modules.models import Observation, ObservationDetail
from modules.signals import critical_fail_recorded
from modules.signed_practicum import shown_stands
from tests.cast import LONG_AGO, NOW, make_person
from tests.modules.observing import modules_alone
from tests.modules.rating import (
    CONTENT,
    MARKS,
    STOPPED,
    begun,
    draft,
    form,
    proof_of,
    save,
    signed,
)

pytestmark = pytest.mark.usefixtures("modules_alone")
__all__ = ["begun", "draft", "form", "modules_alone"]


@pytest.fixture
def told():
    """Which critical fails the apps above heard of."""
    heard = []

    def hear(sender, observation_id, **kwargs):
        heard.append(observation_id)

    critical_fail_recorded.connect(hear)
    yield heard
    critical_fail_recorded.disconnect(hear)


def refused(error, draft, by, proof=None, at=NOW):
    before = AuditEntry.objects.count()
    with pytest.raises(error) as refusal:
        sign_observation(draft, proof or proof_of(draft), by=by, at=at)
    assert not Observation.objects.exists()
    assert not ObservationDetail.objects.exists()
    assert AuditEntry.objects.count() == before
    draft.refresh_from_db()
    assert draft.state in {"OPEN", "STOPPED", "DROPPED"}
    return refusal.value.message


class TestSigning:
    def test_keeps_every_mark_and_the_signature(self, draft, alice, bob):
        row = signed(draft, MARKS, bob)

        assert (row.person, row.assessor, row.recorded_by) == (alice, bob, bob)
        assert (row.ratings, row.had_critical_fail) == (MARKS.ratings, False)
        assert row.form_content == CONTENT
        detail = row.detail
        assert detail.behaviours == MARKS.behaviours
        assert (detail.critical_fails, detail.stopped_at) == ([], None)
        assert (detail.note, detail.consent_recorded) == ("Calm throughout.", True)
        assert detail.signature == {
            "name": "Bob Birch",
            "role": "ASSESSOR",
            "meaning": "OBSERVED",
            "method": "PASSWORD",
            "signed_in_at": NOW.isoformat(),
            "at": NOW.isoformat(),
        }

    def test_is_bound_to_the_whole_record(self, draft, alice, bob):
        detail = signed(draft, MARKS, bob).detail

        assert detail.shown["form"]["content"] == CONTENT
        assert detail.shown["person"]["name"] == "Alice Ames"
        assert detail.shown["marks"]["behaviours"] == MARKS.behaviours
        assert shown_stands(detail)
        detail.shown["marks"]["ratings"]["MS1"] = 4
        assert not shown_stands(detail)

    def test_is_logged_with_its_digests(self, draft, alice, bob):
        row = signed(draft, MARKS, bob)

        recorded, entry = AuditEntry.objects.order_by("pk")
        assert recorded.action == "OBSERVATION-RECORDED"
        assert (entry.action, entry.by, entry.subject_id) == (
            "OBSERVATION-SIGNED",
            bob.pk,
            str(row.pk),
        )
        assert entry.facts["record"] == row.detail.sha256
        assert entry.facts["person"] == str(alice.pk)

    def test_twice_signs_once(self, draft, bob):
        row = signed(draft, MARKS, bob)

        assert sign_observation(draft, proof_of(draft), by=bob, at=NOW) == row
        assert Observation.objects.count() == 1

    def test_of_a_critical_fail_keeps_what_was_marked_and_no_level(
        self, draft, bob, told
    ):
        row = signed(draft, STOPPED, bob)

        assert (row.ratings, row.had_critical_fail) == ({}, True)
        assert row.detail.behaviours == {"MS1": ["YES", ""]}
        assert (row.detail.critical_fails, row.detail.stopped_at) == ([1], NOW)
        assert row.detail.signature["meaning"] == "STOPPED"
        assert told == [row.pk]

    def test_without_a_critical_fail_tells_nobody(self, draft, bob, told):
        signed(draft, MARKS, bob)

        assert told == []

    def test_what_is_signed_is_not_recorded_again_from_paper(
        self, draft, begun, alice, bob, rita
    ):
        row = signed(draft, MARKS, bob)
        paper = replace(observed_in(begun, bob), ratings=row.ratings)

        with pytest.raises(RecordedAlready):
            record_observation(alice, paper, by=rita, at=NOW)


class TestNothingIsSigned:
    def test_by_anybody_else(self, draft, bob, alice, rita):
        save(draft, MARKS, bob)

        for by in (alice, rita):
            refused(NotAllowed, draft, by)

    def test_with_an_old_sign_in(self, draft, bob):
        save(draft, MARKS, bob)
        later = NOW + FRESH + datetime.timedelta(seconds=1)

        refused(SignInStale, draft, bob, at=later)
        early = NOW - datetime.timedelta(seconds=1)
        refused(SignInStale, draft, bob, at=early)

    def test_that_was_not_shown(self, draft, bob):
        save(draft, MARKS, bob)
        proof = proof_of(draft)
        save(draft, replace(MARKS, ratings={"MS1": 3, "MS2": 3}), bob)

        refused(ShownOtherwise, draft, bob, proof)
        refused(ShownOtherwise, draft, bob, Proof(SignIn("PASSWORD", NOW), "0" * 64))

    def test_while_something_is_left(self, draft, bob):
        save(draft, replace(MARKS, behaviours={"MS2": ["YES", "NO"]}), bob)

        # Two behaviours, and a 4 with a No in it.
        assert "3 things" in refused(NotWhole, draft, bob)

    def test_at_the_level_that_is_kept_for_s(self, draft, bob):
        save(draft, replace(MARKS, ratings={"MS1": 5, "MS2": 4}), bob)

        assert "One thing" in refused(NotWhole, draft, bob)

    def test_after_it_was_dropped(self, draft, bob):
        save(draft, MARKS, bob)
        drop_draft(draft, by=bob, at=NOW)

        refused(DraftClosed, draft, bob)

    def test_once_a_tie_was_declared(self, draft, alice, bob):
        save(draft, MARKS, bob)
        DeclaredRelationship.objects.create(
            one=bob, other=alice, kind="SPOUSE", declared_on=LONG_AGO
        )

        assert "relationship" in refused(NotTheirAssessor, draft, bob)

    def test_once_the_role_has_ended(self, draft, bob):
        save(draft, MARKS, bob)
        Membership.objects.filter(person=bob, role=Role.ASSESSOR).update(
            ends_on=NOW.date() - datetime.timedelta(days=1)
        )

        refused(NotTheirAssessor, draft, bob)


class TestAPair:
    def test_is_signed_the_same_where_it_shares(self, form, begun, alice, bob, clinic):
        domains = [row | {"rated_once_for_pair": True} for row in CONTENT["domains"]]
        form.content = CONTENT | {"domains": domains}
        form.save()
        dora = make_person("Dora Dunn", clinic, Role.THERAPIST)
        signed(open_draft(alice, begun, by=bob, at=NOW), MARKS, bob)
        partner = open_draft(dora, begun, by=bob, at=NOW)
        save(partner, replace(MARKS, ratings={"MS1": 3, "MS2": 3}), bob)

        with pytest.raises(PairDiffers, match="Domain 2"):
            sign_observation(partner, proof_of(partner), by=bob, at=NOW)
        assert signed(partner, MARKS, bob)
