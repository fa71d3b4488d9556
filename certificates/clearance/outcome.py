"""From verdicts to an answer: yes or no, on what basis, until when, with what duties.

Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from certificates.clearance import days
from certificates.clearance.case import ENDING, Case
from certificates.clearance.decision import HYPOTHETICAL, OVERRIDE, POLICY
from certificates.clearance.overriding import REVIEW, overridden_until, override_for
from certificates.clearance.verdicts import GOOD, Verdict, permits

RELIEF = "arrange_relief_and_notify_director"
ABOUT_OPENING = frozenset({"SESSION-OPENABLE", "TEAM-AS-BOOKED", "CLOCK-SANE"})
# A step of ending is taken at once or asked for again.
STEP_HOLDS_MINUTES = 5


@dataclass(frozen=True)
class Outcome:
    is_permitted: bool
    basis: str
    valid_until: datetime | None
    obligations: tuple[str, ...]


def outcome_of(
    case: Case | None, verdicts: Sequence[Verdict], is_live: bool
) -> Outcome:
    """Return the answer that the verdicts give.

    Args:
        case: None where the question could not be laid out.
        is_live: whether it is about the team of a stored session, now. Any other
            answer serves planning: it promises nothing and no emergency changes it.
    """
    basis = POLICY if is_live else HYPOTHETICAL
    duties = _obligations(case, verdicts)
    if case is None:
        return Outcome(False, basis, None, duties)
    if permits(verdicts):
        until = _valid_until(case, verdicts) if case.question.is_about_now else None
        return Outcome(True, basis, until, duties)
    override = override_for(case, verdicts) if is_live else None
    if override is None:
        return Outcome(False, basis, None, duties)
    until = overridden_until(override, case, _first_end(verdicts))
    return Outcome(True, OVERRIDE, until, (*duties, REVIEW))


def _valid_until(case: Case, verdicts: Iterable[Verdict]) -> datetime:
    if case.stage in ENDING:
        return days.add_minutes(case.moment, STEP_HOLDS_MINUTES)
    ends_at, first_end = days.utc(case.session.ends_at), _first_end(verdicts)
    if first_end is None:
        return ends_at
    return min(ends_at, days.midnight(first_end, case.zone))


def _first_end(verdicts: Iterable[Verdict]) -> date | None:
    """Return the first date on which something that is good now would cease."""
    return min(
        [v.holds_until for v in verdicts if v.result in GOOD and v.holds_until],
        default=None,
    )


def _obligations(case: Case | None, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Return what the answer obliges to: a session under way is never just refused."""
    told = tuple(
        dict.fromkeys(code for v in verdicts if v.obligations for code in v.obligations)
    )
    if case is None or not _is_team_under_way(case):
        return told
    is_lost = any(v.is_open and v.code not in ABOUT_OPENING for v in verdicts)
    return (RELIEF, *told) if is_lost else told


def _is_team_under_way(case: Case) -> bool:
    """Whether the clearance of those in a session that has begun is judged."""
    if not case.is_stored or case.session.state != "STARTED" or case.stage in ENDING:
        return False
    if case.question.is_about_one_person:
        return case.subject in {m.id for m in case.session.members}
    return case.is_stored_team
