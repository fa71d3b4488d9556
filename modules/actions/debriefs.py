"""After a case: talk a critical ending through, and read again what it reopened."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Person, Role
from home.patient_words import patient_words_in
from home.selectors import clinics_where, memberships_of
from modules.models import Debrief, LessonReopening, LessonReread, ScenarioRun

# Who may talk a case through with somebody.
DEBRIEFERS = (Role.ASSESSOR, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
LONGEST = 4000


class NotTheirDebrief(NotAllowed):
    """This person may not talk it through with that person; the message says why."""

    code = "DEBRIEF-NOT-THEIRS"


class NothingToDebrief(RuleBroken):
    """The run did not end at a safety line, or was talked through already."""

    code = "DEBRIEF-NOT-WAITING"


class DebriefRefused(RuleBroken):
    """What was written cannot stand."""

    code = "DEBRIEF-REFUSED"
    status = 422


class NotReopened(RuleBroken):
    """No case of this person asks to read that lesson again."""

    code = "LESSON-NOT-REOPENED"


def record_debrief(
    run: ScenarioRun, *, agreed: str, by: Person, at: datetime.datetime
) -> Debrief:
    """This will keep that a critical ending was talked through, and what was agreed.

    Raises:
        NotTheirDebrief: by the person themselves, or by nobody of their clinic.
        NothingToDebrief: there is nothing to talk through, or it was done.
        DebriefRefused: nothing was written, too much, or words about a patient.
    """
    if by.pk == run.person_id:
        raise NotTheirDebrief(
            _("Nobody talks a case through alone. Ask your supervisor.")
        )
    theirs = {row.clinic_id for row in memberships_of(run.person, at)}
    mine = clinics_where(by, set(DEBRIEFERS), at)
    clinic = next((one for one in mine if one.pk in theirs), None)
    if clinic is None:
        raise NotTheirDebrief(
            _("Only an assessor or a director of the same clinic records this.")
        )
    agreed = _fit_to_keep(agreed, run.person.name, by.name)
    with transaction.atomic():
        run = ScenarioRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        if not run.was_critical or Debrief.objects.filter(run=run).exists():
            raise NothingToDebrief(_("This case does not wait for a debrief."))
        debrief = Debrief.objects.create(
            run=run, clinic=clinic, by=by, at=at, agreed=agreed
        )
        audit.append(
            "CASE-DEBRIEFED", by=by, at=at, about=debrief, person=run.person_id
        )
    return debrief


def read_again(
    run: ScenarioRun, lesson_code: str, *, by: Person, at: datetime.datetime
) -> LessonReread:
    """This will close a reopened lesson; twice is the same as once.

    Raises:
        NotReopened: the run is somebody else's, or does not ask for that lesson.
    """
    with transaction.atomic():
        rows = LessonReopening.objects.filter(run__person=by, run=run)
        found = rows.filter(lesson_code=lesson_code).first()
        if found is None:
            raise NotReopened(_("Nothing asks you to read this lesson again."))
        reread, is_new = LessonReread.objects.get_or_create(
            reopening=found, defaults={"at": at}
        )
        if is_new:
            code = audit.code_or_digest(lesson_code)
            audit.append("LESSON-READ-AGAIN", by=by, at=at, about=run, lesson=code)
    return reread


def waits_for_debrief(person_id: uuid.UUID, group: int) -> bool:
    """Whether a critical ending of one of these parallel cases is still to talk over.

    Args:
        group: the case they are all parallel to, by its id.
    """
    rows = ScenarioRun.objects.filter(person_id=person_id, was_critical=True)
    waiting = rows.filter(debrief__isnull=True).select_related("scenario")
    return any(row.scenario.group == group for row in waiting.defer("graph"))


def _fit_to_keep(agreed: str, *names: str) -> str:
    agreed = agreed.strip()
    if not agreed:
        raise DebriefRefused(_("Write what you agreed on, in a sentence or two."))
    if len(agreed) > LONGEST:
        words = _("This is too long. Keep it to %(most)d characters.")
        raise DebriefRefused(words % {"most": LONGEST})
    found = patient_words_in(agreed, names)
    if found:
        raise DebriefRefused(" ".join(str(one) for one in found))
    return agreed
