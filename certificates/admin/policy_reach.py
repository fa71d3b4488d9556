"""Which versions of the gate's policy a director reads, writes and signs."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.admin.reach import directed_clinic
from certificates.models import PolicyVersion
from certificates.permissions import SECOND_SIGNERS
from certificates.selectors.policies import versions_at
from home.access import clinics_of, roles
from home.models import Clinic

State = PolicyVersion.State
# Clinical directors write; they and medical directors read, and sign.
READ_OR_SIGN = roles(*SECOND_SIGNERS)


def policy_clinics(request: HttpRequest) -> list[Clinic]:
    """This will list the clinics whose policy the caller reads."""
    return clinics_of(request, *SECOND_SIGNERS)


def policy_clinic(request: HttpRequest, slug: str) -> Clinic:
    """This will give a clinic whose policy the caller reads.

    Raises:
        Http404: there is none of this name, or the caller has no such role there.
    """
    for clinic in policy_clinics(request):
        if clinic.slug == slug:
            return clinic
    raise Http404


def read_policy(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Clinic, PolicyVersion]:
    """This will give a clinic's own version, or one of every clinic, to read.

    Raises:
        Http404: none, or none the caller may see.
    """
    clinic = policy_clinic(request, slug)
    # What is drafted for every clinic is nobody's to read yet.
    rows = versions_at(clinic).exclude(clinic=None, state=State.DRAFT)
    return clinic, get_object_or_404(rows, pk=pk)


def sign_policy_of(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Clinic, PolicyVersion]:
    """This will give a clinic's own version for whoever may sign it.

    Raises:
        Http404: none, or none the caller may see.
    """
    clinic, row = read_policy(request, slug, pk)
    if row.clinic_id != clinic.pk:
        raise Http404
    return clinic, row


def own_policy(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Clinic, PolicyVersion]:
    """This will give a version of a clinic that the caller directs clinically.

    Raises:
        Http404: none, or somebody else's.
    """
    directed_clinic(request, slug)
    return sign_policy_of(request, slug, pk)


def policy_frame(clinic: Clinic, heading: str = "") -> dict[str, Any]:
    """This will give what every page about a clinic's policy has around it."""
    every = reverse("credentialing_policies") + f"?clinic={clinic.slug}"
    title = _("Policy of the gate")
    trail = [{"url": every if heading else "", "label": title}]
    if heading:
        trail.append({"url": "", "label": heading})
    return {
        "header_title": f"{title}: {heading}" if heading else title,
        "header_icon": "lock",
        "breadcrumbs_items": trail,
        "clinic": clinic,
        "heading": heading,
        "policies_url": every,
    }


def policy_label(row: PolicyVersion) -> str:
    """This will name a version, such as: Version 2 of the clinic."""
    words = _("Version %(version)d of every clinic")
    if row.clinic_id:
        words = _("Version %(version)d of the clinic")
    return words % {"version": row.version}
