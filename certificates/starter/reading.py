"""Reads the shipped programme: one entry for each credential. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.requirements.leaves import CREDENTIALS
from certificates.requirements.tree import TreeInvalid, validate
from certificates.rules.renewal import CALENDAR, COMPLETION, OLD_EXPIRY, is_month_day

PROGRAMME = Path(__file__).parent / "programme.yaml"
CANDIDATE = "CANDIDATE"
# What a candidate may be working towards; nobody else works towards anything.
TARGETS = ("L1", "L2", "L3", "T")
DATINGS = (COMPLETION, OLD_EXPIRY, CALENDAR)
# The longest time between two looks at the whole of somebody's record.
LONGEST_MONTHS = 36
KEYS = {
    "credential",
    "target",
    "valid_months",
    "may_do",
    "signers",
    "renewal",
    "needs",
}
RENEWAL_KEYS = {"window_days", "dating", "month_day", "minimum_active_days", "needs"}


@dataclass(frozen=True)
class Renewal:
    """How a credential is renewed. `tree` None asks what a first grant asks."""

    window_days: int = 90
    dating: str = COMPLETION
    month_day: str = ""
    minimum_active_days: int = 0
    tree: dict | None = None


@dataclass(frozen=True)
class Entry:
    """What one credential asks. `target` is said for a Candidate only."""

    credential: str
    target: str
    valid_months: int
    may_do: str
    tree: dict
    signers: int = 1
    renewal: Renewal = field(default_factory=Renewal)

    @property
    def digest(self) -> str:
        """The SHA-256 of everything in it; a different one is a new version."""
        return sha256_of(canonical_json(asdict(self)))


def read_programme(path: Path = PROGRAMME) -> list[Entry]:
    """This will read every entry of a programme.

    Raises:
        TreeInvalid: an entry cannot be used; the message says which and where.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = raw["programme"]
    problems = [
        problem
        for n, row in enumerate(rows)
        for problem in _problems(row, f"programme[{n}]")
    ]
    if problems or (problems := list(_doubles(rows))):
        raise TreeInvalid("\n".join(problems))
    return [_entry(row) for row in rows]


def _entry(row: Mapping[str, Any]) -> Entry:
    renewal = dict(row.get("renewal", {}))
    tree = renewal.pop("needs", None)
    return Entry(
        credential=row["credential"],
        target=row.get("target", ""),
        valid_months=row["valid_months"],
        may_do=row["may_do"],
        tree=row["needs"],
        signers=row.get("signers", 1),
        renewal=Renewal(**renewal, tree=tree),
    )


def _problems(row: Any, where: str) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield f"{where}: has to be an object."
        return
    for key in sorted(set(row) - KEYS):
        yield f"{where}.{key}: is not known here."
    if row.get("credential") not in CREDENTIALS:
        yield f"{where}.credential: has to be a credential."
    yield from _target_problems(row, where)
    if not _whole(row.get("valid_months"), 1, LONGEST_MONTHS):
        yield f"{where}.valid_months: has to be a whole number from 1 to 36."
    if not isinstance(row.get("may_do"), str) or not row["may_do"].strip():
        yield f"{where}.may_do: is missing."
    if not _whole(row.get("signers", 1), 1, 2):
        yield f"{where}.signers: has to be 1 or 2."
    yield from _tree_problems(row.get("needs"), f"{where}.needs")
    yield from _renewal_problems(row.get("renewal", {}), f"{where}.renewal")


def _target_problems(row: Mapping, where: str) -> Iterator[str]:
    if row.get("credential") == CANDIDATE:
        if row.get("target") not in TARGETS:
            yield f"{where}.target: has to be one of {', '.join(TARGETS)}."
    elif "target" in row:
        yield f"{where}.target: is for a Candidate only."


def _tree_problems(tree: Any, where: str) -> Iterator[str]:
    try:
        validate(tree)
    except TreeInvalid as problem:
        yield from (f"{where} {line}" for line in str(problem).splitlines())


def _renewal_problems(row: Any, where: str) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield f"{where}: has to be an object."
        return
    for key in sorted(set(row) - RENEWAL_KEYS):
        yield f"{where}.{key}: is not known here."
    if not _whole(row.get("window_days", 90), 1, 366):
        yield f"{where}.window_days: has to be a whole number from 1 to 366."
    if not _whole(row.get("minimum_active_days", 0), 0, 366):
        yield f"{where}.minimum_active_days: has to be a whole number up to 366."
    if row.get("dating", COMPLETION) not in DATINGS:
        yield f"{where}.dating: has to be one of {', '.join(DATINGS)}."
    if (row.get("dating") == CALENDAR) != ("month_day" in row):
        yield f"{where}.month_day: goes with {CALENDAR}, and {CALENDAR} with it."
    if "month_day" in row and not is_month_day(row["month_day"]):
        yield f"{where}.month_day: has to be a day of the year, such as 06-30."
    if "needs" in row:
        yield from _tree_problems(row["needs"], f"{where}.needs")


def _doubles(rows: list[Mapping]) -> Iterator[str]:
    kinds = [(row["credential"], row.get("target", "")) for row in rows]
    for n, kind in enumerate(kinds):
        if kind in kinds[:n]:
            yield f"programme[{n}]: stands there twice."


def _whole(value: Any, least: int, most: int) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and least <= value <= most
