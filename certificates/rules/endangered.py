"""Which of the gate's reasons put a booked session in danger. Pure.

A plan may wait for what is not known yet: a signature, an attestation, a first look
into the exclusion list. It is in danger when a row on record says no, when something
that held at the last answer no longer does, or when it will not hold on the day.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.clearance.verdicts import Kind, Result, Verdict

AHEAD_DAYS, LONGEST_AHEAD_DAYS = 14, 90
# What the gate said was good: a criterion, and the person it was about if any.
Key = tuple[str, str]
# What several other reasons may follow from: mended first, the rest may mend itself.
CAUSES = (
    "POLICY-IN-FORCE",
    "CLOCK-SANE",
    "SITE-READY",
    "NOT-SUSPENDED",
    "EXCLUSION-CLEAR",
    "MEMBER-AT-CLINIC",
)
ORDER = {code: place for place, code in enumerate(dict.fromkeys([*CAUSES, *CATALOGUE]))}


class Why(StrEnum):
    """How a reason came to stand in the way, the gravest first."""

    SAYS_NO = "SAYS_NO"
    NO_LONGER = "NO_LONGER"
    NEW_POLICY = "NEW_POLICY"
    READ_AGAIN = "READ_AGAIN"
    LAPSES_BEFORE = "LAPSES_BEFORE"


# The gate says yes as yet: no session is in danger by these alone.
STILL_GOOD = frozenset({Why.READ_AGAIN, Why.LAPSES_BEFORE})


class Outlook(StrEnum):
    """How a booked session stands, the gravest first."""

    ENDANGERED = "ENDANGERED"
    MEND_BEFORE = "MEND_BEFORE"
    NOT_READY = "NOT_READY"
    CLEAR = "CLEAR"


@dataclass(frozen=True)
class Danger:
    """One thing to mend before the session.

    Args:
        since: the moment from which the policy asks it, for NEW_POLICY only.
    """

    verdict: Verdict
    why: Why
    since: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """What the gate's answer means for a plan.

    Args:
        dangers: what to mend, in the order of what to mend first.
        awaited: what is only not known, asked or signed yet.
    """

    dangers: tuple[Danger, ...]
    awaited: tuple[Verdict, ...]

    @property
    def outlook(self) -> Outlook:
        """Return how the session stands."""
        if any(row.why not in STILL_GOOD for row in self.dangers):
            return Outlook.ENDANGERED
        if self.dangers:
            return Outlook.MEND_BEFORE
        return Outlook.NOT_READY if self.awaited else Outlook.CLEAR


def key_of(verdict: Verdict, people: Collection[str]) -> Key:
    """Return what tells a verdict again: a team is called differently every time."""
    return verdict.code, verdict.subject if verdict.subject in people else ""


def keys_met(answer: Mapping[str, Any], people: Collection[str]) -> frozenset[Key]:
    """Return what a recorded answer says was good.

    Args:
        answer: as it is on record, the shape of an AuthZEN answer.
    """
    rows = answer.get("context", {}).get("met", ())
    return frozenset(
        (row["code"], row["subject"] if row["subject"] in people else "")
        for row in rows
    )


def standing_of(
    now: Sequence[Verdict],
    before: frozenset[Key] | None,
    people: Collection[str],
    first_day: date | None,
) -> Standing:
    """Return what an answer of this moment means for the plan.

    Args:
        now: every verdict on the stored session, asked as for booking.
        before: what was good at the last recorded answer; None without one.
        first_day: of the session; None when nobody can say.
    """
    dangers, awaited = [], []
    for verdict in now:
        why = _why(verdict, before, people)
        if why:
            dangers.append(Danger(verdict, why))
        elif verdict.is_open:
            awaited.append(verdict)
        elif _lapses(verdict, first_day):
            dangers.append(Danger(verdict, Why.LAPSES_BEFORE))
    return Standing(tuple(sorted(dangers, key=_rank)), tuple(awaited))


def with_new_policy(
    standing: Standing,
    now: Iterable[Verdict],
    later: Iterable[Verdict],
    since: datetime | None,
) -> Standing:
    """Return the standing with what only a later version of the policy denies.

    Args:
        later: the verdicts by the version that will be in force on the day.
        since: when it begins.
    """
    open_now = {(row.code, row.subject) for row in now if row.is_open}
    more = [
        Danger(row, Why.NEW_POLICY, since)
        for row in later
        if row.is_open and (row.code, row.subject) not in open_now
    ]
    gone = {(row.verdict.code, row.verdict.subject) for row in more}
    kept = [
        row
        for row in standing.dangers
        if (row.verdict.code, row.verdict.subject) not in gone
    ]
    return Standing(tuple(sorted([*kept, *more], key=_rank)), standing.awaited)


def with_learning(standing: Standing, learning: Iterable[Verdict]) -> Standing:
    """Return the standing with what its therapists have to read again."""
    more = [Danger(row, Why.READ_AGAIN) for row in learning]
    return Standing(
        tuple(sorted([*standing.dangers, *more], key=_rank)), standing.awaited
    )


def _why(
    verdict: Verdict, before: frozenset[Key] | None, people: Collection[str]
) -> Why | None:
    """Return why an open verdict is more than something still awaited."""
    if not verdict.is_open:
        return None
    if before is not None and key_of(verdict, people) in before:
        says_no = verdict.result is Result.UNMET and verdict.type is Kind.HARD
        return Why.SAYS_NO if says_no else Why.NO_LONGER
    if verdict.is_broken or (people and verdict.code == "QUESTION-COMPLETE"):
        return Why.NO_LONGER
    if verdict.result is Result.UNKNOWN:
        return Why.NO_LONGER if _stood_once(verdict, before) else None
    return Why.SAYS_NO if verdict.type is Kind.HARD else None


def _stood_once(verdict: Verdict, before: frozenset[Key] | None) -> bool:
    """Whether rows on record show that what is unknown now was once looked at."""
    if verdict.code == "EXCLUSION-CLEAR":
        return bool(verdict.evidence)
    if verdict.code == "LICENCE-ACTIVE":
        # Its own row, and at least one verification.
        return len(verdict.evidence) > 1
    # A clinic without its values never was ready; without a record nobody can tell.
    return verdict.code == "SITE-READY" and before is None


def _lapses(verdict: Verdict, first_day: date | None) -> bool:
    """Whether what is good now was looked at too long ago by the day itself."""
    until = verdict.holds_until
    return (
        verdict.is_good
        and first_day is not None
        and until is not None
        and until <= first_day
    )


def _rank(danger: Danger) -> tuple[int, int, int, str]:
    """Order by what to mend first: what nobody can sign, then what is gravest."""
    verdict = danger.verdict
    return (
        danger.why in STILL_GOOD or verdict.type is not Kind.HARD,
        list(Why).index(danger.why),
        ORDER.get(verdict.code, len(ORDER)),
        verdict.subject,
    )
