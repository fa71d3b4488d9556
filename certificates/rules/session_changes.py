"""What a change of a booked session makes void, as one table. Pure.

A statement was made about a session as it stood: about that team, at that time. What
depended on what was changed has to be said again by somebody who looks at it as it
stands now.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from certificates.rules.attesting import ATTESTATION_CODES
from certificates.rules.exception_codes import EXCEPTION_CODES

NONE: frozenset[str] = frozenset()


class Change(StrEnum):
    TEAM = "TEAM"
    TIME = "TIME"
    ROUTE = "ROUTE"
    ORDINAL = "ORDINAL"
    STAFFING_CODE = "STAFFING-CODE"
    PREFERENCE = "PREFERENCE"
    PLACE = "PLACE"


@dataclass(frozen=True)
class Voided:
    """Codes of the attestations and of the signatures that a change made void."""

    attestations: frozenset[str] = NONE
    signatures: frozenset[str] = NONE


VOIDS: Mapping[Change, Voided] = {
    Change.TEAM: Voided(
        frozenset({"PAUSE-BY-TWO"}),
        frozenset({"COMPOSITION", "RELATION-DECLARED", "COURSE-LENGTH"}),
    ),
    # What was looked at for that day, and by those who were to be there then.
    Change.TIME: Voided(
        frozenset(
            {
                "PRESCRIBER-CLEARANCE",
                "DAY-OF-SCREEN",
                "ESCORT-CONFIRMED",
                "KIT-READY",
                "COMFORT-READY",
                "PAUSE-BY-TWO",
            }
        ),
        frozenset({"CONSENT-EARLIER-DAY"}),
    ),
    # Patient and prescriber agreed to another way of giving it.
    Change.ROUTE: Voided(
        frozenset({"PRESCRIBER-CLEARANCE", "CONSENT-EARLIER-DAY", "PAUSE-BY-TWO"}),
        frozenset({"CONSENT-EARLIER-DAY"}),
    ),
    Change.ORDINAL: Voided(
        frozenset({"INTEGRATION-SINCE"}), frozenset({"COURSE-LENGTH"})
    ),
    Change.STAFFING_CODE: Voided(signatures=frozenset({"COMPOSITION"})),
    Change.PREFERENCE: Voided(signatures=frozenset({"COMPOSITION"})),
    Change.PLACE: Voided(ATTESTATION_CODES, EXCEPTION_CODES),
}

# Where each change is seen in what was booked.
_FIELDS: Mapping[Change, tuple[str, ...]] = {
    Change.TIME: ("starts_at", "ends_at"),
    Change.ROUTE: ("route",),
    Change.ORDINAL: ("ordinal",),
    Change.STAFFING_CODE: ("staffing_code",),
    Change.PREFERENCE: ("preference",),
    Change.PLACE: ("clinic",),
}


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> frozenset[Change]:
    """This will tell what differs between two snapshots of one session."""
    changed = {
        change
        for change, names in _FIELDS.items()
        if any(before[name] != after[name] for name in names)
    }
    if _team(before) != _team(after):
        changed.add(Change.TEAM)
    return frozenset(changed)


def voided_by(changes: Collection[Change]) -> Voided:
    """This will tell everything that the changes make void together."""
    return Voided(
        frozenset[str]().union(*(VOIDS[change].attestations for change in changes)),
        frozenset[str]().union(*(VOIDS[change].signatures for change in changes)),
    )


def _team(snapshot: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The team whatever the order in which it was named."""
    return sorted(
        (row["id"], row["role"], row["presence"]) for row in snapshot["members"]
    )
