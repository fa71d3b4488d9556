"""Everything a certificate prints, frozen at the moment of signing.

Pure: no model, no template, no PDF library. What is printed later depends on
nothing but these values.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any


class SnapshotInvalid(ValueError):  # noqa: N818 - it names a refusal
    """The values do not make a certificate: something is missing or unusable."""


@dataclass(frozen=True)
class Line:
    """One thing completed, such as a module or an observed session."""

    title: str
    detail: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signed, when (as it is to be read), and what the signature means."""

    name: str
    role: str
    signed_at: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class CertificateSnapshot:
    """What one certificate says. `valid_to` None means that it does not expire."""

    code: str
    serial: str
    holder_name: str
    credential_title: str
    credential_summary: str
    clinic_name: str
    awarded_on: date
    valid_from: date
    valid_to: date | None
    completed: tuple[Line, ...]
    practice: tuple[Line, ...] = ()
    signatories: tuple[Signatory, ...]
    verify_url: str
    requirements_line: str
    content_reviewed: bool
    is_demo: bool
    language: str = "en"

    def __post_init__(self) -> None:
        for name in ("completed", "practice", "signatories"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        _check(self)

    def to_json(self) -> str:
        """Write the snapshot in its one canonical form.

        Keys sorted, no white space, letters as they are, dates as ISO 8601.
        Changing this form breaks the digest of every certificate ever issued.
        """
        return json.dumps(
            asdict(self),
            default=date.isoformat,
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> "CertificateSnapshot":
        """Read a snapshot back from its JSON.

        Raises:
            SnapshotInvalid: not JSON, a field missing or unknown, or a bad value.
        """
        try:
            values = json.loads(text)
            return cls(**_from_plain(values))
        except (KeyError, TypeError, ValueError) as problem:
            raise SnapshotInvalid(f"Not a certificate snapshot: {problem}") from problem

    def digest(self) -> str:
        """Return the SHA-256 of the canonical form, in hexadecimal.

        Stored and compared for ever: changing it orphans old certificates.
        """
        return sha256(self.to_json().encode()).hexdigest()


REQUIRED_TEXTS = (
    "code",
    "serial",
    "holder_name",
    "credential_title",
    "clinic_name",
    "language",
)


def _from_plain(values: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise TypeError("not an object")
    missing = {field.name for field in fields(CertificateSnapshot)} - values.keys()
    if missing:
        raise KeyError(", ".join(sorted(missing)))
    valid_to = values["valid_to"]
    return values | {
        "awarded_on": date.fromisoformat(values["awarded_on"]),
        "valid_from": date.fromisoformat(values["valid_from"]),
        "valid_to": None if valid_to is None else date.fromisoformat(valid_to),
        "completed": tuple(Line(**line) for line in values["completed"]),
        "practice": tuple(Line(**line) for line in values["practice"]),
        "signatories": tuple(Signatory(**one) for one in values["signatories"]),
    }


def _check(snapshot: CertificateSnapshot) -> None:
    for name in REQUIRED_TEXTS:
        if not getattr(snapshot, name).strip():
            raise SnapshotInvalid(f"A certificate needs a value for {name}.")
    if not snapshot.completed:
        raise SnapshotInvalid("A certificate names at least one thing completed.")
    if len(snapshot.signatories) not in (1, 2):
        raise SnapshotInvalid("A certificate carries one or two signatures.")
    if not snapshot.verify_url.startswith(("https://", "http://")):
        raise SnapshotInvalid("The address for checking must start with https://.")
    if snapshot.valid_to and snapshot.valid_to < snapshot.valid_from:
        raise SnapshotInvalid("The last valid day lies before the first.")
