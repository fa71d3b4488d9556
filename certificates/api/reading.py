"""Reading JSON that a stranger sent."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from certificates.clearance.question import MalformedQuestion

KILOBYTE = 1024


def read_json(request: HttpRequest, longest: int) -> Any:
    """This will parse the body.

    Args:
        longest: in bytes.
    Raises:
        MalformedQuestion: too long, not JSON, or nothing that could be recorded.
    """
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise _too_long(longest) from error
    if len(body) > longest:
        raise _too_long(longest)
    try:
        data = json.loads(body, parse_constant=_no_such_number)
        # What the database cannot keep as text cannot be recorded, so not answered.
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise MalformedQuestion("The question is not JSON.") from error
    if "\\u0000" in text:
        raise MalformedQuestion("A question holds no NUL character.")
    return data


def _too_long(longest: int) -> MalformedQuestion:
    return MalformedQuestion(f"A question has at most {longest // KILOBYTE} kB.")


def _no_such_number(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON.")
