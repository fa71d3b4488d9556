"""In which order open reasons are to be mended, as one pure function.

First what a row on record forbids of a person: somebody else has to be found, or a
paper has to come. Then what is forbidden otherwise, what is not known yet, what waits
for a signature, and last what is only to be kept in mind. Within each, what takes
longest comes first, for it has to be begun first.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

from certificates.clearance.criteria.catalogue import CATALOGUE


class Band(IntEnum):
    """How much stands in the way, the gravest first."""

    PERSON_FORBIDDEN = 0
    FORBIDDEN = 1
    NOT_KNOWN = 2
    TO_SIGN = 3
    TO_KEEP_IN_MIND = 4


class Takes(IntEnum):
    """By when something can be mended, the longest first."""

    SOMEBODY_ELSE = 0
    WEEKS = 1
    DAYS = 2
    DAY_BEFORE = 3
    ANY_TIME = 4
    AT_THE_DOOR = 5


# Whatever is not named can be mended at any time: by another team, time or entry.
TAKES: Mapping[str, Takes] = {
    # What else is wrong with somebody suspended often follows from it.
    "NOT-SUSPENDED": Takes.SOMEBODY_ELSE,
    "LICENCE-ACTIVE": Takes.WEEKS,
    "LEVEL-SUFFICIENT": Takes.WEEKS,
    "TRAUMA-ENDORSED": Takes.WEEKS,
    "POLICY-IN-FORCE": Takes.WEEKS,
    "EXCLUSION-CLEAR": Takes.DAYS,
    "LIABILITY-CURRENT": Takes.DAYS,
    "BLS-CURRENT": Takes.DAYS,
    "DRILL-CURRENT": Takes.DAYS,
    "REFRESH-CURRENT": Takes.DAYS,
    "PREPARATION-DONE": Takes.DAYS,
    "INTEGRATION-SINCE": Takes.DAYS,
    "PRESCRIBER-CLEARANCE": Takes.DAYS,
    "CONSENT-EARLIER-DAY": Takes.DAY_BEFORE,
    "DAY-OF-SCREEN": Takes.AT_THE_DOOR,
    "ESCORT-CONFIRMED": Takes.AT_THE_DOOR,
    "ROOM-READY": Takes.AT_THE_DOOR,
    "PAUSE-BY-TWO": Takes.AT_THE_DOOR,
    "SESSION-OPENABLE": Takes.AT_THE_DOOR,
    "RELEASE-CRITERIA": Takes.AT_THE_DOOR,
    "NEXT-CONTACT": Takes.AT_THE_DOOR,
    "PRESENCE-CONTINUOUS": Takes.AT_THE_DOOR,
    "ADVERSE-EVENT-FORM": Takes.AT_THE_DOOR,
}
_PLACE = {code: number for number, code in enumerate(CATALOGUE)}


def mend_first(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """This will put the rows of an answer into the order of what to mend first.

    Rows that weigh the same stand in the catalogue's order, then by their subject:
    the order does not depend on the one in which they came.

    Args:
        rows: reasons or warnings of an answer: code, type, result and subject.
    """
    return sorted(rows, key=_weight)


def band_of(row: Mapping[str, Any]) -> Band:
    """This will say how much one row stands in the way."""
    if row["type"] == "WARN":
        return Band.TO_KEEP_IN_MIND
    if row["type"] == "SIGN":
        return Band.TO_SIGN
    if row["result"] == "UNKNOWN":
        return Band.NOT_KNOWN
    return Band.PERSON_FORBIDDEN if is_about_a_person(row["code"]) else Band.FORBIDDEN


def takes(code: str) -> Takes:
    """This will say by when what a criterion asks can be mended."""
    return TAKES.get(code, Takes.ANY_TIME)


def is_about_a_person(code: str) -> bool:
    """This will say whether a criterion judges people one by one."""
    return code in CATALOGUE and CATALOGUE[code].asks_one_person


def _weight(row: Mapping[str, Any]) -> tuple[int, int, int, str]:
    code = row["code"]
    place = _PLACE.get(code, -1)
    return band_of(row), takes(code), place, str(row["subject"])
