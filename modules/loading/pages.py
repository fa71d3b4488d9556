"""Puts pages into the tree: live, with a revision that editors can go on from."""

import datetime
from dataclasses import dataclass, field
from typing import Any, TypeVar

from wagtail.models import Page

from modules.loading.report import Report, State, digest_of, state_of
from modules.models.pages import TrackPrerequisite

Put = TypeVar("Put", bound=Page)


@dataclass
class Place:
    """Where a new page goes: behind `after`, or first among the parent's children."""

    parent: Page
    after: Page | None = None


@dataclass
class PageLoader:
    """Loads pages of one curriculum. `at` is when they are published."""

    report: Report
    at: datetime.datetime
    known: dict[tuple[type[Page], str], Any] = field(default_factory=dict)

    def know(self, page: Page, code: str) -> None:
        """This will remember a page that exists; the first of a code counts."""
        self.known.setdefault((type(page), code), page)

    def put(self, page: Put, code: str, place: Place, content: dict[str, Any]) -> Put:
        """This will create or update a page, unless it was edited on the site.

        Args:
            page: unsaved, with its slug; used where no page of the code is known.
            content: the fields that come from the file, by name.
        """
        name = f"{page._meta.verbose_name} {code}"
        found = self.known.get((type(page), code))
        if found is None:
            self.report.note(State.MISSING, name)
            self._create(page, place, content)
            self.know(page, code)
            return page
        if self.report.note(_state(found, content), name) is State.OUTDATED:
            self._update(found, content)
        return found

    def _create(self, page: Page, place: Place, content: dict[str, Any]) -> None:
        self._fill(page, content)
        page.first_published_at = page.last_published_at = self.at
        _insert(page, place)
        _keep_revision(page)

    def _update(self, page: Page, content: dict[str, Any]) -> None:
        self._fill(page, content)
        page.last_published_at = self.at
        page.save()
        _keep_revision(page)

    def _fill(self, page: Page, content: dict[str, Any]) -> None:
        for name, value in content.items():
            if name == "prerequisites":
                tracks = [self.known[(type(page), code)] for code in value]
                page.prerequisites = [TrackPrerequisite(requires=t) for t in tracks]
            else:
                setattr(page, name, value)
        page.starter_digest = digest_of(content)


def _state(page: Page, content: dict[str, Any]) -> State:
    if page.has_unpublished_changes or not page.live:
        return State.EDITED
    present = {name: _plain(page, name) for name in content}
    return state_of(page.starter_digest, present=present, wanted=content)


def _plain(page: Page, name: str) -> Any:
    """A field's value as JSON can hold it; for prerequisites, the tracks' codes."""
    if name == "prerequisites":
        return [row.requires.code for row in page.prerequisites.all()]
    if name == "body":
        return page.body.get_prep_value()
    return getattr(page, name)


def _insert(page: Page, place: Place) -> None:
    # Read again: pages inserted since may have moved them in the tree.
    if place.after is not None:
        Page.objects.get(pk=place.after.pk).add_sibling(pos="right", instance=page)
        return
    parent = Page.objects.get(pk=place.parent.pk)
    first = parent.get_first_child()
    if first is None:
        parent.add_child(instance=page)
    else:
        first.add_sibling(pos="left", instance=page)


def _keep_revision(page: Page) -> None:
    page.live_revision = page.save_revision(changed=False, clean=False)
    Page.objects.filter(pk=page.pk).update(live_revision=page.live_revision)
