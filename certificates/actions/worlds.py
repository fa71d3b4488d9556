"""Moving a whole roster in from a file: all of it, or nothing. Nothing is judged."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _

from certificates.actions.world_rows import Rows, rows_of
from certificates.models import Session
from certificates.worlds.checking import Standing, require_whole
from certificates.worlds.shapes import World
from certificates.worlds.values import WorldRefused
from home.actions import audit
from home.models import Clinic, Person, User
from home.sealed_rows import in_batches

AT_ONCE = 1000


@dataclass(frozen=True)
class Loaded:
    """How much of what was loaded."""

    clinics: int
    people: int
    relationships: int
    sessions: int
    rows: int


def load_world(world: World, *, at: datetime.datetime) -> Loaded:
    """This will load a world in one transaction, an audit entry for every row.

    Nobody signs for it, so nothing of it has a certificate, and the log says that
    nobody did.

    Raises:
        WorldRefused: a name is there twice, exists already or is unknown, or the
            database does not take a row.
    """
    try:
        with transaction.atomic():
            require_whole(world, _standing(world))
            rows = rows_of(world, _at_hand(world), at)
            for batch in rows.in_order():
                _create(batch)
            audit.append_many(rows.told(), by=None, at=at)
    except DatabaseError as problem:
        told = _("The database did not take a row: %(problem)s")
        raise WorldRefused("world", told % {"problem": problem}) from problem
    return Loaded(
        clinics=len(world.clinics),
        people=len(world.people),
        relationships=len(world.relationships),
        sessions=len(world.sessions),
        rows=sum(len(batch) for batch in rows.in_order()),
    )


def _create(rows: list[Any]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=AT_ONCE)


def _standing(world: World) -> Standing:
    """Look up which of the world's names are taken, or there to be referred to."""
    sessions = {row.code for row in world.sessions}
    return Standing(
        clinics=frozenset(_found(Clinic, "slug", _slugs(world))),
        people=frozenset(_found(Person, "pk", _ids(world))),
        emails=_emails({row.email.casefold() for row in world.people if row.email}),
        sessions=frozenset(_found(Session, "code", sessions)),
    )


def _at_hand(world: World) -> Rows:
    """The clinics that stand already, and to which the world refers."""
    there = Clinic.objects.filter(slug__in=_slugs(world))
    return Rows(clinics_by_slug={row.slug: row for row in there})


def _slugs(world: World) -> set[str]:
    told = {row.slug for row in world.clinics} | {row.clinic for row in world.sessions}
    for person in world.people:
        told |= {row.clinic for row in person.memberships}
        told |= {row.clinic for row in person.credentials}
    return told


def _ids(world: World) -> set[uuid.UUID]:
    told = {row.id for row in world.people}
    for tie in world.relationships:
        told |= {tie.a, tie.b}
    for session in world.sessions:
        told |= {row.id for row in session.members}
        told |= {row.by for row in session.attestations}
        told |= {row.by for row in session.signatures}
    return told


def _found(model: type[models.Model], field: str, names: set[Any]) -> set[Any]:
    """Which of these names the table has."""
    found: set[Any] = set()
    for batch in in_batches(sorted(names)):
        rows = model._default_manager.filter(**{f"{field}__in": batch})
        found |= set(rows.values_list(field, flat=True))
    return found


def _emails(wanted: set[str]) -> frozenset[str]:
    """Every address on record, in lower case; none when none is asked about."""
    if not wanted:
        return frozenset()
    found = User.objects.values_list("email", flat=True)
    return frozenset(email.casefold() for email in found.iterator())
