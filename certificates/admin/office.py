"""How far the credentials office reaches: documents and checks at its own clinics."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.selectors.documents import roster_of
from home.access import clinics_of, roles
from home.models import Clinic, Person, Role

ROLES = (Role.CLINICAL_DIRECTOR, Role.STAFF)
OFFICE = roles(*ROLES)


def office_clinics(request: HttpRequest) -> list[Clinic]:
    """This will list the clinics whose documents the caller keeps."""
    return clinics_of(request, *ROLES)


def asked_clinics(request: HttpRequest) -> list[Clinic]:
    """This will list them, or the one that the address asks for.

    Raises:
        Http404: it asks for one whose documents somebody else keeps.
    """
    slug = request.GET.get("clinic", "")
    return [office_clinic(request, slug)] if slug else office_clinics(request)


def office_clinic(request: HttpRequest, slug: str) -> Clinic:
    """This will give one of the clinics whose documents the caller keeps.

    Raises:
        Http404: there is none of this name, or somebody else keeps them.
    """
    for clinic in office_clinics(request):
        if clinic.slug == slug:
            return clinic
    raise Http404


def office_person(request: HttpRequest, slug: str, pk: UUID) -> tuple[Clinic, Person]:
    """This will give somebody with a role today at one of these clinics.

    Raises:
        Http404: nobody, or nobody whose documents the caller keeps.
    """
    clinic = office_clinic(request, slug)
    here = roster_of([clinic], timezone.now()).values("person")
    return clinic, get_object_or_404(Person, pk=pk, pk__in=here)


def directs(request: HttpRequest, clinic: Clinic) -> bool:
    """This will say whether the caller directs the clinic clinically."""
    return clinic in clinics_of(request, Role.CLINICAL_DIRECTOR)


def office_frame(clinic: Clinic, found: Person, heading: str = "") -> dict:
    """This will give what every page about one person's documents has around it."""
    back = reverse("credentialing_documents", args=[clinic.slug, found.pk])
    trail = [
        {"url": reverse("credentialing_checks"), "label": _("Documents and checks")},
        {"url": back if heading else "", "label": found.name},
    ]
    if heading:
        trail.append({"url": "", "label": heading})
    return {
        "header_title": heading or _("Documents: %(name)s") % {"name": found.name},
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": trail,
        "clinic": clinic,
        "subject": found,
        "back_url": back,
    }


def list_frame(heading: str, icon: str) -> dict:
    """This will give what a page with a list has around it."""
    return {
        "header_title": heading,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": "", "label": heading}],
    }
