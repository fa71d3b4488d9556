"""Taking an assessment: start, answer, submit. The server keeps and grades it all."""

import datetime
import random
import secrets
import uuid

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Person
from modules.actions.drawing import draw, freeze
from modules.grading import Grade, grade, result
from modules.models import (
    Assessment,
    Attempt,
    AttemptAnswer,
    AttemptEdition,
    AttemptItem,
    Question,
)
from modules.responses import check_response
from modules.selectors.assessments import Standing, standing_of, times_asked
from modules.selectors.attempts import answered_items

CHANCE = secrets.SystemRandom()


class NotReady(RuleBroken):
    """Something has to be done first; the message says what."""

    code = "ASSESSMENT-NOT-OPEN"


class TooEarly(NotReady):
    """The time to wait after the last attempt is not over."""

    code = "ASSESSMENT-TOO-EARLY"


class AlreadyPassed(NotReady):
    code = "ASSESSMENT-PASSED"


class AlreadySubmitted(RuleBroken):
    code = "ATTEMPT-SUBMITTED"


def start_attempt(
    person: Person,
    *,
    assessment: Assessment,
    by: Person,
    at: datetime.datetime,
    chance: random.Random = CHANCE,
) -> Attempt:
    """This will draw the questions and keep them exactly as they are now.

    Returns: the open attempt where there is one: starting twice resumes.
    Raises:
        NotAllowed: somebody else's assessment.
        AlreadyPassed, TooEarly, NotReady: with what to do, and from when.
    """
    if by.pk != person.pk:
        raise NotAllowed(_("Everybody takes an assessment for themselves."))
    with transaction.atomic():
        # Eight clicks wait here in line; all but the first find the first's attempt.
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        standing = standing_of(person, assessment, at)
        if standing.open_attempt:
            return standing.open_attempt
        _refuse_unless_open(standing)
        return _begin(person, assessment, standing, at, chance)


def save_answer(
    item: AttemptItem, response: dict, *, by: Person, at: datetime.datetime
) -> AttemptAnswer:
    """This will keep an answer as it was given; the newest one counts.

    The same answer again changes nothing, so a repeated request does no harm.

    Raises:
        NotAllowed: somebody else's attempt.
        AlreadySubmitted: the attempt is over.
        ResponseRefused: it does not fit the question; the answer before stays.
    """
    with transaction.atomic():
        attempt = _locked(item.attempt_id, by)
        if attempt.submitted_at:
            raise AlreadySubmitted(
                _("This attempt is handed in. Its answers can no longer change.")
            )
        newest = item.answers.order_by("-id").first()
        before = newest.response if newest else None
        if newest and before == response:
            return newest
        check_response(item.frozen, response, before)
        return AttemptAnswer.objects.create(item=item, response=response, given_at=at)


def submit_attempt(attempt: Attempt, *, by: Person, at: datetime.datetime) -> Attempt:
    """This will grade the attempt from the newest answers, once.

    Returns: the graded attempt; a second submission gets the same result.
    Raises:
        NotAllowed: somebody else's attempt.
    """
    with transaction.atomic():
        attempt = _locked(attempt.pk, by)
        if attempt.submitted_at:
            return attempt
        whole = result(_grade_items(attempt), attempt.pass_percent)
        attempt.submitted_at = at
        attempt.score_numerator = whole.score.numerator
        attempt.score_denominator = whole.score.denominator
        attempt.all_critical_right = whole.all_critical_right
        attempt.passed = whole.passed
        attempt.save()
        audit.append(
            "ATTEMPT-SUBMITTED",
            by=by,
            at=at,
            about=attempt,
            score_numerator=whole.score.numerator,
            score_denominator=whole.score.denominator,
            passed=whole.passed,
        )
        return attempt


def _grade_items(attempt: Attempt) -> list[tuple[Grade, bool]]:
    rows = answered_items(attempt)
    grades = [(grade(row.item.frozen, row.response), row.item) for row in rows]
    for one, item in grades:
        item.score_numerator = one.score.numerator
        item.score_denominator = one.score.denominator
        item.is_right = one.is_right
    graded = ["score_numerator", "score_denominator", "is_right"]
    AttemptItem.objects.bulk_update([item for _one, item in grades], graded)
    return [(one, item.is_critical) for one, item in grades]


def _locked(attempt_id: uuid.UUID, by: Person) -> Attempt:
    """An answer and a submission never pass each other."""
    attempt = Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
    if attempt.person_id != by.pk:
        raise NotAllowed(_("This is somebody else's attempt."))
    return attempt


def _refuse_unless_open(standing: Standing) -> None:
    if standing.passed:
        raise AlreadyPassed(
            _("You have passed this assessment. There is nothing left to do here.")
        )
    if standing.obstacle:
        raise NotReady(standing.obstacle)
    if standing.again_at:
        local = standing.again_at.astimezone(standing.zone)
        raise TooEarly(
            _("You can try again on %(date)s from %(time)s.")
            % {
                "date": date_format(local, "j F Y"),
                "time": date_format(local, "H:i"),
            }
        )


def _begin(
    person: Person,
    assessment: Assessment,
    standing: Standing,
    at: datetime.datetime,
    chance: random.Random,
) -> Attempt:
    questions = assessment.bank.questions.filter(is_active=True)
    drawn = draw(
        list(questions.prefetch_related("options", "steps")),
        times_asked(person, assessment),
        assessment.draw_count,
        chance,
    )
    if not drawn:
        raise NotReady(_("This assessment has no questions yet."))
    attempt = Attempt.objects.create(
        person=person,
        assessment=assessment,
        pass_percent=assessment.pass_percent,
        started_at=at,
    )
    AttemptItem.objects.bulk_create(
        _item(attempt, position, question, chance)
        for position, question in enumerate(drawn, 1)
    )
    modules = standing.track.modules if standing.track else ()
    AttemptEdition.objects.bulk_create(
        AttemptEdition(attempt=attempt, edition_id=module.edition_id)
        for module in modules
    )
    audit.append("ATTEMPT-STARTED", by=person, at=at, about=attempt, items=len(drawn))
    return attempt


def _item(
    attempt: Attempt, position: int, question: Question, chance: random.Random
) -> AttemptItem:
    frozen, shown_order = freeze(question, chance)
    return AttemptItem(
        attempt=attempt,
        position=position,
        question_code=question.code,
        is_critical=question.is_critical,
        frozen=frozen,
        shown_order=shown_order,
    )
