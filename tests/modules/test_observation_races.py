"""Eight clients at once on a real PostgreSQL: one form, one signature, one lock."""

import datetime
import uuid
from dataclasses import replace

import pytest

from home.errors import RuleBroken
from home.models import AuditEntry, Role
from modules.actions.beginning_ratings import Begun, open_draft
from modules.actions.editions import canonical_sha256
from modules.actions.observation_drafts import Sent, save_draft
from modules.actions.self_ratings import lock_self_rating
from modules.actions.signing_observations import sign_observation
from modules.models import (
    Observation,
    ObservationDetail,
    ObservationDraft,
    PracticumForm,
    SelfRating,
)
from modules.rating_rules import marks_from
from modules.selectors.observation_drafts import record_of
from modules.signed_practicum import shown_stands
from tests.cast import NOW, make_clinic, make_person
from tests.modules.observing import modules_alone
from tests.modules.rating import CONTENT, MARKS, PAGE, proof_of, save
from tests.races import CLIENTS, at_once

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("modules_alone")]
__all__ = ["modules_alone"]


@pytest.fixture
def scene(on_postgresql):
    clinic = make_clinic()
    alice = make_person("Alice Ames", clinic, Role.THERAPIST)
    bob = make_person("Bob Birch", clinic, Role.THERAPIST, Role.ASSESSOR)
    form = PracticumForm.objects.create(code="MS", title="Form", content=CONTENT)
    begun = Begun(
        form=form,
        clinic=clinic,
        kind="MEDICATION",
        supervision="DIRECT",
        session_code="KAP-0142",
        observed_on=datetime.date(2026, 11, 1),
        consent_recorded=True,
    )
    return alice, bob, begun


def tried(act):
    """What came of it, or the code of the refusal."""
    try:
        return act()
    except RuleBroken as refusal:
        return refusal.code


def test_eight_beginnings_make_one_form(scene):
    alice, bob, begun = scene

    found = at_once(lambda _number: open_draft(alice, begun, by=bob, at=NOW).pk)

    assert set(found) == {ObservationDraft.objects.get().pk}


def test_eight_signatures_make_one_observation(scene):
    alice, bob, begun = scene
    draft = open_draft(alice, begun, by=bob, at=NOW)
    save(draft, MARKS, bob)
    proof = proof_of(draft)

    found = at_once(lambda _number: sign_observation(draft, proof, by=bob, at=NOW).pk)

    assert set(found) == {Observation.objects.get().pk}
    assert AuditEntry.objects.filter(action="OBSERVATION-SIGNED").count() == 1


def test_what_is_saved_while_it_is_signed_is_signed_whole_or_refused(scene):
    alice, bob, begun = scene
    draft = open_draft(alice, begun, by=bob, at=NOW)
    save(draft, MARKS, bob)
    proof, other = proof_of(draft), replace(MARKS, ratings={"MS1": 1, "MS2": 1})

    def act(number: int):
        if number % 2:
            return tried(lambda: sign_observation(draft, proof, by=bob, at=NOW).pk)
        sent = Sent(other, 1, PAGE, number + 2)
        return tried(lambda: save_draft(draft, sent, by=bob, at=NOW).revision)

    at_once(act)

    for detail in ObservationDetail.objects.all():
        assert shown_stands(detail)
        assert marks_from(detail.shown["marks"]) == MARKS
        assert detail.observation.ratings == MARKS.ratings
    draft.refresh_from_db()
    is_signed = Observation.objects.count() == 1
    assert draft.state == ("SIGNED" if is_signed else "OPEN")


def test_eight_pages_that_know_the_same_version_keep_one(scene):
    alice, bob, begun = scene
    draft = open_draft(alice, begun, by=bob, at=NOW)

    def act(number: int):
        marks = replace(MARKS, note=f"Page {'abcdefgh'[number]}.")
        sent = Sent(marks, 0, uuid.UUID(int=number + 1), 1)
        return tried(lambda: save_draft(draft, sent, by=bob, at=NOW).revision)

    found = at_once(act)

    assert sorted(map(str, found)) == ["1", *["PRACTICUM-NEWER-KEPT"] * (CLIENTS - 1)]


def test_eight_corrections_make_one(scene):
    alice, bob, begun = scene
    draft = open_draft(alice, begun, by=bob, at=NOW)
    save(draft, MARKS, bob)
    old = sign_observation(draft, proof_of(draft), by=bob, at=NOW)
    told = {"corrects": old, "reason": "Another session."}
    drafts = []
    for number in range(CLIENTS):
        again = replace(begun, **told, session_code=f"KAP-{number}")
        drafts.append(open_draft(alice, again, by=bob, at=NOW))

    found = at_once(
        lambda number: tried(
            lambda: (
                sign_observation(
                    drafts[number], proof_of(drafts[number]), by=bob, at=NOW
                ).pk
            )
        )
    )

    row = Observation.objects.get(corrects=old)
    assert found.count(row.pk) == 1
    assert found.count("PRACTICUM-CORRECTED") == CLIENTS - 1


def test_eight_locks_make_one_rating_of_ones_own(scene):
    alice, _bob, begun = scene
    draft = open_draft(alice, begun, by=alice, at=NOW)
    save(draft, MARKS, alice)
    shown = canonical_sha256(record_of(ObservationDraft.objects.get(pk=draft.pk)))

    found = at_once(lambda _number: lock_self_rating(draft, shown, by=alice, at=NOW).pk)

    assert set(found) == {SelfRating.objects.get().pk}
    assert AuditEntry.objects.filter(action="SELF-RATING-LOCKED").count() == 1
