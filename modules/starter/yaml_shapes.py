"""Builds the shapes from YAML, keeping every line and telling every fault.

The shape is the rule: its fields are the keys, their types are checked.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml

from .findings import Findings
from .placed import Placed

Shape = TypeVar("Shape", bound=Placed)

# The same YAML either way; the one in C is five times as quick.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OWN_KEYS = {one.name for one in dataclasses.fields(Placed)}
_NAMING_KEYS = ("code", "number", "term", "topic", "level")
_NULL = "tag:yaml.org,2002:null"
_PLAIN: dict[type, tuple[str, str]] = {
    str: ("tag:yaml.org,2002:str", "text"),
    int: ("tag:yaml.org,2002:int", "a whole number"),
    bool: ("tag:yaml.org,2002:bool", "yes or no"),
}


class _Faulty(Exception):  # noqa: N818 - it only unwinds; the fault is already noted
    """A value could not be built."""


@dataclass(frozen=True)
class Place:
    """Where the builder stands: the file, and the names of what surrounds it."""

    file: str
    findings: Findings
    trail: tuple[str, ...] = ()
    first_line: int = 1

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def within(self, name: str) -> "Place":
        return dataclasses.replace(self, trail=(*self.trail, name))

    def fault(self, node: yaml.Node, message: str) -> None:
        *around, name = self.trail or ("the file",)
        text = ": ".join([*around, f"{name} {message}"])
        self.findings.add(self.file, self.line(node), text)


def read_shape(shape: type[Shape], text: str, place: Place) -> Shape | None:
    """Build a shape from the text of a YAML file, or note why it cannot be built.

    At the top of a file a list loses its faulty entries and keeps the others, so
    that the rest of the file is checked as well.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        message = f"the file is not valid YAML, {error.problem}"
        place.findings.add(place.file, line + place.first_line, message)
        return None
    if node is None:
        place.findings.add(place.file, place.first_line, "the file is empty")
        return None
    try:
        return _build(shape, node, place, position=0)
    except _Faulty:
        return None


def _build(
    shape: type[Shape], node: yaml.Node, place: Place, *, position: int
) -> Shape:
    entries = _entries(node, place)
    hints, fields = _rules(shape)
    _note_unknown(entries, set(fields), place)
    values: dict[str, Any] = {}
    faulty = False
    for name, is_needed in fields.items():
        if name in entries:
            try:
                values[name] = _value(hints[name], entries[name][1], place, name)
            except _Faulty:
                faulty = True
        elif is_needed:
            place.fault(node, f"has no {name}")
            faulty = True
    if faulty:
        raise _Faulty
    lines = {name: place.line(key) for name, (key, _) in entries.items()}
    return shape(
        **values,
        file=place.file,
        line=place.line(node),
        lines=lines,
        position=position,
    )


def _rules(shape: type[Placed]) -> tuple[dict[str, Any], dict[str, bool]]:
    """The types of a shape's keys, and whether each is needed."""
    fields = {
        one.name: one.default is dataclasses.MISSING
        for one in dataclasses.fields(shape)
        if one.name not in _OWN_KEYS
    }
    return typing.get_type_hints(shape), fields


def _entries(node: yaml.Node, place: Place) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        place.fault(node, "needs keys and values here")
        raise _Faulty
    entries: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in entries:
            place.fault(key, f"has the key {name} twice")
        entries[name] = (key, value)
    return entries


def _note_unknown(
    entries: Mapping[str, tuple[yaml.Node, yaml.Node]], known: set[str], place: Place
) -> None:
    for name, (key, _) in entries.items():
        if name not in known:
            place.fault(key, f"has a key that is not known, {name}")


def _value(kind: Any, node: yaml.Node, place: Place, name: str) -> Any:
    """Read one value as its type says.

    Raises:
        _Faulty: when it is of another type; the fault is noted.
    """
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        kind = next(one for one in typing.get_args(kind) if one is not type(None))
        return _value(kind, node, place, name)
    if kind in _PLAIN:
        return _plain(kind, node, place, name)
    return _READERS[origin](kind, node, place, name)


def _plain(kind: type, node: yaml.Node, place: Place, name: str) -> Any:
    tag, words = _PLAIN[kind]
    if node.tag == _NULL:
        place.fault(node, f"has no {name}")
        raise _Faulty
    if not isinstance(node, yaml.ScalarNode) or node.tag != tag:
        place.fault(node, f"needs {words} for {name}")
        raise _Faulty
    if kind is str:
        if not node.value.strip():
            place.fault(node, f"has nothing written for {name}")
            raise _Faulty
        return node.value.strip()
    return yaml.constructor.SafeConstructor().construct_object(node)


def _choice(kind: Any, node: yaml.Node, place: Place, name: str) -> str:
    choices = typing.get_args(kind)
    if not isinstance(node, yaml.ScalarNode) or node.value not in choices:
        place.fault(node, f"needs one of {', '.join(choices)} for {name}")
        raise _Faulty
    return str(node.value)


def _list(kind: Any, node: yaml.Node, place: Place, name: str) -> tuple[Any, ...]:
    if not isinstance(node, yaml.SequenceNode):
        place.fault(node, f"needs a list for {name}")
        raise _Faulty
    entry_kind = typing.get_args(kind)[0]
    entries, faulty = [], False
    for position, entry in enumerate(node.value):
        try:
            entries.append(_entry(entry_kind, entry, place, (name, position)))
        except _Faulty:
            faulty = True
    if faulty and place.trail:
        raise _Faulty
    return tuple(entries)


def _entry(kind: Any, node: yaml.Node, place: Place, where: tuple[str, int]) -> Any:
    name, position = where
    if isinstance(kind, type) and issubclass(kind, Placed):
        inner = place.within(_name_of(kind, node, position))
        return _build(kind, node, inner, position=position)
    return _value(kind, node, place, name)


def _name_of(shape: type[Placed], node: yaml.Node, position: int) -> str:
    """How messages call an entry: by its code, or by its place in the list."""
    own = dict(getattr(node, "value", ())) if _has_keys(node) else {}
    named = {key.value: value.value for key, value in own.items()}
    for key in _NAMING_KEYS:
        if isinstance(named.get(key), str):
            return f"{shape.word} {named[key]}"
    place = chr(ord("A") + position) if shape.lettered else str(position + 1)
    return f"{shape.word} {place}"


def _has_keys(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _mapping(kind: Any, node: yaml.Node, place: Place, name: str) -> dict[Any, Any]:
    inner = place.within(name)
    key_kind, value_kind = typing.get_args(kind)
    return {
        _value(key_kind, key, inner, "its key"): _value(
            value_kind, value, inner, str(key.value)
        )
        for key, value in _entries(node, inner).values()
    }


def _shape(kind: Any, node: yaml.Node, place: Place, name: str) -> Placed:
    built: Placed = _build(kind, node, place.within(name), position=0)
    return built


_READERS: dict[Any, Callable[[Any, yaml.Node, Place, str], Any]] = {
    tuple: _list,
    Mapping: _mapping,
    typing.Literal: _choice,
    None: _shape,
}
