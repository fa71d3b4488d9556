"""The check before publishing: errors stop it, warnings ask in the editor."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from home.errors import RuleBroken
from modules.actions.editions import canonical_sha256
from modules.lint.findings import Finding, Level
from modules.selectors.linting import findings_before_publishing

ACCEPTED = "accepted_findings"


class NotFitToPublish(RuleBroken):
    """A page has errors that learners would meet."""

    code = "PAGE-HAS-ERRORS"


def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """This will lead to the check when there is something to see.

    Wagtail has kept what was typed as a draft by then, so nothing is lost.
    """
    findings = findings_before_publishing(page)
    if not findings:
        return None
    accepted = request.POST.get(ACCEPTED)
    if not errors_in(findings) and accepted == digest_of(page, findings):
        return None
    if page.live and _was_just_made(request):
        # Wagtail adds a new page as a live one before it asks.
        page.live, page.has_unpublished_changes = False, True
        page.save(clean=False)
    messages.warning(request, _told(page, findings))
    return redirect("page_check", page.pk)


def ask_before_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """This will stop publishing many pages when one of them has errors."""
    if action_type != "publish":
        return None
    pages = [one for one in objects if isinstance(one, Page)]
    if pages and action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [
            below
            for page in pages
            for below in page.get_descendants().not_live().specific()
        ]
    drafts = [page.specific.get_latest_revision_as_object() for page in pages]
    at_fault = [one for one in drafts if errors_in(findings_before_publishing(one))]
    if not at_fault:
        return None
    titles = ", ".join(page.title for page in at_fault)
    words = _("Nothing was published. Check these pages first: %(titles)s.")
    messages.error(request, words % {"titles": titles})
    return redirect(action.next_url)


def refuse_in_workflow(page: Page, user: Any) -> None:
    """This will stop the last approval of a page that has errors.

    Raises:
        NotFitToPublish: it has; the page waits as before.
    """
    found = errors_in(findings_before_publishing(page))
    if found:
        words = _("“%(page)s” cannot be published yet: %(first)s")
        raise NotFitToPublish(words % {"page": page.title, "first": found[0].words})


def errors_in(findings: Sequence[Finding]) -> list[Finding]:
    """This will pick those that block."""
    return [one for one in findings if one.level is Level.ERROR]


def digest_of(page: Page, findings: Sequence[Finding]) -> str:
    """This will bind a consent to what was seen, and to the draft it was seen of."""
    told = [[one.level, one.code, one.words, one.place.number] for one in findings]
    return canonical_sha256([page.pk, page.latest_revision_id, told])


def _was_just_made(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.view_name == "wagtailadmin_pages:add")


def _told(page: Page, findings: Sequence[Finding]) -> str:
    errors = len(errors_in(findings))
    names = {"page": page.title, "errors": errors}
    if errors:
        words = ngettext(
            "“%(page)s” is kept as a draft: %(errors)d error has to be mended first.",
            "“%(page)s” is kept as a draft: %(errors)d errors have to be mended first.",
            errors,
        )
        return words % names
    words = _("“%(page)s” is kept as a draft. Look at this, then publish it below.")
    return words % names
