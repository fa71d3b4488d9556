"""Questions about debriefs: which runs wait for one, and for whom."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from home.models import Clinic, Membership, Person
from modules.models import LessonReopening, ScenarioRun
from modules.selectors.attempts import LessonLink, lesson_links
from modules.stories import Moment, lessons_reopened


@dataclass(frozen=True)
class AskedAgain:
    """A lesson to read again: whether it still waits, and whether it was read."""

    lesson: LessonLink
    is_waiting: bool
    is_read: bool


def runs_to_debrief(
    clinics: Iterable[Clinic], by: Person, at: datetime.datetime
) -> QuerySet[ScenarioRun]:
    """This will list the critical endings of these clinics' people, oldest first.

    Whoever asks never finds their own.
    """
    rows = ScenarioRun.objects.filter(was_critical=True, debrief__isnull=True)
    people: set[uuid.UUID] = set()
    for clinic in clinics:
        here = Membership.objects.in_force(clinic.day_of(at)).filter(clinic=clinic)
        people.update(here.values_list("person_id", flat=True))
    theirs = rows.filter(person__in=people - {by.pk})
    return theirs.select_related("person", "scenario").order_by("finished_at")


def lessons_asked_again(
    run: ScenarioRun, decided: Sequence[Moment]
) -> list[AskedAgain]:
    """This will list the lessons that a run reopened, in lesson order.

    Runs of the time before this was kept name them from what was decided.
    """
    rows = LessonReopening.objects.filter(run=run).values_list("lesson_code", "reread")
    kept = {code: reread is not None for code, reread in rows}
    links = lesson_links(kept or lessons_reopened(decided))
    return [
        AskedAgain(link, code in kept and not kept[code], kept.get(code, False))
        for code, link in links.items()
    ]
