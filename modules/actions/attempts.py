"""Taking an assessment: start, answer, submit. The server keeps and grades it all."""

import datetime
import random
import secrets
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from home.errors import NotAllowed, RuleBroken
from home.models import Person
from modules.actions.beginning_attempts import Beginning, begin, refuse_unless_open
from modules.actions.ending_attempts import close_overdue, end_attempt
from modules.models import Assessment, Attempt, AttemptAnswer, AttemptItem
from modules.responses import check_response
from modules.selectors.assessments import standing_of

CHANCE = secrets.SystemRandom()


class AlreadySubmitted(RuleBroken):
    code = "ATTEMPT-SUBMITTED"


class TimeIsOver(AlreadySubmitted):
    """The server's clock closed it; what was saved before counts."""

    code = "ATTEMPT-CLOSED"


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
        AlreadyPassed, NoneLeft, TooEarly, NotReady: with what to do, and from when.
    """
    if by.pk != person.pk:
        raise NotAllowed(_("Everybody takes an assessment for themselves."))
    close_overdue(at=at, person=person)
    with transaction.atomic():
        # Eight clicks wait here in line; all but the first find the first's attempt.
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        standing = standing_of(person, assessment, at)
        if standing.open_attempt:
            return standing.open_attempt
        refuse_unless_open(standing)
        beginning = Beginning(person, assessment, at)
        return begin(beginning, standing=standing, chance=chance)


def save_answer(
    item: AttemptItem, response: dict, *, by: Person, at: datetime.datetime
) -> AttemptAnswer:
    """This will keep an answer as it was given; the newest one counts.

    The same answer again changes nothing, so a repeated request does no harm.

    Raises:
        NotAllowed: somebody else's attempt.
        AlreadySubmitted, TimeIsOver: the attempt is over; what was saved stays.
        ResponseRefused: it does not fit the question; the answer before stays.
    """
    with transaction.atomic():
        attempt = _locked(item.attempt_id, by)
        _refuse_if_over(attempt, at)
        newest = item.answers.order_by("-id").first()
        before = newest.response if newest else None
        if newest and before == response:
            return newest
        check_response(item.frozen, response, before)
        return AttemptAnswer.objects.create(item=item, response=response, given_at=at)


def submit_attempt(attempt: Attempt, *, by: Person, at: datetime.datetime) -> Attempt:
    """This will grade the attempt from the newest answers, once.

    Once its time is over it grades what was saved before.

    Returns: the graded attempt; a second submission gets the same result.
    Raises:
        NotAllowed: somebody else's attempt.
    """
    with transaction.atomic():
        attempt = _locked(attempt.pk, by)
        if attempt.submitted_at:
            return attempt
        return end_attempt(attempt, by=by, at=at)


def _refuse_if_over(attempt: Attempt, at: datetime.datetime) -> None:
    ended_at = attempt.submitted_at or at
    if attempt.is_over(ended_at):
        raise TimeIsOver(
            _("The time for this attempt is over. What was saved before counts.")
        )
    if attempt.submitted_at:
        raise AlreadySubmitted(
            _("This attempt is handed in. Its answers can no longer change.")
        )


def _locked(attempt_id: uuid.UUID, by: Person) -> Attempt:
    """An answer and a submission never pass each other."""
    attempt = Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
    if attempt.person_id != by.pk:
        raise NotAllowed(_("This is somebody else's attempt."))
    return attempt
