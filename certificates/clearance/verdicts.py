"""The algebra of verdicts: three-valued, fail-closed, explained.

Pure. Clearance criteria and credential requirements are both judged with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Result(StrEnum):
    MET = "MET"
    UNMET = "UNMET"
    UNKNOWN = "UNKNOWN"
    WAIVED = "WAIVED"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Kind(StrEnum):
    """How a criterion that is not met can be overcome."""

    HARD = "HARD"
    SIGN = "SIGN"
    WARN = "WARN"


MET, HARD = Result.MET, Kind.HARD
GOOD = frozenset({Result.MET, Result.WAIVED})
OPEN = frozenset({Result.UNMET, Result.UNKNOWN})
SEVERITY = {
    Result.NOT_APPLICABLE: 0,
    Result.MET: 1,
    Result.WAIVED: 2,
    Result.UNKNOWN: 3,
    Result.UNMET: 4,
}


# Like all facts never changed once made. It is not frozen, because that took a third
# of the time of a decision, which makes fifty.
@dataclass(slots=True, unsafe_hash=True)
class Verdict:
    """What one criterion says about one subject.

    `text`, `remedy` and `evidence` may be shown to a scheduler; the confidential
    pair only to a director. `holds_until` is the first date on which a verdict
    that is met would cease to hold; None means no date ends it. `obligations` are
    codes of what has to be done whatever the answer. `is_broken` tells that judging
    itself failed.
    """

    code: str
    result: Result
    subject: str
    text: str
    remedy: str = ""
    type: Kind = Kind.HARD
    evidence: tuple[str, ...] = ()
    holds_until: date | None = None
    warning: str = ""
    confidential_text: str = ""
    confidential_evidence: tuple[str, ...] = ()
    parts: tuple["Verdict", ...] = ()
    obligations: tuple[str, ...] = ()
    is_broken: bool = False

    @property
    def told_to_director(self) -> str:
        """What only a director may read, where there is such; else what all may."""
        return self.confidential_text or self.text

    @property
    def is_good(self) -> bool:
        return self.result in GOOD

    @property
    def is_open(self) -> bool:
        """Whether this verdict stands in the way."""
        return self.result in OPEN


def met(
    code: str,
    subject: str,
    text: str,
    evidence: tuple[str, ...] = (),
    holds_until: date | None = None,
    **more,
) -> Verdict:
    """Return a verdict that is met. Made fifty times a decision: see `Verdict`."""
    if not more:
        return Verdict(code, MET, subject, text, "", HARD, evidence, holds_until)
    more |= {"evidence": evidence, "holds_until": holds_until}
    return Verdict(code, MET, subject, text, **more)


def unmet(code: str, subject: str, text: str, remedy: str, **more) -> Verdict:
    return Verdict(code, Result.UNMET, subject, text, remedy, **more)


def unknown(code: str, subject: str, text: str, remedy: str, **more) -> Verdict:
    return Verdict(code, Result.UNKNOWN, subject, text, remedy, **more)


def waived(code: str, subject: str, text: str, **more) -> Verdict:
    """Return a verdict that a named role has signed for."""
    return Verdict(code, Result.WAIVED, subject, text, type=Kind.SIGN, **more)


@lru_cache(maxsize=1024)
def not_applicable(code: str, subject: str, text: str = "Not asked here.") -> Verdict:
    return Verdict(code, Result.NOT_APPLICABLE, subject, text)


def permits(verdicts: Iterable[Verdict]) -> bool:
    """Say yes only when something was judged and nothing stands in the way."""
    asked = {v.result for v in verdicts} - {Result.NOT_APPLICABLE}
    return bool(asked) and asked <= GOOD


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the gravest verdict; among equals the one that ceases first."""
    if len(verdicts) == 1:
        return verdicts[0]
    return max(verdicts, key=lambda v: (SEVERITY[v.result], -_last(v.holds_until)))


def best_else_worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the good verdict that holds longest, or the gravest when none is good.

    For rows where one good row suffices and a row that says no is not excused by
    another about which nothing is known.
    """
    good = [v for v in verdicts if v.is_good]
    if len(good) == 1:
        return good[0]
    if good:
        return max(good, key=lambda v: _last(v.holds_until))
    return worst(verdicts)


def all_of(head: Verdict, verdicts: Iterable[Verdict]) -> Verdict:
    """Return `head` judged by its parts, every one of which is needed.

    Parts that do not apply are left out. Nothing to judge at all is UNKNOWN.
    """
    parts = tuple(verdicts)
    asked = [v for v in parts if v.result is not Result.NOT_APPLICABLE]
    if not asked:
        result = Result.NOT_APPLICABLE if parts else Result.UNKNOWN
        return _explained(head, result, parts, None)
    return _explained(head, worst(asked).result, parts, _first_end(asked))


def any_of(head: Verdict, verdicts: Iterable[Verdict]) -> Verdict:
    """Return `head` judged by its parts, one of which suffices."""
    return at_least(1, head, verdicts)


def at_least(count: int, head: Verdict, verdicts: Iterable[Verdict]) -> Verdict:
    """Return `head` judged by its parts, `count` of which suffice.

    UNKNOWN while the parts about which nothing is known could still make up the
    number. Parts that do not apply do not count.

    Raises:
        ValueError: `count` is below one; such a requirement would ask nothing.
    """
    if count < 1:
        raise ValueError("At least one part has to be asked for.")
    parts = tuple(verdicts)
    good = [v for v in parts if v.is_good]
    unclear = sum(v.result is Result.UNKNOWN for v in parts)
    if len(good) < count:
        could = len(good) + unclear >= count or not parts
        return _explained(
            head, Result.UNKNOWN if could else Result.UNMET, parts, holds_until=None
        )
    signed = sum(v.result is Result.MET for v in good) < count
    ends = sorted((_last(v.holds_until) for v in good), reverse=True)
    end = ends[count - 1]
    return _explained(
        head,
        Result.WAIVED if signed else Result.MET,
        parts,
        holds_until=None if end == NEVER else date.fromordinal(end),
    )


NEVER = date.max.toordinal() + 1


def _last(day: date | None) -> int:
    return NEVER if day is None else day.toordinal()


def _first_end(verdicts: Sequence[Verdict]) -> date | None:
    return min((v.holds_until for v in verdicts if v.holds_until), default=None)


def _explained(head, result, parts, holds_until) -> Verdict:
    """Return `head` with its result and, when it is open, why and what mends it."""
    if result not in OPEN:
        return replace(head, result=result, parts=parts, holds_until=holds_until)
    open_parts = [v for v in parts if v.is_open]
    return replace(
        head,
        result=result,
        type=_gravest_type(head, open_parts),
        text=" ".join([head.text, *dict.fromkeys(v.text for v in open_parts)]),
        remedy=" ".join(dict.fromkeys(v.remedy for v in open_parts)) or head.remedy,
        evidence=tuple(dict.fromkeys(e for v in open_parts for e in v.evidence)),
        parts=parts,
        holds_until=None,
    )


def _gravest_type(head: Verdict, open_parts: Sequence[Verdict]) -> Kind:
    kinds = {v.type for v in open_parts} or {head.type}
    return next(kind for kind in (Kind.HARD, Kind.SIGN, Kind.WARN) if kind in kinds)
