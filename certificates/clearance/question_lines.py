"""Questions in a file, one JSON object a line (JSON Lines). Pure."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from certificates.clearance.question import MalformedQuestion

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def lines_of(file: Iterable[bytes]) -> Iterator[bytes]:
    """This will give the lines that hold anything, without the white space around."""
    for number, line in enumerate(file):
        text = line.removeprefix(BYTE_ORDER_MARK) if number == 0 else line
        if text.strip():
            yield text.strip()


def read_line(line: bytes) -> Any:
    """This will parse one line.

    Raises:
        MalformedQuestion: it is not JSON, or holds what no database keeps as text.
    """
    try:
        data = json.loads(line.decode(), parse_constant=_no_such_number)
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise MalformedQuestion("The question is not JSON.") from error
    if "\\u0000" in text:
        raise MalformedQuestion("A question holds no NUL character.")
    return data


def _no_such_number(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON.")
