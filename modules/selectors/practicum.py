"""Questions about the practicum: whom one may observe, and what was observed."""

import datetime
from dataclasses import dataclass

from home.models import Clinic, Membership, Person, Role
from modules.models import Observation


@dataclass(frozen=True)
class Learner:
    """Somebody an assessor may meet in a session, and at which clinic."""

    person: Person
    clinic: Clinic


@dataclass(frozen=True)
class Rating:
    """A domain with the level it was given, and what that level looks like."""

    code: str
    title: str
    level: int
    anchor: str


@dataclass(frozen=True)
class OwnObservation:
    row: Observation
    ratings: tuple[Rating, ...]


def people_to_observe(
    clinics: list[Clinic], assessor: Person, at: datetime.datetime
) -> list[Learner]:
    """This will list the therapists of these clinics today, the assessor left out."""
    found: dict[object, Learner] = {}
    for clinic in clinics:
        rows = Membership.objects.in_force(clinic.day_of(at)).filter(
            clinic=clinic, role=Role.THERAPIST
        )
        for row in rows.exclude(person=assessor).select_related("person"):
            found.setdefault(row.person_id, Learner(row.person, clinic))
    return sorted(found.values(), key=lambda learner: learner.person.name)


def own_observations(person: Person) -> list[OwnObservation]:
    """This will list what was observed of a person, the newest first.

    What a later row corrected is left out. Each shows the form as it stood.
    """
    rows = Observation.objects.filter(person=person, corrected_by__isnull=True)
    newest = rows.select_related("assessor").order_by("-observed_on", "-recorded_at")
    return [OwnObservation(row, _ratings(row)) for row in newest]


def _ratings(row: Observation) -> tuple[Rating, ...]:
    return tuple(
        Rating(
            domain["code"],
            domain["title"],
            row.ratings[domain["code"]],
            domain["anchors"].get(str(row.ratings[domain["code"]]), ""),
        )
        for domain in row.form_content["domains"]
        if domain["code"] in row.ratings
    )
