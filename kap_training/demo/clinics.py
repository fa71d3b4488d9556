"""Two clinics that know nothing of each other, and the people who work there."""

import datetime
from functools import partial
from typing import Any

from django.contrib.auth.models import Group

from certificates.actions.site_values import Values, set_site_values
from home.models import Clinic, DeclaredRelationship, Membership, Person, Role, User
from kap_training.demo.actors import ADMIN_EMAIL, NORTH, SOUTH, Actor
from kap_training.demo.cast import CAST
from kap_training.demo.derived import id_of, passphrase
from kap_training.demo.stage import Stage
from kap_training.demo.timeline import Timeline
from modules.loading.editors import GROUP as EDITORS
from modules.loading.moderators import GROUP as MODERATORS

# They approve what the editors send in; no role at a clinic brings this with it.
APPROVING = ("tomas",)
CLINICS: tuple[dict[str, Any], ...] = (
    {
        "slug": NORTH,
        "name": "Northfield Clinic",
        "time_zone": "America/New_York",
        "jurisdiction": "US-MA",
        "in_person": True,
    },
    {
        "slug": SOUTH,
        "name": "Southgate Clinic",
        "time_zone": "America/Los_Angeles",
        "jurisdiction": "US-OR",
        "in_person": True,
    },
)
NORTH_VALUES = Values(
    bp_review="140/90",
    bp_stop="180/110",
    observe_minutes=120,
    release_criteria=(
        "Awake and oriented, walks steadily, blood pressure near where it began, "
        "and the escort is in the room."
    ),
)
# Nobody wrote down when a patient may leave: no session opens at Southgate.
SOUTH_VALUES = Values(
    bp_review="140/90", bp_stop="180/110", observe_minutes=120, release_criteria=""
)


def open_clinics(seed: int, now: datetime.datetime) -> Stage:
    """This will make the clinics and everybody who works there."""
    clinics = {row["slug"]: Clinic.objects.create(**row) for row in CLINICS}
    stage = Stage(seed, Timeline(now), clinics, {})
    password = passphrase(seed)
    User.objects.create_superuser(ADMIN_EMAIL, password)
    for actor in CAST:
        stage.people[actor.key] = _person(stage, actor, password)
    return stage


def set_values(stage: Stage) -> None:
    """This will let each medical director say what they have decided so far."""
    for clinic, values, key in (
        (NORTH, NORTH_VALUES, "ngozi"),
        (SOUTH, SOUTH_VALUES, "xiomara"),
    ):
        act = partial(_set, stage.clinics[clinic], values, stage.people[key])
        stage.timeline.put(stage.timeline.moment(200, 15), act)


def _set(clinic: Clinic, values: Values, by: Person, at: datetime.datetime) -> None:
    set_site_values(clinic, values, by=by, at=at)


def declare_relationship(stage: Stage) -> None:
    """This will declare a tie between two therapists of Northfield."""
    DeclaredRelationship.objects.create(
        one=stage.people["mateus"],
        other=stage.people["hana"],
        kind=DeclaredRelationship.Kind.SPOUSE,
        declared_on=stage.day(90),
    )


def _person(stage: Stage, actor: Actor, password: str) -> Person:
    user = User.objects.create_user(actor.email, password)
    person = Person.objects.create(
        id=id_of(stage.seed, actor.key),
        user=user,
        name=actor.name,
        gender=actor.gender,
        matching_consent=actor.consents,
    )
    for clinic, role in actor.posts:
        Membership.objects.create(
            person=person,
            clinic=stage.clinics[clinic],
            role=role,
            starts_on=stage.day(actor.joined),
        )
    roles = {role for _clinic, role in actor.posts}
    if Role.EDITOR in roles:
        user.groups.add(Group.objects.get(name=EDITORS))
    if actor.key in APPROVING:
        user.groups.add(Group.objects.get(name=MODERATORS))
    return person
