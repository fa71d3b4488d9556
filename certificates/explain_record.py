"""A decision on record, told again as its reader may know it."""

from typing import Any

from certificates.clearance.decide import decide
from certificates.clearance.decision import Decision
from certificates.clearance.question import parse
from certificates.clearance.replaying import world_from
from certificates.clearance.verdicts import Result
from certificates.explain import Reader, described, for_reader
from certificates.models import DecisionRecord
from certificates.selectors.decisions import policy_of

# What reading a record that somebody spoiled ends in.
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, ArithmeticError)
ROWS = ("reasons", "warnings")


def recorded(record: DecisionRecord, reader: Reader) -> dict[str, Any]:
    """This will give the answer that was recorded, as its reader may know it.

    The record holds what only a director may read. For the others it is taken again
    from its own facts, which tells the open words; of a record that cannot be taken
    again they read the codes alone.
    """
    if reader.is_director:
        return record.answer
    again = taken_again(record)
    if again is None or not _is_same(record, again):
        return _codes_alone(record.answer)
    return for_reader(again.as_json(str(record.pk)), reader)


def not_asked(record: DecisionRecord) -> list[str]:
    """This will list what of the policy did not apply; empty if unreadable."""
    again = taken_again(record)
    if again is None:
        return []
    told = {v.code for v in again.verdicts if v.result != Result.NOT_APPLICABLE}
    codes = dict.fromkeys(v.code for v in again.verdicts)
    return [code for code in codes if code not in told]


def taken_again(record: DecisionRecord) -> Decision | None:
    """This will decide again by the same policy, facts and moment. It writes nothing.

    None when the record cannot be read.
    """
    try:
        return decide(
            parse(record.question),
            world_from(record.facts),
            policy_of(record),
            record.evaluated_at,
            record.facts_sha256,
        )
    except UNREADABLE:
        return None


def _is_same(record: DecisionRecord, again: Decision) -> bool:
    """Whether it says the same, row for row, before any of it is shown."""
    told = again.as_confidential_json(str(record.pk))["context"]
    kept = record.answer["context"]
    same = again.decision == record.decision
    return same and all(_rows(told[name]) == _rows(kept[name]) for name in ROWS)


def _rows(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return sorted((row["code"], row["result"], row["subject"]) for row in rows)


def _codes_alone(answer: dict[str, Any]) -> dict[str, Any]:
    context = dict(answer["context"])
    for name in ROWS:
        context[name] = [
            {**row, "text": described(row["code"]), "remedy": "", "evidence": []}
            for row in context[name]
        ]
    return {**answer, "context": context}
