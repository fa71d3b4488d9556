"""Whether a line of the exclusion list may be one of our people. Nothing is asked.

The net is wide on purpose: whatever it catches, a person looks at.
"""

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from certificates.exclusions.files import Line

# Letters that no accent is taken off.
PLAIN = str.maketrans(
    {"Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Æ": "AE", "Œ": "OE", "Þ": "TH", "ı": "I"}
)
SUFFIXES = {"JR", "SR", "II", "III", "IV"}
BY_NPI, BY_BIRTH, BY_NAME = "NPI", "NAME_AND_BIRTH", "NAME"


@dataclass(frozen=True)
class Known:
    """What we know of one person, as it was typed."""

    person: UUID
    npi: str
    first: str
    middle: str
    last_names: tuple[str, ...]
    born_on: datetime.date | None


@dataclass(frozen=True)
class Hit:
    """A line that may be somebody, and by what: the strongest reason only."""

    person: UUID
    line: Line
    by: str


def folded(name: str) -> str:
    """This will give a name without case, accents, hyphens, blanks and apostrophes."""
    letters = unicodedata.normalize("NFKD", name.upper().translate(PLAIN))
    return "".join(letter for letter in letters if letter.isalnum())


def folded_last(name: str) -> str:
    """This will fold a last name, without a Junior or the like behind it."""
    words = name.upper().replace(",", " ").replace(".", " ").split()
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return folded("".join(words))


class Matcher:
    """Finds our people in the list; each line costs two look-ups."""

    def __init__(self, known: Iterable[Known], on: datetime.date) -> None:
        """Args: on: the day of the list. Who was reinstated by then is not on it."""
        self.on = on
        self.by_npi: dict[str, list[Known]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for one in known:
            if one.npi:
                self.by_npi[one.npi].append(one)
            for key in _keys_of(one):
                self.by_name[key].append(one)

    def hits(self, line: Line) -> Iterator[Hit]:
        """This will give each person that a line may be, once."""
        if line.reinstated_on is not None and line.reinstated_on <= self.on:
            return
        same_number = self.by_npi.get(line.npi, []) if line.npi else []
        yield from (Hit(one.person, line, BY_NPI) for one in same_number)
        found = {one.person for one in same_number}
        for key in _keys_in(line):
            for one in self.by_name.get(key, []):
                if one.person not in found and not _born_apart(one, line):
                    found.add(one.person)
                    yield Hit(one.person, line, _by(one, line))


def middle_agrees(middle: str, line_middle: str) -> bool:
    """This will say whether two middle names may be one: equal, or an initial of it."""
    one, other = folded(middle), folded(line_middle)
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _by(one: Known, line: Line) -> str:
    return BY_BIRTH if one.born_on and line.born_on else BY_NAME


def _born_apart(one: Known, line: Line) -> bool:
    return bool(one.born_on and line.born_on and one.born_on != line.born_on)


def _keys_of(one: Known) -> set[tuple[str, str]]:
    lasts = {folded_last(name) for name in one.last_names} - {""}
    return {(last, first) for last in lasts for first in _firsts(one.first, one.middle)}


def _keys_in(line: Line) -> set[tuple[str, str]]:
    last, first = folded_last(line.columns["LASTNAME"]), line.columns["FIRSTNAME"]
    firsts = _firsts(first, line.columns["MIDNAME"])
    return {(last, name) for name in firsts} if last else set()


def _firsts(first: str, middle: str) -> set[str]:
    """Mary Ann is one first name to some and a first and a middle name to others."""
    return {folded(first), folded(first) + folded(middle)} - {""}
