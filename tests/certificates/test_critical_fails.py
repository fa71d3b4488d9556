"""A critical fail opens a review by itself, before an officer who stands apart."""

import pytest

from certificates.concern_rules import concerns_for
from certificates.models import Concern, Suspension
from home.models import AuditEntry, Role
from modules.actions.beginning_ratings import open_draft
from modules.actions.practicum import record_observation
from modules.models import Observation
from tests.cast import NOW, make_person
from tests.certificates.roster import grant
from tests.modules import observing
from tests.modules.observing import observed
from tests.modules.rating import MARKS, STOPPED, begun, form, signed

__all__ = ["begun", "form", "observed"]


@pytest.fixture
def held(bob, clinic):
    return [grant(bob, clinic, type_) for type_ in ("S", "L3")]


@pytest.fixture
def sam(clinic):
    return make_person("Sam Sato", clinic, Role.SAFETY_OFFICER)


@pytest.fixture
def draft(held, begun, alice, bob):
    return open_draft(alice, begun, by=bob, at=NOW)


class TestACriticalFail:
    def test_is_put_before_a_safety_officer(self, draft, alice, bob, sam, rita):
        signed(draft, STOPPED, bob)

        row = Concern.objects.get()
        assert (row.person, row.reported_by, row.officer) == (alice, bob, sam)
        assert (row.severity, row.state) == ("RULE", "OPEN")
        assert (row.session_code, row.occurred_on) == ("KAP-0142", draft.observed_on)
        assert "Sign of danger not passed on." in row.account
        assert "Patient left unattended" not in row.account
        assert concerns_for(sam, NOW).get() == row
        for other in (alice, bob, rita):
            assert not concerns_for(other, NOW).exists()

    def test_pauses_nobody_by_itself(self, draft, bob, sam):
        signed(draft, STOPPED, bob)

        assert not Suspension.objects.exists()

    def test_is_logged_without_telling_about_whom(self, draft, alice, bob, sam):
        signed(draft, STOPPED, bob)

        entry = AuditEntry.objects.get(action="CONCERN-REPORTED")
        assert entry.by is None
        assert str(alice.pk) not in str(entry.facts)

    def test_is_never_given_to_the_assessor_or_the_person(
        self, draft, alice, bob, clinic
    ):
        for person in (alice, bob):
            person.memberships.create(
                clinic=clinic, role=Role.SAFETY_OFFICER, starts_on=NOW.date()
            )

        signed(draft, STOPPED, bob)

        assert Concern.objects.get().officer is None

    def test_from_paper_opens_one_too(self, held, alice, bob, rita, observed, sam):
        failed = observing.failed(observed)

        record_observation(alice, failed, by=rita, at=NOW)

        row = Concern.objects.get()
        assert (row.reported_by, row.officer) == (bob, sam)

    def test_that_did_not_happen_opens_none(self, draft, bob, sam):
        signed(draft, MARKS, bob)

        assert not Concern.objects.exists()

    def test_stands_only_with_its_review(self, draft, bob, sam, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("The disk is full.")

        monkeypatch.setattr("certificates.actions.concerns.add_step", broken)
        with pytest.raises(RuntimeError):
            signed(draft, STOPPED, bob)

        assert not Observation.objects.exists()
        assert not Concern.objects.exists()
