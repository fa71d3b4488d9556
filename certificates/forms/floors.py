"""A field for levels by code, written as people would: MS3: 4, MS5: 4."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _

PAIR = re.compile(r"([A-Za-z0-9]{1,16})\s*[:=]\s*([1-9]\d?)")


class FloorsField(forms.CharField):
    """Reads codes with a whole number each; nothing typed is an empty mapping.

    Args:
        known: the codes that there are; empty when any will do.
    """

    def __init__(self, *, known: Collection[str] = (), **kwargs) -> None:
        super().__init__(max_length=200, **kwargs)
        self.known = known

    def prepare_value(self, value: Any) -> Any:
        """This will write a mapping as it is typed."""
        if isinstance(value, dict):
            return ", ".join(f"{code}: {floor}" for code, floor in value.items())
        return value

    def clean(self, value: Any) -> dict[str, int]:
        """This will read what was typed.

        Raises:
            ValidationError: a piece of it is no code with a number.
        """
        typed = super().clean(value)
        found: dict[str, int] = {}
        for piece in filter(None, (part.strip() for part in typed.split(","))):
            pair = PAIR.fullmatch(piece)
            code = pair[1].upper() if pair else ""
            if not pair or (self.known and code not in self.known):
                words = _("“%(piece)s” is not understood. Write it like L3: 4.")
                raise forms.ValidationError(words % {"piece": piece[:40]})
            found[code] = int(pair[2])
        return found
