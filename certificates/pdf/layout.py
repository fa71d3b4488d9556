"""How large the words are set: long ones smaller, in a few fixed steps."""

from dataclasses import dataclass

from certificates.pdf.snapshot import CertificateSnapshot

# A text longer than the first figure is set one step smaller, and so on.
HOLDER_STEPS = (26, 38, 56)
CREDENTIAL_STEPS = (46, 72, 110)
CLINIC_STEPS = (52, 84)
SUMMARY_STEPS = (100, 170)
SIGNATORY_STEPS = (24, 31)

# From airy to close. The first that leaves everything on one page is used.
DENSITIES = ("airy", "easy", "even", "firm", "close", "tight", "packed")


@dataclass(frozen=True)
class Sizes:
    """The step each text of the statement is set in; 1 is the largest."""

    holder: int
    credential: int
    clinic: int
    summary: int
    signatories: int


def sizes_for(snapshot: CertificateSnapshot) -> Sizes:
    """Choose the steps by length alone, so that a snapshot always looks the same."""
    return Sizes(
        holder=_step(snapshot.holder_name, HOLDER_STEPS),
        credential=_step(snapshot.credential_title, CREDENTIAL_STEPS),
        clinic=_step(snapshot.clinic_name, CLINIC_STEPS),
        summary=_step(snapshot.credential_summary, SUMMARY_STEPS),
        signatories=max(
            _step(signatory.name, SIGNATORY_STEPS) for signatory in snapshot.signatories
        ),
    )


def _step(text: str, limits: tuple[int, ...]) -> int:
    return 1 + sum(len(text) > limit for limit in limits)
