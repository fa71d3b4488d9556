"""Writing the moments and endings of a case in the Wagtail admin, each on a page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from home.access import access, caller
from home.errors import RuleBroken
from modules.actions.case_drafts import (
    Part,
    StopCodeTaken,
    add_stop,
    remove_stop,
    save_ending,
    save_node,
)
from modules.admin.case_writers import CASE_WRITERS, draft_or_typed
from modules.case_contents import digest_of_stop
from modules.case_graphs import (
    CRITICAL,
    ENDING,
    NODE,
    blank_node,
    in_order,
    is_stop,
    is_written,
)
from modules.forms.case_drafts import EndingForm, NodeForm, StopForm, choices_of
from modules.models import CaseDraft
from modules.selectors.case_drafts import faults_of_draft, told


@dataclass
class Page:
    """A moment or an ending as it is written: `choices` are forms too, of a moment."""

    draft: CaseDraft
    code: str
    form: StopForm
    choices: Any = None

    def is_valid(self) -> bool:
        """This will look at all that was sent, and not stop at the first fault."""
        is_whole = self.choices is None or self.choices.is_valid()
        return self.form.is_valid() and is_whole

    @property
    def part(self) -> Part:
        """What is saved, over what was seen."""
        data = self.form.cleaned_data
        return Part(self.code, data["code"], data["seen"])


@access(CASE_WRITERS)
@never_cache
@require_http_methods(["GET", "POST"])
def case_node(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """This will show one moment to write, and save it."""
    draft = draft_or_typed(request, pk)
    if isinstance(draft, HttpResponse):
        return draft
    page = _node_page(request, draft, code)
    if request.method != "POST":
        return _shown(request, page)
    if not page.is_valid():
        return _shown(request, page, 422)
    found = [form.choice() for form in page.choices]
    node = page.form.node() | {"choices": [one for one in found if one]}  # type: ignore[attr-defined]
    try:
        draft = save_node(draft, page.part, node, by=caller(request), at=timezone.now())
    except RuleBroken as refused:
        return _refused(request, page, refused)
    return _after(request, draft, page.part.code)


@access(CASE_WRITERS)
@never_cache
@require_http_methods(["GET", "POST"])
def case_ending(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """This will show one ending to write, and save it."""
    draft = draft_or_typed(request, pk)
    if isinstance(draft, HttpResponse):
        return draft
    page = _ending_page(request, draft, code)
    if request.method != "POST":
        return _shown(request, page)
    if not page.is_valid():
        return _shown(request, page, 422)
    ending = page.form.ending()  # type: ignore[attr-defined]
    try:
        draft = save_ending(
            draft, page.part, ending, by=caller(request), at=timezone.now()
        )
    except RuleBroken as refused:
        return _refused(request, page, refused)
    return _after(request, draft, page.part.code)


@access(CASE_WRITERS)
@require_POST
def case_stop_add(request: HttpRequest, pk: int) -> HttpResponse:
    """This will add a moment or an ending, and lead to it."""
    draft = get_object_or_404(CaseDraft, pk=pk)
    kind = request.POST.get("kind", NODE)
    if kind not in (NODE, ENDING, CRITICAL):
        raise Http404
    draft, code = add_stop(draft, kind, by=caller(request), at=timezone.now())
    return redirect("case_node" if kind == NODE else "case_ending", pk, code)


@access(CASE_WRITERS)
@require_POST
def case_stop_remove(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """This will take a moment or an ending out."""
    draft = get_object_or_404(CaseDraft, pk=pk)
    part = Part(code, code, request.POST.get("seen", ""))
    try:
        remove_stop(draft, part, by=caller(request), at=timezone.now())
    except RuleBroken as refused:
        messages.error(request, refused.message)
        return redirect(_name(draft, code), pk, code)
    messages.success(request, _("Removed: %(code)s.") % {"code": code})
    return redirect("case_draft", pk)


def urls(one: str) -> list[URLPattern]:
    """This will give the addresses below those of one draft."""
    return [
        path(one + "add/", case_stop_add, name="case_stop_add"),
        path(one + "moments/<slug:code>/", case_node, name="case_node"),
        path(one + "endings/<slug:code>/", case_ending, name="case_ending"),
        path(one + "remove/<slug:code>/", case_stop_remove, name="case_stop_remove"),
    ]


def _node_page(request: HttpRequest, draft: CaseDraft, code: str) -> Page:
    data = request.POST if request.method == "POST" else None
    node = draft.graph["nodes"].get(code)
    if node is None and data is None:
        raise Http404
    shown = node or blank_node()
    initial = shown | {
        "seen": digest_of_stop(draft.graph, code),
        "code": code,
        "lessons": ", ".join(shown["lessons"]),
        "is_start": draft.graph["start"] == code,
    }
    form = NodeForm(data, initial=initial)
    return Page(draft, code, form, choices_of(data, shown, draft.graph))


def _ending_page(request: HttpRequest, draft: CaseDraft, code: str) -> Page:
    data = request.POST if request.method == "POST" else None
    text = draft.graph["endings"].get(code)
    if text is None and data is None:
        raise Http404
    initial = {
        "seen": digest_of_stop(draft.graph, code),
        "code": code,
        "text": text or "",
        "is_critical": code in draft.graph["critical_endings"],
    }
    return Page(draft, code, EndingForm(data, initial=initial))


def _refused(request: HttpRequest, page: Page, refused: RuleBroken) -> HttpResponse:
    """Show what was typed again; where somebody was quicker, beside what is saved."""
    if isinstance(refused, StopCodeTaken):
        page.form.add_error("code", refused.message)
        return _shown(request, page, refused.status)
    draft = draft_or_typed(request, page.draft.pk)
    if isinstance(draft, HttpResponse):
        return draft
    page.draft = draft
    typed: Any = page.form.data
    page.form.data = typed.dict() | {"seen": digest_of_stop(draft.graph, page.code)}
    page.form.add_error(None, refused.message)
    return _shown(request, page, refused.status, is_clash=True)


def _shown(
    request: HttpRequest, page: Page, status: int = 200, *, is_clash: bool = False
) -> HttpResponse:
    draft, code = page.draft, page.code
    name = "case_ending" if page.choices is None else "case_node"
    faults = [told(one) for one in faults_of_draft(draft) if one.stop == code]
    context = {
        "draft": draft,
        "code": code,
        "form": page.form,
        "choices": page.choices,
        "faults": faults if is_written(draft.graph, code) else [],
        "around": in_order(draft.graph),
        "seen": digest_of_stop(draft.graph, code),
        "is_clash": is_clash,
        "saved": draft.graph["nodes"].get(code),
        "saved_ending": draft.graph["endings"].get(code),
    }
    return render(request, f"modules/admin/{name}.html", context, status=status)


def _after(request: HttpRequest, draft: CaseDraft, code: str) -> HttpResponse:
    """Go on to what is not written yet, what this one leads to first."""
    messages.success(request, _("Saved: %(code)s.") % {"code": code})
    if request.POST.get("then") == "overview":
        return redirect("case_draft", draft.pk)
    node = draft.graph["nodes"].get(code, blank_node())
    following = [one["next"] for one in node["choices"]]
    for one in (*following, *in_order(draft.graph), *draft.graph["endings"]):
        if is_stop(draft.graph, one) and not is_written(draft.graph, one):
            return redirect(_name(draft, one), draft.pk, one)
    return redirect("case_draft", draft.pk)


def _name(draft: CaseDraft, code: str) -> str:
    return "case_ending" if code in draft.graph["endings"] else "case_node"
