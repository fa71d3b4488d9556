"""Taking a decision on record again: same policy, same facts, same moment."""

from dataclasses import dataclass, field

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.clearance.replaying import Difference, Kept, differences_of
from certificates.models import DecisionRecord
from certificates.selectors.decisions import policy_of, told_of

# What reading a record that somebody spoiled ends in; a malformed question and
# facts that cannot be read are values that are wrong.
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, ArithmeticError)


@dataclass(frozen=True)
class Replay:
    """What came of it: no difference means reason for reason the same."""

    differences: list[Difference] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether the record says what the gate says of it again."""
        return not self.differences


def replay(record: DecisionRecord) -> Replay:
    """This will take a decision again from what its record holds. It writes nothing.

    Beside the answer it compares the digest of the facts, and what the audit log says
    of the record: who rewrites a whole record leaves the log behind.
    """
    kept = Kept(
        id=str(record.pk),
        at=record.evaluated_at,
        question=record.question,
        facts=record.facts,
        facts_sha256=record.facts_sha256,
        decision=record.decision,
        answer=record.answer,
    )
    found = _unlike_the_log(record)
    try:
        found += differences_of(kept, policy_of(record))
    except UNREADABLE as problem:
        # A spoiled record is told of; the others are still replayed.
        found.append(Difference("record", str(problem), None))
    return Replay(found)


def _unlike_the_log(record: DecisionRecord) -> list[Difference]:
    entry = told_of(record)
    if entry is None:
        return [Difference("log", None, "The log does not tell of this decision.")]
    told = {"decision": record.decision, "facts_sha256": record.facts_sha256}
    if "answer_sha256" in entry.facts:
        # Its words as well, to the letter. Entries of before do not hold it.
        told["answer_sha256"] = sha256_of(canonical_json(record.answer))
    return [
        Difference(f"log.{name}", value, entry.facts.get(name))
        for name, value in told.items()
        if entry.facts.get(name) != value
    ]
