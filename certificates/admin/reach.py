"""How far a director's hand reaches: their own clinics, and nobody else's people."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from certificates.models import Application
from certificates.selectors.rosters import people_at
from home.access import clinics_of, roles
from home.models import Clinic, Person, Role

# Who decides, and who only reads.
READERS = roles(Role.CLINICAL_DIRECTOR, Role.AUDITOR)


def directed_clinics(request: HttpRequest) -> list[Clinic]:
    """This will list the clinics that the caller directs clinically."""
    return clinics_of(request, Role.CLINICAL_DIRECTOR)


def read_clinics(request: HttpRequest) -> list[Clinic]:
    """This will list the clinics whose files the caller reads, as an auditor does."""
    return clinics_of(request, Role.CLINICAL_DIRECTOR, Role.AUDITOR)


def read_clinic(request: HttpRequest, slug: str = "") -> Clinic:
    """This will give a clinic whose files the caller reads; the first without a name.

    Raises:
        Http404: there is none of this name, or the caller does not read it.
    """
    for clinic in read_clinics(request):
        if slug in ("", clinic.slug):
            return clinic
    raise Http404


def read_person(request: HttpRequest, slug: str, pk: UUID) -> tuple[Clinic, Person]:
    """This will give somebody with a role today where the caller reads the files.

    Raises:
        Http404: nobody, or nobody the caller may see.
    """
    clinic = read_clinic(request, slug)
    return clinic, get_object_or_404(people_at(clinic, timezone.now()), pk=pk)


def directed_clinic(request: HttpRequest, slug: str) -> Clinic:
    """This will give one of the caller's own clinics.

    Raises:
        Http404: there is none of this name, or somebody else directs it.
    """
    for clinic in directed_clinics(request):
        if clinic.slug == slug:
            return clinic
    raise Http404


def directed_person(request: HttpRequest, slug: str, pk: UUID) -> tuple[Clinic, Person]:
    """This will give somebody with a role today at one of the caller's clinics.

    Raises:
        Http404: nobody, or nobody the caller may see.
    """
    clinic = directed_clinic(request, slug)
    return clinic, get_object_or_404(people_at(clinic, timezone.now()), pk=pk)


def directed_application(request: HttpRequest, pk: UUID) -> Application:
    """This will give an application to one of the caller's clinics.

    Raises:
        Http404: none, or none the caller may see.
    """
    rows = Application.objects.select_related(
        "person", "clinic", "requirement_set", "decided_by"
    )
    return get_object_or_404(rows, pk=pk, clinic__in=directed_clinics(request))
