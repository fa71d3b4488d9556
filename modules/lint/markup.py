"""What stands in the rich text of a block: its links, its marks, its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

Attributes = dict[str, str]


@dataclass(frozen=True)
class Anchor:
    """One link or mark, by its attributes as they are stored."""

    attributes: Attributes

    @property
    def kind(self) -> str:
        """This will tell a mark, a page or a document from an address."""
        return self.attributes.get("linktype", "")

    @property
    def number(self) -> int | None:
        """This will give the page or document that it leads to."""
        written = self.attributes.get("id", "")
        return int(written) if written.isascii() and written.isdecimal() else None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[Anchor] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.anchors.append(Anchor({name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def anchors_in(value: Any) -> list[Anchor]:
    """This will list every link and mark of a block, however deep."""
    return [one for markup in _texts(value) for one in _read(markup).anchors]


def is_blank(markup: str) -> bool:
    """This will tell whether nobody could read a word in it."""
    words = "".join(_read(markup or "").words)
    return not words.replace("\xa0", " ").strip()


def plain_items(items: Any) -> list[Any]:
    """This will give a list block's entries, which may carry an id of their own."""
    return [
        one["value"] if isinstance(one, dict) and one.get("type") == "item" else one
        for one in items or []
    ]


def _read(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if "<a" in value:
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
