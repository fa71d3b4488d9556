"""What is wrong with the content files, and where."""

from dataclasses import dataclass

from home.errors import RuleBroken

from .placed import Placed


@dataclass(frozen=True, order=True)
class ContentError:
    """One fault: the file inside the content folder, its line, what is wrong."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentErrors(RuleBroken):
    """The content files hold at least one fault; all of them are told at once."""

    code = "CONTENT-FAULTY"
    status = 422

    def __init__(self, errors: list[ContentError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


class Findings:
    """Gathers faults while the files are read, so that all can be told together."""

    def __init__(self) -> None:
        self._errors: set[ContentError] = set()

    def add(self, file: str, line: int, message: str) -> None:
        self._errors.add(ContentError(file, line, message))

    def at(self, placed: Placed, key: str, message: str) -> None:
        """Note a fault on the line where this key of this entry stands."""
        self.add(placed.file, placed.line_of(key), message)

    def touch(self, file: str) -> bool:
        """Whether anything is wrong with this file so far."""
        return any(error.file == file for error in self._errors)

    def raise_if_any(self) -> None:
        """Raises:
        ContentErrors: when anything was found, sorted by file and line.
        """
        if self._errors:
            raise ContentErrors(sorted(self._errors))
