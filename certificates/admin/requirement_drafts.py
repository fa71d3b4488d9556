"""The editor of a draft in the Wagtail admin. It works without scripts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from certificates.actions.requirement_sets import (
    DraftChanged,
    NoDraft,
    discard_draft,
    edit_draft,
)
from certificates.admin.applications import DIRECTORS, UNUSABLE
from certificates.admin.requirement_reach import frame, own_version, part_in
from certificates.admin.requirement_sets import told
from certificates.forms.requirement_leaves import LEAF_LABELS
from certificates.forms.requirement_sets import (
    GROUP_LABELS,
    SettingsForm,
    new_part,
    part_form,
)
from certificates.models import RequirementSet
from certificates.requirements.editing import (
    TreeTooBig,
    as_group,
    group_key,
    numbered,
    parts_of,
    with_more,
    with_part,
    with_part_moved,
    without_part,
)
from certificates.selectors.requirement_outline import outline
from certificates.selectors.requirement_words import in_words, names_in_use
from home.access import access, caller
from home.errors import RuleBroken
from home.models import Clinic

FORM = "certificates/admin/requirement_form.html"
Change = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Page:
    """A page of the editor that ends in a change of the draft."""

    draft: RequirementSet
    form: forms.Form | forms.ModelForm
    frame: dict[str, Any]
    template: str = FORM
    done: str = field(default_factory=lambda: _("The draft is changed."))


@access(DIRECTORS)
@never_cache
@require_GET
def draft(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will show the draft with everything that can be done to it."""
    where, row = own_version(request, clinic, pk)
    if row.state != RequirementSet.State.DRAFT:
        messages.info(
            request, _("This version is no draft any more: it stays as it is.")
        )
        return redirect("credentialing_requirement_version", clinic, pk)
    context = frame(where, row, _("Draft")) | told(row) | {"draft": row}
    return render(request, "certificates/admin/requirement_draft.html", context)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will change everything but the trees."""
    where, row = own_version(request, clinic, pk)
    form = SettingsForm(request.POST or None, instance=row)
    page = Page(row, form, _frame(where, row, _("Validity, signatures and renewal")))
    return _change(request, page, form.values)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def edit(
    request: HttpRequest, clinic: str, pk: int, tree: str, place: str
) -> HttpResponse:
    """This will change one part: a leaf, or how a group asks for its parts."""
    where, row = own_version(request, clinic, pk)
    name, at, node = part_in(row, tree, place)
    form = part_form(request.POST or None, node, names_in_use())
    label = LEAF_LABELS.get(node.get("leaf", ""), _("Several parts"))
    page = Page(row, form, _frame(where, row, str(label), numbered(at)))
    root = getattr(row, name)
    return _change(request, page, lambda: {name: with_part(root, at, form.node())})


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def add(
    request: HttpRequest, clinic: str, pk: int, tree: str, place: str
) -> HttpResponse:
    """This will add a part to a group: first what it is, then what it asks."""
    where, row = own_version(request, clinic, pk)
    name, at, group = part_in(row, tree, place)
    if not group_key(group):
        raise Http404
    what = request.GET.get("what", "")
    if what not in LEAF_LABELS and what not in GROUP_LABELS:
        context = _frame(where, row, _("Add a part"), numbered(at)) | {
            "groups": GROUP_LABELS.items(),
            "leaves": LEAF_LABELS.items(),
        }
        return render(request, "certificates/admin/requirement_add.html", context)
    form = part_form(request.POST or None, new_part(what), names_in_use())
    label = {**LEAF_LABELS, **GROUP_LABELS}[what]
    page = Page(row, form, _frame(where, row, str(label), numbered(at)))
    root = getattr(row, name)
    return _change(request, page, lambda: {name: with_more(root, at, form.node())})


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def remove(
    request: HttpRequest, clinic: str, pk: int, tree: str, place: str
) -> HttpResponse:
    """This will take a part out, after showing it with everything in it."""
    where, row = own_version(request, clinic, pk)
    name, at, node = part_in(row, tree, place)
    if not at:
        raise Http404
    names = names_in_use()
    context = _frame(where, row, _("Remove a part"), numbered(at)) | {
        "words": in_words(node, names),
        "part": outline(node, names) if parts_of(node) else None,
        "button": _("Remove it"),
    }
    template = "certificates/admin/requirement_remove.html"
    page = Page(row, forms.Form(request.POST), context, template, _("The part is out."))
    root = getattr(row, name)
    return _change(request, page, lambda: {name: without_part(root, at)})


@access(DIRECTORS)
@require_POST
def move(
    request: HttpRequest, clinic: str, pk: int, tree: str, place: str
) -> HttpResponse:
    """This will move a part up or down among its neighbours."""
    where, row = own_version(request, clinic, pk)
    name, at, _node = part_in(row, tree, place)
    if not at:
        raise Http404
    by = -1 if request.POST.get("to") == "up" else 1
    return _at_once(
        request,
        (where, row),
        lambda: {name: with_part_moved(getattr(row, name), at, by)},
    )


@access(DIRECTORS)
@require_POST
def part_ways(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will give renewal a path of its own, beginning with what is asked now."""
    where, row = own_version(request, clinic, pk)
    return _at_once(request, (where, row), lambda: {"renewal_tree": as_group(row.tree)})


@access(DIRECTORS)
@require_POST
def rejoin(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will let a renewal ask the same as a first application."""
    where, row = own_version(request, clinic, pk)
    return _at_once(request, (where, row), lambda: {"renewal_tree": None})


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, clinic: str, pk: int) -> HttpResponse:
    """This will delete the draft, once it is asked for twice."""
    where, row = own_version(request, clinic, pk)
    context = _frame(where, row, _("Discard the draft")) | {
        "words": _(
            "Everything written in this draft is deleted. What is in force stays."
        ),
        "button": _("Discard the draft"),
    }
    if request.method == "POST":
        try:
            discard_draft(
                row,
                by=caller(request),
                at=timezone.now(),
                shown_sha256=request.POST.get("shown", ""),
            )
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The draft is discarded."))
        return redirect(context["kind_url"])
    template = "certificates/admin/requirement_remove.html"
    return render(request, template, context)


def _change(request: HttpRequest, page: Page, change: Change) -> HttpResponse:
    """Change the draft when the form is whole, or show the form with what is wrong."""
    shown, status = page.draft.sha256, 200
    if request.method == "POST":
        # The digest stays the one of the draft that was looked at.
        shown, status = request.POST.get("shown", ""), UNUSABLE
        if page.form.is_valid():
            try:
                _save(request, page.draft, change, shown)
            except NoDraft as refusal:
                messages.error(request, refusal.message)
                return redirect(page.frame["kind_url"])
            except RuleBroken as refusal:
                page.form.add_error(None, refusal.message)
                status = refusal.status
            except TreeTooBig as problem:
                page.form.add_error(None, str(problem))
            else:
                messages.success(request, page.done)
                return redirect(page.frame["back_url"])
    context = page.frame | {"form": page.form, "shown": shown}
    return render(request, page.template, context, status=status)


def _at_once(
    request: HttpRequest, found: tuple[Clinic, RequirementSet], change: Change
) -> HttpResponse:
    """Change the draft by one press of a button."""
    clinic, row = found
    try:
        _save(request, row, change, request.POST.get("shown", ""))
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        if not isinstance(refusal, DraftChanged):
            return redirect(frame(clinic, row)["kind_url"])
    return redirect("credentialing_requirement_draft", clinic.slug, row.pk)


def _save(
    request: HttpRequest, row: RequirementSet, change: Change, shown: str
) -> None:
    # Places are those of the draft that was shown: no change is worked out on another.
    changes = change() if shown == row.sha256 else {}
    told = {"by": caller(request), "at": timezone.now(), "shown_sha256": shown}
    edit_draft(row, changes, **told)


def _frame(
    clinic: Clinic, row: RequirementSet, heading: str, number: str = ""
) -> dict[str, Any]:
    back = reverse("credentialing_requirement_draft", args=[clinic.slug, row.pk])
    around = frame(clinic, row, heading)
    around["breadcrumbs_items"].insert(2, {"url": back, "label": _("Draft")})
    return around | {
        "draft": row,
        "back_url": back,
        "number": number,
        "shown": row.sha256,
    }
