"""Plain words for fields that keep no markup."""

from typing import Any

from modules.starter.marks import BRACKET, parse_marks


def plain_words(value: Any) -> Any:
    """This will put words in the place of marks, and drop the ticks around names."""
    if isinstance(value, str):
        told = BRACKET.sub(lambda found: _labels(found[1]), value)
        return told.replace("`", "")
    if isinstance(value, dict):
        return {key: plain_words(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain_words(part) for part in value]
    return value


def _labels(inside: str) -> str:
    return ", ".join(f"“{mark.label}”" for mark in parse_marks(inside))
