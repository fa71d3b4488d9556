"""Beginning an attempt: what keeps it shut, and the questions kept as they are now."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.actions.drawing import draw, freeze
from modules.actions.questions import keep_versions
from modules.blueprints import cannot_fill
from modules.models import (
    Assessment,
    Attempt,
    AttemptEdition,
    AttemptItem,
    LessonCompletion,
    Question,
    QuestionVersion,
)
from modules.selectors.assessments import Standing, blueprint_of, times_asked
from modules.selectors.question_versions import newest_versions


class NotReady(RuleBroken):
    """Something has to be done first; the message says what."""

    code = "ASSESSMENT-NOT-OPEN"


class TooEarly(NotReady):
    """The time to wait after the last attempt is not over."""

    code = "ASSESSMENT-TOO-EARLY"


class AlreadyPassed(NotReady):
    code = "ASSESSMENT-PASSED"


class NoneLeft(NotReady):
    """Every attempt there was is used."""

    code = "ASSESSMENT-ATTEMPTS-USED"


@dataclass(frozen=True)
class Beginning:
    """Who begins what, and when."""

    person: Person
    assessment: Assessment
    at: datetime.datetime


def refuse_unless_open(standing: Standing) -> None:
    """This will stop whoever may not begin now.

    Raises:
        AlreadyPassed, NoneLeft, TooEarly, NotReady: with what to do, and from when.
    """
    if standing.passed:
        raise AlreadyPassed(
            _("You have passed this assessment. There is nothing left to do here.")
        )
    if standing.obstacle:
        raise NotReady(standing.obstacle)
    if standing.is_locked:
        raise NoneLeft(_none_left(standing.used))
    if standing.again_at:
        local = standing.again_at.astimezone(standing.zone)
        raise TooEarly(
            _("You can try again on %(date)s from %(time)s.")
            % {
                "date": date_format(local, "j F Y"),
                "time": date_format(local, "H:i"),
            }
        )


def begin(
    beginning: Beginning, *, standing: Standing, chance: random.Random
) -> Attempt:
    """This will draw the questions and keep them, with everything asked of them.

    Raises:
        NotReady: the bank cannot fill the assessment.
    """
    at = beginning.at
    drawn = _drawn(beginning, chance)
    versions = _versions(drawn, at)
    attempt = _attempt(beginning, standing)
    AttemptItem.objects.bulk_create(
        _item(attempt, position, versions[question.pk], chance)
        for position, question in enumerate(drawn, 1)
    )
    AttemptEdition.objects.bulk_create(
        AttemptEdition(attempt=attempt, edition_id=edition_id)
        for edition_id in _editions_read(beginning.person, standing)
    )
    audit.append(
        "ATTEMPT-STARTED",
        by=beginning.person,
        at=at,
        about=attempt,
        items=len(drawn),
        number=attempt.number,
        unlock=attempt.unlock_id,
    )
    return attempt


def _editions_read(person: Person, standing: Standing) -> list[int]:
    """Of each module of the track the newest edition that the person finished in.

    One that they finished nothing of stands with the edition in force.
    """
    modules = standing.track.modules if standing.track else ()
    found = {module.key: module.edition_id for module in modules}
    rows = LessonCompletion.objects.filter(
        person=person, edition__module_key__in=list(found)
    )
    read = rows.order_by("edition__number").distinct()
    found |= dict(read.values_list("edition__module_key", "edition_id"))
    return list(found.values())


def _drawn(beginning: Beginning, chance: random.Random) -> list[Question]:
    assessment = beginning.assessment
    questions = list(assessment.bank.questions.filter(is_active=True))
    blueprint = blueprint_of(assessment)
    if len(questions) < blueprint.count or cannot_fill(blueprint, questions):
        raise NotReady(
            _(
                "This assessment cannot be taken at the moment: its question bank is "
                "not complete. Tell a director of your clinic."
            )
        )
    asked = times_asked(beginning.person, assessment)
    return draw(questions, blueprint, asked, chance)


def _attempt(beginning: Beginning, standing: Standing) -> Attempt:
    assessment = beginning.assessment
    minutes = assessment.minutes
    limit = datetime.timedelta(minutes=minutes) if minutes else None
    return Attempt.objects.create(
        person=beginning.person,
        assessment=assessment,
        number=standing.used + 1,
        unlock=standing.unlock if standing.used >= assessment.max_attempts else None,
        pass_percent=assessment.pass_percent,
        criterion=_criterion(assessment),
        started_at=beginning.at,
        closes_at=beginning.at + limit if limit else None,
    )


def _criterion(assessment: Assessment) -> dict[str, object]:
    """What is asked of an attempt, as it is told to whoever begins one."""
    names = ("pass_percent", "draw_count", "minutes", "max_attempts", "wait_hours")
    told: dict[str, object] = {name: getattr(assessment, name) for name in names}
    return told | {"quotas": blueprint_of(assessment).quotas}


def _versions(
    drawn: Sequence[Question], at: datetime.datetime
) -> dict[int, QuestionVersion]:
    """The questions as they read now; those from before versions get their first."""
    found = newest_versions([question.pk for question in drawn])
    missing = [question for question in drawn if question.pk not in found]
    return found | (keep_versions(missing, by=None, at=at) if missing else {})


def _item(
    attempt: Attempt, position: int, version: QuestionVersion, chance: random.Random
) -> AttemptItem:
    frozen, shown_order = freeze(version.content, chance)
    return AttemptItem(
        attempt=attempt,
        position=position,
        question_code=frozen["code"],
        version=version,
        is_critical=frozen["critical"],
        frozen=frozen,
        shown_order=shown_order,
    )


def _none_left(used: int) -> str:
    words = ngettext(
        "Your one attempt is used. A clinical director can open one more.",
        "All your %(used)d attempts are used. A clinical director can open one more.",
        used,
    )
    return words % {"used": used}
