"""One JSON object with its path, and its values by kind. Pure.

Whatever is not what the contract says is refused with the path of the place, such as
`people[2].documents[0].colour`.
"""

import re
import uuid
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from home.errors import RuleBroken

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOST_NUMBER = 32767
LONGEST_TEXT = 4000


class WorldRefused(RuleBroken):
    """Something in the file is not as it has to be; nothing of it was loaded."""

    code = "WORLD-REFUSED"
    status = 422

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path = path


class Row:
    """One JSON object of the file.

    Args:
        keys: all that it may have.
    Raises:
        WorldRefused: it is no object, or has a key that nobody knows.
    """

    def __init__(self, value: Any, path: str, keys: Collection[str]) -> None:
        if not isinstance(value, Mapping):
            raise WorldRefused(path or "world", _("This has to be a JSON object."))
        self.path = path
        self._value = value
        for key in value:
            if key not in keys:
                raise WorldRefused(self.at(key), _("This key is not known here."))

    def at(self, key: str) -> str:
        """This will give the path of one of its values."""
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, sentence: str) -> WorldRefused:
        """This will make the refusal of one of its values."""
        return WorldRefused(self.at(key), sentence)

    def says(self, key: str) -> bool:
        """This will tell whether the key is there, be it with null."""
        return key in self._value

    def text(self, key: str, longest: int = LONGEST_TEXT) -> str:
        """This will give a text without the white space around it; none is empty."""
        value = self._value.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.refuse(key, _("This has to be text."))
        if "\0" in value or not _is_encodable(value):
            raise self.refuse(key, _("This holds a character that no text has."))
        if len(value) > longest:
            told = _("This has at most %(count)d characters.") % {"count": longest}
            raise self.refuse(key, told)
        return value.strip()

    def words(self, key: str, longest: int = LONGEST_TEXT) -> str:
        """This will give a text that has to be there."""
        found = self.text(key, longest)
        if not found:
            raise self.refuse(key, _("This is needed."))
        return found

    def choice(self, key: str, among: Collection[str]) -> str:
        """This will give one of the words, which has to be there."""
        return self._one_of(key, self.words(key), among)

    def choice_if(self, key: str, among: Collection[str], otherwise: str = "") -> str:
        """This will give one of the words, or what stands for none."""
        found = self.text(key)
        return self._one_of(key, found, among) if found else otherwise

    def flag(self, key: str) -> bool:
        """This will give yes or no; absent is no, and null is neither."""
        if not self.says(key):
            return False
        found = self.maybe(key)
        if found is None:
            raise self.refuse(key, _("This is true or false."))
        return found

    def maybe(self, key: str) -> bool | None:
        """This will give yes, no, or nothing said."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.refuse(key, _("This is true or false."))
        return value

    def number(self, key: str) -> int | None:
        """This will give a whole number from 0, or nothing said."""
        value = self._value.get(key)
        if value is None:
            return None
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not 0 <= value <= MOST_NUMBER:
            raise self.refuse(key, _("This has to be a whole number from 0."))
        return value

    def day(self, key: str) -> date | None:
        """This will give a calendar date, or nothing said."""
        value = self._value.get(key)
        if value is None:
            return None
        try:
            if DAY.fullmatch(value):
                return date.fromisoformat(value)
        except (ValueError, TypeError):
            pass
        raise self.refuse(key, _("This has to be a date, such as 2026-12-03."))

    def moment(self, key: str) -> datetime | None:
        """This will give a moment in UTC, or nothing said."""
        value = self._value.get(key)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
            if moment.utcoffset() is not None:
                return moment.astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            pass
        told = _("This has to be a moment with its offset: 2026-12-03T17:00:00Z.")
        raise self.refuse(key, told)

    def id(self, key: str) -> uuid.UUID:
        """This will give the id of a person."""
        value = self.words(key)
        try:
            return uuid.UUID(value)
        except ValueError:
            raise self.refuse(key, _("This has to be a UUID.")) from None

    def rows(self, key: str, keys: Collection[str]) -> list["Row"]:
        """This will give the objects of a list; none at all is an empty one."""
        value = self._value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.refuse(key, _("This has to be a list."))
        return [Row(one, f"{self.at(key)}[{n}]", keys) for n, one in enumerate(value)]

    def part(self, key: str, keys: Collection[str]) -> "Row | None":
        """This will give an object within, if there is one."""
        value = self._value.get(key)
        return None if value is None else Row(value, self.at(key), keys)

    def _one_of(self, key: str, found: str, among: Collection[str]) -> str:
        if found in among:
            return found
        told = _("This is one of %(words)s.") % {"words": ", ".join(among)}
        raise self.refuse(key, told)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
