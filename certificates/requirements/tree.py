"""Requirement trees: whether one is well-formed, and what it says of somebody.

Pure. A tree is plain data: {"all": […]}, {"any": […]}, {"at_least": n, "of": […]}
over leaves such as {"leaf": "track_passed", "track": "F"}. Any node may say where
its figures come from with "mark", such as "POL": the clinic decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from certificates.clearance.verdicts import (
    Result,
    Verdict,
    all_of,
    at_least,
)
from certificates.requirements.evidence import Evidence
from certificates.requirements.leaves import LEAVES

MARKS = ("POL", "LOCAL")
GROUP = "ALL-OF"
WAIVER = "waiver"
# Nobody can sign these away.
NEVER_WAIVED = {
    "exclusion_clear": "the exclusion list",
    "no_open_suspension": "a suspension",
    "no_open_concern": "an open concern",
}


class TreeInvalid(ValueError):  # noqa: N818 - it names a refusal
    """The tree cannot be judged. The message names every wrong place by its path."""


def validate(tree: Any) -> None:
    """This will refuse a tree that could not be judged.

    Raises:
        TreeInvalid: something in it is unknown, missing or of the wrong kind.
    """
    problems = list(_problems(tree, "$")) or list(
        _waiver_problems(tree, "$", in_choice=False)
    )
    if problems:
        raise TreeInvalid("\n".join(problems))


def judge(tree: Mapping, evidence: Evidence) -> Verdict:
    """This will say whether the tree is met, with every part explained."""
    if "all" in tree:
        head = Verdict(GROUP, Result.UNKNOWN, evidence.person_id, "")
        verdict = all_of(head, [judge(part, evidence) for part in tree["all"]])
        return replace(verdict, text=verdict.text.strip())
    if "leaf" in tree:
        return LEAVES[tree["leaf"]].judge(tree, evidence)
    count, parts = _choice(tree)
    words = "One of these is asked for:"
    if count > 1:
        words = f"{count} of these are asked for:"
    head = Verdict("AT-LEAST", Result.UNKNOWN, evidence.person_id, words)
    return _told(at_least(count, head, [judge(part, evidence) for part in parts]))


def _told(choice: Verdict) -> Verdict:
    """A choice that is met says by what; one that is open, what a director may know."""
    if choice.is_open:
        hidden = [
            line.confidential_text for part in choice.parts for line in lines(part)
        ]
        return replace(choice, confidential_text=" ".join(filter(None, hidden)))
    held = [line for part in choice.parts if part.is_good for line in lines(part)]
    good = [line for line in held if line.is_good]
    return replace(
        choice,
        text=" ".join(line.text for line in good),
        evidence=tuple(id_ for line in good for id_ in line.evidence),
    )


def lines(verdict: Verdict) -> list[Verdict]:
    """This will list what is asked for, one verdict each; a choice stays whole."""
    if verdict.code != GROUP:
        return [verdict]
    return [line for part in verdict.parts for line in lines(part)]


def missing(verdict: Verdict) -> list[Verdict]:
    """This will list only what still stands in the way."""
    return [line for line in lines(verdict) if line.is_open]


def leaves(tree: Mapping) -> Iterator[Mapping]:
    """This will walk through every leaf of a tree, in its order."""
    if "leaf" in tree:
        yield tree
    for part in _parts(tree):
        yield from leaves(part)


def waiver_codes(tree: Mapping) -> dict[str, str]:
    """This will list the waivers that a tree would accept: what is waived, by code."""
    rows = [leaf for leaf in leaves(tree) if leaf["leaf"] == WAIVER]
    return {leaf["code"]: leaf.get("words", "") for leaf in rows}


def marks(tree: Mapping) -> set[str]:
    """This will collect the marks anywhere in a tree, such as {"POL"}."""
    own = {tree["mark"]} if "mark" in tree else set()
    return own.union(*(marks(part) for part in _parts(tree)))


def _choice(tree: Mapping) -> tuple[int, list]:
    return (1, tree["any"]) if "any" in tree else (tree["at_least"], tree["of"])


def _parts(tree: Mapping) -> list:
    return next((tree[name] for name in ("all", "any", "of") if name in tree), [])


def _problems(node: Any, path: str) -> Iterator[str]:
    if not isinstance(node, Mapping):
        yield f"{path}: has to be an object."
        return
    known = {name: node[name] for name in node if name != "mark"}
    if "mark" in node and node["mark"] not in MARKS:
        yield f"{path}.mark: has to be one of {', '.join(MARKS)}."
    shape = set(known)
    if "leaf" in shape:
        yield from _leaf_problems(known, path)
    elif shape in ({"all"}, {"any"}, {"at_least", "of"}):
        yield from _group_problems(known, path)
    else:
        yield f"{path}: has to be all, any, at_least with of, or a leaf."


def _group_problems(node: Mapping, path: str) -> Iterator[str]:
    name = next(name for name in ("all", "any", "of") if name in node)
    parts = node[name]
    if not isinstance(parts, list) or not parts:
        yield f"{path}.{name}: has to be a list with at least one part."
        return
    if name == "of":
        count = node["at_least"]
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            yield f"{path}.at_least: has to be a whole number above zero."
        elif count > len(parts):
            yield f"{path}.at_least: asks for more parts than there are."
    for number, part in enumerate(parts):
        yield from _problems(part, f"{path}.{name}[{number}]")


def _leaf_problems(node: Mapping, path: str) -> Iterator[str]:
    leaf = LEAVES.get(node["leaf"]) if isinstance(node["leaf"], str) else None
    if leaf is None:
        yield f"{path}.leaf: “{node['leaf']}” is not a leaf."
        return
    checks = {**leaf.needs, **leaf.allows}
    for name in sorted(leaf.needs.keys() - node.keys()):
        yield f"{path}.{name}: is missing."
    for name, value in node.items():
        if name == "leaf":
            continue
        if name not in checks:
            yield f"{path}.{name}: is not known here."
        elif checks[name](value):
            yield f"{path}.{name}: {checks[name](value)}"
    for name, words in leaf.together(node):
        yield f"{path}.{name}: {words}"


def _waiver_problems(node: Mapping, path: str, *, in_choice: bool) -> Iterator[str]:
    """A waiver takes the place of something it stands beside in a choice.

    Args:
        node: a tree that is well-formed.
        in_choice: whether it is a part of any or at_least, however deep.
    """
    if node.get("leaf") == WAIVER and not in_choice and path != "$":
        yield f"{path}: a waiver stands in any or at_least, beside what it waives."
    name = next((name for name in ("all", "any", "of") if name in node), "")
    is_choice = name in ("any", "of")
    within = [
        problem
        for number, part in enumerate(_parts(node))
        for problem in _waiver_problems(
            part, f"{path}.{name}[{number}]", in_choice=in_choice or is_choice
        )
    ]
    yield from within
    if is_choice and not within:
        yield from _beside_problems(node, path)


def _beside_problems(choice: Mapping, path: str) -> Iterator[str]:
    found = list(leaves(choice))
    if any(leaf["leaf"] == WAIVER for leaf in found):
        named = dict.fromkeys(_never_waived(leaf) for leaf in found)
        for words in filter(None, named):
            yield f"{path}: {words} cannot be waived, so no waiver stands beside it."


def _never_waived(leaf: Mapping) -> str:
    if leaf["leaf"] == "document_held" and leaf["kind"] == "LICENCE":
        return "a licence"
    return NEVER_WAIVED.get(leaf["leaf"], "")
