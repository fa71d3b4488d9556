"""Part of a file, as a player asks for it when somebody moves along a video.

Source: RFC 9110, section 14: one range of bytes. Several at once are answered with
the whole file, which the standard allows.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

ONE_RANGE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.ASCII | re.IGNORECASE)
# A number of more digits is no place in any file, and slow to read.
MOST_DIGITS = 18


class OutsideFile(ValueError):  # noqa: N818 - it names what is wrong
    """No byte of the file lies in the range."""


@dataclass(frozen=True)
class ByteRange:
    """Some bytes of a file of `size` bytes, the first and the last included."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


def wanted_range(header: str, size: int) -> ByteRange | None:
    """This will read a Range header.

    Returns: None where the whole file is to be sent: nothing was asked, or nothing
        that makes sense.
    Raises:
        OutsideFile: the range begins behind the end of the file.
    """
    found = ONE_RANGE.fullmatch(header)
    if found is None or len(header) > 2 * MOST_DIGITS:
        return None
    begin, end = found.groups()
    if begin:
        first, last = int(begin), int(end) if end else size - 1
        if end and last < first:
            return None
    elif end:
        first, last = max(size - int(end), 0), size - 1
    else:
        return None
    if first >= size:
        raise OutsideFile(header)
    return ByteRange(first, min(last, size - 1), size)


class FilePart:
    """The bytes of one range, read as from a file; closing it closes the file."""

    def __init__(self, file: BinaryIO, part: ByteRange) -> None:
        self.file, self.left = file, part.length
        file.seek(part.first)

    def read(self, size: int = -1) -> bytes:
        """This will give the next bytes, at most `size` of them; none at the end."""
        wanted = self.left if size < 0 else min(size, self.left)
        found = self.file.read(wanted)
        self.left -= len(found)
        return found

    def close(self) -> None:
        """This will close the file underneath."""
        self.file.close()
