"""Which editions wait to be released, who wrote them, and whom they would touch."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from wagtail.models import PageLogEntry

from home.models import Clinic, Membership, Person
from modules.edition_words import lesson_changes
from modules.models import (
    EditionRelease,
    LessonOpening,
    LessonPage,
    ModuleEdition,
    ModulePage,
)

PUBLISHED = "wagtail.publish"
# What one does to a page without writing in it.
NOT_WRITING = (
    PUBLISHED,
    "wagtail.publish.schedule",
    "wagtail.publish.scheduled",
    # Told of whoever publishes another's new title; the change of it is an edit.
    "wagtail.rename",
    "wagtail.schedule.cancel",
    "wagtail.lock",
    "wagtail.unlock",
)
# Wagtail logs a publication only after it has told us of it.
A_MOMENT, NOTHING = datetime.timedelta(seconds=5), datetime.timedelta()


@dataclass(frozen=True)
class Affected:
    """Who began to learn an earlier edition, by the clinics they are at today."""

    people: int
    clinics: tuple[tuple[Clinic, int], ...]

    def kept(self) -> dict[str, Any]:
        """This will give what a release keeps of it."""
        counts = {str(clinic.pk): number for clinic, number in self.clinics}
        return {"people": self.people, "clinics": counts}


def editions_waiting() -> list[ModuleEdition]:
    """This will list the newest edition of each live module that is not released.

    Older ones that wait are passed over: the newest holds their changes too.
    """
    newer = ModuleEdition.objects.filter(
        module_key=OuterRef("module_key"), number__gt=OuterRef("number")
    )
    live = ModulePage.objects.live().values("translation_key")
    rows = ModuleEdition.objects.filter(
        ~Exists(newer), release__isnull=True, module_key__in=live
    )
    return list(rows.select_related("published_by").defer("content").order_by("code"))


def edition_in_force(module_key: uuid.UUID) -> ModuleEdition | None:
    """This will give the newest released edition of a module, with its text."""
    rows = ModuleEdition.objects.filter(module_key=module_key, release__isnull=False)
    return rows.select_related("release").order_by("number").last()


def has_taken_code(module_key: uuid.UUID, code: str) -> bool:
    """Whether another live module is in force under this code, as after a copy."""
    others = ModulePage.objects.live().filter(code=code)
    keys = others.exclude(translation_key=module_key).values("translation_key")
    return EditionRelease.objects.filter(edition__module_key__in=keys).exists()


def affected_by(module_key: uuid.UUID, *, day: datetime.date) -> Affected:
    """This will count, in two queries, the people who opened an earlier edition."""
    opened = LessonOpening.objects.filter(edition__module_key=module_key)
    people = opened.values("person").distinct()
    found = Membership.objects.in_force(day).filter(person__in=people).order_by()
    counts = dict(
        found.values_list("clinic").annotate(n=Count("person", distinct=True))
    )
    clinics = Clinic.objects.in_bulk(counts)
    listed = sorted(clinics.values(), key=lambda clinic: clinic.name)
    return Affected(people.count(), tuple((row, counts[row.pk]) for row in listed))


def authors_of(edition: ModuleEdition, before: ModuleEdition) -> set[uuid.UUID]:
    """This will give the people who wrote what an edition changes.

    Told by Wagtail's log of the pages, never by revisions, which may be purged. Who
    took a lesson out by deleting it is told by the edition that was kept then.

    Args:
        before: the edition in force, with its release.
    """
    release = before.release
    # A first edition is released by its very publication.
    until = release.released_at + (A_MOMENT if not release.released_by_id else NOTHING)
    users: set[Any] = set()
    for page in _pages_of(edition, before):
        users |= _writers(page, until)
    found = Person.objects.filter(user__in=users).values_list("pk", flat=True)
    return {*found, *_removers(before, edition)}


def _pages_of(edition: ModuleEdition, before: ModuleEdition) -> Iterable[int]:
    keys = {line["key"] for row in (edition, before) for line in row.lessons}
    lessons = LessonPage.objects.filter(translation_key__in=keys)
    modules = ModulePage.objects.filter(translation_key=edition.module_key)
    return [
        *lessons.values_list("pk", flat=True),
        *modules.values_list("pk", flat=True),
    ]


def _writers(page: int, until: datetime.datetime) -> set[Any]:
    """Whoever changed a page after what was published of it until a moment."""
    writers: set[Any] = set()
    rows = PageLogEntry.objects.filter(page=page).order_by("timestamp", "pk")
    for action, user, at, changed in rows.values_list(
        "action", "user", "timestamp", "content_changed"
    ):
        if action == PUBLISHED and at <= until:
            writers.clear()
        is_written = changed or action != "wagtail.edit"
        is_workflow = action.startswith("wagtail.workflow")
        if user and is_written and action not in NOT_WRITING and not is_workflow:
            writers.add(user)
    return writers


def _removers(before: ModuleEdition, edition: ModuleEdition) -> set[uuid.UUID]:
    rows = ModuleEdition.objects.filter(
        Q(number__gt=before.number, number__lte=edition.number),
        module_key=edition.module_key,
    )
    found, lines = set(), before.lessons
    for row in rows.defer("content").order_by("number"):
        if row.published_by_id and lesson_changes(lines, row.lessons).removed:
            found.add(row.published_by_id)
        lines = row.lessons
    return found
