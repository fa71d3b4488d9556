"""The gate itself: a question, the facts and a policy in, a decision out. Pure.

Nothing is fetched, nothing is written and no clock is read here.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from certificates.clearance import days
from certificates.clearance.case import ENDING, Case
from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.clearance.decision import Decision
from certificates.clearance.digests import digest
from certificates.clearance.opening import IncompleteQuestion, open_case
from certificates.clearance.outcome import outcome_of
from certificates.clearance.question import Question
from certificates.clearance.verdicts import (
    Verdict,
    not_applicable,
    unknown,
    unmet,
    worst,
)
from certificates.clearance.world import PolicyFacts, WorldFacts

BEGINS_THE_END = "SESSION-UNDER-WAY"


def decide(
    question: Question,
    facts: WorldFacts,
    policy: PolicyFacts,
    now: datetime,
    facts_sha256: str | None = None,
) -> Decision:
    """Return the decision on a question.

    Args:
        now: the moment of asking, aware; `question.as_of` moves what is judged.
        facts_sha256: the digest of the facts, if the caller has it.

    Raises:
        ValueError: `now` has no offset.
        TypeError: a fact is of a type that no digest can be made of.
    """
    moment = days.utc(question.as_of or now)
    case, verdicts = _judge(question, facts, policy, moment)
    outcome = outcome_of(case, verdicts, _is_live(question, facts))
    return Decision(
        decision=outcome.is_permitted,
        verdicts=verdicts,
        obligations=outcome.obligations,
        valid_until=outcome.valid_until,
        basis=outcome.basis,
        evaluated_at=days.utc(now),
        as_of=moment,
        known_at=days.utc(question.known_at or now),
        policy_id=policy.id,
        policy_version=policy.version,
        policy_sha256=policy.sha256,
        facts_sha256=facts_sha256 or digest(facts),
    )


def _judge(
    question: Question, facts: WorldFacts, policy: PolicyFacts, moment: datetime
) -> tuple[Case | None, tuple[Verdict, ...]]:
    """Return every verdict, and the case they were judged on if it could be opened."""
    if question.action in ENDING and not _asks_about_the_end(policy):
        return None, (_stage_not_open(question),)
    try:
        case = open_case(question, facts, moment)
    except IncompleteQuestion as error:
        return None, (_incomplete(question, error),)
    verdicts = _guarded("POLICY-IN-FORCE", _in_force, case, policy)
    stage, is_about_one = case.stage, question.is_about_one_person
    for row in policy.criteria:
        criterion = CATALOGUE.get(row.code)
        if criterion is None:
            verdicts.append(_not_known(row.code, case))
        elif not criterion.is_asked(stage, is_about_one):
            verdicts.append(not_applicable(row.code, case.resource))
        else:
            verdicts += _guarded(row.code, criterion.judge, case, row.parameters)
    return case, tuple(verdicts)


def _gravest_for_each_subject(verdicts: list[Verdict]) -> list[Verdict]:
    if len({v.subject for v in verdicts}) == len(verdicts):
        return verdicts
    by_subject: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_subject.setdefault(verdict.subject, []).append(verdict)
    return [worst(rows) for rows in by_subject.values()]


def _guarded(
    code: str, judge: Callable[[Case, Any], Iterable[Verdict]], case: Case, by: Any
) -> list[Verdict]:
    """Return one criterion's verdicts, or UNKNOWN when judging breaks.

    The one place that catches everything: whatever breaks must deny, not pass.
    """
    try:
        verdicts = list(judge(case, by))
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return [_broken(code, case, "This could not be judged.", reason)]
    if verdicts:
        return _gravest_for_each_subject(verdicts)
    return [not_applicable(code, case.resource)]


def _not_known(code: str, case: Case) -> Verdict:
    return _broken(code, case, "This installation does not know how to ask.")


def _broken(code: str, case: Case, text: str, reason: str = "") -> Verdict:
    remedy = "Whoever runs the system looks into it. Nothing opens until then."
    return unknown(
        code, case.resource, text, remedy, confidential_text=reason, is_broken=True
    )


def _in_force(case: Case, policy: PolicyFacts) -> tuple[Verdict, ...]:
    begins, ends = policy.in_force_from, policy.in_force_until
    has_begun = begins is not None and days.utc(begins) <= case.moment
    if has_begun and (ends is None or case.moment < days.utc(ends)):
        return ()
    text = f"Version {policy.version} of the policy is not in force."
    remedy = "Two people sign a policy version; then ask again."
    return (unmet("POLICY-IN-FORCE", case.resource, text, remedy),)


def _asks_about_the_end(policy: PolicyFacts) -> bool:
    """Whether the policy judges release and closing; version 1 did not."""
    return any(row.code == BEGINS_THE_END for row in policy.criteria)


def _stage_not_open(question: Question) -> Verdict:
    text = f"The gate does not answer for “{question.action}” yet."
    remedy = "Follow the clinic's written procedure and ask the clinical director."
    return unmet("STAGE-SUPPORTED", question.resource_id, text, remedy)


def _incomplete(question: Question, error: IncompleteQuestion) -> Verdict:
    text = f"The question lacks: {'; '.join(error.missing)}."
    remedy = "Whoever asks adds what is missing and asks again."
    return unknown(error.code, question.resource_id, text, remedy)


def _is_live(question: Question, facts: WorldFacts) -> bool:
    """Whether the answer is the gate's word on a booked session now.

    One about another moment, another state of the record, one person or a session
    that is not booked only serves planning.
    """
    is_stored = facts.session is not None and facts.session.code == question.resource_id
    return is_stored and question.is_about_now and not question.is_about_one_person
