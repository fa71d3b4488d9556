"""Which versions a director may read and which drafts they may write."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.actions.requirement_signers import SIGNERS
from certificates.admin.reach import directed_clinic
from certificates.models import RequirementSet
from certificates.requirements.editing import NoSuchPart, Place, part_at, place_of
from certificates.selectors.requirement_versions import versions_for
from certificates.selectors.requirements import split_name, title_of
from home.access import clinics_of, roles
from home.models import Clinic

State = RequirementSet.State
# Clinical directors write; they and medical directors read, and sign for others' work.
READ_OR_SIGN = roles(*SIGNERS)
# How addresses name the two trees of a version.
TREES = {"first": "tree", "renewal": "renewal_tree"}


def version_at(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Clinic, RequirementSet]:
    """This will give a version that a clinic of the caller may read.

    Raises:
        Http404: none, or none the caller may see.
    """
    return _version_of(directed_clinic(request, slug), pk)


def signers_clinic(request: HttpRequest, slug: str) -> Clinic:
    """This will give a clinic for whose versions the caller may sign, or read them.

    Raises:
        Http404: there is none of this name, or the caller has no such role there.
    """
    for clinic in clinics_of(request, *SIGNERS):
        if clinic.slug == slug:
            return clinic
    raise Http404


def read_version(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Clinic, RequirementSet]:
    """This will give a version for whoever reads before they sign.

    Raises:
        Http404: none, or none the caller may see.
    """
    return _version_of(signers_clinic(request, slug), pk)


def signed_version(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Clinic, RequirementSet]:
    """This will give a clinic's own version for whoever may sign for it.

    Raises:
        Http404: none, or none the caller may see.
    """
    return _own(*read_version(request, slug, pk))


def _version_of(clinic: Clinic, pk: int) -> tuple[Clinic, RequirementSet]:
    rows = versions_for(clinic)
    # A shipped draft is nobody's to read yet.
    row = get_object_or_404(rows.exclude(clinic=None, state=State.DRAFT), pk=pk)
    return clinic, row


def own_version(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Clinic, RequirementSet]:
    """This will give a version of a clinic that the caller directs.

    Raises:
        Http404: none, or somebody else's; the shipped programme is nobody's own.
    """
    return _own(*version_at(request, slug, pk))


def _own(clinic: Clinic, row: RequirementSet) -> tuple[Clinic, RequirementSet]:
    if row.clinic_id != clinic.pk:
        raise Http404
    return clinic, row


def part_in(
    draft: RequirementSet, tree: str, place: str
) -> tuple[str, Place, Mapping[str, Any]]:
    """This will find a part of a draft: the field of its tree, its place, and itself.

    Raises:
        Http404: there is no such part.
    """
    field = TREES.get(tree, "")
    root = getattr(draft, field, None)
    if not root:
        raise Http404
    try:
        where = place_of(place)
        return field, where, part_at(root, where)
    except NoSuchPart as missing:
        raise Http404 from missing


def frame(
    clinic: Clinic, row: RequirementSet | str, heading: str = ""
) -> dict[str, Any]:
    """This will give what every page about one credential's versions has around it."""
    name = row if isinstance(row, str) else row.credential_type
    title = title_of(*split_name(name))
    every = reverse("credentialing_requirements") + f"?clinic={clinic.slug}"
    one = reverse("credentialing_requirement_kind", args=[clinic.slug, name])
    trail = [
        {"url": every, "label": _("Requirements")},
        {"url": one if heading else "", "label": title},
    ]
    if heading:
        trail.append({"url": "", "label": heading})
    return {
        "header_title": f"{title}: {heading}" if heading else title,
        "header_icon": "list-ul",
        "breadcrumbs_items": trail,
        "clinic": clinic,
        "title": title,
        "heading": heading,
        "kind_url": one,
    }


def version_label(row: RequirementSet) -> str:
    """This will name a version, such as: Version 2 of the clinic."""
    words = _("Version %(version)d of the shipped programme")
    if row.clinic_id:
        words = _("Version %(version)d of the clinic")
    return words % {"version": row.version}
