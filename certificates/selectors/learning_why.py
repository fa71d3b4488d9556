"""Why what a credential asks of learning is not complete, line by line. Pure."""

from collections.abc import Mapping
from typing import Any

from certificates.clearance.verdicts import Verdict
from certificates.requirements.evidence import Evidence
from certificates.requirements.learning import findings
from certificates.requirements.tree import judge, leaves
from modules.why import Why, of_record

# A line as it was judged: its code and its words.
Line = tuple[str, str]
LEARNING = {"track_read", "track_passed", "scenario_passed", "module_current"}


def learning_whys(
    tree: Mapping[str, Any], evidence: Evidence
) -> dict[Line, tuple[Why, ...]]:
    """This will tell of every open line about learning what is missing, by line.

    A choice says it of all that it offers, under its own words.
    """
    found: dict[Line, tuple[Why, ...]] = {}
    for leaf in leaves(tree):
        if leaf["leaf"] not in LEARNING:
            continue
        verdict = judge(leaf, evidence)
        if verdict.is_open:
            told = of_record(findings(leaf, evidence), evidence.learning)
            found[verdict.code, verdict.text] = told
    return found


def why_of(line: Verdict, found: Mapping[Line, tuple[Why, ...]]) -> tuple[Why, ...]:
    """This will give what is missing for one line; empty for what is no learning."""
    if not line.is_open:
        return ()
    parts = [why for part in line.parts for why in why_of(part, found)]
    return (*found.get((line.code, line.text), ()), *parts)
