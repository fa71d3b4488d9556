"""Whoever entered what somebody else rated does not decide on it."""

import pytest

from certificates.actions.applications import (
    Wish,
    approve_application,
    submit_application,
)
from certificates.models import (
    ApplicationEvent,
    Certificate,
    Credential,
    CurrencyRecord,
    Signature,
)
from certificates.selectors.dossiers import digest_of
from home.errors import NotAllowed
from home.models import AuditEntry, Role
from modules.actions.practicum import Observed, record_observation
from tests.cast import NOW, make_person
from tests.certificates.readiness import make_ready, observe
from tests.certificates.roster import days, grant

TODAY = NOW.date()
ROWS = (
    ApplicationEvent,
    AuditEntry,
    Certificate,
    Credential,
    CurrencyRecord,
    Signature,
)


@pytest.fixture
def ready(alice, bob, clinic):
    return make_ready(alice, clinic, bob)


def apply(person, clinic):
    return submit_application(person, Wish(clinic, "L1"), at=NOW)


def approve(application, by):
    shown = application.dossier_sha256
    return approve_application(application, by=by, at=NOW, shown_sha256=shown)


def is_refused(application, by):
    before = [model.objects.count() for model in ROWS]
    with pytest.raises(NotAllowed, match="You entered an observed session"):
        approve(application, by)
    application.refresh_from_db()
    assert [model.objects.count() for model in ROWS] == before
    return application.state == "SUBMITTED"


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
        application = apply(alice, clinic)
        for row in application.dossier["observations"]:
            del row["recorded_by"]
        application.dossier_sha256 = digest_of(application.dossier)
        application.save()

        assert approve(application, rita).state == "ACTIVE"
