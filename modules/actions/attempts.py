"""Taking an assessment: start, answer, submit. The server keeps and grades it all."""

import datetime
import random
import secrets
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from home.errors import NotAllowed, RuleBroken
from home.models import Person
from modules.actions.beginning_attempts import Beginning, begin, refuse_unless_open
from modules.actions.ending_attempts import close_overdue, end_attempt
from modules.idempotency import HIGHEST, UNNUMBERED, Sent
from modules.models import Assessment, Attempt, AttemptAnswer, AttemptItem
from modules.responses import check_response
from modules.selectors.assessments import standing_of
from modules.selectors.attempts import in_place
from modules.sent_keys import KeyRefused

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
    item: AttemptItem,
    response: dict,
    *,
    by: Person,
    at: datetime.datetime,
    sent: Sent = UNNUMBERED,
) -> AttemptAnswer:
    """This will keep an answer as it was given; the one of the highest place counts.

    Sent again, under its key or the same as before, it changes nothing.

    Raises:
        NotAllowed: somebody else's attempt.
        AlreadySubmitted, TimeIsOver: the attempt is over; what was saved stays.
        ResponseRefused: it does not fit the question; the answer before stays.
        KeyRefused: something else was sent under the key.
    """
    try:
        with transaction.atomic():
            attempt = _locked(item.attempt_id, by)
            kept = _kept(item, response, sent)
            if kept:
                return kept
            _refuse_if_over(attempt, at)
            return _keep(item, response, at, sent)
    except IntegrityError as clash:
        # Somebody else's attempt took the key at this moment.
        raise _taken() from clash


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


def _kept(item: AttemptItem, response: dict, sent: Sent) -> AttemptAnswer | None:
    """What was kept under the key; a case's later steps do not make it another."""
    if sent.key is None:
        return None
    found = AttemptAnswer.objects.filter(client_key=sent.key).first()
    if found is None:
        return None
    said, again = found.response, response
    if "path" in said and "path" in again:
        again = {"path": again["path"][: len(said["path"])]}
    if found.item_id != item.pk or said != again:
        raise _taken()
    return found


def _keep(
    item: AttemptItem, response: dict, at: datetime.datetime, sent: Sent
) -> AttemptAnswer:
    newest = in_place(item.answers.all()).first()
    reached = (newest.place or 0) if newest else 0
    before = newest.response if newest else None
    if newest and before == response and (sent.place or 0) <= reached:
        return newest
    check_response(item.frozen, response, before)
    return AttemptAnswer.objects.create(
        item=item,
        response=response,
        given_at=at,
        client_key=sent.key,
        place=sent.place or min(reached + 1, HIGHEST),
    )


def _taken() -> KeyRefused:
    return KeyRefused(_("Something else was sent under this name already."))
