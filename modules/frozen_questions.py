"""A question as an attempt keeps it: its shape, and what may be read from it.

Pure. `frozen` is the whole question, key included; it never leaves the server:

    {type: SINGLE | MULTIPLE | TRUE_FALSE | MATCHING | ORDERING | MINI_BRANCH,
     code, critical, stem, lessons: [code], common_errors,
     options: [{id, text, feedback, …}], matches: [{id, text}], steps: […]}

What an option holds besides depends on the type:

    SINGLE, MULTIPLE, TRUE_FALSE  right: bool
    MATCHING                      match: the id of the entry of `matches` it fits
    ORDERING                      place: 1 for what comes first
    MINI_BRANCH                   no options; steps: [{stem, options: [{id, text,
                                  feedback, right, leads_to: index of a step | null}]}]

A response is what the person said, by ids:

    SINGLE, MULTIPLE, TRUE_FALSE  {"chosen": [option id, …]}
    MATCHING                      {"pairs": {option id: match id}}
    ORDERING                      {"places": {option id: 1 …}}
    MINI_BRANCH                   {"path": [option id of each step walked]}

Ids are fresh and random in every attempt: they say nothing about the key.
"""

from dataclasses import dataclass
from typing import TypeVar

Kind = TypeVar("Kind", list, dict)

OPEN, PARTLY, ANSWERED = "OPEN", "PARTLY", "ANSWERED"


class Malformed(ValueError):  # noqa: N818 - it names a response, not a fault
    """A response that does not fit its question."""


@dataclass(frozen=True)
class Step:
    """One step of a case as it was walked; `chosen` is None where it waits."""

    index: int
    stem: str
    options: list[dict]
    chosen: dict | None


def part(response: object, name: str, kind: type[Kind]) -> Kind:
    """This will read one part of a response.

    Raises:
        Malformed: it is missing or of another kind.
    """
    value = response.get(name) if isinstance(response, dict) else None
    if not isinstance(value, kind):
        raise Malformed(name)
    return value


def ids_of(options: list[dict]) -> set[str]:
    """This will give the ids of a list of options."""
    return {option["id"] for option in options}


def chosen_ids(frozen: dict, response: object) -> set[str]:
    """This will give the options that were chosen.

    Raises:
        Malformed: an unknown option, or one chosen twice.
    """
    chosen = part(response, "chosen", list)
    known = ids_of(frozen["options"])
    if not all(isinstance(one, str) and one in known for one in chosen):
        raise Malformed("an unknown option")
    if len(set(chosen)) != len(chosen):
        raise Malformed("an option twice")
    return set(chosen)


def pairs(frozen: dict, response: object) -> dict[str, str]:
    """This will give the match that was chosen for each statement.

    Raises:
        Malformed: an unknown statement or match.
    """
    given = part(response, "pairs", dict)
    matches = ids_of(frozen["matches"])
    unknown = set(given) - ids_of(frozen["options"])
    if unknown or not all(isinstance(m, str) and m in matches for m in given.values()):
        raise Malformed("an unknown pair")
    return given


def places(frozen: dict, response: object) -> dict[str, int]:
    """This will give the place that was chosen for each entry.

    Raises:
        Malformed: not every entry has a place of its own, from 1 on.
    """
    given = part(response, "places", dict)
    whole = all(type(place) is int for place in given.values())
    if set(given) != ids_of(frozen["options"]) or not whole:
        raise Malformed("an entry without a place")
    if sorted(given.values()) != list(range(1, len(given) + 1)):
        raise Malformed("a place twice")
    return given


def walk(frozen: dict, response: object) -> list[Step]:
    """This will give the steps of a case that were reached, in order.

    The last one waits for an answer unless the case has ended.

    Raises:
        Malformed: an option that its step does not have, or more than were asked.
    """
    path = part(response, "path", list) if response is not None else []
    steps: list[Step] = []
    index: int | None = 0
    given = iter(path)
    while index is not None and len(steps) <= len(frozen["steps"]):
        step, answer = frozen["steps"][index], next(given, None)
        found = [option for option in step["options"] if option["id"] == answer]
        if answer is not None and not found:
            raise Malformed("an option of another step")
        chosen = found[0] if found else None
        steps.append(Step(index, step["stem"], step["options"], chosen))
        index = chosen["leads_to"] if chosen else None
    answered = sum(step.chosen is not None for step in steps)
    if len(steps) > len(frozen["steps"]) or len(path) != answered:
        raise Malformed("more answers than questions")
    return steps


def state(frozen: dict, response: object) -> str:
    """This will tell whether a well-formed response is OPEN, PARTLY or ANSWERED."""
    if response is None:
        return OPEN
    kind = frozen["type"]
    if kind == "MINI_BRANCH":
        steps = walk(frozen, response)
        if steps[0].chosen is None:
            return OPEN
        return ANSWERED if steps[-1].chosen else PARTLY
    if kind == "MATCHING":
        count = len(pairs(frozen, response))
        whole = count == len(frozen["options"])
        return ANSWERED if whole else PARTLY if count else OPEN
    if kind == "ORDERING":
        return ANSWERED if places(frozen, response) else OPEN
    return ANSWERED if chosen_ids(frozen, response) else OPEN
