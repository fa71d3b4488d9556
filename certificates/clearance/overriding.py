"""Break-glass: when an emergency in force turns a no into a yes. Pure.

Only for the team of a session under way, and never past what no emergency excuses.
"""

from collections.abc import Sequence
from datetime import date, datetime

from certificates.clearance import days
from certificates.clearance.case import Case, Stage
from certificates.clearance.verdicts import Result, Verdict
from certificates.clearance.world import OverrideFacts

REVIEW = "review_override"
# Open, whichever way: no director lets this pass.
NEVER = frozenset(
    {"LICENCE-ACTIVE", "POLICY-IN-FORCE", "QUESTION-COMPLETE", "CLOCK-SANE"}
)
CAN_BE_OVERRIDDEN = frozenset({"ADMINISTRATIVE"})


def override_for(case: Case, verdicts: Sequence[Verdict]) -> OverrideFacts | None:
    """Return the longest override that lets this team go on; None when none does."""
    is_relief = (
        case.stage is Stage.BOOK
        and case.is_stored
        and case.session.state == "STARTED"
        and not case.question.is_about_one_person
    )
    if not is_relief or case.last_day is None:
        return None
    if not _is_known_and_led(case):
        return None
    if any(_stops_everybody(verdict, case) for verdict in verdicts if verdict.is_open):
        return None
    in_force = [row for row in case.facts.overrides if _is_in_force(row, case)]
    return max(in_force, key=lambda row: days.utc(row.ends_at), default=None)


def overridden_until(
    row: OverrideFacts, case: Case, first_end: date | None
) -> datetime:
    """Tell how long such a yes holds: as the override, or what is met, if shorter."""
    ends_at = days.utc(row.ends_at)
    if first_end is None:
        return ends_at
    return min(ends_at, days.midnight(first_end, case.zone))


def _is_known_and_led(case: Case) -> bool:
    """Whether all are on record, and a therapist stays with the patient.

    That their licence is good is asked of every therapist, and never excused.
    """
    is_known = all(member.id in case.facts.roster for member in case.members)
    return is_known and bool(case.therapists)


def _stops_everybody(verdict: Verdict, case: Case) -> bool:
    if verdict.is_broken or verdict.code in NEVER:
        return True
    if verdict.code == "EXCLUSION-CLEAR":
        return verdict.result is Result.UNMET
    if verdict.code == "NOT-SUSPENDED":
        kinds = {row.kind for row in case.suspensions_of(verdict.subject)}
        return not kinds or not kinds <= CAN_BE_OVERRIDDEN
    return False


def _is_in_force(row: OverrideFacts, case: Case) -> bool:
    """Whether it has begun and not ended, by somebody who is not of this team."""
    return (
        case.has_happened(row.at)
        and row.ends_at is not None
        and case.moment < days.utc(row.ends_at)
        and row.by not in case.everybody
    )
