"""What is shown and signed of a draft of the gate's policy, as of a moment."""

import datetime
from dataclasses import dataclass
from typing import Any

from certificates.actions.policies import as_told, clinic_of
from certificates.actions.signatures import digest_of_shown
from certificates.clearance.world import PolicyFacts
from certificates.models import PolicyVersion
from certificates.selectors.policies import facts_of, policy_in_force, waiting_at
from certificates.selectors.policy_changes import PolicyPreview
from certificates.selectors.policy_preview import Turn, previews_of
from home.models import Clinic


@dataclass(frozen=True)
class Overtaken:
    """A signed version that would never begin, and what that would change."""

    row: PolicyVersion
    old: PolicyFacts
    preview: PolicyPreview

    @property
    def shown(self) -> dict[str, Any]:
        """What is signed about it."""
        return {
            "version": self.row.version,
            "sha256": self.old.sha256,
            "in_force_from": as_told(self.row.in_force_from),
            "preview": self.preview.facts,
        }


@dataclass(frozen=True)
class Step:
    """A draft, what it would follow, and what that would change, all as of a moment.

    Args:
        overtaken: the signed versions that wait, and would never begin after this one.
    """

    draft: PolicyVersion
    old: PolicyFacts
    new: PolicyFacts
    preview: PolicyPreview
    overtaken: tuple[Overtaken, ...] = ()

    @property
    def gainers(self) -> frozenset[str]:
        """Who would gain, also against a stricter version that never begins."""
        return self.preview.gainers.union(*(o.preview.gainers for o in self.overtaken))

    @property
    def shown(self) -> dict[str, Any]:
        """What is signed: the whole version, its reason, and whom it touches."""
        return {
            "policy": dict(self.draft.document),
            "sha256": self.draft.sha256,
            "reason": self.draft.reason,
            "in_force_from": as_told(self.draft.in_force_from),
            "replaces": {"version": self.old.version, "sha256": self.old.sha256},
            "overtakes": [one.shown for one in self.overtaken],
            "preview": self.preview.facts,
        }

    @property
    def sha256(self) -> str:
        """The digest that the page carries along."""
        return digest_of_shown(self.shown)


def step_of(draft: PolicyVersion, at: datetime.datetime) -> Step:
    """This will judge everybody by the draft and by what it would follow.

    Raises:
        PolicyUnreadable: the draft cannot be judged by at all.
    """
    clinic = clinic_of(draft)
    moment = max(at, draft.in_force_from or at)
    old, _row = policy_in_force(moment, clinic)
    new = facts_of(draft, moment)
    never = [(row, facts_of(row)) for row in _overtaken(clinic, at, moment)]
    turns = [Turn(old, new, moment)]
    turns += [Turn(was, new, row.in_force_from or moment) for row, was in never]
    preview, *others = previews_of(turns, clinic, at)
    told = zip(never, others, strict=True)
    overtaken = tuple(Overtaken(row, was, then) for (row, was), then in told)
    return Step(draft, old, new, preview, overtaken)


def _overtaken(
    clinic: Clinic, at: datetime.datetime, moment: datetime.datetime
) -> list[PolicyVersion]:
    """Those that wait for a moment at which the draft would hold already."""
    rows = waiting_at(clinic, at)
    return [row for row in rows if row.in_force_from and row.in_force_from >= moment]
