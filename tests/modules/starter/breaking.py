"""Breaks a copy of the content, and says what must be told about it."""

from dataclasses import dataclass

import pytest

from modules.starter.findings import ContentErrors
from modules.starter.reading import read_curriculum

FOUNDATIONS = "banks/foundations.yaml"
WEDDING = "scenarios/the-wedding-date.yaml"
DOOR = "scenarios/the-black-door.yaml"
FORM = "practicum/trauma-co-therapy.yaml"
LESSON = "lessons/F1/F1.1.md"
CLIP = "lessons/M4/M4.1.md"


@dataclass(frozen=True)
class Break:
    """One change that breaks a file, and what must be said about it.

    `after` is text before the place to change; `on` is text of the line to be named,
    looked for from the same place. Only the first `old` after it is changed.
    """

    name: str
    file: str
    old: str
    new: str
    message: str
    on: str
    after: str = ""

    def make(self, folder):
        """Break the file and return the line that must be named."""
        path = folder / self.file
        text = path.read_text()
        begin = text.index(self.after)
        assert self.old in text[begin:], self.name
        text = text[:begin] + text[begin:].replace(self.old, self.new, 1)
        path.write_text(text)
        return text.count("\n", 0, text.index(self.on, begin)) + 1


def faults(folder):
    """What reading this folder finds wrong."""
    with pytest.raises(ContentErrors) as caught:
        read_curriculum(folder)
    return caught.value.errors


def is_told(broken, folder):
    """Whether a break is told with its file and its line."""
    line = broken.make(folder)
    return any(
        (one.file, one.line) == (broken.file, line)
        and one.message.startswith(broken.message)
        for one in faults(folder)
    )


def each(breaks):
    """One test for every break, named for it."""
    return pytest.mark.parametrize("broken", breaks, ids=[one.name for one in breaks])
