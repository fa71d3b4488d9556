"""Asking the gate: facts, decision and record in one transaction."""

import datetime
import json
import uuid
from dataclasses import dataclass

from django.db import transaction

from certificates.clearance.case import Stage
from certificates.clearance.decide import decide
from certificates.clearance.decision import Decision
from certificates.clearance.digests import canonical_facts
from certificates.clearance.question import MalformedQuestion, Question, parse
from certificates.models import ApiToken, DecisionRecord
from certificates.selectors.facts import world_for
from certificates.selectors.policies import policy_in_force
from home.actions.audit import append
from home.models import Clinic, Person


@dataclass(frozen=True)
class Asker:
    """Who asks, and the one clinic they may ask about."""

    clinic: Clinic
    person: Person | None = None
    token: ApiToken | None = None
    purpose: str = ""


@dataclass(frozen=True)
class Answer:
    """A recorded decision."""

    id: uuid.UUID
    decision: Decision

    def as_json(self) -> dict:
        """This will tell the answer as a scheduler may read it."""
        return self.decision.as_json(str(self.id))

    def as_confidential_json(self) -> dict:
        """This will tell the answer as a director may read it."""
        return self.decision.as_confidential_json(str(self.id))


def ask(data: object, *, asker: Asker, at: datetime.datetime) -> Answer:
    """This will answer one question afresh and record the answer.

    Args:
        data: an AuthZEN evaluation request, as parsed from JSON.
        at: the moment of asking; the database's own clock is read beside it.
    Raises:
        MalformedQuestion: it is not a question at all.
    """
    question = _honest(parse(data))
    with transaction.atomic():
        facts = world_for(question, application_at=at, clinic=asker.clinic)
        policy, policy_row = policy_in_force(question.as_of or at)
        decision = decide(question, facts, policy, at)
        answer = Answer(uuid.uuid4(), decision)
        record = DecisionRecord.objects.create(
            id=answer.id,
            evaluated_at=at,
            clinic=asker.clinic,
            session_code=question.resource_id[:64],
            asked_by=asker.person,
            token=asker.token,
            purpose=(asker.purpose or question.purpose)[:64],
            decision=decision.decision,
            question=data,
            answer=answer.as_confidential_json(),
            facts=json.loads(canonical_facts(facts)),
            facts_sha256=decision.facts_sha256,
            policy=policy_row,
        )
        append(
            "CLEARANCE-DECIDED",
            by=asker.person,
            at=at,
            about=record,
            decision=decision.decision,
            facts_sha256=decision.facts_sha256,
        )
    return answer


def _honest(question: Question) -> Question:
    """This will refuse what the gate cannot answer truly yet.

    Raises:
        MalformedQuestion: it asks for an earlier state of the record, brings its own
            clock, or asks to start at another moment than now.
    """
    if question.known_at is not None:
        raise MalformedQuestion(
            "The gate answers on the record as it stands now; leave out “known_at”."
        )
    if question.now is not None:
        raise MalformedQuestion("The gate reads its own clock; leave out “now”.")
    if question.as_of is not None and question.action == Stage.START:
        raise MalformedQuestion(
            "At the door the gate answers for this moment only; leave out “as_of”."
        )
    return question
