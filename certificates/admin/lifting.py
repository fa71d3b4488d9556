"""Lifting a suspension, in the Wagtail admin: one signs first, another second."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from certificates.actions.lifting import (
    lift_suspension,
    propose_lift,
    withdraw_lift,
)
from certificates.actions.signatures import digest_of_shown
from certificates.admin.credentials import TYPED, signed_page
from certificates.admin.people import DIRECTORS, frame_of
from certificates.admin.reach import directed_person
from certificates.admin.signing import signer_of
from certificates.forms.credentials import SecondLiftForm, ShownForm
from certificates.models import Suspension
from certificates.permissions import SECOND_SIGNERS
from certificates.selectors.concerns import review_words
from certificates.selectors.rosters import people_at
from certificates.selectors.shown_words import facts_of_lift, facts_of_proposal
from certificates.selectors.suspensions import shown_of_lift, shown_of_second_lift
from home.access import access, caller, clinics_of, roles
from home.errors import RuleBroken
from home.models import Clinic, Person, Role


@access(DIRECTORS)
@never_cache
@TYPED
def propose(
    request: HttpRequest, clinic: str, pk: UUID, suspension: UUID
) -> HttpResponse:
    """This will sign first that a suspension may be lifted."""
    where, found = directed_person(request, clinic, pk)
    row = _open_one(found, where, suspension)
    shown = digest_of_shown(shown_of_lift(row, where))
    form = ShownForm(request.POST or None, initial={"shown": shown})

    def act() -> None:
        reason, seen = form.cleaned_data["reason"], form.cleaned_data["shown"]
        signer = signer_of(request, form)
        propose_lift(row, where, reason=reason, shown_sha256=seen, signer=signer)

    frame = frame_of(where, found, _("Lift the suspension, first signature")) | {
        "lead": _(
            "Two sign. Nothing changes with yours: another clinical director, or a "
            "medical director, signs second and ends it."
        ),
        "facts": [*facts_of_lift(row, where), *_review(request, row)],
        "button": _("Sign first"),
        "done": _("Signed. Somebody else signs second to end the suspension."),
        "shown": shown,
    }
    return signed_page(request, form, act, frame)


@access(roles(*SECOND_SIGNERS))
@never_cache
@TYPED
def lift(request: HttpRequest, clinic: str, pk: UUID, suspension: UUID) -> HttpResponse:
    """This will sign second, end a suspension and give the credentials back."""
    where, found = second_signers_person(request, clinic, pk)
    row = _open_one(found, where, suspension)
    if row.lift_proposed_by is None:
        return redirect("credentialing_propose_lift", clinic, pk, suspension)
    shown = digest_of_shown(shown_of_second_lift(row, where))
    form = SecondLiftForm(request.POST or None, initial={"shown": shown})

    def act() -> None:
        note, seen = form.cleaned_data["reason"], form.cleaned_data["shown"]
        signer = signer_of(request, form)
        lift_suspension(row, where, reason=note, shown_sha256=seen, signer=signer)

    frame = frame_of(where, found, _("Lift the suspension, second signature")) | {
        "lead": _(
            "It ends with your signature. Credentials that were suspended with it "
            "stand again as they stood, if they are in date."
        ),
        "facts": [
            *facts_of_lift(row, where),
            *_review(request, row),
            *facts_of_proposal(row, where),
        ],
        "button": _("Lift it now"),
        "done": _("The suspension is lifted."),
        "shown": shown,
    }
    return signed_page(request, form, act, frame | way_back(request, where))


@access(DIRECTORS)
@require_POST
def withdraw(
    request: HttpRequest, clinic: str, pk: UUID, suspension: UUID
) -> HttpResponse:
    """This will take back the caller's own first signature."""
    where, found = directed_person(request, clinic, pk)
    row = _open_one(found, where, suspension)
    try:
        withdraw_lift(row, where, by=caller(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your first signature is taken back."))
    return redirect("credentialing_person", clinic, pk)


def _open_one(person: Person, clinic: Clinic, pk: UUID) -> Suspension:
    rows = Suspension.objects.filter(person=person, lifted_at__isnull=True)
    rows = rows.select_related("person", "by", "lift_proposed_by", "concern")
    row = get_object_or_404(rows, pk=pk)
    if row.clinic_id not in (None, clinic.pk):
        raise Http404
    return row


def _review(request: HttpRequest, row: Suspension) -> list[tuple[str, str]]:
    """Where the review behind it stands; never told to the person named."""
    words = review_words(row) if caller(request) != row.person else ""
    return [(_("Review"), words)] if words else []


def second_signers_person(
    request: HttpRequest, slug: str, pk: UUID
) -> tuple[Clinic, Person]:
    """This will give somebody where the caller may sign second, medically too.

    Raises:
        Http404: nobody, or nobody the caller may see.
    """
    for clinic in clinics_of(request, *SECOND_SIGNERS):
        if clinic.slug == slug:
            people = people_at(clinic, timezone.now())
            return clinic, get_object_or_404(people, pk=pk)
    raise Http404


def way_back(request: HttpRequest, clinic: Clinic, heading: str = "") -> dict[str, Any]:
    """This will lead whoever has no person's file to go back to, as a medical director.

    Args:
        heading: of the page; that of the second signature without it.
    """
    if clinic in clinics_of(request, Role.CLINICAL_DIRECTOR):
        return {}
    label = heading or _("Lift the suspension, second signature")
    trail = [{"url": "", "label": label}]
    return {"back_url": reverse("wagtailadmin_home"), "breadcrumbs_items": trail}
