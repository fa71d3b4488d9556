"""The API beside AuthZEN, with its OpenAPI document."""

import logging
from collections.abc import Callable
from inspect import getclosurevars, isfunction
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from certificates.api.answers import named, problem, refused
from certificates.api.sessions import router
from home.access import ANYONE, TOKEN, access
from home.errors import RuleBroken

logger = logging.getLogger(__name__)
DESCRIPTION = """
Sessions for booking systems. Send a token of the clinic as `Bearer`; it reaches that
clinic alone. Whether a team may run a session is asked at `/access/v1/evaluation`
(OpenID AuthZEN Authorization API 1.0). No patient is ever named: a session has an
opaque code, and unknown fields are refused.
""".strip()
# The document, and the address that only leads to nothing.
OPEN = frozenset({"openapi-json", "api-root"})


api = NinjaAPI(
    title="KAP Training",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", router)


@api.exception_handler(RuleBroken)
def rule_broken(request: HttpRequest, refusal: RuleBroken) -> HttpResponse:
    """This will tell a refusal with its own code."""
    return named(refused(refusal), request)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """This will name every field that cannot be read."""
    errors = [
        {"path": ".".join(map(str, row["loc"][1:])), "detail": str(row["msg"])}
        for row in error.errors
    ]
    text = "The request cannot be read. Nothing was done."
    return named(problem(422, "REQUEST-UNREADABLE", text, errors=errors), request)


@api.exception_handler(HttpError)
@api.exception_handler(RequestDataTooBig)
def malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    """This will answer what is not even JSON."""
    text = "The request is not JSON, or too long."
    return named(problem(400, "REQUEST-MALFORMED", text), request)


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """This will say that nothing was done, whatever broke."""
    logger.exception("The API could not answer.", exc_info=error)
    is_away = isinstance(error, Error)
    status, code = (503, "UNAVAILABLE") if is_away else (500, "BROKEN")
    text = "It could not be done now, and nothing was changed. Try again soon."
    return named(problem(status, code, text), request)


def _declared() -> tuple:
    """The addresses, each with its policy for the registry."""
    patterns, app_name, namespace = api.urls
    found: list[Any] = list(patterns)
    for pattern in found:
        view = pattern.callback
        is_open = pattern.name in OPEN
        policy = ANYONE if is_open else TOKEN
        guarded = access(policy)(require_GET(view) if is_open else view)
        guarded.csrf_exempt = True  # type: ignore[attr-defined]
        guarded.methods = _methods_of(view)  # type: ignore[attr-defined]
        pattern.callback = guarded
    return found, app_name, namespace


def _methods_of(view: Callable) -> tuple[str, ...]:
    """The library keeps them with the view; its own pages are only read."""
    kept = getclosurevars(view).nonlocals.get("self") if isfunction(view) else None
    operations = getattr(kept, "operations", [])
    return tuple(sorted({m for op in operations for m in op.methods})) or ("GET",)


api_urls = _declared()
