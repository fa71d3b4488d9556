"""Editing a requirement tree by the place of a part. Pure.

A place is the way down from the top: () is the tree itself, (0, 2) the third part of
its first one. Every edit gives a new tree; the old one stays as it is. A tree in the
making may have groups without parts: `unfinished` names them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from certificates.requirements.tree import TreeInvalid, validate

Place = tuple[int, ...]
Node = Mapping[str, Any]
TOP = "top"
GROUPS = {"all": "all", "any": "any", "at_least": "of"}
DEEPEST, MOST = 6, 150


class NoSuchPart(LookupError):  # noqa: N818 - it names what is missing
    """The tree has no part at this place, or none that can take others."""


class TreeTooBig(ValueError):  # noqa: N818 - it names what is wrong
    """Nobody could read such a tree. The message says which limit it breaks."""


def place_of(written: str) -> Place:
    """This will read a place as addresses write it: top, or 0-2.

    Raises:
        NoSuchPart: it is written in another way.
    """
    if written == TOP:
        return ()
    steps = written.split("-")
    if not all(step.isdecimal() and len(step) < len("1000") for step in steps):
        raise NoSuchPart(written)
    return tuple(int(step) for step in steps)


def written(place: Place) -> str:
    """This will write a place as addresses carry it; `place_of` reads it again."""
    return "-".join(str(step) for step in place) or TOP


def numbered(place: Place) -> str:
    """This will give the number that people read, such as 1.3; empty for the top."""
    return ".".join(str(step + 1) for step in place)


def group_key(node: Node) -> str:
    """This will give the key under which a group keeps its parts; empty for a leaf."""
    return next((key for key in GROUPS.values() if key in node), "")


def parts_of(node: Node) -> list[Node]:
    """This will list the parts of a group; a leaf has none."""
    key = group_key(node)
    return list(node[key]) if key else []


def part_at(tree: Node, place: Place) -> Node:
    """This will give the part at a place.

    Raises:
        NoSuchPart: there is none.
    """
    for step in place:
        parts = parts_of(tree)
        if step >= len(parts):
            raise NoSuchPart(written(place))
        tree = parts[step]
    return tree


def with_part(tree: Node, place: Place, part: Node) -> dict:
    """This will put another part in the place of the one that is there.

    Raises:
        NoSuchPart: there is none. TreeTooBig: the tree became too deep or too long.
    """
    part_at(tree, place)
    return checked(_with_part(tree, place, dict(part)))


def with_more(tree: Node, place: Place, part: Node) -> dict:
    """This will add a part at the end of the group at a place.

    Raises:
        NoSuchPart: no group is there. TreeTooBig: as above.
    """
    group = part_at(tree, place)
    if not group_key(group):
        raise NoSuchPart(written(place))
    return with_part(tree, place, _with_parts(group, [*parts_of(group), part]))


def without_part(tree: Node, place: Place) -> dict:
    """This will take a part out, with everything in it.

    Raises:
        NoSuchPart: there is none, or it is the tree itself.
    """
    group = _group_around(tree, place)
    parts = parts_of(group)
    del parts[place[-1]]
    return with_part(tree, place[:-1], _with_parts(group, parts))


def with_part_moved(tree: Node, place: Place, by: int) -> dict:
    """This will move a part among its neighbours; at the end it stays where it is.

    Args:
        by: -1 moves it up, 1 moves it down.
    Raises:
        NoSuchPart: there is none, or it is the tree itself.
    """
    group = _group_around(tree, place)
    parts, at = parts_of(group), place[-1]
    to = min(max(at + by, 0), len(parts) - 1)
    parts.insert(to, parts.pop(at))
    return with_part(tree, place[:-1], _with_parts(group, parts))


def group_of(kind: str, parts: list, count: int = 1) -> dict:
    """This will make a group: all of its parts, any one, or at least `count`."""
    node: dict[str, Any] = {GROUPS[kind]: list(parts)}
    return {"at_least": count, **node} if kind == "at_least" else node


def regrouped(group: Node, kind: str, count: int = 1) -> dict:
    """This will ask for the parts of a group in another way; its mark stays."""
    mark = {"mark": group["mark"]} if "mark" in group else {}
    return {**group_of(kind, parts_of(group), count), **mark}


def as_group(tree: Node) -> dict:
    """This will give a tree that parts can be added to: a lone leaf gets a group."""
    return dict(tree) if group_key(tree) else group_of("all", [tree])


def walk(tree: Node, place: Place = ()) -> Iterator[tuple[Place, Node]]:
    """This will give every part with its place, each group before its parts."""
    yield place, tree
    for step, part in enumerate(parts_of(tree)):
        yield from walk(part, (*place, step))


def unfinished(tree: Node) -> list[tuple[Place, str]]:
    """This will say what keeps a tree from being asked of anybody, and where."""
    found = [
        (place, problem)
        for place, node in walk(tree)
        if (problem := _group_problem(node))
    ]
    return found or _refusals(tree)


def checked(tree: dict) -> dict:
    """This will give the tree back when people can still read it.

    Raises:
        TreeTooBig: it is too deep or too long.
    """
    places = [place for place, _node in walk(tree)]
    if max(map(len, places)) > DEEPEST:
        raise TreeTooBig(
            _("Groups can be at most %(count)d deep. Nobody could read more.")
            % {"count": DEEPEST}
        )
    if len(places) > MOST:
        raise TreeTooBig(
            _("A version can have at most %(count)d parts.") % {"count": MOST}
        )
    return tree


def _group_problem(node: Node) -> str:
    if not group_key(node):
        return ""
    parts = parts_of(node)
    if not parts:
        return _("This group is empty. Add a part, or remove the group.")
    if node.get("at_least", 1) > len(parts):
        return _("This group asks for more parts than it has.")
    return ""


def _refusals(tree: Node) -> list[tuple[Place, str]]:
    """What else `validate` finds: something from before the catalogue changed."""
    found: list[tuple[Place, str]] = []
    for place, node in walk(tree):
        if group_key(node):
            continue
        try:
            validate(node)
        except TreeInvalid:
            found.append((place, _("This part can no longer be judged. Edit it.")))
    return found


def _group_around(tree: Node, place: Place) -> Node:
    if not place:
        raise NoSuchPart(TOP)
    part_at(tree, place)
    return part_at(tree, place[:-1])


def _with_parts(group: Node, parts: list) -> dict:
    return {**group, group_key(group): parts}


def _with_part(tree: Node, place: Place, part: dict) -> dict:
    if not place:
        return part
    parts: list[Node] = parts_of(tree)
    parts[place[0]] = _with_part(parts[place[0]], place[1:], part)
    return _with_parts(tree, parts)
