"""What changed in a module, for one reader: read it, go over to it, confirm it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from home.access import PEOPLE, access
from modules.actions.reading_editions import (
    ChangedMeanwhile,
    NothingNewer,
    NothingToConfirm,
    acknowledge,
    move_over,
)
from modules.models import ModulePage
from modules.selectors.edition_changes import changes_for
from modules.selectors.lessons import live_lesson
from modules.views.learner import learner_of, zone_for


@access(PEOPLE)
@never_cache
@require_http_methods(["GET", "POST"])
def edition_changes(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """This will show what changed side by side, and take the reader's confirmation."""
    module = _live_module(key)
    person, refusal = learner_of(request), None
    if request.method == "POST":
        told = request.POST.get("passages", "")
        try:
            acknowledge(person, key, passages_sha256=told, at=timezone.now())
        except ChangedMeanwhile as changed:
            refusal = changed
        except NothingToConfirm as nothing:
            messages.info(request, nothing.message)
            return redirect(module.url)
        else:
            confirmed = _("You have confirmed what changed in “%(module)s”.")
            messages.success(request, confirmed % {"module": module.title})
            return redirect("my_path")
    context = {
        "module": module,
        "changes": changes_for(person, key),
        "refusal": refusal,
        "zone": zone_for(request),
    }
    status = refusal.status if refusal else 200
    return render(request, "modules/edition_changes.html", context, status=status)


@access(PEOPLE)
@require_POST
def edition_move(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """This will take the reader over to the newest edition, and back to the lesson."""
    module = _live_module(key)
    try:
        move_over(learner_of(request), key, at=timezone.now())
    except NothingNewer as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, _("You are reading the newest edition now."))
    return redirect(_asked_lesson(request) or module.url)


def _live_module(key: uuid.UUID) -> ModulePage:
    return get_object_or_404(ModulePage.objects.live(), translation_key=key)


def _asked_lesson(request: HttpRequest) -> str:
    try:
        lesson = live_lesson(uuid.UUID(request.POST.get("lesson", "")))
    except ValueError:
        return ""
    return lesson.url if lesson else ""
