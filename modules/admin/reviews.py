"""Content review in the Wagtail admin: for directors, by their role at the clinic.

Wagtail's own rights, a superuser's included, open nothing here.
"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from home.access import access, clinics_of, memberships_in_force, person_of, roles
from home.errors import RuleBroken
from home.models import Clinic, Role
from modules.actions.reviews import record_review
from modules.forms.reviews import ReviewForm
from modules.models import ModuleEdition, ModulePage
from modules.selectors.reviews import (
    ModuleToReview,
    module_to_review,
    modules_to_review,
)

DIRECTORS = (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)


@access(roles(*DIRECTORS))
def content_review(request: HttpRequest) -> HttpResponse:
    """This will lead a director to the list of their first clinic."""
    return redirect("content_review_clinic", clinics_of(request, *DIRECTORS)[0].slug)


@access(roles(*DIRECTORS))
def content_review_clinic(request: HttpRequest, slug: str) -> HttpResponse:
    """This will list every module with its newest edition and who reviewed it."""
    clinic = _clinic_or_404(request, slug)
    context = {
        "clinic": clinic,
        "clinics": clinics_of(request, *DIRECTORS),
        "modules": modules_to_review(clinic),
    }
    return render(request, "modules/admin/reviews.html", context)


@access(roles(*DIRECTORS))
def content_review_module(
    request: HttpRequest, slug: str, module_key: uuid.UUID
) -> HttpResponse:
    """This will show one module's open points, and record a review of it."""
    clinic = _clinic_or_404(request, slug)
    module = module_to_review(clinic, module_key)
    if module is None:
        raise Http404
    capacities = _capacities_left(request, clinic, module)
    form = ReviewForm(
        request.POST or None,
        capacities=capacities,
        initial={
            "edition": module.edition.pk,
            "capacity": capacities[0] if capacities else "",
        },
    )
    if request.method == "POST" and form.is_valid() and _record(request, clinic, form):
        return redirect("content_review_clinic", clinic.slug)
    page = ModulePage.objects.filter(translation_key=module_key).live().first()
    context = {
        "clinic": clinic,
        "module": module,
        "page": page,
        "form": form if capacities or form.errors else None,
    }
    return render(request, "modules/admin/review.html", context)


def _clinic_or_404(request: HttpRequest, slug: str) -> Clinic:
    for clinic in clinics_of(request, *DIRECTORS):
        if clinic.slug == slug:
            return clinic
    raise Http404


def _capacities_left(
    request: HttpRequest, clinic: Clinic, module: ModuleToReview
) -> list[str]:
    """The capacities in which the caller may still review this edition."""
    person = person_of(request)
    given = [review for review in (module.clinical, module.medical) if review]
    if any(review.by == person for review in given):
        return []
    taken = {review.capacity for review in given}
    held = {
        row.role
        for row in memberships_in_force(request)
        if row.clinic_id == clinic.pk and row.role in DIRECTORS
    }
    return sorted(held - taken)


def _record(request: HttpRequest, clinic: Clinic, form: ReviewForm) -> bool:
    """Record the review; a refusal stands in the form, with what was typed."""
    edition = ModuleEdition.objects.filter(pk=form.cleaned_data["edition"]).first()
    person = person_of(request)
    if edition is None or person is None:
        raise Http404
    try:
        record_review(
            edition,
            clinic=clinic,
            capacity=form.cleaned_data["capacity"],
            by=person,
            at=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except RuleBroken as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("Review recorded: %(edition)s.") % {"edition": edition})
    return True


class ContentReviewMenuItem(MenuItem):
    """Shown to whoever directs a clinic today."""

    def is_shown(self, request: HttpRequest) -> bool:
        """This will ask for the role, not for Wagtail's rights."""
        return bool(clinics_of(request, *DIRECTORS))


def menu_item() -> MenuItem:
    """This will give the entry of the admin's menu."""
    return ContentReviewMenuItem(
        gettext_lazy("Content review"),
        reverse("content_review"),
        name="content-review",
        icon_name="glasses",
        order=140,
    )


def urls() -> list[URLPattern]:
    """This will give the addresses below /admin/."""
    return [
        path("content-review/", content_review, name="content_review"),
        path(
            "content-review/<slug:slug>/",
            content_review_clinic,
            name="content_review_clinic",
        ),
        path(
            "content-review/<slug:slug>/<uuid:module_key>/",
            content_review_module,
            name="content_review_module",
        ),
    ]
