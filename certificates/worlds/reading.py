"""Reading a world from its JSON: clinics, ties, and the file as a whole. Pure."""

import json
import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from certificates.worlds import words
from certificates.worlds.people import PERSON, person_of
from certificates.worlds.sessions import SESSION, session_of
from certificates.worlds.shapes import (
    ClinicRow,
    Parameters,
    RelationshipRow,
    World,
)
from certificates.worlds.values import Row, WorldRefused

WORLD = ("clinics", "people", "relationships", "sessions")
CLINIC = ("slug", "name", "time_zone", "jurisdiction", "in_person", "parameters")
PARAMETERS = ("bp_review", "bp_stop", "observe_minutes", "release_criteria", "set_on")
RELATIONSHIP = ("a", "b", "kind")


def world_from_text(text: str | bytes) -> World:
    """This will read a whole file, or nothing.

    Raises:
        WorldRefused: it is not JSON, or something in it is not as the contract says;
            the message names the path.
    """
    try:
        data = json.loads(
            text, object_pairs_hook=_without_twins, parse_constant=_no_such_number
        )
    except (ValueError, RecursionError) as problem:
        raise WorldRefused(
            "world", _("This is not JSON: %(problem)s") % {"problem": problem}
        ) from problem
    return world_of(data)


def world_of(data: Any) -> World:
    """This will read a world from what its JSON says.

    Raises:
        WorldRefused: something is not as the contract says.
    """
    world = Row(data, "", WORLD)
    return World(
        clinics=tuple(_clinic(row) for row in world.rows("clinics", CLINIC)),
        people=tuple(person_of(row) for row in world.rows("people", PERSON)),
        relationships=tuple(
            _relationship(row) for row in world.rows("relationships", RELATIONSHIP)
        ),
        sessions=tuple(session_of(row) for row in world.rows("sessions", SESSION)),
    )


def _clinic(row: Row) -> ClinicRow:
    slug, zone = row.words("slug", 50), row.words("time_zone", 64)
    try:
        validate_slug(slug)
    except ValidationError:
        told = _("A slug has letters, digits, hyphens and underscores only.")
        raise row.refuse("slug", told) from None
    if zone not in zoneinfo.available_timezones():
        told = _("This is not a time zone, such as America/New_York.")
        raise row.refuse("time_zone", told)
    return ClinicRow(
        path=row.path,
        slug=slug,
        name=row.words("name", 160),
        time_zone=zone,
        jurisdiction=row.words("jurisdiction", 16),
        in_person=row.maybe("in_person"),
        parameters=_parameters(row.part("parameters", PARAMETERS)),
    )


def _parameters(row: Row | None) -> Parameters | None:
    if row is None:
        return None
    return Parameters(
        bp_review=row.text("bp_review", 16),
        bp_stop=row.text("bp_stop", 16),
        observe_minutes=row.number("observe_minutes"),
        release_criteria=row.text("release_criteria"),
        set_on=row.day("set_on"),
    )


def _relationship(row: Row) -> RelationshipRow:
    a, b = row.id("a"), row.id("b")
    if a == b:
        raise row.refuse("b", _("A tie is between two people."))
    return RelationshipRow(row.path, a, b, row.choice("kind", words.RELATIONSHIPS))


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(
                _("the key “%(key)s” stands twice in one object") % {"key": key}
            )
        found[key] = value
    return found


def _no_such_number(name: str) -> None:
    raise ValueError(_("%(name)s is not a number in JSON") % {"name": name})
