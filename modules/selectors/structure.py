"""The curriculum as it stands: live tracks and modules in order, and where they are."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from wagtail.models import Page, Site

from home.models import Person
from modules.models import (
    Enrolment,
    LessonPage,
    ModuleEdition,
    ModulePage,
    TrackPage,
)


@dataclass(frozen=True)
class TrackPlace:
    """A live track: where it stands, what it asks for, and whether it was begun."""

    key: uuid.UUID
    code: str
    title: str
    tree_path: str
    url: str
    is_enrolled: bool
    requires: tuple[str, ...]


TOLD_OF_A_TRACK = ("translation_key", "code", "title", "path", "url_path")


def tracks_in_order(person: Person | None) -> list[TrackPlace]:
    """This will list the live tracks in the curriculum's order, in one query.

    Args:
        person: whose beginning of them is told; None where that is read elsewhere.
    """
    begun = Enrolment.objects.filter(
        person=person, track_key=OuterRef("translation_key")
    )
    rows = (
        TrackPage.objects.live()
        .annotate(is_enrolled=Exists(begun))
        .order_by("path", "prerequisites__sort_order")
        .values_list(*TOLD_OF_A_TRACK, "is_enrolled", "prerequisites__requires__code")
    )
    found: dict[uuid.UUID, tuple] = {}
    requires: dict[uuid.UUID, list[str]] = {}
    for key, *facts, required in rows:
        found.setdefault(key, tuple(facts))
        requires.setdefault(key, []).extend([required] if required else [])
    roots = _roots()
    return [
        TrackPlace(
            key=key,
            code=code,
            title=title,
            tree_path=tree_path,
            url=address_of(url_path, roots),
            is_enrolled=is_enrolled,
            requires=tuple(requires[key]),
        )
        for key, (code, title, tree_path, url_path, is_enrolled) in found.items()
    ]


def modules_by_track(tracks: list[TrackPlace]) -> dict[uuid.UUID, list[ModuleEdition]]:
    """This will give each track's newest module editions, in the order of the pages.

    A live module without an edition is left out: nothing can be learned in it that
    would count. Two queries.
    """
    editions = {edition.module_key: edition for edition in newest_editions()}
    rows = ModulePage.objects.live().order_by("path")
    modules: dict[uuid.UUID, list[ModuleEdition]] = {track.key: [] for track in tracks}
    for key, path in rows.values_list("translation_key", "path"):
        home = next((t for t in tracks if path.startswith(t.tree_path)), None)
        if home and key in editions:
            modules[home.key].append(editions[key])
    return modules


def newest_editions() -> list[ModuleEdition]:
    """This will list the newest edition of every module, without its heavy text."""
    return list(ModuleEdition.objects.newest())


def addresses() -> dict[uuid.UUID, str]:
    """This will give the address of every live learning page, by its lasting key."""
    rows = Page.objects.live().type(TrackPage, ModulePage, LessonPage).order_by("path")
    roots = _roots()
    found: dict[uuid.UUID, str] = {}
    for key, url_path in rows.values_list("translation_key", "url_path"):
        found.setdefault(key, address_of(url_path, roots))
    return found


def address_of(url_path: str, roots: list[str]) -> str:
    """This will turn a page's own path into an address; empty when no site shows it."""
    for root in roots:
        if url_path.startswith(root):
            return reverse("wagtail_serve", args=[url_path.removeprefix(root)])
    return ""


def _roots() -> list[str]:
    return [root.root_path for root in Site.get_site_root_paths()]
