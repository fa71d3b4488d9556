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


class TreeInvalid(ValueError):  # noqa: N818 - it names a refusal
    """The tree cannot be judged. The message names every wrong place by its path."""


def validate(tree: Any) -> None:
    """This will refuse a tree that could not be judged.

    Raises:
        TreeInvalid: something in it is unknown, missing or of the wrong kind.
    """
    problems = list(_problems(tree, "$"))
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
    return at_least(count, head, [judge(part, evidence) for part in parts])


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
