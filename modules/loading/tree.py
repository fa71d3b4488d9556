"""Loads the pages: curriculum, tracks, modules and lessons, in the file's order."""

import contextlib
from typing import Any

from wagtail.models import Page

from modules.actions.editions import NothingToFreeze, keep_edition
from modules.loading.bodies import body_of
from modules.loading.editor_form import as_saved
from modules.loading.pages import PageLoader, Place
from modules.loading.site import front_page
from modules.models import CurriculumPage, LessonPage, ModulePage, TrackPage
from modules.starter.reference_shapes import CurriculumFile
from modules.starter.shapes import LessonFile, ModuleFile, PartFile

CODE, SLUG = "starter", "curriculum"


def load_tree(curriculum: CurriculumFile, loader: PageLoader) -> CurriculumPage:
    """This will load every page and freeze the modules that changed.

    Question banks and assessments come first: an edition holds the blueprint. What a
    later starter changes waits for somebody to say what it asks.
    """
    root = _put_curriculum(curriculum, loader)
    after = None
    for part in curriculum.parts:
        after = _put_track(part, curriculum, loader, Place(root, after))
    for module in ModulePage.objects.descendant_of(root).live():
        with contextlib.suppress(NothingToFreeze):
            keep_edition(module, by=None, at=loader.at)
    return root


def _put_curriculum(curriculum: CurriculumFile, loader: PageLoader) -> CurriculumPage:
    loaded = CurriculumPage.objects.exclude(starter_digest="").order_by("path").first()
    if loaded is not None:
        _know_all(loaded, loader)
    front = front_page()
    page = CurriculumPage(slug=_free_slug(front))
    content = {"title": curriculum.title, "intro": f"<p>{curriculum.intro}</p>"}
    return loader.put(page, CODE, Place(front, front.get_last_child()), content)


def _know_all(root: CurriculumPage, loader: PageLoader) -> None:
    """One query a page type, whatever the number of pages."""
    loader.know(root, CODE)
    for model in (TrackPage, ModulePage, LessonPage):
        for page in model.objects.descendant_of(root).order_by("path"):
            loader.know(page, page.code)


def _free_slug(front: Page) -> str:
    taken = set(front.get_children().values_list("slug", flat=True))
    others = (f"{SLUG}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (SLUG, *others) if slug not in taken)


def _put_track(
    part: PartFile, curriculum: CurriculumFile, loader: PageLoader, place: Place
) -> TrackPage:
    content = {
        "title": part.title,
        "code": part.code,
        "summary": part.summary,
        "prerequisites": list(part.prerequisites),
    }
    track = loader.put(TrackPage(slug=part.slug), part.code, place, content)
    after = None
    for module in part.modules:
        after = _put_module(module, curriculum, loader, Place(track, after))
    return track


def _put_module(
    file: ModuleFile, curriculum: CurriculumFile, loader: PageLoader, place: Place
) -> ModulePage:
    content = {"title": file.title, "code": file.code}
    page = ModulePage(slug=_slug_of(file.code))
    module = loader.put(page, file.code, place, content)
    after = None
    for code in file.lessons:
        lesson = LessonPage(slug=_slug_of(code))
        words = _lesson(curriculum.lessons[code])
        after = loader.put(lesson, code, Place(module, after), words)
    return module


def _slug_of(code: str) -> str:
    return code.lower().replace(".", "-")


def _lesson(file: LessonFile) -> dict[str, Any]:
    return {
        "title": file.title,
        "code": file.code,
        "minutes": file.minutes,
        "objectives": "\n".join(file.objectives),
        "supports": ", ".join(file.supports),
        "prerequisite_codes": ", ".join(file.prerequisites),
        "is_outline": file.is_outline,
        "body": as_saved(body_of(file)),
    }
