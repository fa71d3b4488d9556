"""Why not? One recorded answer, criterion by criterion."""

import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.explain import described, told_plainly
from certificates.explain_record import not_asked, recorded
from certificates.models import DecisionRecord
from certificates.rules.mending import mend_first
from certificates.selectors.sessions import session_at
from certificates.selectors.shown_words import moment_words
from certificates.views.sessions_finding import reader_of
from home.access import PEOPLE, access, caller, clinics_of
from home.models import Clinic


@access(PEOPLE)
@never_cache
@require_GET
def why(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """This will tell a recorded answer in plain words, redacted for its reader."""
    record, clinic = _found(request, code, pk)
    reader = reader_of(request, clinic)
    data = recorded(record, reader)
    told = told_plainly(data, clinic, {})
    if reader.is_director:
        _add_evidence(told["reasons"], data["context"]["reasons"])
    context = {
        "code": code,
        "session": session_at(clinics_of(request), code),
        "answer": told,
        "asked": _asked(record),
        "facts": _facts(record, clinic, data["context"]),
        "elsewhere": [
            {"code": one, "sentence": described(one)} for one in not_asked(record)
        ],
    }
    return render(request, "certificates/sessions/why.html", context)


def _found(request: HttpRequest, code: str, pk: UUID) -> tuple[DecisionRecord, Clinic]:
    """A record about the session, and its clinic, where the caller may read it.

    Somebody who sees no team's answers reads only what they asked themselves.

    Raises:
        Http404: there is none such.
    """
    rows = DecisionRecord.objects.select_related(
        "policy", "clinic", "asked_by", "token"
    )
    rows = rows.filter(clinic__in=clinics_of(request), session_code=code)
    record = rows.filter(pk=pk).first()
    if record is None or record.clinic is None:
        raise Http404
    is_theirs = record.asked_by_id == caller(request).pk
    if not is_theirs and not reader_of(request, record.clinic).sees_team:
        raise Http404
    return record, record.clinic


def _add_evidence(reasons: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    """For directors: by which rows on record each reason was judged."""
    for reason, row in zip(reasons, mend_first(rows), strict=True):
        reason["evidence"] = row["evidence"]


def _asked(record: DecisionRecord) -> str:
    name = record.question.get("action", {}).get("name", "")
    return {
        "book": _("May it be booked?"),
        "start": _("May it start?"),
        "release": _("May the patient be released?"),
        "close": _("May it be closed?"),
    }.get(name, name)


def _facts(
    record: DecisionRecord, clinic: Clinic, context: dict[str, Any]
) -> list[dict[str, str]]:
    who = record.asked_by.name if record.asked_by else ""
    if record.token:
        who = record.token.name
    told = [
        (_("Asked by"), who or _("The system itself")),
        (_("Asked at"), moment_words(record.evaluated_at, clinic)),
        (_("About the moment"), _moment(context["as_of"], clinic)),
        (_("As known at"), _moment(context["known_at"], clinic)),
        (_("Policy"), _("%(id)s, version %(version)s") % context["policy"]),
        (_("Policy digest"), context["policy"]["sha256"]),
        (_("Facts digest"), context["facts_sha256"]),
        (_("Decision"), str(record.pk)),
    ]
    return [{"term": term, "value": value} for term, value in told]


def _moment(text: str, clinic: Clinic) -> str:
    return moment_words(datetime.datetime.fromisoformat(text), clinic)
