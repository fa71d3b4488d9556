"""A clinic that can hold a session, and the people who plan, lead and sign for it."""

import pytest

from certificates.actions.session_actors import Actor
from certificates.actions.session_steps import start_session
from certificates.models import ApiToken
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.roster import days
from tests.certificates.sessions.planning import DOOR, booking, carry, plan


@pytest.fixture
def sam(clinic):
    return make_person("Sam Sorel", clinic, Role.SCHEDULER)


@pytest.fixture
def medic(clinic):
    """Directs the medical side, and is on no team."""
    return make_person("Mona Meyer", clinic, Role.MEDICAL_DIRECTOR)


@pytest.fixture
def planner(sam):
    return Actor(sam)


@pytest.fixture
def token(clinic, rita):
    return ApiToken.objects.create(
        name="Calendar",
        clinic=clinic,
        purpose="calendar",
        scopes=["ask", "book"],
        token_sha256="0" * 64,
        created_at=NOW,
        created_by=rita,
        expires_at=NOW + days(30),
    )


@pytest.fixture
def machine(token):
    return Actor(None, token)


@pytest.fixture
def wanted(team):
    return booking(team)


@pytest.fixture
def booked(wanted, clinic, planner):
    """A session that the scheduler has booked, and nothing attested yet."""
    return plan(wanted, clinic, planner)


@pytest.fixture
def prepared(booked, team, medic):
    """All that is attested before it begins; it begins in half an hour."""
    carry(booked, team, medic)
    return booked


@pytest.fixture
def uneven(team):
    """Two women where a woman and a man are the default."""
    team["bob"].gender = "WOMAN"
    team["bob"].save()


@pytest.fixture
def composed(uneven, wanted, clinic, planner):
    return plan(wanted, clinic, planner)


@pytest.fixture
def fourth(team, clinic, planner):
    session = plan(booking(team, ordinal=4), clinic, planner)
    session.attestations.create(code="INTEGRATION-SINCE", by=team["bob"], at=NOW)
    return session


@pytest.fixture
def under_way(prepared, alice):
    return start_session(prepared, by=alice, at=DOOR).session
