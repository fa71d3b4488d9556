"""The shapes in which systems are answered."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse

from home.errors import RuleBroken

RETRY_AFTER = 5
# What an asker may send along to find its answer again: printable, and short.
_REQUEST_ID = re.compile(r"[\x21-\x7e]{1,128}")


def answered(data: Mapping[str, Any], status: int = 200) -> JsonResponse:
    """This will give data as JSON that nothing on the way may keep."""
    response = JsonResponse(data, status=status)
    response["Cache-Control"] = "no-store"
    return response


def problem(status: int, code: str, detail: str, **more: Any) -> JsonResponse:
    """This will say what went wrong as problem+json (RFC 9457)."""
    told = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    response = answered(told | more, status)
    response["Content-Type"] = "application/problem+json"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def refused(refusal: RuleBroken) -> JsonResponse:
    """This will tell a rule's no with its own words."""
    return problem(refusal.status, refusal.code, str(refusal.message))


def unavailable() -> JsonResponse:
    """This will deny when no answer could be given and recorded."""
    response = answered(no("The gate could not answer. Ask again soon."), 503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def no(why: str, status: int = 503) -> dict[str, Any]:
    """This will give a deny of which there is no record, with why."""
    text = f"{why} So the answer is no."
    error = {"status": status, "message": why}
    return {"decision": False, "context": {"reasons": [{"text": text}], "error": error}}


def named(response: JsonResponse, request: HttpRequest) -> JsonResponse:
    """This will repeat the asker's own name for the request, if it is a sane one."""
    name = request.headers.get("X-Request-ID", "")
    if _REQUEST_ID.fullmatch(name):
        response["X-Request-ID"] = name
    return response
