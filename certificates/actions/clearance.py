"""Asking the gate: facts, decision and record in one transaction."""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import JSONField, TextField, Value
from django.db.models.functions import Cast

from certificates.clearance.decide import decide
from certificates.clearance.decision import Decision
from certificates.clearance.digests import canonical_facts, canonical_json, sha256_of
from certificates.clearance.keeping import kept_of
from certificates.clearance.question import MalformedQuestion, Question, parse
from certificates.clearance.world import ClockFacts, WorldFacts
from certificates.models import ApiToken, DecisionRecord, PolicyVersion
from certificates.selectors.facts import world_for
from certificates.selectors.policies import policy_in_force
from home.actions.audit import append
from home.models import Clinic, Person

# Longer than a lock is ever waited for.
LONGEST_WAIT = datetime.timedelta(seconds=20)


@dataclass(frozen=True)
class Asker:
    """Who asks, and the one clinic they may ask about.

    None is every clinic: for whoever runs the installation, at its own command line.
    """

    clinic: Clinic | None
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


@dataclass(frozen=True)
class Judged:
    """A decision that is not on record yet, with all that its record holds.

    Args:
        at: the moment that was judged.
        logged_at: the moment of the log, which is another one in `decide` only.
        written: the facts as they are recorded, the text that the digest is of.
    """

    data: object
    asker: Asker
    at: datetime.datetime
    logged_at: datetime.datetime
    question: Question
    written: str
    decision: Decision
    policy: PolicyVersion | None


def ask(
    data: object,
    *,
    asker: Asker,
    at: datetime.datetime,
    clock: datetime.datetime | None = None,
) -> Answer:
    """This will answer one question afresh and record the answer.

    Args:
        data: an AuthZEN evaluation request, as parsed from JSON.
        at: the moment of asking; the database's own clock is read beside it.
        clock: stands in for both clocks, in the `decide` command only.
    Raises:
        MalformedQuestion: it is not a question at all, or brings a clock of its own.
    """
    # Outside the transaction: whoever asks many at once goes on with the others.
    question = _read(data, clock)
    # No savepoint: what breaks in here breaks the whole of what it is part of.
    with transaction.atomic(savepoint=False):
        return record(_judged(data, question, asker=asker, at=at, clock=clock))


def judge(data: object, *, asker: Asker, at: datetime.datetime) -> Judged:
    """This will judge one question afresh, for a caller who records it next.

    Raises:
        MalformedQuestion: it is not a question at all, or brings a clock of its own.
    """
    return _judged(data, _read(data, None), asker=asker, at=at, clock=None)


def record(judged: Judged) -> Answer:
    """This will write down what was judged; nothing is answered before it is."""
    asker, decision = judged.asker, judged.decision
    answer = Answer(uuid.uuid4(), decision)
    told = answer.as_confidential_json()
    with transaction.atomic(savepoint=False):
        row = DecisionRecord.objects.create(
            id=answer.id,
            evaluated_at=judged.at,
            clinic=asker.clinic,
            session_code=judged.question.resource_id[:64],
            asked_by=asker.person,
            token=asker.token,
            purpose=(asker.purpose or judged.question.purpose)[:64],
            decision=decision.decision,
            question=kept_of(judged.data),
            answer=told,
            facts=_as_it_stands(judged.written),
            facts_sha256=decision.facts_sha256,
            policy=judged.policy,
        )
        append(
            "CLEARANCE-DECIDED",
            by=asker.person,
            at=judged.logged_at,
            about=row,
            decision=decision.decision,
            facts_sha256=decision.facts_sha256,
            answer_sha256=sha256_of(canonical_json(told)),
        )
    return answer


def _judged(
    data: object,
    question: Question,
    *,
    asker: Asker,
    at: datetime.datetime,
    clock: datetime.datetime | None,
) -> Judged:
    facts = world_for(question, application_at=at, clinic=asker.clinic, clock=clock)
    if clock is None:
        facts = replace(facts, clock=_as_late_as_the_log(facts.clock))
        at = facts.clock.application_at or at
    moment = clock or at
    policy, row = policy_in_force(
        question.as_of or moment, _place(asker, facts), question.known_at
    )
    written = canonical_facts(facts)
    decision = decide(question, facts, policy, moment, sha256_of(written))
    return Judged(data, asker, moment, at, question, written, decision, row)


def _as_late_as_the_log(clock: ClockFacts) -> ClockFacts:
    """This will judge the moment of what was logged while the asker waited.

    Between the asking and the reading others go on, a lock may be waited for, and two
    machines never agree to the millisecond. What the others did is judged then, and
    their entry does not make sound clocks look wrong. One that is later than any
    waiting still does.
    """
    newest = clock.newest_audit_at
    return replace(
        clock,
        application_at=_lifted(clock.application_at, newest),
        database_at=_lifted(clock.database_at, newest),
    )


def _lifted(
    moment: datetime.datetime | None, newest: datetime.datetime | None
) -> datetime.datetime | None:
    if moment and newest and moment < newest <= moment + LONGEST_WAIT:
        return newest
    return moment


def _place(asker: Asker, facts: WorldFacts) -> Clinic | None:
    """This will give the clinic whose policy counts."""
    if asker.clinic or not facts.clinic:
        return asker.clinic
    return Clinic.objects.filter(slug=facts.clinic.slug).first()


def _as_it_stands(text: str) -> Cast:
    """This will have the database keep JSON as it is written, without reading it."""
    return Cast(Value(text, output_field=TextField()), JSONField())


def _read(data: object, clock: datetime.datetime | None) -> Question:
    """This will read a question, which may bring its own clock to `decide` only.

    Raises:
        MalformedQuestion: it is not a question at all, or brings a clock of its own.
    """
    question = parse(data)
    if question.now is not None and clock is None:
        raise MalformedQuestion("The gate reads its own clock; leave out “now”.")
    return question
