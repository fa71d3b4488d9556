"""The private journal: for oneself only."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.access import OWN_RECORD, PEOPLE, access
from home.fetches import is_fetched
from modules.actions.journal import NoSuchPrompt, TooLong, save_entry
from modules.journal_versions import Sent
from modules.models import JournalEntry
from modules.selectors.journal import journal_of
from modules.views.learner import learner_of, zone_for
from modules.views.lessons import lesson_or_404


@access(OWN_RECORD)
@never_cache
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """This will show the caller's own journal, lesson by lesson."""
    context = {"pages": journal_of(learner_of(request)), "zone": zone_for(request)}
    return render(request, "modules/journal.html", context)


@access(PEOPLE)
@require_POST
def write_entry(request: HttpRequest, key: uuid.UUID, block: uuid.UUID) -> HttpResponse:
    """This will keep what the person wrote under a lesson's prompt."""
    lesson = lesson_or_404(key)
    sent, at = _sent(request), timezone.now()
    person = learner_of(request)
    try:
        entry = save_entry(lesson, block_id=block, sent=sent, by=person, at=at)
    except NoSuchPrompt as refusal:
        raise Http404 from refusal
    except TooLong as refusal:
        return _too_long(request, sent.text, refusal)
    clock = time_format(timezone.localtime(at, zone_for(request)), "H:i")
    told = _("Saved at %(time)s") % {"time": clock}
    if is_fetched(request):
        data = {"message": told, "saved_at": clock, "number": entry.number}
        return JsonResponse(data)
    messages.success(request, told)
    return redirect(f"{lesson.url}#reflection-{block}")


@access(OWN_RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def remove_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """This will remove one's own entry for good, after asking once."""
    entry = get_object_or_404(JournalEntry, pk=entry_id, person=learner_of(request))
    if request.method == "GET":
        return render(request, "modules/journal_remove.html", {"entry": entry})
    entry.delete()
    messages.success(request, _("The entry is gone."))
    return redirect("journal")


def _sent(request: HttpRequest) -> Sent:
    """What the page says of itself; what is no number or no name counts for nothing."""
    told = request.POST
    base, place = (_number(told.get(name, "")) for name in ("base", "place"))
    try:
        page = uuid.UUID(told.get("page", "")) if place else None
    except ValueError:
        page = None
    return Sent(told.get("text", ""), base, page, place)


def _number(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def _too_long(request: HttpRequest, text: str, refusal: TooLong) -> HttpResponse:
    if is_fetched(request):
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    context = {"text": text, "message": refusal.message}
    return render(
        request, "modules/journal_too_long.html", context, status=refusal.status
    )
