"""The codes that may be named anywhere in the content."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .findings import Findings
from .placed import Placed


@dataclass(frozen=True)
class KnownCodes:
    """What may be named. None where the file that lists it is faulty itself."""

    parts: frozenset[str] | None
    modules: frozenset[str] | None
    lessons: frozenset[str] | None
    levels: frozenset[str] | None
    sources: frozenset[str] | None


@dataclass(frozen=True)
class Naming:
    """One place that names codes: the entry, its key, and how messages call it."""

    placed: Placed
    key: str
    subject: str
    findings: Findings

    def check(
        self, codes: Iterable[str], known: frozenset[str] | None, what: str
    ) -> None:
        """Note every code that is not known.

        Args:
            what: what such a code stands for, as in "lesson".
        """
        for code in codes:
            if known is not None and code not in known:
                message = f"{self.subject} names a {what} that is not known, {code}"
                self.findings.at(self.placed, self.key, message)


def check_unique(
    entries: Sequence[Placed], key: str, what: str, findings: Findings
) -> None:
    """Note every entry whose value under this key another entry has too."""
    values = [str(getattr(entry, key)) for entry in entries]
    times = Counter(values)
    for entry, value in zip(entries, values, strict=True):
        if times[value] > 1:
            findings.at(entry, key, f"{what} {value} is there {times[value]} times")


def in_words(names: Iterable[str]) -> str:
    """A, B and C."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
