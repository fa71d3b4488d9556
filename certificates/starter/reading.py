"""Reads the shipped programme: one entry for each credential. Pure."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.requirements.leaves import CREDENTIALS
from certificates.requirements.tree import TreeInvalid, validate

PROGRAMME = Path(__file__).parent / "programme.yaml"
KEYS = {"credential", "target", "valid_months", "may_do", "needs"}


@dataclass(frozen=True)
class Entry:
    """What one credential asks. `target` is said for a Candidate only."""

    credential: str
    target: str
    valid_months: int
    may_do: str
    tree: dict

    @property
    def digest(self) -> str:
        """The SHA-256 of everything in it; a different one is a new version."""
        facts = [self.credential, self.target, self.valid_months, self.may_do]
        return sha256_of(canonical_json([*facts, self.tree]))


def read_programme(path: Path = PROGRAMME) -> list[Entry]:
    """This will read every entry of a programme.

    Raises:
        TreeInvalid: an entry cannot be used; the message says which and where.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_entry(row, f"programme[{n}]") for n, row in enumerate(raw["programme"])]


def _entry(row: Any, where: str) -> Entry:
    problems = [f"{where}.{key}: is not known here." for key in sorted(set(row) - KEYS)]
    if row.get("credential") not in CREDENTIALS:
        problems.append(f"{where}.credential: has to be a credential.")
    if not isinstance(row.get("valid_months"), int) or row["valid_months"] < 1:
        problems.append(f"{where}.valid_months: has to be a whole number above zero.")
    if not row.get("may_do"):
        problems.append(f"{where}.may_do: is missing.")
    try:
        validate(row.get("needs"))
    except TreeInvalid as problem:
        problems += [f"{where}.needs {line}" for line in str(problem).splitlines()]
    if problems:
        raise TreeInvalid("\n".join(problems))
    return Entry(
        row["credential"],
        row.get("target", ""),
        row["valid_months"],
        row["may_do"],
        row["needs"],
    )
