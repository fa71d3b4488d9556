"""A director signs that a condition is met."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.conditions import condition_shown, mark_condition_met
from certificates.actions.signatures import digest_of_shown
from certificates.admin.applications import DIRECTORS, FIELD_OF, UNUSABLE
from certificates.admin.reviewing import reviewed_application
from certificates.admin.signing import signer_of
from certificates.forms.applications import MeetForm
from certificates.models import Condition
from home.access import access, caller
from home.errors import RuleBroken
from home.models import Role


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def meet(request: HttpRequest, pk: UUID, condition: UUID) -> HttpResponse:
    """This will sign that one condition is met."""
    application = reviewed_application(request, pk)
    rows = application.conditions.select_related("application")
    row = get_object_or_404(rows, pk=condition)
    now = {"shown": digest_of_shown(condition_shown(row))}
    form, status = MeetForm(request.POST or None, initial=now), 200
    if request.method == "POST":
        status = UNUSABLE
        if form.is_valid():
            try:
                _sign(request, row, form)
            except RuleBroken as refusal:
                form.add_error(FIELD_OF.get(refusal.code), refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("Signed: the condition is met."))
                return redirect("credentialing_application", pk)
    signer = {"name": caller(request).name, "role": Role.CLINICAL_DIRECTOR.label}
    context = _frame(row) | {"form": form, "signer": signer}
    return render(request, "certificates/admin/condition.html", context, status=status)


def _sign(request: HttpRequest, row: Condition, form: MeetForm) -> None:
    mark_condition_met(
        row,
        signer=signer_of(request, form),
        shown_sha256=form.cleaned_data["shown"],
        reason=form.cleaned_data["reason"],
    )


def _frame(row: Condition) -> dict:
    application = row.application
    back = reverse("credentialing_application", args=[application.pk])
    heading = _("Condition %(number)d is met") % {"number": row.number}
    return {
        "header_title": heading,
        "header_icon": "check",
        "breadcrumbs_items": [
            {"url": reverse("credentialing_applications"), "label": _("Applications")},
            {"url": back, "label": application.person.name},
            {"url": "", "label": heading},
        ],
        "application": application,
        "condition": row,
        "back_url": back,
    }
