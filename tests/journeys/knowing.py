"""What a person who has learned would know: the right answers, read from the record.

The pages never show them; the test looks into the site's own database.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

BETTER = "is_right"


def rows(folder: Path, sql: str, *values: str) -> list[tuple]:
    """This will read rows of the site's database."""
    with closing(sqlite3.connect(folder / "kap.sqlite3")) as database:
        return database.execute(sql, values).fetchall()


def question_at(folder: Path, attempt_id: str, position: int) -> dict:
    """This will read one question of an attempt, key included."""
    found = rows(
        folder,
        "SELECT frozen FROM modules_attemptitem WHERE attempt_id = ? AND position = ?",
        attempt_id.replace("-", ""),
        str(position),
    )
    return json.loads(found[0][0])


def graph_of(folder: Path, run_id: str) -> dict:
    """This will read the graph of a run of a case."""
    found = rows(
        folder,
        "SELECT graph FROM modules_scenariorun WHERE id = ?",
        run_id.replace("-", ""),
    )
    return json.loads(found[0][0])


def better_options(folder: Path, lesson_code: str) -> dict[str, int]:
    """This will give, by block id, which option of a lesson's check is the better."""
    found = rows(
        folder, "SELECT body FROM modules_lessonpage WHERE code = ?", lesson_code
    )
    return {
        block["id"]: _better(block["value"]["options"])
        for block in json.loads(found[0][0])
        if block["type"] == "check"
    }


def _better(options: list[dict]) -> int:
    values = [option.get("value", option) for option in options]
    return next(index for index, value in enumerate(values) if value[BETTER])
