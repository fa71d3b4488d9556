"""The same request twice, one deed, one answer."""

import datetime
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse

from certificates.api.answers import answered, problem
from certificates.clearance.verdicts import Kind, Result
from certificates.models import ApiToken, SameAnswer
from home.errors import RuleBroken

LONGEST_KEY = 255
KEPT_FOR = datetime.timedelta(days=7)
TOLD_AGAIN = "ANSWER-TOLD-AGAIN"


class KeyUnusable(RuleBroken):
    """An Idempotency-Key that is too long, or that belongs to another request."""

    code = "IDEMPOTENCY-KEY-REUSED"
    status = 422


def once(
    request: HttpRequest,
    token: ApiToken,
    work: Callable[[], JsonResponse],
    *,
    at: datetime.datetime,
) -> JsonResponse:
    """This will do the work, or tell what was done under the same key.

    A yes of the gate is never told again: it was about the moment of then.
    The deed and its answer are kept in one transaction: both are there, or neither.

    Raises:
        KeyUnusable: the key came with another request before, or is too long.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        with transaction.atomic():
            return _whole(work())
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise KeyUnusable(f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
    digest = _digest(request)
    with transaction.atomic():
        row, is_first = _claim(token, key, digest, at)
        if not is_first:
            return _again(row, digest)
        response = _whole(work())
        if response.status_code >= 500:
            return response
        row.status, row.answer = response.status_code, json.loads(response.content)
        row.save(update_fields=["status", "answer"])
    return response


def forget_old_answers(at: datetime.datetime) -> int:
    """This will forget answers that nobody asks for again; gives how many."""
    rows = SameAnswer.objects.filter(at__lt=at - KEPT_FOR)
    return rows.delete()[0]


def _whole(response: JsonResponse) -> JsonResponse:
    """What ends in a fault leaves nothing behind."""
    if response.status_code >= 500:
        transaction.set_rollback(True)
    return response


def _claim(
    token: ApiToken, key: str, digest: str, at: datetime.datetime
) -> tuple[SameAnswer, bool]:
    """Whoever comes second waits here until the first one is done."""
    try:
        with transaction.atomic():
            fresh = {"token": token, "key": key, "request_sha256": digest, "at": at}
            return SameAnswer.objects.create(**fresh), True
    except IntegrityError:
        return SameAnswer.objects.get(token=token, key=key), False


def _again(row: SameAnswer, digest: str) -> JsonResponse:
    if row.request_sha256 != digest:
        raise KeyUnusable("This Idempotency-Key belongs to another request.")
    kept, status = _without_old_yes(row.answer or {}), row.status or 200
    response = answered(kept, status)
    if status >= 400:
        more = {k: v for k, v in kept.items() if k not in {"type", "status"}}
        response = problem(status, **more)
    response["Idempotent-Replayed"] = "true"
    return response


def _without_old_yes(kept: dict[str, Any]) -> dict[str, Any]:
    """What was done is told again. What the gate said to it then never is a yes now."""
    clearance = kept.get("clearance")
    if clearance is None:
        return kept
    then = clearance["context"]
    told_again = {
        "code": TOLD_AGAIN,
        "result": Result.UNKNOWN.value,
        "type": Kind.HARD.value,
        "subject": then["decision_id"],
        "text": (
            "This was done before, and is told again. What the gate said to it then "
            "no longer counts."
        ),
        "remedy": "Ask the gate again.",
        "evidence": [then["decision_id"]],
    }
    reasons = [told_again, *then["reasons"]]
    context = then | {"valid_until": None, "reasons": reasons, "told_again": True}
    return kept | {"clearance": {"decision": False, "context": context}}


def _digest(request: HttpRequest) -> str:
    what = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(what + request.body).hexdigest()
