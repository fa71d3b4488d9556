"""A decision taken again from its own record, and where the two differ. Pure.

The facts come back from the JSON that was kept. What a later version of the program
added to the facts was not known then and is left at its default; the digest is taken
of the JSON itself, so that older records still speak for themselves.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from certificates.clearance.decide import decide
from certificates.clearance.digests import canonical_json, sha256_of
from certificates.clearance.question import parse
from certificates.clearance.world import PolicyFacts, WorldFacts

# What of an answer is compared, and which parts of it are sets in meaning.
TOLD = ("as_of", "known_at", "valid_until", "basis", "policy")
ROWS = ("reasons", "warnings", "met", "obligations")
# What is said to people about a row. The program may learn to say it better.
WORDS = frozenset({"text", "remedy"})


class FactsUnreadable(ValueError):  # noqa: N818 - a refusal, not a fault
    """What was kept is not the JSON of facts. The message may be shown."""

    code = "FACTS-UNREADABLE"


@dataclass(frozen=True)
class Kept:
    """What a record holds.

    Args:
        id: the decision's own.
        at: the moment of asking.
        answer: as a director may read it.
    """

    id: str
    at: datetime
    question: Any
    facts: Any
    facts_sha256: str
    decision: bool
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """Where the record and the decision taken again do not agree."""

    where: str
    recorded: Any
    replayed: Any


def differences_of(kept: Kept, policy: PolicyFacts) -> list[Difference]:
    """This will decide again and give every difference; none means the same.

    Raises:
        FactsUnreadable: the facts cannot be read back.
        MalformedQuestion: the question cannot.
    """
    found = [*_digests(kept), *_columns(kept)]
    question, facts = parse(kept.question), world_from(kept.facts)
    # The digest is that of the facts as they were kept, whatever was added since.
    again = decide(question, facts, policy, kept.at, kept.facts_sha256)
    answer = again.as_confidential_json(kept.id)
    return found + _compared(kept.answer, answer)


def world_from(data: Any) -> WorldFacts:
    """This will read facts back from the JSON that was kept of them.

    Raises:
        FactsUnreadable: something is missing, unknown or of another kind.
    """
    try:
        return _row(WorldFacts, data)
    except (TypeError, ValueError, KeyError) as problem:
        raise FactsUnreadable(f"The facts cannot be read back: {problem}") from problem


def _digests(kept: Kept) -> list[Difference]:
    taken = sha256_of(canonical_json(kept.facts))
    if taken == kept.facts_sha256:
        return []
    return [Difference("facts_sha256", kept.facts_sha256, taken)]


def _columns(kept: Kept) -> list[Difference]:
    """What stands beside the answer says what the answer says."""
    context = _context(kept.answer)
    told = {
        "decision": (kept.decision, kept.answer.get("decision")),
        "context.facts_sha256": (kept.facts_sha256, context.get("facts_sha256")),
        "context.decision_id": (kept.id, context.get("decision_id")),
    }
    return [Difference(where, *both) for where, both in told.items() if _differ(*both)]


def _compared(
    recorded: Mapping[str, Any], replayed: Mapping[str, Any]
) -> list[Difference]:
    was, now = _context(recorded), _context(replayed)
    pairs = {"decision": (recorded.get("decision"), replayed["decision"])}
    pairs |= {f"context.{name}": (was.get(name), now[name]) for name in TOLD}
    found = [
        Difference(where, *both) for where, both in pairs.items() if _differ(*both)
    ]
    for name in ROWS:
        gone, new = _unlike(was.get(name), now[name])
        if gone or new:
            found.append(Difference(f"context.{name}", gone, new))
    return found


def _context(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    context = answer.get("context")
    return context if isinstance(context, Mapping) else {}


def _differ(one: Any, other: Any) -> bool:
    return canonical_json(one) != canonical_json(other)


def _unlike(was: Any, now: list[Any]) -> tuple[Any, list[Any]]:
    """The rows of either that the other has not; the order of rows says nothing."""
    if not isinstance(was, list):
        return was, now
    left = [_plain(row) for row in now]
    gone = []
    for row in was:
        try:
            left.remove(_plain(row))
        except ValueError:
            gone.append(row)
    return gone, [row for row in now if _plain(row) in left]


def _plain(row: Any) -> str:
    """A row in one form, without its words: facts are sets, and so is what it lists."""
    if isinstance(row, Mapping):
        told = {name: value for name, value in row.items() if name not in WORDS}
        row = {name: _unordered(value) for name, value in told.items()}
    return canonical_json(row)


def _unordered(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else value


def _row(kind: type, data: Any) -> Any:
    if not isinstance(data, Mapping):
        raise TypeError(f"{kind.__name__} is not an object.")
    hints, needed = _shape(kind)
    unknown = set(data) - set(hints)
    if unknown:
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
    missing = needed - set(data)
    if missing:
        raise TypeError(f"{kind.__name__} lacks {', '.join(sorted(missing))}.")
    return kind(**{name: _value(hints[name], value) for name, value in data.items()})


@cache
def _shape(kind: Any) -> tuple[dict[str, Any], frozenset[str]]:
    hints = get_type_hints(kind)
    needed = {
        one.name
        for one in fields(kind)
        if one.default is MISSING and one.default_factory is MISSING
    }
    return {one.name: hints[one.name] for one in fields(kind)}, frozenset(needed)


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        return None if value is None else _value(kinds[0], value)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise TypeError(f"{value!r} is not a list.")
        return tuple(_value(get_args(hint)[0], one) for one in value)
    if is_dataclass(hint):
        return _row(hint, value)  # type: ignore[arg-type]
    return _READERS[hint](value)


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(value)


def _day(value: Any) -> date:
    return date.fromisoformat(value)


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is no {kind.__name__}.")
        return value

    return read


_READERS: Mapping[Any, Callable[[Any], Any]] = {
    datetime: _moment,
    date: _day,
    str: _exactly(str),
    bool: _exactly(bool),
    int: _exactly(int),
}
