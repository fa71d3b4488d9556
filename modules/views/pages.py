"""The learning pages of Wagtail, each shown to one reader."""

from collections.abc import Callable
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from wagtail.models import Page

from home.access import PEOPLE, access, person_of
from modules.actions.lessons import open_lesson
from modules.models import CurriculumPage, LessonPage, ModulePage, TrackPage
from modules.selectors.lessons import shown_to
from modules.selectors.path import Path, time_words
from modules.selectors.reading import Place, place_of, reading_of
from modules.selectors.reading_editions import as_in
from modules.selectors.sources import sources_of
from modules.selectors.track_paths import ModulePath, State, TrackPath
from modules.views.learner import learner_of, path_for, zone_for

SAFE_METHODS = ("GET", "HEAD")


def serve_learning_page(
    page: Page, request: HttpRequest, serve_args: list, serve_kwargs: dict
) -> HttpResponseBase | None:
    """This will answer for a learning page; any other page is not our business.

    Somebody who may edit the page and is no person on a roster sees it as in a
    preview: without a learner, and so without keys.
    """
    if type(page) not in CONTEXTS:
        return None
    if request.method not in SAFE_METHODS:
        return HttpResponseNotAllowed(SAFE_METHODS)
    if _is_only_editing(request, page):
        return None
    return show_page(request, page)


@access(PEOPLE)
@never_cache
def show_page(request: HttpRequest, page: Page) -> HttpResponse:
    """This will show a learning page to a person on a roster."""
    path = path_for(request)
    context = {"page": page, "self": page, "path": path, "has_learner": True}
    context["zone"] = zone_for(request)
    context |= CONTEXTS[type(page)](request, page, path)
    return TemplateResponse(request, page.template, context)


def _is_only_editing(request: HttpRequest, page: Page) -> bool:
    if not request.user.is_authenticated or person_of(request):
        return False
    return page.permissions_for_user(request.user).can_edit()


def _curriculum(request: HttpRequest, page: Page, path: Path) -> dict[str, Any]:
    return {}


def _track(request: HttpRequest, page: Page, path: Path) -> dict[str, Any]:
    key = str(page.translation_key)
    track = next((t for t in path.tracks if t.key == key), None)
    return {"track": track, "facts": _facts(track)}


def _module(request: HttpRequest, page: Page, path: Path) -> dict[str, Any]:
    key = str(page.translation_key)
    rows = ((track, module) for track in path.tracks for module in track.modules)
    found = ((track, module) for track, module in rows if module.key == key)
    track, module = next(found, (None, None))
    return {"track": track, "module": module, "facts": _facts(module)}


def _lesson(request: HttpRequest, page: LessonPage, path: Path) -> dict[str, Any]:
    """The first showing of a lesson is kept; a prefetch or a HEAD shows nothing."""
    place = place_of(page, path)
    if place is None:
        return {}
    context = {"place": place} | _ways_on(place)
    if not place.track.is_enrolled:
        return context
    is_prefetch = "prefetch" in request.headers.get("Sec-Purpose", "")
    person = learner_of(request)
    shown = shown_to(person, page)
    if request.method == "GET" and not is_prefetch:
        open_lesson(page, by=person, at=timezone.now(), shown=shown)
    read = page if shown.is_live or not shown.edition else as_in(page, shown.edition)
    return context | {
        "page": read,
        "self": read,
        "is_open": True,
        "newer": shown.newer,
        "reading": reading_of(person, read),
        "sources": sources_of(read),
    }


def _ways_on(place: Place) -> dict[str, Any]:
    """This will give the lessons around: of the module, before, and after."""
    rows = [{**vars(row), "current": False} for row in place.module.lessons]
    here = next(row for row in rows if row["key"] == place.lesson.key)
    here["current"] = True
    if place.track.is_enrolled and here["state"] == State.NEW:
        here["state"] = State.READING
    before, after = place.previous, place.next
    return {
        "module_lessons": rows,
        "step_previous": before and {"label": before.title, "url": before.url},
        "step_next": after and {"label": after.title, "url": after.url},
    }


def _facts(part: TrackPath | ModulePath | None) -> list[str]:
    """This will say how long a track or a module is."""
    if part is None:
        return []
    minutes = sum(lesson.minutes for lesson in part.lessons)
    count = len(part.lessons)
    told = ngettext("%(count)s lesson", "%(count)s lessons", count)
    return [told % {"count": count}, time_words(minutes)]


CONTEXTS: dict[type, Callable[..., dict[str, Any]]] = {
    CurriculumPage: _curriculum,
    TrackPage: _track,
    ModulePage: _module,
    LessonPage: _lesson,
}
