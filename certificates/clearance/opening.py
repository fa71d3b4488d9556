"""Laying a question out for judging, or saying what it lacks. Pure.

Stored facts win over claimed ones, and a question that lacks something is refused with
the list of what it lacks.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from certificates.clearance import days
from certificates.clearance.case import (
    ACTIONS,
    ENDING,
    KINDS,
    MEDICATION,
    ROLES,
    STAFFING_CODES,
    Case,
    Stage,
)
from certificates.clearance.question import PRACTITIONER, TEAM, Question
from certificates.clearance.world import (
    ClinicFacts,
    MemberFacts,
    SessionFacts,
    WorldFacts,
)


class IncompleteQuestion(ValueError):  # noqa: N818 - a refusal, not a fault
    """The question cannot be judged; `missing` says in plain words what it lacks."""

    code = "QUESTION-COMPLETE"

    def __init__(self, missing: list[str]):
        super().__init__(", ".join(missing))
        self.missing = missing


def open_case(question: Question, facts: WorldFacts, moment: datetime) -> Case:
    """Return the question laid out for judging.

    Args:
        moment: when it is judged, in UTC.

    Raises:
        IncompleteQuestion: something without which nothing can be judged is missing.
    """
    stored, clinic = facts.session, facts.clinic
    booked = stored if stored and stored.code == question.resource_id else None
    session, is_stored = booked or question.claimed, booked is not None
    members = _members_judged(question, session, is_stored)
    missing = [
        *_missing_from_question(question, members),
        *_missing_from_session(session),
        *_missing_from_clinic(clinic, session),
    ]
    if missing or clinic is None:
        raise IncompleteQuestion(missing)
    return Case(
        question=question,
        facts=facts,
        stage=Stage(question.action),
        moment=moment,
        clinic=clinic,
        zone=ZoneInfo(clinic.time_zone),
        session=session,
        members=members,
        is_stored=is_stored,
    )


def _members_judged(question, session, is_stored) -> tuple[MemberFacts, ...]:
    if question.is_about_one_person or not is_stored:
        return question.members
    if question.action == Stage.BOOK and question.members:
        return question.members
    return session.members


def _missing_from_question(question, members) -> list[str]:
    missing = [f"a readable “{name}”" for name in question.unread]
    if question.action not in ACTIONS:
        missing.append("an action that is book, start, release or close")
    if question.resource_type != "session":
        missing.append("a session to ask about")
    if question.subject_type not in (TEAM, PRACTITIONER):
        missing.append("a team or a practitioner to ask about")
    if question.is_about_one_person and question.action in ENDING:
        missing.append("a team: nobody is released or closed alone")
    if not members:
        missing.append("the people who are to run the session")
    elif any(m.role not in ROLES or not m.id for m in members):
        missing.append("a known person and role for everybody named")
    return missing


def _missing_from_session(session: SessionFacts) -> list[str]:
    missing = []
    if session.kind not in KINDS:
        missing.append("the kind of session")
    if session.staffing_code not in STAFFING_CODES:
        missing.append("the staffing code")
    if not (_is_moment(session.starts_at) and _is_moment(session.ends_at)):
        missing.append("when the session begins and ends")
    elif days.utc(session.ends_at) <= days.utc(session.starts_at):
        missing.append("an end that is after the beginning")
    if session.kind == MEDICATION and not _is_ordinal(session.ordinal):
        missing.append("which medication session of the course it is")
    return missing


def _missing_from_clinic(
    clinic: ClinicFacts | None, session: SessionFacts
) -> list[str]:
    if clinic is None or clinic.slug != session.clinic:
        return ["a clinic that is on record"]
    try:
        ZoneInfo(clinic.time_zone)
    except (ValueError, KeyError, TypeError, OSError):
        return ["a clinic with a readable time zone"]
    return []


def _is_moment(value: datetime | None) -> bool:
    return value is not None and value.utcoffset() is not None


def _is_ordinal(value: int | None) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
