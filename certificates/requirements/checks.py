"""What a tree may tell a leaf: each check says what is wrong with a value. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], str]
Checks = Mapping[str, Check]
# As it stands in the audit log and in a column of 32 characters.
CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")


def text(value: Any) -> str:
    return "" if isinstance(value, str) and value else "has to be a text."


def code(value: Any) -> str:
    """Such as CASE-PRESENTATION."""
    if isinstance(value, str) and len(value) <= 32 and CODE.fullmatch(value):
        return ""
    return "has to be a code of capital letters, digits and dashes, 32 at most."


def positive(value: Any) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return "" if whole else "has to be a whole number above zero."


def yes(value: Any) -> str:
    return "" if value is True else "can only be true."


def one_of(*choices: str) -> Check:
    words = f"has to be one of {', '.join(choices)}."
    return lambda value: "" if value in choices else words


def some_of(*choices: str) -> Check:
    words = f"has to be a list of {', '.join(choices)}."

    def check(value: Any) -> str:
        good = isinstance(value, list) and value and all(v in choices for v in value)
        return "" if good else words

    return check


def floors_of(*choices: str) -> Check:
    """A whole number for some of these."""

    def check(value: Any) -> str:
        known = isinstance(value, Mapping) and value.keys() <= set(choices)
        if known and value and not any(positive(floor) for floor in value.values()):
            return ""
        return "has to give a whole number for each credential."

    return check


def floors(value: Any) -> str:
    """A whole number for each domain code, such as {"MS3": 4}."""
    good = isinstance(value, Mapping) and value and not any(map(text, value))
    if good and not any(positive(floor) for floor in value.values()):
        return ""
    return "has to give a whole number for each domain."
