"""Which letters the shipped typefaces hold, and text made ready for them.

Letters are checked before anything is drawn. Otherwise a missing one would
quietly be borrowed from whatever fonts the machine happens to have, and the
same certificate would look different on another machine.
"""

import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from certificates.pdf.failure import RenderFailed

FONTS = Path(__file__).parent / "fonts"


@cache
def coverage() -> frozenset[int]:
    """Return the code points that every shipped face can draw."""
    faces = [TTFont(path, lazy=True) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*(frozenset(face.getBestCmap()) for face in faces))


def printable(text: str) -> str:
    """Return `text` as it is set: letters only, spaces single, accents composed.

    Control and formatting characters, among them those that turn the direction
    of writing, are left out. An accented letter without a glyph of its own is
    set as letter and accent. Changing this changes the bytes of certificates
    rendered from old snapshots.
    """
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(_set_letter(letter) for letter in composed)


def printable_values(value: Any) -> Any:
    """Apply `printable` to every text inside a dataclass or tuple."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(printable_values(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        return replace(value, **{n: printable_values(getattr(value, n)) for n in names})
    return value


def require_letters(text: str) -> None:
    """Make sure that every character of `text` can be set.

    Raises:
        RenderFailed: some cannot; the message lists them.
    """
    missing = {letter for letter in text if not letter.isspace()} - _covered_letters()
    if missing:
        listed = ", ".join(f"{one} (U+{ord(one):04X})" for one in sorted(missing)[:8])
        raise RenderFailed(
            _(
                "This certificate cannot be printed yet, because its typefaces "
                "do not contain these characters: %(listed)s."
            )
            % {"listed": listed}
        )


@cache
def _covered_letters() -> frozenset[str]:
    return frozenset(chr(point) for point in coverage())


def _set_letter(letter: str) -> str:
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs"):
        return ""
    if ord(letter) in coverage():
        return letter
    parts = unicodedata.normalize("NFD", letter)
    # The longest composed beginning that has a glyph keeps most accents exact.
    for end in range(len(parts) - 1, 0, -1):
        setting = unicodedata.normalize("NFC", parts[:end]) + parts[end:]
        if all(ord(part) in coverage() for part in setting):
            return setting
    return letter
