"""Bringing a draft into force, and going back: first whom it touches, then sign."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.requirement_activation import (
    activate_draft,
    problems_of,
    retire_set,
    shipped_behind,
    shown_for,
)
from certificates.actions.requirement_sets import NoDraft, NotInForce
from certificates.actions.requirement_signers import why_not_sign
from certificates.actions.signatures import digest_of_shown
from certificates.admin.applications import FIELD_OF, UNUSABLE
from certificates.admin.reach import directed_clinics
from certificates.admin.requirement_reach import (
    READ_OR_SIGN,
    frame,
    signed_version,
)
from certificates.admin.signing import signer_of
from certificates.forms.requirement_sets import ActivationForm
from certificates.models import RequirementSet
from certificates.selectors.activation import Affected, Preview, preview_of
from certificates.selectors.requirement_versions import content_of, set_in_force
from home.access import access, caller
from home.errors import RuleBroken
from home.models import Clinic

PAGE = "certificates/admin/requirement_activation.html"
# A list shows so many names; the others are found by their name.
AT_ONCE = 200
State = RequirementSet.State


@dataclass(frozen=True)
class Step:
    """From one version in force to the next."""

    clinic: Clinic
    old: RequirementSet | None
    new: RequirementSet

    @property
    def differs(self) -> bool:
        """Whether the next one says anything else than the one in force."""
        return self.old is None or content_of(self.old) != content_of(self.new)

    def seen(self) -> tuple[Preview, str]:
        """This will judge everybody now: whom it touches, and the digest to sign."""
        preview = preview_of(self.old, self.new, self.clinic, timezone.now())
        return preview, digest_of_shown(shown_for(self.new, self.old, preview))


@access(READ_OR_SIGN)
@never_cache
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will bring the draft into force, signed under whom it touches."""
    where, row = signed_version(request, clinic, pk)
    if row.state != State.DRAFT:
        return _stands(request, where, row)
    step = Step(where, set_in_force(row.credential_type, where), row)
    context = frame(where, row, _("Bring into force")) | {
        "draft": row,
        "may_write": where in directed_clinics(request),
        "problems": problems_of(row),
        "button": _("Bring into force and sign"),
        "done": _("In force from now on, and signed."),
    }
    return _sign(request, step, context, activate_draft)


@access(READ_OR_SIGN)
@never_cache
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will go back to the shipped version, signed under whom that touches."""
    where, row = signed_version(request, clinic, pk)
    if row.state != State.ACTIVE:
        return _stands(request, where, row)
    context = frame(where, row, _("Go back to the shipped version"))
    try:
        behind = shipped_behind(row)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect(context["kind_url"])
    context |= {
        "is_retiring": True,
        "button": _("Retire this version and sign"),
        "done": _("The shipped version stands again, and you signed for it."),
    }
    return _sign(request, Step(where, row, behind), context, retire_set)


def _sign(
    request: HttpRequest, step: Step, context: dict[str, Any], action: Callable
) -> HttpResponse:
    form = ActivationForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = UNUSABLE
        if form.is_valid():
            subject = step.old if context.get("is_retiring") else step.new
            try:
                action(
                    subject,
                    signer=signer_of(request, form),
                    shown_sha256=form.cleaned_data["shown"],
                )
            except (NoDraft, NotInForce) as refusal:
                messages.error(request, refusal.message)
                return redirect(context["kind_url"])
            except RuleBroken as refusal:
                form.add_error(FIELD_OF.get(refusal.code), refusal.message)
                status = refusal.status
            else:
                messages.success(request, context["done"])
                return redirect(context["kind_url"])
    return _page(request, step, context | {"form": form}, status)


def _page(
    request: HttpRequest, step: Step, context: dict[str, Any], status: int
) -> HttpResponse:
    """Whom it touches as it is now; what is signed next is what this page shows."""
    preview, digest = step.seen()
    search = request.GET.get("q", "").strip()
    wanted = search.casefold()
    waiting = [
        row
        for row in preview.waiting
        if wanted in row.application.person.name.casefold()
    ]
    signed = step.old if context.get("is_retiring") else step.new
    why_not = why_not_sign(signed, preview, caller(request)) if signed else ""
    if not step.differs and not context.get("is_retiring"):
        why_not = _(
            "It says the same as the version in force: nothing is to be signed."
        )
    context |= {
        "why_not": why_not,
        "old": step.old,
        "new": step.new,
        "preview": preview,
        "lists": _lists(preview, wanted, step.differs),
        "waiting": waiting[:AT_ONCE],
        "waiting_more": max(0, len(waiting) - AT_ONCE),
        "search": search,
        "shown": digest,
    }
    return render(request, PAGE, context, status=status)


def _lists(preview: Preview, wanted: str, differs: bool) -> list[dict[str, Any]]:
    """The people who are touched, in three lists, the search applied.

    Args:
        differs: else whatever is owed was owed before.
    """
    owes, lead = (
        _("Already owed"),
        _("They hold the credential and keep it. At renewal this is due of them."),
    )
    if differs:
        owes, lead = (
            _("Would owe"),
            _(
                "They hold the credential and keep it. At renewal this is due of them, "
                "also what they owe already."
            ),
        )
    told = [
        (
            "gains",
            _("Would gain"),
            _("Not ready under what is in force, ready under this."),
            preview.gains,
        ),
        (
            "loses",
            _("Would lose"),
            _("Ready under what is in force, not ready under this."),
            preview.loses,
        ),
        ("owes", owes, lead, preview.owes),
    ]
    return [_list(*one, wanted) for one in told]


def _list(
    name: str, heading: str, lead: str, people: Sequence[Affected], wanted: str
) -> dict[str, Any]:
    rows = [row for row in people if wanted in row.name.casefold()]
    return {
        "id": name,
        "heading": heading,
        "lead": lead,
        "count": len(people),
        "rows": rows[:AT_ONCE],
        "more": max(0, len(rows) - AT_ONCE),
    }


def _stands(request: HttpRequest, clinic: Clinic, row: RequirementSet) -> HttpResponse:
    messages.info(request, _("Somebody was quicker: this version is settled already."))
    return redirect(frame(clinic, row)["kind_url"])
