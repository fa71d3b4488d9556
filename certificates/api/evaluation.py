"""The gate for other systems: OpenID AuthZEN Authorization API 1.0."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.clearance import Asker, ask
from certificates.api import callers
from certificates.api.answers import answered, named, no, problem, refused, unavailable
from certificates.api.deadline import FOR_MANY, FOR_ONE, quick_transaction
from certificates.api.reading import KILOBYTE, read_json
from certificates.clearance.question import MalformedQuestion
from certificates.models import ApiToken
from home.access import ANYONE, TOKEN, access
from home.errors import RuleBroken

logger = logging.getLogger(__name__)
LONGEST_QUESTION = 64 * KILOBYTE
LONGEST_BATCH = 512 * KILOBYTE
MOST_AT_ONCE = 100
# What a question of a batch takes from the batch where it says nothing itself.
SHARED = ("subject", "action", "resource", "context")
# After which answer a batch stops; None: after none.
STOPS_AFTER: dict[str, bool | None] = {
    "execute_all": None,
    "deny_on_first_deny": False,
    "permit_on_first_permit": True,
}
Answer = Callable[[HttpRequest, ApiToken], JsonResponse]


def _for_askers(request: HttpRequest, answer: Answer, in_all: int) -> JsonResponse:
    """Whatever breaks must deny, in the shape that the asker understands."""
    try:
        with quick_transaction(in_all):
            response = answer(request, callers.token_of(request, callers.ASK))
    except MalformedQuestion as refusal:
        response = problem(refusal.status, refusal.code, str(refusal))
    except RuleBroken as refusal:
        response = refused(refusal)
    except Exception:
        logger.exception("The gate could not answer.")
        response = unavailable()
    return named(response, request)


@access(TOKEN)
@csrf_exempt
@require_POST
def evaluation(request: HttpRequest) -> JsonResponse:
    """This will answer one AuthZEN question: 200 and a boolean for every question."""
    return _for_askers(request, _one, FOR_ONE)


@access(TOKEN)
@csrf_exempt
@require_POST
def evaluations(request: HttpRequest) -> JsonResponse:
    """This will answer many questions at once, each with its own record."""
    return _for_askers(request, _many, FOR_MANY)


@access(ANYONE)
@require_GET
def configuration(request: HttpRequest) -> JsonResponse:
    """This will tell where the gate is asked, for who looks it up."""
    base = settings.PUBLIC_BASE_URL.rstrip("/")
    response = answered(
        {
            "policy_decision_point": base,
            "access_evaluation_endpoint": base + reverse("evaluation"),
            "access_evaluations_endpoint": base + reverse("evaluations"),
        }
    )
    return named(response, request)


def _one(request: HttpRequest, token: ApiToken) -> JsonResponse:
    return answered(_told(read_json(request, LONGEST_QUESTION), token))


def _many(request: HttpRequest, token: ApiToken) -> JsonResponse:
    data = read_json(request, LONGEST_BATCH)
    rows = data.get("evaluations") if isinstance(data, Mapping) else None
    if not rows:
        # As the standard has it: a batch of nothing is one question.
        return answered(_told(data, token))
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
        text = f"“evaluations” is a list of at most {MOST_AT_ONCE} questions."
        raise MalformedQuestion(text)
    stops_after = _stops_after(data)
    shared = {name: data[name] for name in SHARED if name in data}
    told: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        if place:
            callers.count(token)
        told.append(_one_of_many(row, shared, token))
        if told[-1]["decision"] is stops_after:
            break
    return answered({"evaluations": told})


def _stops_after(data: Mapping[str, Any]) -> bool | None:
    options = data.get("options") or {}
    wanted = options if isinstance(options, Mapping) else {}
    semantic = wanted.get("evaluations_semantic", "execute_all")
    if not isinstance(semantic, str) or semantic not in STOPS_AFTER:
        text = f"“evaluations_semantic” is one of {', '.join(STOPS_AFTER)}."
        raise MalformedQuestion(text)
    return STOPS_AFTER[semantic]


def _one_of_many(
    row: object, shared: Mapping[str, Any], token: ApiToken
) -> dict[str, Any]:
    """One that is malformed is denied, and spoils none of the others."""
    try:
        if not isinstance(row, Mapping):
            raise MalformedQuestion("A question is a JSON object.")
        return _told({**shared, **row}, token)
    except MalformedQuestion as refusal:
        return no(str(refusal), refusal.status)


def _told(data: object, token: ApiToken) -> dict[str, Any]:
    asker = Asker(clinic=token.clinic, token=token, purpose=token.purpose)
    return ask(data, asker=asker, at=timezone.now()).as_json()
