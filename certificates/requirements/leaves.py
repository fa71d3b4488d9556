"""The catalogue of leaves: what each asks for, and what it must be told. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from certificates.clearance.verdicts import Verdict
from certificates.requirements import declared, holdings, learning, practice, supervised
from certificates.requirements.checks import (
    Checks,
    code,
    floors,
    floors_of,
    one_of,
    positive,
    some_of,
    text,
    yes,
)
from certificates.requirements.evidence import Evidence
from certificates.requirements.statements import DIRECTOR, SELF, STATEMENTS, words_of

CREDENTIALS = ("L0", "CANDIDATE", "L1", "L2A", "L2B", "L3", "T", "S")


def _nothing_more(node: Mapping) -> Iterator[tuple[str, str]]:
    yield from ()


def _stated_by_them(node: Mapping) -> Iterator[tuple[str, str]]:
    """Not everything is for everybody to state."""
    what, by = str(node.get("code")), str(node.get("by"))
    known = what in STATEMENTS and by in (SELF, DIRECTOR)
    if known and words_of(what, by) is None:
        yield "by", f"{what} is not for {by} to state."


@dataclass(frozen=True)
class Leaf:
    """How one kind of requirement is judged.

    Args:
        needs: what a tree must say for it; each check returns what is wrong.
        allows: what a tree may say as well.
        together: what is wrong with several of them taken together: name and words.
    """

    judge: Callable[[Mapping, Evidence], Verdict]
    needs: Checks = field(default_factory=dict)
    allows: Checks = field(default_factory=dict)
    together: Callable[[Mapping], Iterator[tuple[str, str]]] = _nothing_more


_TRACK = {"track": text}

LEAVES: dict[str, Leaf] = {
    "track_read": Leaf(learning.track_read, _TRACK),
    "track_passed": Leaf(learning.track_passed, _TRACK),
    "scenario_passed": Leaf(learning.scenario_passed, _TRACK),
    "module_current": Leaf(
        learning.module_current,
        {"module": text},
        {"acknowledge_within_days": positive},
    ),
    "observations": Leaf(
        practice.observations,
        {"form": text, "kinds": some_of(*practice.KINDS), "count": positive},
        {
            "floor": positive,
            "floors": floors,
            "floor_if_held": floors_of(*CREDENTIALS),
            "supervision": one_of("DIRECT", "ON_SITE"),
            "distinct_assessors": positive,
            "in_a_row": yes,
            "months": positive,
        },
    ),
    "supervised_sessions": Leaf(
        supervised.supervised_sessions,
        {"count": positive, "presence": one_of(*supervised.PRESENCE)},
        {"kind": one_of(*supervised.KINDS)},
    ),
    "document_held": Leaf(
        holdings.document_held,
        {"kind": one_of(*holdings.DOCUMENTS)},
        {"verified_within_days": positive},
    ),
    "credential_held": Leaf(
        holdings.credential_held,
        {"types": some_of(*CREDENTIALS)},
        {"months": positive},
    ),
    "recorded": Leaf(
        holdings.recorded,
        {"kind": one_of(*holdings.RECORDED)},
        {"months": positive},
    ),
    "attestation": Leaf(
        declared.attestation,
        {"code": one_of(*STATEMENTS), "by": one_of(SELF, DIRECTOR)},
        {"months": positive},
        _stated_by_them,
    ),
    "waiver": Leaf(declared.waiver, {"code": code}, {"words": text}),
    "exclusion_clear": Leaf(holdings.exclusion_clear, {"within_days": positive}),
    "no_open_suspension": Leaf(holdings.no_open_suspension),
    "no_open_concern": Leaf(declared.no_open_concern),
}
