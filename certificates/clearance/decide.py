"""The gate itself: a question, the facts and a policy in, a decision out. Pure.

Nothing is fetched, nothing is written and no clock is read here.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from certificates.clearance import days
from certificates.clearance.case import Case, IncompleteQuestion, Stage, open_case
from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.clearance.decision import HYPOTHETICAL, POLICY, Decision
from certificates.clearance.digests import digest
from certificates.clearance.question import Question
from certificates.clearance.verdicts import (
    Kind,
    Verdict,
    not_applicable,
    permits,
    unknown,
    unmet,
    worst,
)
from certificates.clearance.world import CriterionParameters, PolicyFacts, WorldFacts

RELIEF = "arrange_relief_and_notify_director"
NOT_OPEN_YET = (Stage.RELEASE, Stage.CLOSE)
ABOUT_OPENING = frozenset({"SESSION-OPENABLE", "TEAM-AS-BOOKED", "CLOCK-SANE"})


def decide(
    question: Question, facts: WorldFacts, policy: PolicyFacts, now: datetime
) -> Decision:
    """Return the decision on a question.

    Args:
        now: the moment of asking, aware; `question.as_of` moves what is judged.

    Raises:
        ValueError: `now` has no offset.
        TypeError: a fact is of a type that no digest can be made of.
    """
    moment = days.utc(question.as_of or now)
    case, verdicts = _judge(question, facts, policy, moment)
    is_permitted = permits(verdicts)
    return Decision(
        decision=is_permitted,
        verdicts=verdicts,
        obligations=_obligations(case, verdicts),
        valid_until=_promised_until(case, verdicts) if is_permitted else None,
        basis=_basis(question, facts),
        evaluated_at=days.utc(now),
        as_of=moment,
        known_at=days.utc(question.known_at or now),
        policy_id=policy.id,
        policy_version=policy.version,
        policy_sha256=policy.sha256,
        facts_sha256=digest(facts),
    )


def _judge(
    question: Question, facts: WorldFacts, policy: PolicyFacts, moment: datetime
) -> tuple[Case | None, tuple[Verdict, ...]]:
    """Return every verdict, and the case they were judged on if it could be opened."""
    if question.action in NOT_OPEN_YET:
        return None, (_stage_not_open(question),)
    try:
        case = open_case(question, facts, moment)
    except IncompleteQuestion as error:
        return None, (_incomplete(question, error),)
    in_force = _guarded("POLICY-IN-FORCE", case, lambda: _in_force(policy, case))
    verdicts = [v for row in policy.criteria for v in _judged(row, case)]
    return case, (*in_force, *verdicts)


def _judged(row: CriterionParameters, case: Case) -> tuple[Verdict, ...]:
    """Return one criterion's verdicts, the gravest for each subject."""
    criterion = CATALOGUE.get(row.code)
    if criterion is None:
        return (_broken(row.code, case, "This installation does not know how to ask."),)
    is_asked = case.stage in criterion.stages and (
        criterion.asks_one_person or not case.question.is_about_one_person
    )
    if not is_asked:
        return (not_applicable(row.code, case.resource),)
    verdicts = _guarded(row.code, case, lambda: criterion.judge(case, row.parameters))
    if not verdicts:
        return (not_applicable(row.code, case.resource),)
    return _gravest_for_each_subject(verdicts)


def _gravest_for_each_subject(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    by_subject: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_subject.setdefault(verdict.subject, []).append(verdict)
    return tuple(v[0] if len(v) == 1 else worst(v) for v in by_subject.values())


def _guarded(
    code: str, case: Case, judge: Callable[[], Iterable[Verdict]]
) -> tuple[Verdict, ...]:
    """Return the verdicts, or UNKNOWN when judging breaks.

    The one place that catches everything: whatever breaks must deny, not pass.
    """
    try:
        return tuple(judge())
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return (_broken(code, case, "This could not be judged.", reason),)


def _broken(code: str, case: Case, text: str, reason: str = "") -> Verdict:
    remedy = "Whoever runs the system looks into it. Nothing opens until then."
    return unknown(code, case.resource, text, remedy, confidential_text=reason)


def _in_force(policy: PolicyFacts, case: Case) -> tuple[Verdict, ...]:
    begins, ends = policy.in_force_from, policy.in_force_until
    has_begun = begins is not None and days.utc(begins) <= case.moment
    if has_begun and (ends is None or case.moment < days.utc(ends)):
        return ()
    text = f"Version {policy.version} of the policy is not in force."
    remedy = "Two people sign a policy version; then ask again."
    return (unmet("POLICY-IN-FORCE", case.resource, text, remedy),)


def _stage_not_open(question: Question) -> Verdict:
    text = f"The gate does not answer for “{question.action}” yet."
    remedy = "Follow the clinic's written procedure and ask the clinical director."
    return unmet("STAGE-SUPPORTED", question.resource_id, text, remedy)


def _incomplete(question: Question, error: IncompleteQuestion) -> Verdict:
    text = f"The question lacks: {'; '.join(error.missing)}."
    remedy = "Whoever asks adds what is missing and asks again."
    return unknown(error.code, question.resource_id, text, remedy, type=Kind.HARD)


def _basis(question: Question, facts: WorldFacts) -> str:
    """Tell whether the answer is about a booked session now, or only serves planning.

    An answer about another moment opens nothing: it is not the gate's word on now.
    """
    is_stored = facts.session is not None and facts.session.code == question.resource_id
    is_about_now = question.as_of is None
    if is_stored and is_about_now and not question.is_about_one_person:
        return POLICY
    return HYPOTHETICAL


def _promised_until(case: Case | None, verdicts: Iterable[Verdict]) -> datetime | None:
    """Tell how long a yes holds. A yes about another moment promises nothing."""
    if case is None or case.question.as_of is not None:
        return None
    return _valid_until(case, verdicts)


def _valid_until(case: Case, verdicts: Iterable[Verdict]) -> datetime:
    ends_at = days.utc(case.session.ends_at)
    first_end: date | None = min(
        (v.holds_until for v in verdicts if v.is_good and v.holds_until), default=None
    )
    if first_end is None:
        return ends_at
    return min(ends_at, days.midnight(first_end, case.zone))


def _obligations(case: Case | None, verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Return what the answer obliges to: a session under way is never just refused."""
    if case is None or not case.is_stored or case.session.state != "STARTED":
        return ()
    booked = {m.id for m in case.session.members}
    if case.question.is_about_one_person:
        is_about_the_team = case.subject in booked
    else:
        is_about_the_team = case.is_stored_team
    is_lost = any(v.is_open and v.code not in ABOUT_OPENING for v in verdicts)
    return (RELIEF,) if is_about_the_team and is_lost else ()
