"""Questions about attempts: items with their answers, scores, lessons to read again."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery

from home.models import Person
from modules.frozen_questions import state
from modules.models import Attempt, AttemptAnswer, AttemptItem, LessonPage, ModulePage
from modules.selectors.structure import addresses


@dataclass(frozen=True)
class LessonLink:
    """A lesson to read; the address is empty when it is not published."""

    code: str
    title: str
    url: str


@dataclass(frozen=True)
class StudyTopic:
    """A module to study again, with its lessons; no title while it is not published."""

    code: str
    title: str
    lessons: tuple[LessonLink, ...]


@dataclass(frozen=True)
class Answered:
    """An item with the answer that counts; both are None where nothing was answered.

    Args:
        place: the number of that answer; 0 where none was counted.
    """

    item: AttemptItem
    response: dict | None
    given_at: datetime.datetime | None
    place: int = 0


def own_attempt(person: Person, attempt_id: uuid.UUID) -> Attempt | None:
    """This will find an attempt of this person; None when they have no such one."""
    rows = Attempt.objects.filter(person=person).select_related("assessment")
    return rows.filter(pk=attempt_id).first()


def answered_items(attempt: Attempt) -> list[Answered]:
    """This will list an attempt's items by position with what counts of each."""
    answers = in_place(AttemptAnswer.objects.filter(item=OuterRef("pk")))
    rows = attempt.items.annotate(
        newest=Subquery(answers.values("response")[:1]),
        newest_at=Subquery(answers.values("given_at")[:1]),
        newest_place=Subquery(answers.values("place")[:1]),
    )
    return [
        Answered(row, row.newest, row.newest_at, row.newest_place or 0) for row in rows
    ]


def in_place(answers: QuerySet[AttemptAnswer]) -> QuerySet[AttemptAnswer]:
    """This will sort answers to one item, the one that counts first.

    A higher place was chosen later, whenever it arrived; those from before places
    were counted come by their arrival.
    """
    return answers.order_by(F("place").desc(nulls_last=True), "-id")


def states_of(items: Iterable[Answered]) -> dict[int, str]:
    """This will tell by position whether each item is OPEN, PARTLY or ANSWERED."""
    return {one.item.position: state(one.item.frozen, one.response) for one in items}


def percent_of(attempt: Attempt) -> int:
    """This will give a submitted attempt's score in whole percent.

    It is rounded down, so that a score below the pass mark never looks like it.
    """
    numerator = attempt.score_numerator or 0
    return numerator * 100 // (attempt.score_denominator or 1)


def lesson_links(codes: Iterable[str]) -> dict[str, LessonLink]:
    """This will give title and address of lessons by their codes, in lesson order."""
    wanted = set(codes)
    rows = LessonPage.objects.live().filter(code__in=wanted).order_by("path")
    urls = addresses() if wanted else {}
    found = {
        code: LessonLink(code, title, urls.get(key, ""))
        for code, title, key in rows.values_list("code", "title", "translation_key")
    }
    missing = {code: LessonLink(code, "", "") for code in sorted(wanted - set(found))}
    return found | missing


def study_again(attempt: Attempt) -> list[StudyTopic]:
    """This will list by module what to study after an attempt that did not pass.

    It names every lesson that the attempt asked about in a module where something was
    not right. Which question was missed cannot be told from it.
    """
    rows = list(attempt.items.values_list("is_right", "frozen__lessons"))
    missed = {_module_of(code) for right, codes in rows if not right for code in codes}
    asked = {code for _right, codes in rows for code in codes}
    links = lesson_links(code for code in asked if _module_of(code) in missed)
    names = ModulePage.objects.live().filter(code__in=missed)
    titles = dict(names.order_by("path").values_list("code", "title"))
    topics = [*titles, *sorted(missed - set(titles))]
    return [
        StudyTopic(
            code,
            titles.get(code, ""),
            tuple(one for one in links.values() if _module_of(one.code) == code),
        )
        for code in topics
    ]


def _module_of(lesson_code: str) -> str:
    return lesson_code.partition(".")[0]
