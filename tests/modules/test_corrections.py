"""Putting a rating right: a new row with its reason, and the old one stays."""

from dataclasses import replace

import pytest

from home.errors import NotAllowed
from home.models import AuditEntry
from modules.actions.beginning_ratings import (
    CorrectedAlready,
    ReasonMissing,
    open_draft,
)
from modules.actions.observation_drafts import MarksRefused
from modules.actions.practicum import record_observation
from modules.actions.signing_observations import sign_observation
from modules.models import Observation, ObservationDraft
from modules.rating_rules import Marks, marks_from
from modules.selectors.practicum import OPENS_AFTER, own_observations
from modules.selectors.record import learning_record
from modules.signals import critical_fail_recorded
from tests.cast import NOW, client_of
from tests.modules.observing import modules_alone, observed
from tests.modules.rating import (
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
__all__ = ["begun", "draft", "form", "modules_alone", "observed"]
REASON = "I marked the third domain for the other session."
BETTER = replace(MARKS, ratings={"MS1": 4, "MS2": 4})


@pytest.fixture
def old(draft, bob) -> Observation:
    return signed(draft, MARKS, bob)


def begin(begun, old, by, **changes) -> ObservationDraft:
    told = {"corrects": old, "reason": REASON} | changes
    return open_draft(old.person, replace(begun, **told), by=by, at=NOW)


class TestACorrection:
    def test_begins_with_what_was_marked(self, begun, old, bob):
        correction = begin(begun, old, bob)

        assert marks_from(correction.marks) == MARKS
        assert (correction.corrects, correction.reason) == (old, REASON)

    def test_of_a_paper_begins_with_its_levels(self, begun, observed, alice, bob):
        paper = record_observation(alice, observed, by=bob, at=NOW)

        correction = begin(begun, paper, bob)

        assert marks_from(correction.marks) == Marks(ratings={"MS1": 3, "MS2": 5})

    def test_is_a_new_row_and_the_old_one_stays(self, begun, old, alice, bob):
        row = signed(begin(begun, old, bob), BETTER, bob)

        old.refresh_from_db()
        assert old.ratings == MARKS.ratings
        assert (row.corrects, row.detail.reason) == (old, REASON)
        assert row.detail.signature["meaning"] == "CORRECTED"
        recorded = AuditEntry.objects.filter(action="OBSERVATION-RECORDED").last()
        assert recorded.facts["corrects"] == str(old.pk)
        seen = learning_record(alice, clinic_ids=[begun.clinic.pk]).observations
        assert [one.ratings for one in seen] == [BETTER.ratings]

    def test_can_mend_the_session_too(self, begun, old, bob):
        correction = begin(begun, old, bob, session_code="KAP-0143")

        assert signed(correction, MARKS, bob).session_code == "KAP-0143"

    def test_hides_nothing_that_was_open(self, begun, old, alice, bob):
        save(correction := begin(begun, old, bob), BETTER, bob)
        later = NOW + OPENS_AFTER
        sign_observation(correction, proof_of(correction, later), by=bob, at=later)

        (shown,) = own_observations(alice, later)
        assert [one.level for one in shown.ratings] == [4, 4]

    def test_of_what_was_no_fail_tells_of_the_fail_and_only_once(self, begun, old, bob):
        heard = []

        def hear(sender, observation_id, **kwargs):
            heard.append(observation_id)

        critical_fail_recorded.connect(hear)
        failed = signed(begin(begun, old, bob), STOPPED, bob)
        signed(begin(begun, failed, bob), STOPPED, bob)
        critical_fail_recorded.disconnect(hear)

        assert heard == [failed.pk]


class TestNothingIsPutRight:
    def test_by_anybody_but_the_assessor(self, begun, old, clinic, rita, alice):
        rita.memberships.create(
            clinic=clinic, role="ASSESSOR", starts_on=begun.observed_on
        )

        with pytest.raises(NotAllowed):
            begin(begun, old, rita)

    @pytest.mark.parametrize(
        ("reason", "error"),
        [("  ", ReasonMissing), ("It was Mrs. Garcia.", MarksRefused)],
    )
    def test_without_a_reason_that_can_be_kept(self, begun, old, bob, reason, error):
        with pytest.raises(error):
            begin(begun, old, bob, reason=reason)

    def test_twice(self, begun, old, bob):
        first = begin(begun, old, bob)
        second = begin(begun, old, bob, session_code="KAP-0143")
        signed(first, BETTER, bob)
        save(second, BETTER, bob)

        with pytest.raises(CorrectedAlready):
            sign_observation(second, proof_of(second), by=bob, at=NOW)
        with pytest.raises(CorrectedAlready):
            begin(begun, old, bob)
        assert Observation.objects.count() == 2


class TestThePage:
    TOLD = {
        "kind": "MEDICATION",
        "supervision": "DIRECT",
        "session_code": "KAP-0142",
        "observed_on": "2026-11-01",
        "rated_for": "no",
        "consent": "on",
        "reason": REASON,
    }

    def url(self, row) -> str:
        return f"/practicum/observations/{row.pk}/correct/"

    def test_begins_a_correction(self, old, bob):
        browser = client_of(bob)
        page = browser.get(self.url(old)).content.decode()

        answer = browser.post(self.url(old), self.TOLD)

        assert 'value="KAP-0142"' in page
        correction = ObservationDraft.objects.get(corrects=old)
        assert answer.url == f"/practicum/drafts/{correction.pk}/"

    def test_keeps_what_was_typed_when_it_refuses(self, old, bob):
        told = self.TOLD | {"reason": "Call 617-555-0142."}

        answer = client_of(bob).post(self.url(old), told)

        assert answer.status_code == 422
        assert "Call 617-555-0142." in answer.content.decode()
        assert not ObservationDraft.objects.filter(corrects=old).exists()

    def test_leads_to_the_newer_one_when_there_is_one(self, begun, old, bob):
        row = signed(begin(begun, old, bob), BETTER, bob)

        answer = client_of(bob).get(self.url(old))

        assert answer.url == f"/practicum/observations/{row.pk}/"

    def test_is_for_the_assessor_alone(self, old, alice, rita, charlie, clinic):
        rita.memberships.create(clinic=clinic, role="ASSESSOR", starts_on="2024-01-01")

        codes = [
            client_of(one).get(self.url(old)).status_code
            for one in (alice, rita, charlie)
        ]

        assert codes == [403, 404, 403]
