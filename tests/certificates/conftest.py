"""A booked session whose team has everything the gate asks for."""

import datetime

import pytest

from certificates.actions.applications import Wish, submit_application
from certificates.clearance.world import ClockFacts
from certificates.models import Attestation, Session, SessionMember
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.applying import row_counts
from tests.certificates.readiness import make_ready
from tests.certificates.roster import days, make_clear, set_site_values

STARTS = NOW + datetime.timedelta(hours=3)


@pytest.fixture
def clocks_agree(monkeypatch):
    monkeypatch.setattr(
        "certificates.selectors.facts._clock",
        lambda clinic, now: ClockFacts(application_at=now, database_at=now),
    )


@pytest.fixture
def team(clinic, alice, bob, clocks_agree):
    make_clear(alice, clinic, "L1", "L2A", "L2B", "L3", "T")
    make_clear(bob, clinic, "L1", "L2A", "L2B", "L3", "T")
    nurse = make_person("Nora Nkemelu", clinic, Role.MEDICAL_CLINICIAN)
    make_clear(nurse, clinic)
    for person in (alice, bob):
        person.matching_consent = True
        person.save()
    set_site_values(clinic)
    return {"alice": alice, "bob": bob, "nurse": nurse}


@pytest.fixture
def session(clinic, team):
    row = Session.objects.create(
        code="KX-204",
        clinic=clinic,
        kind="MEDICATION",
        route="IM",
        starts_at=STARTS,
        ends_at=STARTS + datetime.timedelta(minutes=90),
        ordinal=1,
        staffing_code="B",
        preference="NONE_STATED",
    )
    roles = {"alice": "lead", "bob": "co_therapist", "nurse": "medical_clinician"}
    for name, role in roles.items():
        SessionMember.objects.create(session=row, person=team[name], role=role)
    for ago in (9, 6, 3):
        Attestation.objects.create(
            session=row,
            code="PREPARATION-DONE",
            by=team["alice"],
            at=NOW - days(ago),
        )
    return row


@pytest.fixture
def ready(alice, bob, clinic):
    return make_ready(alice, clinic, bob)


@pytest.fixture
def wish(clinic):
    return Wish(clinic, "L1")


@pytest.fixture
def application(ready, alice, wish):
    return submit_application(alice, wish, at=NOW)


@pytest.fixture
def refused(application):
    """Nothing is written when a decision is refused."""
    before, state = row_counts(), application.state
    yield
    application.refresh_from_db()
    assert row_counts() == before
    assert application.state == state
    assert application.decided_by is None


@pytest.fixture
def writer(clinic):
    """Directs too, and writes versions: whoever writes does not sign for it."""
    return make_person("Wanda West", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def least_aside(monkeypatch):
    """Lets a version ask little: what every one keeps has tests of its own."""
    asked = "certificates.actions.requirement_activation.below_the_least"
    monkeypatch.setattr(asked, lambda draft: [])
