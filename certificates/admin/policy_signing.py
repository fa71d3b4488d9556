"""Signing a version of the gate's policy: first whom it would touch, then two sign."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.policies import NoPolicyDraft
from certificates.actions.policy_signing import (
    first_signature_of,
    sign_policy,
    sign_policy_first,
    standing_first,
    what_is_missing,
    why_not_sign_policy,
)
from certificates.actions.policy_steps import Overtaken, Step, step_of
from certificates.admin.applications import FIELD_OF, UNUSABLE
from certificates.admin.policy_reach import (
    READ_OR_SIGN,
    policy_frame,
    policy_label,
    sign_policy_of,
)
from certificates.admin.reach import directed_clinics
from certificates.admin.signing import signer_of
from certificates.forms.policies import PolicySigningForm
from certificates.models import PolicyVersion
from certificates.selectors.policy_changes import PolicyPreview
from certificates.selectors.policy_words import differences
from home.access import access, caller
from home.errors import RuleBroken
from home.models import Clinic

PAGE = "certificates/admin/policy_sign.html"
# A list shows so many; people beyond are found by their name.
AT_ONCE = 200
State = PolicyVersion.State


@access(READ_OR_SIGN)
@never_cache
@require_http_methods(["GET", "POST"])
def sign_first(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will show whom the draft would touch, and take the first signature."""
    return _sign(request, (clinic, pk), sign_policy_first)


@access(READ_OR_SIGN)
@never_cache
@require_http_methods(["GET", "POST"])
def sign_second(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will show the same, and take the second signature: from then on it holds."""
    return _sign(request, (clinic, pk), sign_policy)


def _sign(
    request: HttpRequest, found: tuple[str, int], action: Callable
) -> HttpResponse:
    clinic, row = sign_policy_of(request, *found)
    if row.state != State.DRAFT:
        return _settled(request, clinic, row)
    form, status = PolicySigningForm(request.POST or None), 200
    if request.method == "POST":
        status = UNUSABLE
        if form.is_valid():
            shown = form.cleaned_data["shown"]
            try:
                signed = action(
                    row, signer=signer_of(request, form), shown_sha256=shown
                )
            except NoPolicyDraft:
                return _settled(request, clinic, row)
            except RuleBroken as refusal:
                form.add_error(FIELD_OF.get(refusal.code), refusal.message)
                status = refusal.status
            else:
                messages.success(request, _done(signed))
                return redirect(policy_frame(clinic)["policies_url"])
    row.refresh_from_db()
    return _page(request, clinic, row, {"form": form}, status)


def _done(row: PolicyVersion) -> str:
    """What a signature has done, in a sentence."""
    if row.state != State.SIGNED:
        return _("You signed first. It holds once a second person has signed.")
    if row.in_force_from == row.signed_at:
        return _("Two people have signed. The clinic’s sessions are judged by it.")
    return _("Two people have signed. It begins at the moment that was chosen.")


def _page(
    request: HttpRequest,
    clinic: Clinic,
    row: PolicyVersion,
    context: dict[str, Any],
    status: int,
) -> HttpResponse:
    """Whom it touches as it is now; what is signed next is what this page shows."""
    now = timezone.now()
    step = step_of(row, now)
    first = standing_first(step, now)
    wanted = request.GET.get("q", "").strip()
    name = "policy_sign_second" if first else "policy_sign"
    people = _people(step.preview, wanted.casefold())
    sessions = _sessions(step.preview)
    context |= policy_frame(clinic, _("Preview")) | {
        "draft": row,
        "label": policy_label(row),
        "old": step.old,
        "changes": differences(step.old, step.new),
        "preview": step.preview,
        "people": [row for row in people if row["count"]],
        "sessions": [row for row in sessions if row["count"]],
        "empty": [row for row in (*people, *sessions) if not row["count"]],
        "search": wanted,
        "called_off": [_called_off(one, step, wanted) for one in step.overtaken],
        "missing": what_is_missing(step, now),
        "first": first,
        "fell": None if first else first_signature_of(row),
        "why_not": _why_not(request, clinic, step, first),
        "shown": step.sha256,
        "may_write": clinic in directed_clinics(request),
        "sign_url": reverse(f"credentialing_{name}", args=[clinic.slug, row.pk]),
    }
    return render(request, PAGE, context, status=status)


def _called_off(one: Overtaken, step: Step, wanted: str) -> dict[str, Any]:
    """A version that would never begin, and who gains or loses by that."""
    lists = [
        *_people(one.preview, wanted.casefold()),
        *_sessions(one.preview),
    ]
    number = one.row.version
    named = [row | {"id": f"{row['id']}-{number}"} for row in lists if row["count"]]
    return {
        "row": one.row,
        "changes": differences(one.old, step.new),
        "people": [row for row in named if row["is_people"]],
        "sessions": [row for row in named if not row["is_people"]],
    }


def _why_not(request: HttpRequest, clinic: Clinic, step: Step, first: Any) -> str:
    if first is None and clinic not in directed_clinics(request):
        return _("A clinical director signs first. Then you can sign second.")
    return why_not_sign_policy(step, first, caller(request))


def _people(preview: PolicyPreview, wanted: str) -> list[dict[str, Any]]:
    """Who is touched, in two lists, the search applied."""
    told = [
        (
            "loses",
            _("Would lose clearance"),
            _("Cleared now, and not under this version. What would stand in the way:"),
            preview.loses,
        ),
        (
            "gains",
            _("Would gain clearance"),
            _("Cleared under this version, and not now. What stands in the way:"),
            preview.gains,
        ),
    ]
    return [
        _list(*one, [row for row in one[-1] if wanted in row.name.casefold()])
        for one in told
    ]


def _sessions(preview: PolicyPreview) -> list[dict[str, Any]]:
    """Booked sessions whose answer would turn, or whose door would ask otherwise."""
    told = [
        (
            "closes",
            _("Booked sessions that would turn from yes to no"),
            _("What would stand in the way:"),
            preview.closes,
        ),
        (
            "opens",
            _("Booked sessions that would turn from no to yes"),
            _("What stands in the way:"),
            preview.opens,
        ),
    ]
    at_the_door = [
        (
            "harder",
            _("Would be refused at the door as things stand"),
            _("Booked sessions, as far as it is attested now. What would be missing:"),
            preview.harder,
        ),
        (
            "easier",
            _("Booked sessions that would be asked less at the door"),
            _("As far as it is attested by now. What would no longer be missing:"),
            preview.easier,
        ),
    ]
    return [_list(*one, one[-1]) for one in (*told, *at_the_door)]


def _list(
    name: str, heading: str, lead: str, all_rows: Sequence, rows: Sequence
) -> dict[str, Any]:
    return {
        "id": name,
        "is_people": name in ("gains", "loses"),
        "heading": heading,
        "lead": lead,
        "count": len(all_rows),
        "rows": rows[:AT_ONCE],
        "more": max(0, len(rows) - AT_ONCE),
    }


def _settled(request: HttpRequest, clinic: Clinic, row: PolicyVersion) -> HttpResponse:
    messages.info(request, _("Somebody was quicker: this version is settled already."))
    return redirect("credentialing_policy_version", clinic.slug, row.pk)
