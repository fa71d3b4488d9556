"""Somebody's checks as if they were made again in time, with the same result. Pure.

The two that run out within weeks and are made again as a matter of course: a licence
looked up at its source, and the exclusion list. What was never made, or did not come
out well when it was made last, is left as it is.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from certificates.clearance.world import (
    DocumentFacts,
    PersonFacts,
    VerificationFacts,
)

VERIFIED, CLEAR = "VERIFIED", "CLEAR"


def renewed(person: PersonFacts, on: datetime.date) -> PersonFacts:
    """Return somebody with the checks that came out well made again on a day."""
    checks = person.exclusion_checks
    if checks and {row.outcome for row in _newest(checks)} == {CLEAR}:
        checks = (*checks, replace(_newest(checks)[0], on=on))
    documents = tuple(_document(row, on) for row in person.documents)
    return replace(person, exclusion_checks=checks, documents=documents)


def _document(document: DocumentFacts, on: datetime.date) -> DocumentFacts:
    rows = document.verifications
    if not rows or {row.outcome for row in _newest(rows)} != {VERIFIED}:
        return document
    again = (replace(row, on=on) for row in _last_by_method(rows))
    return replace(document, verifications=(*rows, *again))


def _last_by_method(rows: Iterable[VerificationFacts]) -> Iterator[VerificationFacts]:
    told = list(rows)
    for method in dict.fromkeys(row.method for row in told):
        newest = _newest([row for row in told if row.method == method])
        if {row.outcome for row in newest} == {VERIFIED}:
            yield newest[0]


def _newest(rows):
    """Return the rows of the newest day; those without a day count as the oldest."""
    days = [row.on or datetime.date.min for row in rows]
    return [
        row for row, day in zip(rows, days, strict=True) if day == max(days, default=0)
    ]
