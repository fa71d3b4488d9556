"""Rules for one lesson: whether somebody can begin it, follow it and finish it."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from modules.lint.block_rules import block_findings
from modules.lint.findings import Finding, Kind, Place, error, warning
from modules.lint.link_rules import link_findings
from modules.lint.snapshot import Around, LessonSeen
from modules.lint.waiting import circle_through, waits


def lesson_findings(lesson: LessonSeen, around: Around) -> list[Finding]:
    """This will judge a lesson, its order among the others and each of its blocks."""
    place = Place(Kind.PAGE, lesson.number, f"{lesson.code} {lesson.title}")
    found = [*_own(lesson, place, around), *_order(lesson, place, around)]
    for number, block in enumerate(lesson.blocks, start=1):
        there = replace(place, block=block.id, block_number=number)
        found += block_findings(block, there, around)
        found += link_findings(block, there, around)
    return found


def _own(lesson: LessonSeen, place: Place, around: Around) -> Iterator[Finding]:
    if lesson.minutes < 1:
        words = _("The lesson takes 0 minutes; say how long it takes.")
        yield error("MINUTES-MISSING", words, place)
    if not lesson.blocks:
        yield error("LESSON-EMPTY", _("The lesson has no text."), place)
    if lesson.is_outline:
        words = _("The lesson still says that its full text is to be written.")
        yield warning("OUTLINE", words, place)
    namesakes = [
        one
        for one in around.lessons.get(lesson.code, ())
        if one.number != lesson.number
    ]
    if namesakes:
        words = _("Another lesson has the code %(code)s too.") % {"code": lesson.code}
        yield error("CODE-TWICE", words, place)


def _order(lesson: LessonSeen, place: Place, around: Around) -> Iterator[Finding]:
    for code in lesson.prerequisites:
        is_live = _is_live(code, around)
        if is_live is None:
            words = _("It asks for %(code)s first, which is not known.")
            yield error("PREREQUISITE-UNKNOWN", words % {"code": code}, place)
        elif not is_live and code != lesson.code:
            words = _("It asks for %(code)s first, which is not published.")
            yield warning("PREREQUISITE-UNPUBLISHED", words % {"code": code}, place)
    found = circle_through(lesson.code, waits(around))
    if found:
        words = _("These wait for each other: %(codes)s.")
        told = ", ".join(dict.fromkeys(found))
        yield error("PREREQUISITE-CIRCLE", words % {"codes": told}, place)


def _is_live(code: str, around: Around) -> bool | None:
    if code in around.parts:
        return around.parts[code].is_live
    if code in around.lessons:
        return any(one.is_live for one in around.lessons[code])
    return None
