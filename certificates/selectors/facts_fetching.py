"""Running the statement of `facts_sql`: one round trip, planned once a connection."""

import json
import uuid
from dataclasses import dataclass

from django.db import connection

from certificates.selectors.facts_reading import Told, read
from certificates.selectors.facts_sql import statement
from home.models import Clinic
from home.planned_statements import planned_once


@dataclass(frozen=True)
class Sought:
    """What to fetch.

    Args:
        codes: stored sessions, with everybody who is on them or spoke for them.
        slug: the clinic asked about where none of the sessions is stored.
        named: people wanted besides.
        claimed: people wanted where none of the sessions is stored.
    """

    codes: tuple[str, ...] = ()
    slug: str | None = None
    named: tuple[uuid.UUID, ...] = ()
    claimed: tuple[uuid.UUID, ...] = ()


def fetch(sought: Sought, clinic: Clinic | None) -> Told:
    """This will fetch what is sought in one query.

    Args:
        clinic: the only clinic that may be looked at; None for all of them.
    """
    only = [clinic.pk] if clinic else []
    codes, claimed, named = sought.codes, sought.claimed, sought.named
    parameters = [
        _listed(codes),
        *only,
        sought.slug,
        *only,
        _listed(claimed),
        _listed(named),
        *only,
    ]
    with planned_once() as cursor:
        cursor.execute(
            statement(connection.vendor, is_scoped=clinic is not None), parameters
        )
        (text,) = cursor.fetchone()
    return read(text)


def _listed(values: tuple[str, ...] | tuple[uuid.UUID, ...]) -> list | str:
    """This will give a list as the statement takes it: as itself, or as JSON."""
    if connection.vendor == "postgresql":
        return list(values)
    return json.dumps(
        [value.hex if isinstance(value, uuid.UUID) else value for value in values]
    )
