"""Checks of what the log says against the rows themselves, by whoever keeps those.

An app registers its own when it is ready; `audit_verify` runs all of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mismatch:
    """A row and the log do not agree.

    Args:
        where: which row, such as `Signature 6f…`.
        text: what is wrong, in a plain sentence.
    """

    where: str
    text: str


Check = Callable[[], Iterable[Mismatch]]

_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """This will have `audit_verify` run the check, once under each name."""
    _checks[name] = check


def run_all() -> Iterable[Mismatch]:
    """This will give what all registered checks find, as they find it."""
    for name in sorted(_checks):
        yield from _checks[name]()
