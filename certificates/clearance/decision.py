"""A decision and the shapes it is told in. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from certificates.clearance.verdicts import Kind, Verdict

POLICY, HYPOTHETICAL, OVERRIDE = "policy", "hypothetical", "override"


@dataclass(frozen=True)
class Decision:
    """The answer to one question, with everything it rests on."""

    decision: bool
    verdicts: tuple[Verdict, ...]
    obligations: tuple[str, ...]
    valid_until: datetime | None
    basis: str
    evaluated_at: datetime
    as_of: datetime
    known_at: datetime
    policy_id: str
    policy_version: int
    policy_sha256: str
    facts_sha256: str

    @property
    def reasons(self) -> tuple[Verdict, ...]:
        """Return what stands in the way, unsigned signatures included."""
        return tuple(v for v in self.verdicts if v.is_open)

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        return tuple(v for v in self.verdicts if v.is_good and v.warning)

    @property
    def met(self) -> tuple[Verdict, ...]:
        """Return what is met or waived."""
        return tuple(v for v in self.verdicts if v.is_good)

    def as_json(self, decision_id: str) -> dict[str, Any]:
        """Return the AuthZEN answer as a scheduler may read it."""
        return self._told(decision_id, open_reason)

    def as_confidential_json(self, decision_id: str) -> dict[str, Any]:
        """Return the AuthZEN answer with what only a director may read."""
        return self._told(decision_id, confidential_reason)

    def _told(
        self, decision_id: str, tell: Callable[[Verdict], dict[str, Any]]
    ) -> dict[str, Any]:
        return {
            "decision": self.decision,
            "context": {
                "decision_id": decision_id,
                "evaluated_at": _moment(self.evaluated_at),
                "as_of": _moment(self.as_of),
                "known_at": _moment(self.known_at),
                "valid_until": _moment(self.valid_until),
                "basis": self.basis,
                "policy": {
                    "id": self.policy_id,
                    "version": self.policy_version,
                    "sha256": self.policy_sha256,
                },
                "facts_sha256": self.facts_sha256,
                "reasons": [tell(v) for v in self.reasons],
                "warnings": [warning(v) for v in self.warnings],
                "met": [met_row(v) for v in self.met],
                "obligations": [{"code": code} for code in self.obligations],
            },
        }


def open_reason(verdict: Verdict) -> dict[str, Any]:
    return {
        "code": verdict.code,
        "result": verdict.result.value,
        "type": verdict.type.value,
        "subject": verdict.subject,
        "text": verdict.text,
        "remedy": verdict.remedy,
        "evidence": list(verdict.evidence),
    }


def confidential_reason(verdict: Verdict) -> dict[str, Any]:
    return {
        **open_reason(verdict),
        "text": verdict.confidential_text or verdict.text,
        "evidence": list(verdict.confidential_evidence or verdict.evidence),
    }


def warning(verdict: Verdict) -> dict[str, Any]:
    return {
        **open_reason(verdict),
        "type": Kind.WARN.value,
        "text": verdict.warning,
    }


def met_row(verdict: Verdict) -> dict[str, Any]:
    until = verdict.holds_until
    return {
        "code": verdict.code,
        "subject": verdict.subject,
        "holds_until": until.isoformat() if until else None,
    }


def _moment(moment: datetime | None) -> str | None:
    """Return a moment as an instant in UTC, such as 2026-12-03T17:00:00Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
