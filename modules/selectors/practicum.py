"""Questions about the practicum: whom one may observe, and what was observed."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from home.models import Clinic, Membership, Person, Role
from modules.models import Observation, ObservationDraft, SelfRating

# So long an assessor's levels wait for the rating of whoever was observed.
OPENS_AFTER = datetime.timedelta(days=14)
SHOWN_FOR = datetime.timedelta(days=30)


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
    """An observed session as the person who was observed reads it.

    Args:
        ratings: empty as long as they are closed.
        opens_on: the day on which they open without a rating of one's own; None once
            they are open.
        own: how the person rated it; None when they did not.
    """

    row: Observation
    ratings: tuple[Rating, ...]
    opens_on: datetime.date | None
    own: SelfRating | None


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


def own_observations(person: Person, at: datetime.datetime) -> list[OwnObservation]:
    """This will list what was observed of a person, the newest first.

    What a later row corrected is left out. Each shows the form as it stood. Levels
    are closed until the person has locked a rating of their own, for 14 days at most.
    """
    rows = Observation.objects.filter(person=person, corrected_by__isnull=True)
    newest = rows.select_related("assessor", "clinic", "corrects", "detail").order_by(
        "-observed_on", "-recorded_at"
    )
    locked = {_session_of(one): one for one in SelfRating.objects.filter(person=person)}
    return [_own(row, locked.get(_session_of(row)), at) for row in newest]


def observation_for(
    person: Person,
    observation_id: UUID,
    *,
    works_at: Sequence[Clinic],
    reads_all_at: Sequence[Clinic] = (),
) -> Observation | None:
    """This will find an observation that somebody may read; None when there is none.

    One's own stays open for good; what one rated, as long as one works there.

    Args:
        reads_all_at: the clinics where they read what was observed of anybody.
    """
    rows = Observation.objects.filter(
        Q(person=person)
        | Q(assessor=person, clinic__in=works_at)
        | Q(clinic__in=reads_all_at)
    )
    with_all = rows.select_related(
        "person", "assessor", "clinic", "detail", "corrects", "corrected_by"
    )
    return with_all.filter(pk=observation_id).first()


def newly_signed(assessor: Person, at: datetime.datetime) -> list[Observation]:
    """This will list what somebody signed in the last 30 days, the newest first."""
    rows = Observation.objects.filter(
        assessor=assessor, recorded_at__gt=at - SHOWN_FOR, corrected_by__isnull=True
    )
    newest = rows.select_related("person").defer("form_content")
    return list(newest.order_by("-recorded_at"))


def waiting_self_ratings(person: Person) -> list[SelfRating]:
    """This will list what somebody locked and no assessor has put on record yet."""
    seen = {
        _session_of(row)
        for row in Observation.objects.filter(person=person).defer("form_content")
    }
    own = SelfRating.objects.filter(person=person).defer("form_content")
    return [row for row in own if _session_of(row) not in seen]


def is_shown_already(draft: ObservationDraft, at: datetime.datetime) -> bool:
    """This will say whether the person could read the assessor's levels already."""
    rows = Observation.objects.filter(
        person=draft.person_id,
        clinic=draft.clinic_id,
        form_code=draft.form_code,
        kind=draft.kind,
        session_code=draft.session_code,
        recorded_at__lte=at - OPENS_AFTER,
    )
    return rows.exists()


def is_open_to_the_observed(
    row: Observation, own: SelfRating | None, at: datetime.datetime
) -> bool:
    """This will say whether the person who was observed may read the levels now.

    A rating that was stopped has none to hide.
    """
    return bool(own) or row.had_critical_fail or at >= _told_at(row) + OPENS_AFTER


def _own(
    row: Observation, own: SelfRating | None, at: datetime.datetime
) -> OwnObservation:
    if is_open_to_the_observed(row, own, at):
        return OwnObservation(row, ratings_of(row), None, own)
    opens_on = row.clinic.day_of(_told_at(row) + OPENS_AFTER)
    return OwnObservation(row, (), opens_on, own)


def _told_at(row: Observation) -> datetime.datetime:
    """When the levels first came to be there: a correction hides nothing again."""
    while row.corrects:
        row = row.corrects
    return row.recorded_at


def _session_of(row: Observation | SelfRating) -> tuple[object, ...]:
    return row.clinic_id, row.form_code, row.kind, row.session_code


def ratings_of(row: Observation) -> tuple[Rating, ...]:
    """This will give every level with its domain and anchor, as the form stood."""
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
