"""Which requirement set stands for a credential, and where somebody is with it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.clearance.verdicts import Verdict
from certificates.models import CredentialType, RequirementSet
from certificates.requirements.evidence import Evidence
from certificates.requirements.tree import judge, marks, missing

CANDIDATE = "CANDIDATE"
SHORT = {
    "L2A": "L2a",
    "L2B": "L2b",
    "T": gettext_lazy("Endorsement T"),
    "S": gettext_lazy("Endorsement S"),
}


def set_name(credential_type: str, target: str = "") -> str:
    """This will give the name a requirement set is kept under.

    A Candidate works towards something: its set is named for that as well.
    """
    return f"{credential_type}-{target}" if target else credential_type


def split_name(name: str) -> tuple[str, str]:
    """This will turn the name of a set back into credential type and target."""
    credential_type, _dash, target = name.partition("-")
    return credential_type, target


def title_of(credential_type: str, target: str = "") -> str:
    """This will give the credential's name as people read it.

    What is not known here is named as it is written: no page breaks over a row.
    """
    known = dict(CredentialType.choices)
    label = str(known.get(credential_type, credential_type))
    if not target:
        return label
    return _("%(credential)s for %(target)s") % {"credential": label, "target": target}


def offered_set(credential_type: str, target: str) -> RequirementSet | None:
    """This will find the active set of exactly this credential and target.

    Compared as a pair: CANDIDATE-L1 is the name of a set and no credential.
    """
    active = RequirementSet.objects.filter(state=RequirementSet.State.ACTIVE)
    asked = (credential_type, target)
    found = (row for row in active if split_name(row.credential_type) == asked)
    return next(found, None)


@dataclass(frozen=True)
class Standing:
    """Where one person is with one requirement set."""

    requirement_set: RequirementSet
    verdict: Verdict

    @property
    def credential_type(self) -> str:
        """Such as L1."""
        return split_name(self.requirement_set.credential_type)[0]

    @property
    def target(self) -> str:
        """For a Candidate: what is worked towards."""
        return split_name(self.requirement_set.credential_type)[1]

    @property
    def title(self) -> str:
        """The credential's name as people read it."""
        return title_of(self.credential_type, self.target)

    @property
    def short_title(self) -> str:
        """The credential in a word or two, such as L1 or Candidate for L1."""
        if self.target:
            return self.title
        return str(SHORT.get(self.credential_type, self.credential_type))

    @property
    def is_ready(self) -> bool:
        """True when everything asked for is there."""
        return self.verdict.is_good

    @property
    def missing(self) -> list[Verdict]:
        """What still stands in the way."""
        return missing(self.verdict)

    @property
    def clinic_decides(self) -> bool:
        """True when figures in it are proposals for the clinic to decide."""
        return "POL" in marks(self.requirement_set.tree)


def standings(evidence: Evidence) -> list[Standing]:
    """This will judge every active requirement set, in the ladder's order."""
    order = {name: place for place, name in enumerate(LADDER)}
    sets = RequirementSet.objects.filter(state=RequirementSet.State.ACTIVE)
    found = [Standing(row, judge(row.tree, evidence)) for row in sets]
    last = len(order)
    return sorted(
        found, key=lambda s: order.get(s.requirement_set.credential_type, last)
    )


LADDER = (
    "CANDIDATE-L1",
    "L1",
    "L2A",
    "CANDIDATE-L2",
    "L2B",
    "L3",
    "CANDIDATE-T",
    "T",
    "S",
)
