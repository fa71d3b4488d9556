"""Fixtures that put a file of questions to the gate, and read its answers."""

import io
import json

import pytest
from django.core.management import call_command

from tests.certificates.worldly import (
    load,
    question,
)

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def put(tmp_path):
    """Asks a file of questions, given as data or as the text of lines."""

    def asked(*lines) -> list[dict]:
        path, out = tmp_path / "questions.jsonl", io.StringIO()
        text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        call_command("decide", path, stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return asked


@pytest.fixture
def told(put, tmp_path):
    """What the gate says of the session of a world."""

    def answer(data, *lines) -> dict:
        load(data, tmp_path)
        (first,) = put(*(lines or [question()]))
        return first

    return answer


def reasons(answer) -> set[tuple[str, str]]:
    return {(row["code"], row["result"]) for row in answer["context"]["reasons"]}


def lead(data) -> dict:
    return data["people"][0]


def licence(data) -> dict:
    return lead(data)["documents"][0]
