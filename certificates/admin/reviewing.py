"""Which applications whoever reviews, or verifies, may open."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from certificates.models import Application
from home.access import caller, clinics_of, roles
from home.models import Clinic, Role

# Clinical directors decide; a medical director reads and signs second; staff verify.
REVIEWERS = roles(Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
VERIFIERS = roles(Role.CLINICAL_DIRECTOR, Role.STAFF)
LISTERS = roles(Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.STAFF)


def review_clinics(request: HttpRequest) -> list[Clinic]:
    """This will list the clinics whose dossiers the caller reads."""
    return clinics_of(request, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)


def listed_clinics(request: HttpRequest) -> list[Clinic]:
    """This will list the clinics whose applications the caller sees in a list."""
    return clinics_of(
        request, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.STAFF
    )


def reviewed_application(request: HttpRequest, pk: UUID) -> Application:
    """This will give an application that was sent to one of the caller's clinics.

    Raises:
        Http404: none, one still being written, or none the caller may see.
    """
    return _sent_to(review_clinics(request), request, pk)


def verified_application(request: HttpRequest, pk: UUID) -> Application:
    """This will give an application that the caller may verify.

    Raises:
        Http404: as for `reviewed_application`.
    """
    clinics = clinics_of(request, Role.CLINICAL_DIRECTOR, Role.STAFF)
    return _sent_to(clinics, request, pk)


def _sent_to(clinics: list[Clinic], request: HttpRequest, pk: UUID) -> Application:
    """One's own is read on one's own pages: this side tells of open concerns."""
    rows = Application.objects.select_related(
        "person",
        "clinic",
        "requirement_set",
        "renews",
        "reviewer",
        "first_by",
        "decided_by",
        "heard_by",
    )
    # What is still being written is its writer's alone.
    sent = rows.filter(submitted_at__isnull=False)
    others = sent.exclude(person=caller(request))
    return get_object_or_404(others, pk=pk, clinic__in=clinics)
