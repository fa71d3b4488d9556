"""What of a world does not fit together, or with what stands already. Pure."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from certificates.worlds import words
from certificates.worlds.shapes import PersonRow, SessionRow, World
from certificates.worlds.values import WorldRefused


@dataclass(frozen=True)
class Standing:
    """What of the world's names stands in the database already.

    Args:
        emails: in lower case.
    """

    clinics: frozenset[str] = frozenset()
    people: frozenset[uuid.UUID] = frozenset()
    emails: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()


@dataclass
class _Names:
    """Names of one kind: each may be given once."""

    standing: frozenset
    key: str
    seen: set[Any] = field(default_factory=set)

    def add(self, name: Any, path: str) -> None:
        path = f"{path}.{self.key}"
        if name in self.seen:
            raise WorldRefused(path, _("This stands in the file twice."))
        if name in self.standing:
            raise WorldRefused(path, _("This exists already."))
        self.seen.add(name)

    def require(self, name: Any, path: str) -> None:
        if name not in self.seen and name not in self.standing:
            raise WorldRefused(path, _("Nothing of this name is known."))


def require_whole(world: World, standing: Standing) -> None:
    """This will refuse a world with a name twice, one that exists, or one unknown.

    A clinic or person may also be one that stands already; it is not loaded again.

    Raises:
        WorldRefused: the first of them, with its path.
    """
    clinics = _Names(standing.clinics, "slug")
    people = _Names(standing.people, "id")
    emails = _Names(standing.emails, "email")
    codes = _Names(standing.sessions, "code")
    for clinic in world.clinics:
        clinics.add(clinic.slug, clinic.path)
    for person in world.people:
        people.add(person.id, person.path)
        if person.email:
            emails.add(person.email.casefold(), person.path)
        _require_one_live(person)
        for path, slug in _clinics_of(person):
            clinics.require(slug, path)
    for tie in world.relationships:
        people.require(tie.a, f"{tie.path}.a")
        people.require(tie.b, f"{tie.path}.b")
    for session in world.sessions:
        codes.add(session.code, session.path)
        clinics.require(session.clinic, f"{session.path}.clinic")
        for path, id_ in _people_of(session):
            people.require(id_, path)


def _clinics_of(person: PersonRow) -> Iterator[tuple[str, str]]:
    for role in person.memberships:
        yield f"{role.path}.clinic", role.clinic
    for held in person.credentials:
        yield f"{held.path}.clinic", held.clinic


def _people_of(session: SessionRow) -> Iterator[tuple[str, uuid.UUID]]:
    for member in session.members:
        yield f"{member.path}.id", member.id
    for told in session.attestations:
        yield f"{told.path}.by", told.by
    for signed in session.signatures:
        yield f"{signed.path}.by", signed.by


def _require_one_live(person: PersonRow) -> None:
    """The database keeps one live credential of a kind at a clinic."""
    seen = set()
    for row in person.credentials:
        kind = (row.clinic, row.type, row.target)
        if row.state not in words.LIVE:
            continue
        if kind in seen:
            raise WorldRefused(
                row.path,
                _("A live credential of this kind at this clinic stands before it."),
            )
        seen.add(kind)
