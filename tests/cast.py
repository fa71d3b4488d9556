"""The people of every test: Alice learns, Bob supervises, Rita directs; Charlie is
a stranger from another clinic."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from home.models import Clinic, Membership, Person, Role, User

NOW = datetime.datetime(2026, 11, 2, 15, 0, tzinfo=datetime.UTC)
LONG_AGO = datetime.date(2024, 1, 1)
ZONE = "America/New_York"


def make_clinic(slug: str = "north", **fields) -> Clinic:
    defaults = {
        "name": f"{slug.capitalize()} Clinic",
        "time_zone": ZONE,
        "jurisdiction": "US-MA",
        "in_person": True,
    }
    return Clinic.objects.get_or_create(slug=slug, defaults=defaults | fields)[0]


def make_person(name: str, clinic: Clinic | None = None, *roles: Role, **fields):
    """This will make a person who can sign in, with roles at a clinic."""
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    user = User.objects.create_user(email, "a long enough password")
    person = Person.objects.create(name=name, user=user, **fields)
    for role in roles:
        Membership.objects.create(
            person=person, clinic=clinic, role=role, starts_on=LONG_AGO
        )
    return person


def client_of(person: Person | None) -> Client:
    """This will give a browser in which the person is signed in."""
    client = Client()
    if person:
        client.force_login(
            person.user,
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
    return client


def clinic_day() -> datetime.date:
    """Today by the clock of the clinic that `make_clinic` makes."""
    return timezone.now().astimezone(ZoneInfo(ZONE)).date()


@pytest.fixture
def clinic(db) -> Clinic:
    return make_clinic()


@pytest.fixture
def other_clinic(db) -> Clinic:
    return make_clinic("south")


@pytest.fixture
def alice(clinic) -> Person:
    return make_person("Alice Ames", clinic, Role.THERAPIST, gender="WOMAN")


@pytest.fixture
def bob(clinic) -> Person:
    return make_person("Bob Birch", clinic, Role.THERAPIST, Role.ASSESSOR, gender="MAN")


@pytest.fixture
def rita(clinic) -> Person:
    return make_person("Rita Rowe", clinic, Role.CLINICAL_DIRECTOR, gender="WOMAN")


@pytest.fixture
def charlie(other_clinic) -> Person:
    return make_person("Charlie Chen", other_clinic, Role.CLINICAL_DIRECTOR)
