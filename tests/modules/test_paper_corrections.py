"""A paper whose assessor has left: a director enters what it says, with a reason."""

import html
from dataclasses import replace

import pytest
from django.urls import reverse

from home.models import AuditEntry, Membership, Role
from modules.actions.beginning_ratings import CorrectedAlready, ReasonMissing
from modules.actions.paper_corrections import NotForADirector, correct_paper
from modules.actions.practicum import record_observation
from modules.models import Observation
from modules.selectors.record import learning_record
from tests.cast import NOW, client_of
from tests.modules.observing import form, modules_alone, observed

pytestmark = pytest.mark.usefixtures("modules_alone")
__all__ = ["form", "modules_alone", "observed"]
REASON = "The second level was read wrongly."
TYPED = {
    "session_code": "KAP-0142",
    "observed_on": "2026-11-01",
    "kind": "MEDICATION",
    "supervision": "DIRECT",
    "critical_fail": "no",
    "MS1": "3",
    "MS2": "4",
    "reason": REASON,
}


@pytest.fixture
def paper(observed, alice, bob):
    return record_observation(alice, observed, by=bob, at=NOW)


@pytest.fixture
def left(paper, bob):
    """Bob stops being an assessor after the session."""
    rows = Membership.objects.filter(person=bob, role=Role.ASSESSOR)
    rows.update(ends_on="2026-11-01")
    return paper


def right(observed, left):
    return replace(observed, ratings={"MS1": 3, "MS2": 4}, corrects=left)


class TestADirector:
    def test_puts_right_what_a_departed_assessor_wrote(self, left, rita, alice):
        url = reverse("paper_correct", args=[left.pk])
        page = client_of(rita).get(reverse("observation", args=[left.pk]))
        assert url in page.content.decode()

        answer = client_of(rita).post(url, TYPED)

        newer = Observation.objects.get(corrects=left)
        assert answer.url == reverse("observation", args=[newer.pk])
        assert (newer.assessor, newer.recorded_by) == (left.assessor, rita)
        assert newer.paper_correction.reason == REASON
        left.refresh_from_db()
        assert left.ratings == {"MS1": 3, "MS2": 5}
        seen = learning_record(alice, clinic_ids=[left.clinic_id]).observations
        assert [one.ratings for one in seen] == [{"MS1": 3, "MS2": 4}]
        entry = AuditEntry.objects.get(action="PAPER-PUT-RIGHT")
        assert entry.facts["corrects"] == str(left.pk)
        shown = client_of(rita).get(answer.url).content.decode()
        assert REASON in html.unescape(shown)

    def test_keeps_what_was_typed_without_a_reason(self, left, rita):
        url = reverse("paper_correct", args=[left.pk])

        answer = client_of(rita).post(url, TYPED | {"reason": "", "MS1": "2"})

        assert answer.status_code == 422
        assert answer.context["form"]["MS1"].value() == "2"
        assert not Observation.objects.filter(corrects=left).exists()

    def test_leaves_it_to_an_assessor_who_is_here(self, paper, observed, rita):
        url = reverse("paper_correct", args=[paper.pk])

        assert client_of(rita).get(url).status_code == 404
        with pytest.raises(NotForADirector):
            correct_paper(right(observed, paper), REASON, by=rita, at=NOW)

    def test_does_it_once(self, left, observed, rita):
        correct_paper(right(observed, left), REASON, by=rita, at=NOW)

        with pytest.raises(CorrectedAlready):
            correct_paper(right(observed, left), REASON, by=rita, at=NOW)

    def test_says_why_and_names_no_other_assessor(self, left, observed, rita, charlie):
        with pytest.raises(ReasonMissing):
            correct_paper(right(observed, left), " ", by=rita, at=NOW)
        strange = replace(right(observed, left), assessor=charlie)
        with pytest.raises(NotForADirector):
            correct_paper(strange, REASON, by=rita, at=NOW)


class TestNobodyElse:
    def test_of_the_clinic_or_another(self, left, alice, bob, charlie):
        url = reverse("paper_correct", args=[left.pk])

        for person in (alice, bob, charlie):
            answer = client_of(person).post(url, TYPED)
            assert answer.status_code in {403, 404}
        assert not Observation.objects.filter(corrects=left).exists()
