"""Writing cases in the Wagtail admin: all of them, one as a whole, publishing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.menu import MenuItem

from home.access import access, caller
from home.errors import RuleBroken
from modules.actions.case_drafts import (
    begin_case,
    discard_draft,
    draft_of,
    save_details,
)
from modules.actions.case_publishing import (
    Looked,
    digest_of_published,
    is_only_cosmetic,
    publish_case,
)
from modules.admin import case_preview, case_stops
from modules.admin.case_writers import CASE_WRITERS, draft_or_typed
from modules.case_contents import digest_of_details, digest_of_draft
from modules.forms.case_drafts import DetailsForm
from modules.models import CaseDraft, Scenario
from modules.selectors.case_drafts import (
    endings_of,
    faults_of_draft,
    nodes_of,
    told,
)
from modules.story_picture import picture_of


@access(CASE_WRITERS)
@never_cache
@require_GET
def case_drafts(request: HttpRequest) -> HttpResponse:
    """This will list what is being written, and the cases that can be changed."""
    drafts = CaseDraft.objects.select_related("changed_by", "parallel_to", "scenario")
    rows = [(draft, len(faults_of_draft(draft))) for draft in drafts]
    cases = Scenario.objects.filter(draft=None).defer("graph")
    context = {"drafts": rows, "cases": cases}
    return render(request, "modules/admin/case_drafts.html", context)


@access(CASE_WRITERS)
@require_http_methods(["GET", "POST"])
def case_draft_new(request: HttpRequest) -> HttpResponse:
    """This will begin a case from nothing."""
    form = DetailsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = begin_case(form.details(), by=caller(request), at=timezone.now())
        return redirect("case_node", draft.pk, draft.graph["start"])
    return _details(request, form, 422 if form.errors else 200)


@access(CASE_WRITERS)
@require_POST
def case_draft_begin(request: HttpRequest, code: str) -> HttpResponse:
    """This will begin another version of a case, or go on with it."""
    found = get_object_or_404(Scenario, code=code)
    draft = draft_of(found, by=caller(request), at=timezone.now())
    return redirect("case_draft", draft.pk)


@access(CASE_WRITERS)
@never_cache
@require_GET
def case_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show a draft as a whole: drawn, listed, with what is to be mended."""
    return _overview(request, get_object_or_404(CaseDraft, pk=pk))


@access(CASE_WRITERS)
@never_cache
@require_http_methods(["GET", "POST"])
def case_draft_details(request: HttpRequest, pk: int) -> HttpResponse:
    """This will change what the case is called and what stands before it."""
    draft = draft_or_typed(request, pk)
    if isinstance(draft, HttpResponse):
        return draft
    seen, saved = digest_of_details(draft), CaseDraft.objects.get(pk=pk)
    form = DetailsForm(request.POST or None, instance=draft, initial={"seen": seen})
    if request.method != "POST":
        return _details(request, form, 200)
    if not form.is_valid():
        return _details(request, form, 422)
    was = form.cleaned_data["seen"]
    try:
        save_details(
            saved, form.details(), seen=was, by=caller(request), at=timezone.now()
        )
    except RuleBroken as refused:
        form.data = request.POST.dict() | {"seen": seen}
        form.add_error(None, refused.message)
        return _details(request, form, refused.status, saved)
    return redirect("case_draft", pk)


@access(CASE_WRITERS)
@require_POST
def case_draft_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """This will let people meet the case, when nothing is to be mended."""
    draft = get_object_or_404(CaseDraft, pk=pk)
    looked = Looked(request.POST.get("seen", ""), request.POST.get("replaces", ""))
    try:
        case = publish_case(draft, looked, by=caller(request), at=timezone.now())
    except RuleBroken as refused:
        return _overview(request, draft, refused)
    messages.success(request, _("Published: %(case)s.") % {"case": case})
    return redirect("cases:inspect", case.pk)


@access(CASE_WRITERS)
@require_POST
def case_draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """This will throw a draft away."""
    draft = get_object_or_404(CaseDraft, pk=pk)
    seen = request.POST.get("seen", "")
    try:
        discard_draft(draft, seen=seen, by=caller(request), at=timezone.now())
    except RuleBroken as refused:
        return _overview(request, draft, refused)
    messages.success(request, _("Discarded: %(case)s.") % {"case": draft})
    return redirect("case_drafts")


def _details(
    request: HttpRequest, form: DetailsForm, status: int, saved: Any = None
) -> HttpResponse:
    context = {"form": form, "draft": form.instance, "saved": saved}
    return render(
        request, "modules/admin/case_draft_details.html", context, status=status
    )


def _overview(
    request: HttpRequest, draft: CaseDraft, refused: RuleBroken | None = None
) -> HttpResponse:
    faults = faults_of_draft(draft)
    published = digest_of_published(draft.scenario)
    is_cosmetic = is_only_cosmetic(draft, draft.scenario)
    context = {
        "draft": draft,
        "picture": picture_of(draft.graph, [one.stop for one in faults]),
        "nodes": nodes_of(draft, faults),
        "endings": endings_of(draft, faults),
        "faults": len(faults),
        "faults_of_all": [told(one) for one in faults if not one.stop],
        "seen": digest_of_draft(draft),
        "replaces": published if published != draft.base_sha256 else "",
        "is_cosmetic": is_cosmetic,
        "is_author": str(caller(request).pk) in draft.authors,
        "refusal": refused,
    }
    status = refused.status if refused else 200
    return render(request, "modules/admin/case_draft.html", context, status=status)


class DraftsMenuItem(MenuItem):
    """Shown to whoever may write cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        """This will ask for the same right as the pages."""
        return CASE_WRITERS.allows(request)


def menu_item() -> MenuItem:
    """This will give the entry of the admin's menu."""
    return DraftsMenuItem(
        gettext_lazy("Cases being written"),
        reverse("case_drafts"),
        name="case-drafts",
        icon_name="edit",
        order=154,
    )


def urls() -> list[URLPattern]:
    """This will give the addresses below /admin/."""
    one = "case-drafts/<int:pk>/"
    return [
        path("case-drafts/", case_drafts, name="case_drafts"),
        path("case-drafts/new/", case_draft_new, name="case_draft_new"),
        path("case-drafts/of/<slug:code>/", case_draft_begin, name="case_draft_begin"),
        path(one, case_draft, name="case_draft"),
        path(one + "details/", case_draft_details, name="case_draft_details"),
        path(one + "publish/", case_draft_publish, name="case_draft_publish"),
        path(one + "discard/", case_draft_discard, name="case_draft_discard"),
        path(one + "play/", case_preview.case_play, name="case_play"),
        *case_stops.urls(one),
    ]
