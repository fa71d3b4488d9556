"""Whoever entered what somebody else rated does not decide on it."""

import pytest

from certificates.actions.applications import (
    Wish,
    submit_application,
    withdraw_application,
)
from certificates.models import Application
from certificates.selectors.dossiers import digest_of
from home.errors import NotAllowed
from home.models import Role
from modules.actions.admitting import Observed
from modules.actions.practicum import record_observation
from tests.cast import NOW, make_person
from tests.certificates.applying import approve, row_counts
from tests.certificates.readiness import make_ready, observe
from tests.certificates.roster import days, grant

TODAY = NOW.date()


@pytest.fixture
def ready(alice, bob, clinic):
    return make_ready(alice, clinic, bob)


def apply(person, clinic):
    return submit_application(person, Wish(clinic, "L1"), at=NOW)


def is_refused(application, by):
    before = row_counts()
    with pytest.raises(NotAllowed, match="You entered an observed session"):
        approve(application, by)
    application.refresh_from_db()
    assert row_counts() == before
    return application.state == "READY"


class TestADirectorWhoEnteredAPaper:
    def test_does_not_approve_on_it(self, ready, alice, bob, rita, clinic):
        for type_ in ("S", "L3"):
            grant(bob, clinic, type_)
        paper = Observed(
            form=ready.form,
            clinic=clinic,
            assessor=bob,
            kind="PREPARATION",
            supervision="DIRECT",
            session_code="PX-204",
            observed_on=TODAY - days(5),
            ratings={"PI1": 3, "PI2": 4},
            had_critical_fail=False,
        )
        record_observation(alice, paper, by=rita, at=NOW)

        assert is_refused(apply(alice, clinic), rita)

    def test_does_not_when_it_came_in_meanwhile(self, ready, alice, bob, rita, clinic):
        application = apply(alice, clinic)
        observe(alice, clinic, bob, recorded_by=rita)

        assert is_refused(application, rita)

    def test_does_not_when_it_was_corrected_meanwhile(
        self, ready, alice, bob, rita, clinic
    ):
        entered = observe(alice, clinic, bob, recorded_by=rita)
        application = apply(alice, clinic)
        observe(alice, clinic, bob, recorded_by=bob, corrects=entered)

        assert is_refused(application, rita)

    def test_leaves_it_to_another_director(self, ready, alice, bob, rita, clinic):
        observe(alice, clinic, bob, recorded_by=rita)
        other = make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)

        assert approve(apply(alice, clinic), other).state == "ACTIVE"


class TestADossierFromBeforeThisWasKept:
    def test_can_still_be_decided_on(self, ready, alice, rita, clinic):
        sent = apply(alice, clinic)
        older = {name: sent.dossier[name] for name in OF_FORMAT_1}
        older["observations"] = [
            {k: v for k, v in row.items() if k != "recorded_by"}
            for row in sent.dossier["observations"]
        ]
        withdraw_application(sent, by=alice, at=NOW)
        application = Application.objects.create(
            person=alice,
            clinic=clinic,
            credential_type="L1",
            requirement_set=sent.requirement_set,
            state="SUBMITTED",
            submitted_at=NOW,
            dossier=older,
            dossier_sha256=digest_of(older),
        )

        assert approve(application, rita).state == "ACTIVE"


OF_FORMAT_1 = (
    "person",
    "clinic",
    "credential",
    "requirements",
    "as_of",
    "asked",
    "tracks",
    "observations",
    "documents",
    "exclusion_checks",
    "recorded",
    "credentials",
    "suspensions",
)
