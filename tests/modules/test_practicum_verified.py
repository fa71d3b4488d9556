"""`audit_verify` over signed observations and ratings of one's own."""

from dataclasses import replace

import pytest

from certificates.audit_checks import signatures_stand
from home.audit_checks import _checks
from home.models import AuditEntry
from modules.actions.beginning_ratings import open_draft
from modules.actions.editions import canonical_sha256
from modules.actions.self_ratings import lock_self_rating
from modules.audit_checks import observations_stand, self_ratings_stand
from modules.models import (
    Observation,
    ObservationDetail,
    ObservationDraft,
    SelfRating,
)
from modules.selectors.observation_drafts import record_of
from tests.cast import NOW
from tests.letting_go import let_go_of
from tests.modules.observing import modules_alone
from tests.modules.rating import MARKS, begun, draft, form, save, signed

pytestmark = pytest.mark.usefixtures("modules_alone")
__all__ = ["begun", "draft", "form", "modules_alone"]


@pytest.fixture
def row(draft, bob) -> Observation:
    return signed(draft, MARKS, bob)


@pytest.fixture
def own(begun, alice) -> SelfRating:
    mine = open_draft(alice, replace(begun, supervision=""), by=alice, at=NOW)
    save(mine, MARKS, alice)
    shown = record_of(ObservationDraft.objects.get(pk=mine.pk))
    return lock_self_rating(mine, canonical_sha256(shown), by=alice, at=NOW)


def found(check) -> list[str]:
    return [f"{one.where.split()[0]}: {one.text}" for one in check()]


class TestWhatStands:
    def test_is_found_sound(self, own, row):
        assert found(observations_stand) == []
        assert found(self_ratings_stand) == []
        assert found(signatures_stand) == []

    def test_is_asked_by_audit_verify(self):
        assert {"modules.observations", "modules.self_ratings"} <= set(_checks)


class TestWhatSomebodyChanged:
    @pytest.mark.parametrize(
        "change",
        [
            {"behaviours": {}},
            {"note": "Better."},
            {"critical_fails": [0]},
            {"consent_recorded": False},
            {"signature": {"name": "Rita Rowe"}},
        ],
    )
    def test_in_what_was_signed_is_found(self, row, change):
        let_go_of("modules_observationdetail")
        ObservationDetail.objects.update(**change)

        assert found(observations_stand) == [
            "Observation: It does not say what the log says was signed."
        ]

    @pytest.mark.parametrize(
        "change", [{"ratings": {"MS1": 4, "MS2": 4}}, {"session_code": "KAP-1"}]
    )
    def test_in_the_observation_is_found(self, row, change):
        let_go_of("modules_observation")
        Observation.objects.update(**change)

        assert len(found(observations_stand)) == 1

    def test_in_what_was_shown_is_found(self, row):
        let_go_of("modules_observationdetail")
        ObservationDetail.objects.update(shown={})

        assert "Observation: What is kept as shown is not what was signed." in found(
            observations_stand
        )

    def test_in_a_rating_of_ones_own_is_found(self, own):
        let_go_of("modules_selfrating")
        SelfRating.objects.update(ratings={"MS1": 5, "MS2": 5})

        assert len(found(self_ratings_stand)) == 1

    def test_by_taking_it_away_is_found(self, row, own):
        let_go_of("modules_observationdetail", "modules_selfrating")
        ObservationDetail.objects.all().delete()
        SelfRating.objects.all().delete()

        assert "it is not there" in found(observations_stand)[0]
        assert "it is not there" in found(self_ratings_stand)[0]

    def test_by_taking_the_entry_away_is_found(self, row):
        let_go_of("home_auditentry")
        AuditEntry.objects.filter(action="OBSERVATION-SIGNED").delete()

        assert "0 entries" in found(observations_stand)[0]
