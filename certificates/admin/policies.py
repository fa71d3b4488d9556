"""The gate's policy in the Wagtail admin: read it, and write a clinic's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from certificates.actions.policies import (
    NoPolicyDraft,
    PolicyDraftExists,
    digest_of_draft,
    edit_policy,
    start_policy,
    withdraw_policy,
)
from certificates.admin.applications import DIRECTORS, UNUSABLE
from certificates.admin.policy_reach import (
    READ_OR_SIGN,
    own_policy,
    policy_clinic,
    policy_clinics,
    policy_frame,
    policy_label,
    read_policy,
)
from certificates.admin.reach import directed_clinic, directed_clinics
from certificates.clearance.policy import default_policy
from certificates.clearance.world import PolicyFacts
from certificates.forms.policies import PolicyForm
from certificates.models import PolicyVersion
from certificates.selectors.policies import (
    draft_at,
    facts_of,
    policy_in_force,
    waiting_at,
)
from certificates.selectors.policy_history import history_of
from certificates.selectors.policy_words import always_asked, differences, in_words
from home.access import access, caller
from home.errors import RuleBroken
from home.models import Clinic

State = PolicyVersion.State
# A refusal about one field stands beside it.
FIELD_OF = {"POLICY-BACKDATED": "begins"}


@access(READ_OR_SIGN)
@never_cache
@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """This will show what the gate asks at a clinic, and every version of it."""
    clinics, now = policy_clinics(request), timezone.now()
    clinic = policy_clinic(request, request.GET.get("clinic", clinics[0].slug))
    policy, row = policy_in_force(now, clinic)
    context = policy_frame(clinic) | {
        "clinics": clinics,
        "current": row,
        "shipped": default_policy().version,
        "waiting": waiting_at(clinic, now),
        "draft": draft_at(clinic),
        "history": history_of(clinic, now),
        "may_write": clinic in directed_clinics(request),
        **_said(policy),
    }
    return render(request, "certificates/admin/policy_list.html", context)


@access(READ_OR_SIGN)
@never_cache
@require_GET
def version(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will show everything that one version says, and who signed it."""
    where, row = read_policy(request, clinic, pk)
    if row.state == State.DRAFT:
        return redirect("credentialing_policy_sign", where.slug, row.pk)
    history = history_of(where, timezone.now())
    context = policy_frame(where, policy_label(row)) | {
        "told": next(one for one in history if one.row.pk == row.pk),
        **_said(facts_of(row, timezone.now())),
    }
    return render(request, "certificates/admin/policy_version.html", context)


@access(DIRECTORS)
@require_POST
def begin(request: HttpRequest, clinic: str) -> HttpResponse:
    """This will clone the version in force into the clinic's draft."""
    where = directed_clinic(request, clinic)
    try:
        draft = start_policy(where, by=caller(request), at=timezone.now())
    except PolicyDraftExists as refusal:
        messages.info(request, refusal.message)
        return redirect(policy_frame(where)["policies_url"])
    messages.success(
        request, _("A draft to edit. Nothing changes until two people have signed it.")
    )
    return redirect("credentialing_policy_draft", where.slug, draft.pk)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will show the draft as a form, and keep what is typed into it."""
    where, row = own_policy(request, clinic, pk)
    if row.state != State.DRAFT:
        return _settled(request, where, row)
    shown, status = digest_of_draft(row), 200
    form = PolicyForm(request.POST or None, draft=row, zone=where.time_zone)
    if request.method == "POST":
        # The digest stays the one of the draft that was looked at.
        shown, status = request.POST.get("shown", ""), UNUSABLE
        if form.is_valid():
            told: dict[str, Any] = {"by": caller(request), "at": timezone.now()}
            try:
                edit_policy(row, form.wish(), shown_sha256=shown, **told)
            except NoPolicyDraft:
                return _settled(request, where, row)
            except RuleBroken as refusal:
                form.add_error(FIELD_OF.get(refusal.code), refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("The draft is kept."))
                return redirect("credentialing_policy_sign", where.slug, row.pk)
    context = policy_frame(where, _("Draft")) | {
        "draft": row,
        "form": form,
        "shown": shown,
        "is_stale": shown != digest_of_draft(row),
        "always": always_asked(),
        "changes": _changes(where, row),
    }
    page = "certificates/admin/policy_draft.html"
    return render(request, page, context, status=status)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will put the draft aside, once it is asked for twice."""
    where, row = own_policy(request, clinic, pk)
    if request.method == "POST":
        told: dict[str, Any] = {"by": caller(request), "at": timezone.now()}
        shown = request.POST.get("shown", "")
        try:
            withdraw_policy(row, shown_sha256=shown, **told)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The draft is withdrawn. It is kept to read."))
        return redirect(policy_frame(where)["policies_url"])
    if row.state != State.DRAFT:
        return _settled(request, where, row)
    context = policy_frame(where, _("Withdraw the draft")) | {
        "draft": row,
        "shown": digest_of_draft(row),
        "changes": _changes(where, row),
        "back_url": reverse("credentialing_policy_draft", args=[where.slug, row.pk]),
    }
    return render(request, "certificates/admin/policy_withdraw.html", context)


def _said(policy: PolicyFacts) -> dict[str, Any]:
    return {"policy": policy, "parts": in_words(policy), "always": always_asked()}


def _changes(clinic: Clinic, row: PolicyVersion) -> list:
    """What the draft asks otherwise than what is in force when it would begin."""
    now = timezone.now()
    moment = max(now, row.in_force_from or now)
    old, _row = policy_in_force(moment, clinic)
    return differences(old, facts_of(row, moment))


def _settled(request: HttpRequest, clinic: Clinic, row: PolicyVersion) -> HttpResponse:
    messages.info(request, _("This version is no draft any more: it stays as it is."))
    return redirect("credentialing_policy_version", clinic.slug, row.pk)
