"""One page that enters something: the form, the act, and what to say."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.admin.applications import UNUSABLE
from home.access import caller
from home.errors import RuleBroken

# Where a refusal belongs; all others stand above the form.
FIELD_OF = {
    "DATE-IN-THE-FUTURE": "on",
    "SOURCE-MISSING": "source",
    "FILE-REFUSED": "file",
    "NPI-WRONG": "npi",
    "NPI-TAKEN": "npi",
    "BORN-IN-THE-FUTURE": "born_on",
}


def enter(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[..., Any],
    frame: dict[str, Any],
) -> HttpResponse:
    """This will record what was typed, or show the form again with everything kept.

    Args:
        act: takes `by` and `at`; called once the form is whole.
        frame: the page around it, with `back_url`.
    """
    status = 200
    if request.method == "POST":
        status = UNUSABLE
        if form.is_valid():
            try:
                act(by=caller(request), at=timezone.now())
            except RuleBroken as refusal:
                field = FIELD_OF.get(refusal.code)
                form.add_error(field if field in form.fields else None, refusal.message)
                status = refusal.status
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, frame.get("done") or _("Entered."))
                return redirect(frame["back_url"])
    template = "certificates/admin/enter.html"
    return render(request, template, frame | {"form": form}, status=status)
