"""The page "Check" of a lesson or module: all that was found, and where to mend it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from home.access import Policy, access, may_enter_admin
from modules.admin.lint_publish import ACCEPTED, digest_of, errors_in
from modules.admin.statistics import KEY_READERS
from modules.lint.findings import Finding, Kind, Level
from modules.models import LessonPage, ModulePage
from modules.selectors.linting import findings_before_publishing, findings_of_drafts

CHECKED = (LessonPage, ModulePage)
# Which page it is about is asked of the page's own permissions, in the view.
PAGE_AUTHORS = Policy(
    "WAGTAIL-PAGE-PERMISSION",
    "authors whose group lets them edit or publish the page",
    may_enter_admin,
)
ADDRESSES = {
    Kind.PAGE: "wagtailadmin_pages:edit",
    Kind.QUESTION: "questions:edit",
    Kind.ASSESSMENT: "assessments:edit",
}


@never_cache
@access(PAGE_AUTHORS)
@require_http_methods(["GET", "POST"])
def page_check(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show what was found in the newest draft, and publish it if wanted."""
    page = get_object_or_404(Page.objects.type(*CHECKED), pk=pk).specific
    rights = page.permissions_for_user(request.user)
    if not (rights.can_edit() or rights.can_publish()):
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    if request.method == "POST":
        answer = _publish(request, draft)
        if answer:
            return answer
    return _shown(request, draft, status=422 if request.method == "POST" else 200)


def urls() -> list[URLPattern]:
    """This will give the address below /admin/."""
    return [path("page-check/<int:pk>/", page_check, name="page_check")]


def header_buttons(page: Page, user: Any, **more: Any) -> Iterator[Button]:
    """This will add "Check" to the header of a lesson or module."""
    if page.pk and issubclass(page.specific_class or Page, CHECKED):
        rights = page.permissions_for_user(user)
        if rights.can_edit() or rights.can_publish():
            address = reverse("page_check", args=[page.pk])
            yield Button(_("Check"), url=address, icon_name="check", priority=12)


def _publish(request: HttpRequest, draft: Page) -> HttpResponse | None:
    """Publish the newest draft; None where it cannot be, and is to be shown anew."""
    rights = draft.permissions_for_user(request.user)
    if not rights.can_publish() or rights.page_locked():
        raise PermissionDenied
    findings = findings_before_publishing(draft)
    if errors_in(findings):
        messages.error(request, _("It was not published: errors come first."))
        return None
    if request.POST.get(ACCEPTED) != digest_of(draft, findings):
        words = _("It was not published: something changed since you looked.")
        messages.error(request, words)
        return None
    answer = _asked("before_publish_page", request, draft)
    if answer:
        return answer
    revision = draft.get_latest_revision() or draft.save_revision(user=request.user)
    PublishPageRevisionAction(revision, user=request.user).execute()
    fresh = Page.objects.get(pk=draft.pk).specific
    answer = _asked("after_publish_page", request, fresh)
    if answer:
        return answer
    words = _("“%(page)s” is published.") if fresh.live else _("“%(page)s” is planned.")
    messages.success(request, words % {"page": fresh.title})
    return redirect("wagtailadmin_explore", fresh.get_parent().pk)


def _asked(hook: str, request: HttpRequest, page: Page) -> HttpResponse | None:
    """Let everybody have a say who has one in the editor, too."""
    for ask in hooks.get_hooks(hook):
        answer = ask(request, page)
        if hasattr(answer, "status_code"):
            return answer
    return None


def _shown(request: HttpRequest, draft: Page, *, status: int) -> HttpResponse:
    gate = findings_before_publishing(draft)
    found = findings_of_drafts(draft)
    sees_keys = KEY_READERS.allows(request)
    told = [one for one in found if sees_keys or one.place.kind is Kind.PAGE]
    rights = draft.permissions_for_user(request.user)
    is_waiting = draft.has_unpublished_changes or not draft.live
    context = {
        "page": draft,
        "groups": [group for group in _groups(told, draft) if group["findings"]],
        "hidden": len(found) - len(told),
        "accepted": digest_of(draft, gate),
        "accepted_name": ACCEPTED,
        "asks": bool(gate),
        "may_publish": is_waiting
        and not errors_in(gate)
        and rights.can_publish()
        and not rights.page_locked(),
        "is_waiting": is_waiting,
    }
    return render(request, "modules/admin/page_check.html", context, status=status)


def _groups(findings: list[Finding], page: Page) -> list[dict[str, Any]]:
    titles = {
        Level.ERROR: _("Errors: these stop publishing"),
        Level.WARNING: _("Warnings: worth a look"),
    }
    return [
        {
            "level": level.value,
            "title": title,
            "findings": [
                {"words": one.words, "link": _link(one, page), "url": _address(one)}
                for one in findings
                if one.level is level
            ],
        }
        for level, title in titles.items()
    ]


def _address(finding: Finding) -> str:
    place = finding.place
    address = reverse(ADDRESSES[place.kind], args=[place.number])
    return f"{address}#block-{place.block}-section" if place.block else address


def _link(finding: Finding, page: Page) -> str:
    """What to open, in words; the page that is shown needs no name."""
    place = finding.place
    is_own = place.kind is Kind.PAGE and place.number == page.pk
    if place.block:
        block = _("block %(number)d") % {"number": place.block_number}
        return block.capitalize() if is_own else f"{place.label}, {block}"
    return _("Open the editor") if is_own else place.label
