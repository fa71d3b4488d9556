"""The exclusion list in the Wagtail admin: what was loaded, and who may be on it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.exclusions import (
    Look,
    confirm_match,
    dismiss_match,
    propose_dismissal,
    withdraw_proposal,
)
from certificates.actions.match_signers import (
    SECOND,
    first_roles,
    first_still_counts,
)
from certificates.actions.signatures import digest_of_shown, require_signer
from certificates.admin.applications import FIELD_OF, UNUSABLE
from certificates.admin.office import (
    OFFICE,
    list_frame,
    office_clinic,
)
from certificates.admin.signing import signer_of, would_sign
from certificates.forms.exclusions import MatchForm
from certificates.models import ExclusionMatch
from certificates.selectors.documents import roster_of
from certificates.selectors.exclusions import (
    TO_SETTLE,
    earlier_dismissal,
    identity_of,
    shown_of,
)
from home.access import access, caller
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person

State = ExclusionMatch.State


@access(OFFICE)
@never_cache
@require_GET
def match(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will show a line beside what we have on the person."""
    where, row = _found(request, clinic, pk)
    form = MatchForm(initial={"shown": digest_of_shown(shown_of(row))})
    return _match_page(request, where, row, form)


@access(OFFICE)
@require_POST
def propose(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will give the first signature that it is somebody else."""
    done = _("Signed. A clinical director has to agree.")
    return _settle(request, clinic, pk, propose_dismissal, done)


@access(OFFICE)
@require_POST
def dismiss(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will give the second signature that it is somebody else."""
    return _settle(request, clinic, pk, dismiss_match, _("Signed. It is dismissed."))


@access(OFFICE)
@require_POST
def confirm(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will confirm that the line is the person."""
    done = _("Signed. Clearance is refused for this person from now on.")
    return _settle(request, clinic, pk, confirm_match, done)


@access(OFFICE)
@require_POST
def withdraw(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will take one's own first signature back."""
    where, row = _found(request, clinic, pk)
    withdraw_proposal(row, by=caller(request), at=timezone.now())
    messages.success(request, _("Taken back. The match stands as before."))
    return redirect("credentialing_match", where.slug, pk)


def _settle(
    request: HttpRequest, clinic: str, pk: UUID, action: Callable, done: str
) -> HttpResponse:
    where, row = _found(request, clinic, pk)
    form = MatchForm(request.POST)
    if not form.is_valid():
        return _match_page(request, where, row, form, UNUSABLE)
    try:
        signer = signer_of(request, form)
        told = form.cleaned_data
        action(row, Look(where, told["shown"], told["reason"]), signer=signer)
    except RuleBroken as refusal:
        form.add_error(FIELD_OF.get(refusal.code), refusal.message)
        return _match_page(request, where, row, form, refusal.status)
    messages.success(request, done)
    return redirect("credentialing_match", clinic, pk)


def _found(request: HttpRequest, slug: str, pk: UUID) -> tuple[Clinic, ExclusionMatch]:
    clinic = office_clinic(request, slug)
    here = roster_of([clinic], timezone.now()).values("person")
    rows = ExclusionMatch.objects.filter(person__in=here).select_related(
        "list",
        "looked_up__by",
        "person__provider_identity",
        "proposed_by",
        "settled_by",
    )
    return clinic, get_object_or_404(rows, pk=pk)


def _match_page(
    request: HttpRequest, clinic: Clinic, row: ExclusionMatch, form, status=200
) -> HttpResponse:
    clinic, row = _found(request, clinic.slug, row.pk)
    _show_anew(form, row)
    person = caller(request)
    heading = _heading(row)
    refusal = _refusal(person, clinic, row, first_roles(row))
    waits = row.state == State.PROPOSED
    back = {"url": reverse("credentialing_matches"), "label": _("Exclusion matches")}
    context = list_frame(heading, "search") | {
        "breadcrumbs_items": [back, {"url": "", "label": heading}],
        "clinic": clinic,
        "match": row,
        "known": identity_of(row.person),
        "earlier": earlier_dismissal(row),
        "form": form,
        "is_open": row.state != State.DISMISSED,
        "may_propose": row.state in (State.OPEN, State.CONFIRMED) and not refusal,
        "may_decide": row.state in TO_SETTLE and _may(person, clinic, row, SECOND),
        "is_mine": waits and row.proposed_by_id == person.pk,
        "is_stale": waits and not first_still_counts(row, timezone.now()),
        "refusal": refusal,
    }
    template = "certificates/admin/exclusion_match.html"
    return render(request, template, context, status=status)


def _heading(row: ExclusionMatch) -> str:
    if row.list is None:
        return _("%(name)s, looked up by hand") % {"name": row.person.name}
    told = {"name": row.person.name, "line": row.line_number}
    return _("%(name)s, line %(line)s of the file") % told


def _show_anew(form: MatchForm, row: ExclusionMatch) -> None:
    """What is signed is what this page shows, also when it is shown again."""
    if form.is_bound:
        shown = digest_of_shown(shown_of(row))
        form.data = dict(form.data.items()) | {"shown": shown}


def _may(person: Person, clinic: Clinic, row: ExclusionMatch, roles: tuple) -> bool:
    return not _refusal(person, clinic, row, roles)


def _refusal(person: Person, clinic: Clinic, row: ExclusionMatch, roles: tuple) -> str:
    """Why this person cannot sign about the match; empty when they can."""
    try:
        require_signer(would_sign(person, timezone.now()), clinic, row.person, roles)
    except NotAllowed as refusal:
        return refusal.message
    return ""
