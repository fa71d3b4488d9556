"""Sessions for booking systems: booked, changed, cancelled and read, by code."""

import datetime
from collections.abc import Callable
from typing import Annotated

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import AwareDatetime

from certificates.actions.session_actors import Actor, SessionUnknown
from certificates.actions.session_events import Outcome
from certificates.actions.sessions import (
    book_session,
    cancel_session,
    change_booking,
    forbids,
)
from certificates.api.answers import answered, problem, refused
from certificates.api.callers import BOOK, READ, Bearer
from certificates.api.idempotency import once
from certificates.api.schemas import (
    Planned,
    ProblemOut,
    SessionIn,
    SessionList,
    SessionOut,
    SessionWithClearance,
)
from certificates.models import ApiToken, Session
from certificates.selectors.sessions import SessionFilter, session_at, sessions_at
from home.errors import RuleBroken

router = Router(tags=["Sessions"])
A_PAGE = 100
FAILURES = dict.fromkeys((400, 401, 403, 404, 409, 422, 429, 503), ProblemOut)
KEY = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string", "maxLength": 255},
            "description": (
                "The same key with the same request is done once, and told again "
                "with Idempotent-Replayed: true. The clearance in it then says no: "
                "an earlier yes never counts, so ask the gate. With another request "
                "the key is refused with 422."
            ),
        }
    ]
}
Deed = Callable[[ApiToken, datetime.datetime], JsonResponse]


@router.post(
    "/sessions",
    response={201: SessionWithClearance, **FAILURES},
    auth=Bearer(BOOK),
    summary="Book a session",
    openapi_extra=KEY,
)
def book(request: HttpRequest, wanted: SessionIn) -> HttpResponse:
    """Books a session as a plan. The gate's answer comes with it: what is not known
    yet may still come. When something on record forbids it nothing is booked, and 409
    tells why. Only START opens a session."""

    def deed(token: ApiToken, at: datetime.datetime) -> JsonResponse:
        actor, booking = Actor(None, token), wanted.booking(wanted.code)
        return _told(book_session(booking, token.clinic, actor=actor, at=at), 201)

    return _done(request, deed)


@router.post(
    "/sessions/{code}/changes",
    response={200: SessionWithClearance, **FAILURES},
    auth=Bearer(BOOK),
    summary="Change a booked session",
    openapi_extra=KEY,
)
def change(request: HttpRequest, code: str, wanted: Planned) -> HttpResponse:
    """Books it anew. Statements and signatures that depended on what changed are void
    from then on. Its code and its kind stay."""

    def deed(token: ApiToken, at: datetime.datetime) -> JsonResponse:
        session = _session(token, code)
        outcome = change_booking(
            session,
            wanted.booking(session.code),
            session.clinic,
            actor=Actor(None, token),
            at=at,
        )
        return _told(outcome, 200)

    return _done(request, deed)


@router.post(
    "/sessions/{code}/cancellation",
    response={200: SessionOut, **FAILURES},
    auth=Bearer(BOOK),
    summary="Cancel a booked session",
    openapi_extra=KEY,
)
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Frees its people. A session that has begun cannot be cancelled."""

    def deed(token: ApiToken, at: datetime.datetime) -> JsonResponse:
        session = _session(token, code)
        cancel_session(session, actor=Actor(None, token), at=at)
        return answered(_plain(_session(token, code)))

    return _done(request, deed)


@router.get(
    "/sessions/{code}",
    response={200: SessionOut, **FAILURES},
    auth=Bearer(READ),
    summary="Read one session",
)
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Gives a session of the token's clinic as it stands."""
    return answered(_plain(_session(_token(request), code)))


@router.get(
    "/sessions",
    response={200: SessionList, **FAILURES},
    auth=Bearer(READ),
    summary="List sessions",
)
def list_sessions(
    request: HttpRequest,
    begins_from: AwareDatetime | None = None,
    begins_before: AwareDatetime | None = None,
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HttpResponse:
    """Gives up to a hundred sessions of the token's clinic, by when they begin.
    `after` skips so many: take it from `next` of the answer before."""
    token = _token(request)
    wanted = SessionFilter(begins_from=begins_from, begins_before=begins_before)
    rows = sessions_at([token.clinic], wanted).prefetch_related("attestations")
    found = list(rows[after : after + A_PAGE + 1])
    told = [_plain(row) for row in found[:A_PAGE]]
    more = after + A_PAGE if len(found) > A_PAGE else None
    return answered({"sessions": told, "next": more})


def _done(request: HttpRequest, deed: Deed) -> JsonResponse:
    """Do it once for each Idempotency-Key; a refusal is an answer too."""
    token, at = _token(request), timezone.now()

    def work() -> JsonResponse:
        try:
            return deed(token, at)
        except RuleBroken as refusal:
            return refused(refusal)

    return once(request, token, work, at=at)


def _token(request: HttpRequest) -> ApiToken:
    return request.auth  # type: ignore[attr-defined]


def _session(token: ApiToken, code: str) -> Session:
    found = session_at([token.clinic], code)
    if found is None:
        raise SessionUnknown("There is no such session.")
    return found


def _told(outcome: Outcome, status: int) -> JsonResponse:
    if outcome.session is None or forbids(outcome.answer.decision):
        return _not_kept(outcome)
    session = session_at([outcome.session.clinic], outcome.session.code)
    told = {"session": _plain(session), "clearance": outcome.answer.as_json()}
    return answered(told, status)


def _not_kept(outcome: Outcome) -> JsonResponse:
    text = "Something on record forbids it, so nothing was booked. The answer says why."
    clearance = outcome.answer.as_json()
    return problem(409, "BOOKING-REFUSED", text, clearance=clearance)


def _plain(session: Session | None) -> dict:
    assert session is not None  # noqa: S101 - it was read a moment ago
    return SessionOut.of(session).model_dump(mode="json")
