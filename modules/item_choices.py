"""What an item offered and what was chosen of it, by words instead of ids. Pure.

The ids of a frozen question are fresh in every attempt, so two people's answers can
only be compared by the words they chose. A question has parts: one for a choice, one
for each statement to match, for each entry to order, for each step of a case.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from modules.frozen_questions import Malformed, chosen_ids, pairs, places, walk

# Of one part: the words chosen; none of them when it was left empty; None when this
# person was never asked it (a step of a case that was not reached).
Chosen = frozenset[str] | None


@dataclass(frozen=True)
class Offer:
    """One option of a part."""

    text: str
    is_key: bool


@dataclass(frozen=True)
class Part:
    """What is decided at once; `label` is empty where the question has one part."""

    label: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Content:
    """A question as it was asked, key included."""

    stem: str
    parts: tuple[Part, ...]


def version_of(frozen: dict) -> str:
    """This will give the digest of what was asked, the same in every attempt.

    Anything an author can change makes another version, a word of feedback too. It is
    the digest of the question's version, where one was kept.
    """
    matches = {one["id"]: one["text"] for one in frozen.get("matches", [])}
    bare = _without_ids(frozen, matches)
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(frozen: dict) -> Content:
    """This will lay out what was offered, in the author's order."""
    read = _PARTS.get(frozen.get("type", ""))
    return Content(frozen.get("stem", ""), read(frozen) if read else ())


def chosen_of(frozen: dict, response: object) -> tuple[Chosen, ...]:
    """This will give what was chosen in each part of `content_of`, by its words.

    What is missing or does not fit the question counts as left empty.
    """
    read = _CHOSEN.get(frozen.get("type", ""))
    if read is None:
        return ()
    try:
        return read(frozen, response)
    except Malformed:
        return read(frozen, None)


def _without_ids(value: object, matches: dict[str, str]) -> object:
    if isinstance(value, list):
        return [_without_ids(one, matches) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {
        name: _without_ids(one, matches) for name, one in value.items() if name != "id"
    }
    if "match" in kept:
        kept["match"] = matches[str(kept["match"])]
    return kept


def _offers(options: list[dict]) -> tuple[Offer, ...]:
    """Two options with the same words cannot be told apart: they are one."""
    rights: dict[str, bool] = {}
    for one in options:
        rights[one["text"]] = rights.get(one["text"], False) or one["right"]
    return tuple(Offer(text, right) for text, right in rights.items())


def _choice_parts(frozen: dict) -> tuple[Part, ...]:
    return (Part("", _offers(frozen["options"])),)


def _matching_parts(frozen: dict) -> tuple[Part, ...]:
    return tuple(
        Part(
            option["text"],
            tuple(
                Offer(one["text"], one["id"] == option["match"])
                for one in frozen["matches"]
            ),
        )
        for option in frozen["options"]
    )


def _ordering_parts(frozen: dict) -> tuple[Part, ...]:
    all_places = range(1, len(frozen["options"]) + 1)
    return tuple(
        Part(
            option["text"],
            tuple(Offer(str(one), one == option["place"]) for one in all_places),
        )
        for option in frozen["options"]
    )


def _step_parts(frozen: dict) -> tuple[Part, ...]:
    return tuple(
        Part(step["stem"], _offers(step["options"])) for step in frozen["steps"]
    )


def _choice_chosen(frozen: dict, response: object) -> tuple[Chosen, ...]:
    ids = set() if response is None else chosen_ids(frozen, response)
    return (frozenset(o["text"] for o in frozen["options"] if o["id"] in ids),)


def _matching_chosen(frozen: dict, response: object) -> tuple[Chosen, ...]:
    given = {} if response is None else pairs(frozen, response)
    texts = {one["id"]: one["text"] for one in frozen["matches"]}
    found = [given.get(option["id"]) for option in frozen["options"]]
    return tuple(frozenset([texts[one]] if one else []) for one in found)


def _ordering_chosen(frozen: dict, response: object) -> tuple[Chosen, ...]:
    given = {} if response is None else places(frozen, response)
    found = [given.get(option["id"]) for option in frozen["options"]]
    return tuple(frozenset([str(one)] if one else []) for one in found)


def _step_chosen(frozen: dict, response: object) -> tuple[Chosen, ...]:
    walked = {
        step.index: frozenset([step.chosen["text"]] if step.chosen else [])
        for step in walk(frozen, response)
    }
    return tuple(walked.get(index) for index in range(len(frozen["steps"])))


_PARTS: dict[str, Callable[[dict], tuple[Part, ...]]] = {
    "SINGLE": _choice_parts,
    "TRUE_FALSE": _choice_parts,
    "MULTIPLE": _choice_parts,
    "MATCHING": _matching_parts,
    "ORDERING": _ordering_parts,
    "MINI_BRANCH": _step_parts,
}
_CHOSEN: dict[str, Callable[[dict, object], tuple[Chosen, ...]]] = {
    "SINGLE": _choice_chosen,
    "TRUE_FALSE": _choice_chosen,
    "MULTIPLE": _choice_chosen,
    "MATCHING": _matching_chosen,
    "ORDERING": _ordering_chosen,
    "MINI_BRANCH": _step_chosen,
}
