"""The curriculum as it stands: live tracks and modules in order, and where they are."""

import functools
import uuid
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page, Site

from modules.models import (
    EditionRelease,
    KeptTrack,
    LessonPage,
    ModuleEdition,
    ModulePage,
    TrackPage,
)


@dataclass(frozen=True)
class TrackPlace:
    """A track: where it stands, and what it asks for.

    Args:
        is_live: False once its page is gone; then it stands nowhere.
    """

    key: uuid.UUID
    code: str
    title: str
    tree_path: str
    url: str
    requires: tuple[str, ...]
    is_live: bool = True


def structure_queries() -> dict[str, QuerySet[Any, Any]]:
    """This will ask for the tracks, modules and editions, to be read in one go."""
    return {
        "tracks": TrackPage.objects.live()
        .order_by("path", "prerequisites__sort_order")
        .values_list(
            "translation_key",
            "code",
            "title",
            "path",
            "url_path",
            "prerequisites__requires__translation_key",
            "prerequisites__requires__code",
        ),
        "kept": KeptTrack.objects.values_list("key", "code", "title"),
        "modules": ModulePage.objects.live()
        .order_by("path")
        .values_list("translation_key", "path"),
        "editions": ModuleEdition.objects.filter(release__isnull=False)
        .defer("content")
        .order_by("number"),
        "releases": EditionRelease.objects.values_list(
            "edition_id", "significance", "released_at", "due_on"
        ),
    }


def tracks_from(rows: Iterable[tuple], kept: Iterable[tuple]) -> list[TrackPlace]:
    """This will give the tracks in the curriculum's order, then those without a page.

    A track that was learned in has the code it had then. A copy, which has the code of
    another, is left out until it has one of its own.
    """
    known = {key: (code, title) for key, code, title in kept}
    found: dict[uuid.UUID, tuple] = {}
    requires: dict[uuid.UUID, list[str]] = {}
    for key, code, title, tree_path, url_path, asked, asked_code in rows:
        found.setdefault(key, (_code(known, key, code), title, tree_path, url_path))
        first = [_code(known, asked, asked_code)] if asked else []
        requires.setdefault(key, []).extend(first)
    roots = site_roots()
    live = [
        TrackPlace(
            key=key,
            code=code,
            title=title,
            tree_path=tree_path,
            url=address_of(url_path, roots),
            requires=tuple(requires[key]),
        )
        for key, (code, title, tree_path, url_path) in found.items()
    ]
    gone = [
        TrackPlace(key, code, title, tree_path="", url="", requires=(), is_live=False)
        for key, (code, title) in known.items()
        if key not in found
    ]
    return _without_copies([*live, *gone], known)


def _code(known: Mapping[uuid.UUID, tuple[str, str]], key: uuid.UUID, code: str) -> str:
    return known[key][0] if key in known else code


def _without_copies(
    tracks: list[TrackPlace], known: Container[uuid.UUID]
) -> list[TrackPlace]:
    """Of tracks with one code the one that was learned in counts."""
    first: dict[str, TrackPlace] = {}
    for track in sorted(tracks, key=lambda track: track.key not in known):
        first.setdefault(track.code, track)
    return [track for track in tracks if first[track.code] is track]


@dataclass(frozen=True)
class ModuleInForce:
    """A module by its newest edition in force, and whether its page is there."""

    edition: ModuleEdition
    is_live: bool


def modules_by_track(
    tracks: list[TrackPlace],
    modules: Iterable[tuple[uuid.UUID, str]],
    editions: Iterable[ModuleEdition],
) -> dict[uuid.UUID, list[ModuleInForce]]:
    """This will give each track's modules in force, by the track their edition names.

    Moving a page changes nothing of it. The live ones stand in the order of the pages,
    those whose page is gone after them. A live module without an edition is left out:
    nothing can be learned in it that would count.

    Args:
        editions: of each module the newest last.
    """
    newest = {edition.module_key: edition for edition in editions}
    shown = tuple(track.tree_path for track in tracks if track.is_live)
    live = [key for key, path in modules if key in newest and path.startswith(shown)]
    gone = newest.keys() - set(live)
    found: dict[uuid.UUID, list[ModuleInForce]] = {track.key: [] for track in tracks}
    for key in [*live, *sorted(gone, key=lambda key: newest[key].code)]:
        home = found.get(newest[key].track_key)
        if home is not None:
            home.append(ModuleInForce(newest[key], key not in gone))
    return found


def addresses() -> dict[uuid.UUID, str]:
    """This will give the address of every live learning page, by its lasting key."""
    return addresses_from(address_rows())


def address_rows() -> QuerySet[Page, tuple[uuid.UUID, str]]:
    """This will ask for what the addresses are made of."""
    rows = Page.objects.live().type(TrackPage, ModulePage, LessonPage).order_by("path")
    return rows.values_list("translation_key", "url_path")


def addresses_from(rows: Iterable[tuple[uuid.UUID, str]]) -> dict[uuid.UUID, str]:
    """This will give the addresses by lasting key; of two pages the first counts."""
    roots = site_roots()
    found: dict[uuid.UUID, str] = {}
    for key, url_path in rows:
        found.setdefault(key, address_of(url_path, roots))
    return found


def address_of(url_path: str, roots: list[str]) -> str:
    """This will turn a page's own path into an address; empty when no site shows it."""
    for root in roots:
        if url_path.startswith(root):
            return _served_at() + quote(url_path.removeprefix(root))
    return ""


@functools.cache
def _served_at() -> str:
    """Where Wagtail's pages begin: working it out for each page takes its time."""
    return reverse("wagtail_serve", args=[""])


def site_roots() -> list[str]:
    """This will list where the sites begin in the tree; Wagtail remembers them."""
    return [root.root_path for root in Site.get_site_root_paths()]
