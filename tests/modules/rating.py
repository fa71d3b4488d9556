"""A rating as tests begin, mark and sign it, on a form with every rule."""

import datetime
import uuid

import pytest

from home.fresh_sign_in import SignIn
from modules.actions.beginning_ratings import Begun, open_draft
from modules.actions.editions import canonical_sha256
from modules.actions.observation_drafts import Sent, save_draft
from modules.actions.signing_observations import Proof, sign_observation
from modules.models import Observation, ObservationDraft, PracticumForm
from modules.rating_rules import Marks
from modules.selectors.observation_drafts import record_of
from tests.cast import NOW

PAGE = uuid.UUID(int=1)
ANCHORS = {str(level): f"Anchor {level}" for level in range(1, 5)}
CONTENT = {
    "intro": "Watch the whole session.",
    "answers": ["Yes", "Partly", "No", "Not seen"],
    "levels": [
        {"level": n, "meaning": f"Meaning {n}", "only_for": "S" if n == 5 else ""}
        for n in range(1, 6)
    ],
    "highest_level_with_a_no": 2,
    "critical_fails": ["Patient left unattended.", "Sign of danger not passed on."],
    "critical_fails_note": "",
    "domains": [
        {
            "code": f"MS{n}",
            "title": f"Domain {n}",
            "behaviours": [f"Inspects room {n}", f"Speaks seldom {n}"],
            "anchors": {k: f"{text} of {n}" for k, text in ANCHORS.items()},
            "rated_once_for_pair": False,
            "note": "",
        }
        for n in (1, 2)
    ],
}
MARKS = Marks(
    behaviours={"MS1": ["YES", "PARTLY"], "MS2": ["YES", "NOT_SEEN"]},
    ratings={"MS1": 3, "MS2": 4},
    note="Calm throughout.",
)
STOPPED = Marks(
    behaviours={"MS1": ["YES", ""]}, ratings={"MS1": 4}, critical=(1,), note=""
)


@pytest.fixture
def form(db) -> PracticumForm:
    return PracticumForm.objects.create(
        code="MS", title="Medication session", content=CONTENT
    )


@pytest.fixture
def begun(form, clinic) -> Begun:
    return Begun(
        form=form,
        clinic=clinic,
        kind="MEDICATION",
        supervision="DIRECT",
        session_code="KAP-0142",
        observed_on=datetime.date(2026, 11, 1),
        consent_recorded=True,
    )


@pytest.fixture
def draft(begun, alice, bob) -> ObservationDraft:
    return open_draft(alice, begun, by=bob, at=NOW)


def save(draft: ObservationDraft, marks: Marks, by, **changes) -> ObservationDraft:
    fresh = ObservationDraft.objects.get(pk=draft.pk)
    told = {"revision": fresh.revision, "page": PAGE, "count": fresh.page_count + 1}
    return save_draft(draft, Sent(marks, **told | changes), by=by, at=NOW)


def proof_of(draft: ObservationDraft, at: datetime.datetime = NOW) -> Proof:
    shown = record_of(ObservationDraft.objects.get(pk=draft.pk))
    return Proof(SignIn("PASSWORD", at), canonical_sha256(shown))


def signed(draft: ObservationDraft, marks: Marks, by) -> Observation:
    """This will mark a form and sign it."""
    save(draft, marks, by)
    return sign_observation(draft, proof_of(draft), by=by, at=NOW)
