"""The content folder: opens files and remembers the sources their marks name."""

from pathlib import Path
from typing import TypeVar

from .findings import Findings
from .lesson_text import check_marks
from .placed import Placed
from .yaml_shapes import Place, read_shape

Shape = TypeVar("Shape", bound=Placed)


class Shelf:
    """Reads files by their path inside the content folder; faults are noted."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder = folder
        self.findings = findings
        self._cited: list[tuple[str, int, str]] = []

    def names(self, pattern: str) -> list[str]:
        """The files that fit a pattern, in order, as paths inside the folder."""
        found = self.folder.glob(pattern)
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def text(self, name: str) -> str | None:
        """The text of a file, or None with the fault noted."""
        try:
            text = (self.folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            self.findings.add(name, 1, "the file is missing")
            return None
        except UnicodeDecodeError:
            self.findings.add(name, 1, "the file is not UTF-8 text")
            return None
        cited = check_marks(text, file=name, findings=self.findings)
        self._cited += [(name, line, source) for line, source in cited]
        return text

    def read(self, shape: type[Shape], name: str) -> Shape | None:
        """A whole YAML file as one shape."""
        text = self.text(name)
        if text is None:
            return None
        return read_shape(shape, text, Place(name, self.findings))

    def read_all(self, shape: type[Shape], folder: str) -> list[Shape]:
        """Every YAML file of a folder that can be read, each named for its slug."""
        read = []
        for name in self.names(f"{folder}/*.yaml"):
            one = self.read(shape, name)
            if one is None:
                continue
            slug = str(getattr(one, "slug", ""))
            if name != f"{folder}/{slug}.yaml":
                message = f"the file is not named for its slug, {slug}"
                self.findings.at(one, "slug", message)
            read.append(one)
        return read

    def check_cited(self, known: frozenset[str] | None) -> None:
        """Note every mark that names a source which is not known."""
        for file, line, source in self._cited:
            if known is not None and source not in known:
                message = f"a mark names a source that is not known, {source}"
                self.findings.add(file, line, message)
