"""The gate for other systems: OpenID AuthZEN Authorization API 1.0."""

import json
import logging

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from certificates.actions.clearance import Asker, ask
from certificates.actions.tokens import live_token
from certificates.clearance.question import MalformedQuestion
from certificates.models import ApiToken
from home.access import TOKEN, access

logger = logging.getLogger(__name__)
LONGEST_QUESTION = 64 * 1024


@access(TOKEN)
@csrf_exempt
@require_POST
def evaluation(request: HttpRequest) -> JsonResponse:
    """This will answer one AuthZEN question: 200 and a boolean for every question."""
    try:
        token = _token_of(request)
        if token is None:
            return _problem(401, "TOKEN-NEEDED", "Send a live token as Bearer.")
        asker = Asker(clinic=token.clinic, token=token, purpose=token.purpose)
        answer = ask(_read(request), asker=asker, at=timezone.now())
    except MalformedQuestion as refusal:
        return _problem(refusal.status, refusal.code, str(refusal))
    except Exception:
        # Whatever breaks must deny, in the shape that the asker understands.
        logger.exception("The gate could not answer.")
        return _unavailable()
    return _answer(answer.as_json(), 200)


def _token_of(request: HttpRequest) -> ApiToken | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    return live_token(secret.strip(), timezone.now())


def _read(request: HttpRequest) -> object:
    body = request.body
    if len(body) > LONGEST_QUESTION:
        raise MalformedQuestion("A question has at most 64 kB.")
    try:
        data = json.loads(body, parse_constant=_no_such_number)
        # What the database cannot keep as text cannot be recorded, so not answered.
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise MalformedQuestion("The question is not JSON.") from error
    if "\\u0000" in json.dumps(data):
        raise MalformedQuestion("A question holds no NUL character.")
    return data


def _no_such_number(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON.")


def _answer(data: dict, status: int) -> JsonResponse:
    response = JsonResponse(data, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _unavailable() -> JsonResponse:
    """This will deny when no answer could be given and recorded."""
    text = "The gate could not answer, so the answer is no. Ask again soon."
    data = {"decision": False, "context": {"reasons": [{"text": text}]}}
    response = _answer(data, 503)
    response["Retry-After"] = "5"
    return response


def _problem(status: int, code: str, detail: str) -> JsonResponse:
    data = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    response = _answer(data, status)
    response["Content-Type"] = "application/problem+json"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response
