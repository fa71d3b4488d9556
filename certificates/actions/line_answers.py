"""Answering a file of questions, as of the moment that each brings along."""

import logging
from typing import Any

from django.utils import timezone

from certificates.actions.clearance import Asker, ask
from certificates.clearance.question import MalformedQuestion, parse
from certificates.clearance.question_lines import read_line

logger = logging.getLogger(__name__)
PURPOSE = "decide"


def answer_line(line: bytes) -> dict[str, Any]:
    """This will answer one line and record the answer; whatever breaks is a no.

    `context.now` stands in for both clocks here, and nowhere else. Without it the real
    ones are read.

    Returns: the AuthZEN answer. For a line that is no question at all, and when no
    answer could be recorded, `decision` is false and `context.error` says why, as in
    a batch of the API.
    """
    try:
        data = read_line(line)
        now = parse(data).now
        asker = Asker(clinic=None, purpose=PURPOSE)
        return ask(data, asker=asker, at=timezone.now(), clock=now).as_json()
    except MalformedQuestion as refusal:
        return no_answer(str(refusal), refusal.status)
    except Exception as problem:
        # The edge: whatever breaks must deny, and the next line is answered.
        logger.error("The gate could not answer: %s", type(problem).__name__)
        return no_answer("The gate could not answer.", 503)


def no_answer(why: str, status: int) -> dict[str, Any]:
    """This will give a deny of which there is no record, with why."""
    error = {"status": status, "message": why}
    reasons = [{"text": f"{why} So the answer is no."}]
    return {"decision": False, "context": {"reasons": reasons, "error": error}}
