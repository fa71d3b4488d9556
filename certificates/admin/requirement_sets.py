"""What each credential asks, in the Wagtail admin: read, compare, begin a draft."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.requirement_sets import start_draft
from certificates.actions.requirement_signers import SIGNERS
from certificates.admin.applications import DIRECTORS
from certificates.admin.reach import directed_clinics
from certificates.admin.requirement_reach import (
    READ_OR_SIGN,
    frame,
    read_version,
    signers_clinic,
    version_at,
    version_label,
)
from certificates.models import RequirementSet, Signature
from certificates.requirements.comparing import Changes
from certificates.selectors.requirement_outline import outline
from certificates.selectors.requirement_versions import (
    Kind,
    difference,
    kinds_at,
    settings_in_words,
    versions_for,
)
from certificates.selectors.requirement_words import Names, names_in_use
from home.access import access, caller, clinics_of
from home.errors import RuleBroken

State = RequirementSet.State


@access(READ_OR_SIGN)
@never_cache
@require_GET
def requirements(request: HttpRequest) -> HttpResponse:
    """This will list the ladder with the version in force at a clinic."""
    clinics = clinics_of(request, *SIGNERS)
    clinic = signers_clinic(request, request.GET.get("clinic", clinics[0].slug))
    context = {
        "header_title": _("Requirements"),
        "header_icon": "list-ul",
        "breadcrumbs_items": [{"url": "", "label": _("Requirements")}],
        "clinic": clinic,
        "clinics": clinics,
        "kinds": kinds_at(clinic),
        "may_write": clinic in directed_clinics(request),
    }
    return render(request, "certificates/admin/requirement_list.html", context)


@access(READ_OR_SIGN)
@never_cache
@require_GET
def kind(request: HttpRequest, clinic: str, name: str) -> HttpResponse:
    """This will show the version in force for one credential, and its history."""
    where = signers_clinic(request, clinic)
    rows = versions_for(where).filter(credential_type=name)
    versions = list(rows.exclude(state=State.DRAFT).order_by("-activated_at", "-pk"))
    found = next((one for one in kinds_at(where) if one.name == name), None)
    if found is None and not versions:
        raise Http404
    found = found or Kind(name, None, None)
    context = frame(where, name) | {
        "kind": found,
        "current": found.current,
        "versions": versions,
        "signatures": _signatures(versions),
        "may_write": where in directed_clinics(request),
    }
    if found.current:
        context |= told(found.current)
    return render(request, "certificates/admin/requirement_kind.html", context)


@access(READ_OR_SIGN)
@never_cache
@require_GET
def version(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will show everything one version says."""
    where, row = read_version(request, clinic, pk)
    context = frame(where, row, version_label(row)) | told(row) | {"version": row}
    return render(request, "certificates/admin/requirement_version.html", context)


@access(READ_OR_SIGN)
@never_cache
@require_GET
def comparison(request: HttpRequest, clinic: str, pk: int, other: int) -> HttpResponse:
    """This will tell in words what a version asks otherwise than an earlier one."""
    where, row = read_version(request, clinic, pk)
    earlier = get_object_or_404(
        versions_for(where), pk=other, credential_type=row.credential_type
    )
    names, found = names_in_use(), difference(earlier, row)
    context = frame(where, row, _("What changed")) | {
        "old": earlier,
        "new": row,
        "settings": found.settings,
        "asked": _changes(found.asked, names),
        "renewal": _changes(found.renewal, names),
        "is_only_order": found.is_only_order,
    }
    return render(request, "certificates/admin/requirement_comparison.html", context)


@access(DIRECTORS)
@require_POST
def begin(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will clone a version in force into the clinic's draft."""
    where, row = version_at(request, clinic, pk)
    try:
        draft = start_draft(row, where, by=caller(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect(frame(where, row)["kind_url"])
    messages.success(
        request, _("A draft to edit. Nothing changes until it is brought into force.")
    )
    return redirect("credentialing_requirement_draft", where.slug, draft.pk)


def told(row: RequirementSet) -> dict:
    """This will give what a page needs to show everything a version says."""
    names = names_in_use()
    return {
        "tree": outline(row.tree, names),
        "renewal_tree": outline(row.renewal_tree, names) if row.renewal_tree else None,
        "settings": settings_in_words(row),
    }


def _changes(changes: Changes, names: Names) -> dict | None:
    """The changes of one tree in words; None when there are none."""
    if not changes:
        return None
    return {
        "added": [outline(node, names) for node in changes.added],
        "removed": [outline(node, names) for node in changes.removed],
        "changed": [
            (outline(old, names), outline(new, names)) for old, new in changes.changed
        ],
    }


def _signatures(versions: list[RequirementSet]) -> list[Signature]:
    """Who signed for any of these versions, newest first."""
    rows = Signature.objects.filter(
        subject_kind=RequirementSet._meta.label,
        subject_id__in=[str(row.pk) for row in versions if row.clinic_id],
    )
    return list(rows.order_by("-at"))
