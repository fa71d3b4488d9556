"""Editions that wait for somebody to say what they ask: for those who may publish.

Publishing keeps an edition; releasing it puts it in force. So whichever way a page
was published (in the editor, in bulk, at a set time, by a workflow, by a copy), what
it asks of others is said here.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from home.access import Policy, access, caller, may_enter_admin, person_of
from home.errors import RuleBroken
from modules.actions.releases import is_only_cosmetic, release_edition
from modules.edition_words import lesson_changes
from modules.forms.releases import ReleaseForm
from modules.models import LessonPage, ModuleEdition, ModulePage
from modules.selectors.releases import (
    affected_by,
    authors_of,
    edition_in_force,
    editions_waiting,
)


def may_publish_modules(request: HttpRequest) -> bool:
    """This will say whether the caller may publish any module, in their own name."""
    if not may_enter_admin(request) or person_of(request) is None:
        return False
    return bool(_publishable(request))


PUBLISHERS = Policy(
    "WAGTAIL-PUBLISH-PERMISSION",
    "people whose group lets them publish modules",
    may_publish_modules,
)


@access(PUBLISHERS)
def editions_to_release(request: HttpRequest) -> HttpResponse:
    """This will list the editions that are in force for nobody yet."""
    mine = _publishable(request)
    rows = [row for row in editions_waiting() if row.module_key in mine]
    return render(request, "modules/admin/releases.html", {"editions": rows})


@access(PUBLISHERS)
def edition_to_release(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show what an edition changes and for whom, and release it."""
    edition = _waiting_or_404(request, pk)
    form = ReleaseForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _release(request, edition, form)
    ):
        return redirect("editions_to_release")
    before = edition_in_force(edition.module_key)
    authors = authors_of(edition, before) if before else set()
    context = {
        "edition": edition,
        "before": before,
        "changes": lesson_changes(before.lessons if before else [], edition.lessons),
        "is_only_cosmetic": before and is_only_cosmetic(edition, before),
        "is_author": caller(request).pk in authors,
        "affected": affected_by(edition.module_key, day=timezone.now().date()),
        "form": form,
    }
    return render(request, "modules/admin/release.html", context)


def ask_what_it_means(request: HttpRequest, page: Page) -> HttpResponse | None:
    """This will lead whoever published a lesson or module to the question.

    Returns: None where nothing waits, or the caller may not release it.
    """
    if not isinstance(page.specific, LessonPage | ModulePage):
        return None
    if not may_publish_modules(request):
        return None
    parents = ModulePage.objects.ancestor_of(page, inclusive=True)
    keys = set(parents.values_list("translation_key", flat=True))
    waiting = [row for row in editions_waiting() if row.module_key in keys]
    if not waiting:
        return None
    messages.info(
        request,
        _("Published. Say now what this asks of those who learned it before."),
    )
    return redirect("edition_to_release", waiting[0].pk)


def _publishable(request: HttpRequest) -> set:
    """The keys of the live modules that the caller may publish."""
    mine = PagePermissionPolicy().instances_user_has_permission_for(
        request.user, "publish"
    )
    rows = ModulePage.objects.live().filter(pk__in=mine.values("pk"))
    return set(rows.values_list("translation_key", flat=True))


def _waiting_or_404(request: HttpRequest, pk: int) -> ModuleEdition:
    mine = _publishable(request)
    for row in editions_waiting():
        if row.pk == pk and row.module_key in mine:
            return row
    raise Http404


def _release(request: HttpRequest, edition: ModuleEdition, form: ReleaseForm) -> bool:
    """Release the edition; a refusal stands in the form, with what was typed."""
    try:
        release_edition(edition, form.meaning(), by=caller(request), at=timezone.now())
    except RuleBroken as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("Released: %(edition)s.") % {"edition": edition})
    return True


class ReleasesMenuItem(MenuItem):
    """Shown to whoever may publish a module."""

    def is_shown(self, request: HttpRequest) -> bool:
        """This will ask for the right to publish, and for a name to sign with."""
        return may_publish_modules(request)


def menu_item() -> MenuItem:
    """This will give the entry of the admin's menu."""
    return ReleasesMenuItem(
        gettext_lazy("Editions to release"),
        reverse("editions_to_release"),
        name="editions-to-release",
        icon_name="check",
        order=141,
    )


def urls() -> list[URLPattern]:
    """This will give the addresses below /admin/."""
    return [
        path("editions/", editions_to_release, name="editions_to_release"),
        path("editions/<int:pk>/", edition_to_release, name="edition_to_release"),
    ]
