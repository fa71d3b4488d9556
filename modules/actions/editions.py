"""Freezing what was learned: a module's lessons as they stand when published."""

import datetime
import hashlib
import json
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.actions.releases import Meaning, Witness, put_in_force
from modules.models import (
    Assessment,
    EditionRelease,
    LessonPage,
    ModuleEdition,
    ModulePage,
    TrackPage,
)
from modules.selectors.releases import has_taken_code

COSMETIC = ModuleEdition.Significance.COSMETIC

# The editor's own bookkeeping: it changes whenever a page is opened and saved.
_EDITOR_KEYS = re.compile(r' data-block-key="[^"]*"')


class NothingToFreeze(RuleBroken):
    """The module is not published, or none of its lessons is."""

    code = "MODULE-NOT-PUBLISHED"


def freeze_edition(
    module_page: ModulePage,
    *,
    by: Person | None,
    at: datetime.datetime,
    significance: str = COSMETIC,
    reason: str = "",
) -> ModuleEdition:
    """This will keep the module's live lessons as an edition, and put it in force.

    Returns: the newest edition itself where nothing has changed since.
    Raises:
        NothingToFreeze: the module or all of its lessons are not live.
    """
    with transaction.atomic():
        edition = _kept(module_page, Meaning(significance, reason), by=by, at=at)
        if not _is_released(edition):
            said = Meaning(edition.significance, edition.reason)
            put_in_force(edition, said, Witness(), by=by, at=at)
    return edition


def keep_edition(
    module_page: ModulePage, *, by: Person | None, at: datetime.datetime
) -> ModuleEdition:
    """This will keep the module's live lessons as an edition that waits.

    Somebody has to say what it asks of those who learned before. A module's first
    edition asks nothing of anybody and is in force at once.

    Raises:
        NothingToFreeze: the module or all of its lessons are not live.
    """
    with transaction.atomic():
        edition = _kept(module_page, Meaning(), by=by, at=at)
        is_free = edition.number == 1 and not _is_released(edition)
        # A copied module keeps its code: it waits until it has one of its own.
        if is_free and not has_taken_code(edition.module_key, edition.code):
            put_in_force(edition, Meaning(), Witness(), by=by, at=at)
    return edition


def _kept(
    module_page: ModulePage,
    meaning: Meaning,
    *,
    by: Person | None,
    at: datetime.datetime,
) -> ModuleEdition:
    # Two publishers at once: the second waits here and sees the first's edition.
    module = ModulePage.objects.select_for_update(of=("self",)).get(pk=module_page.pk)
    snapshot = snapshot_of(module)
    editions = ModuleEdition.objects.filter(module_key=module.translation_key)
    newest = editions.order_by("number").last()
    if newest and _is_same(newest, snapshot):
        return newest
    edition = ModuleEdition.objects.create(
        **snapshot,
        number=newest.number + 1 if newest else 1,
        significance=meaning.significance,
        reason=meaning.reason,
        published_at=at,
        published_by=by,
    )
    _tell(edition)
    return edition


def _is_same(edition: ModuleEdition, snapshot: dict[str, Any]) -> bool:
    """Moving a module to another track changes no word, and yet what it belongs to."""
    told = "content_sha256", "track_key"
    return all(getattr(edition, name) == snapshot[name] for name in told)


def _is_released(edition: ModuleEdition) -> bool:
    return EditionRelease.objects.filter(edition=edition).exists()


def snapshot_of(module: ModulePage) -> dict[str, Any]:
    """This will give the fields of an edition that follow from the live pages.

    Raises:
        NothingToFreeze: the module or all of its lessons are not live.
    """
    lessons = list(LessonPage.objects.child_of(module).live().order_by("path"))
    if not module.live or not lessons:
        raise NothingToFreeze(
            _("“%(module)s” has no published lesson to keep.")
            % {"module": module.title}
        )
    track = TrackPage.objects.parent_of(module).get()
    content: dict[str, Any] = {
        str(lesson.translation_key): _words_of(lesson) for lesson in lessons
    }
    # Not a lesson key: what the track's assessment asked for at that moment.
    content["assessment"] = _blueprint_of(track)
    listing = [_line_of(lesson, content) for lesson in lessons]
    told = [module.code, module.title, listing, content]
    return {
        "module_key": module.translation_key,
        "track_key": track.translation_key,
        "code": module.code,
        "title": module.title,
        "lessons": listing,
        "content": content,
        "minutes": sum(lesson.minutes for lesson in lessons),
        "content_sha256": canonical_sha256(told),
    }


def canonical_sha256(value: Any) -> str:
    """This will give the digest of a value that JSON can hold.

    Stored in editions: changing it makes every old edition look altered.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def settled(value: Any) -> Any:
    """This will give a block's raw value without the editor's own bookkeeping."""
    if isinstance(value, str):
        return _EDITOR_KEYS.sub("", value)
    if isinstance(value, dict):
        return {key: settled(part) for key, part in value.items()}
    if isinstance(value, list):
        return [settled(part) for part in value]
    return value


def _tell(edition: ModuleEdition) -> None:
    audit.append(
        "MODULE-EDITION-FROZEN",
        by=edition.published_by,
        at=edition.published_at,
        about=edition,
        module=audit.code_or_digest(edition.code),
        number=edition.number,
        sha256=edition.content_sha256,
        significance=edition.significance,
    )


def _words_of(lesson: LessonPage) -> dict[str, Any]:
    return {
        "objectives": lesson.objective_list,
        "prerequisites": lesson.prerequisite_list,
        "supports": lesson.supports,
        "body": settled(lesson.body.get_prep_value()),
    }


def _line_of(lesson: LessonPage, content: dict[str, Any]) -> dict[str, Any]:
    key = str(lesson.translation_key)
    line = {
        "key": key,
        "code": lesson.code,
        "title": lesson.title,
        "minutes": lesson.minutes,
    }
    return line | {"sha256": canonical_sha256([line, content[key]])}


def _blueprint_of(track: TrackPage) -> dict[str, Any] | None:
    found = Assessment.objects.filter(track_code=track.code).select_related("bank")
    assessment = found.first()
    if assessment is None:
        return None
    return {
        "code": assessment.code,
        "bank": assessment.bank.code,
        "draw_count": assessment.draw_count,
        "pass_percent": assessment.pass_percent,
        "wait_hours": assessment.wait_hours,
    }
