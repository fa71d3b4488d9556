"""Which requirement set stands for a credential, and where somebody is with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.clearance.verdicts import Verdict
from certificates.models import Credential, CredentialType, RequirementSet
from certificates.requirements.evidence import Evidence, GrantFacts
from certificates.requirements.tree import judge, marks, missing, waiver_codes
from certificates.rules.renewal import renewal_opens
from home.models import Clinic

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


def active_sets(clinic: Clinic) -> list[RequirementSet]:
    """This will list the sets that stand at a clinic, in the ladder's order.

    For each credential the clinic's own active set, or else the shipped one.
    """
    active = RequirementSet.objects.filter(state=RequirementSet.State.ACTIVE)
    rows = active.filter(Q(clinic=clinic) | Q(clinic__isnull=True))
    shipped_first = rows.order_by(F("clinic").asc(nulls_first=True))
    found = {row.credential_type: row for row in shipped_first}
    order = {name: place for place, name in enumerate(LADDER)}
    return sorted(
        found.values(), key=lambda row: order.get(row.credential_type, len(order))
    )


def short_title_of(credential_type: str, target: str = "") -> str:
    """This will give the credential in a word or two, such as L1 or Endorsement T."""
    if target:
        return title_of(credential_type, target)
    return str(SHORT.get(credential_type, credential_type))


def offered_set(
    clinic: Clinic, credential_type: str, target: str = ""
) -> RequirementSet | None:
    """This will find the set that stands at a clinic for this credential and target.

    Compared as a pair: CANDIDATE-L1 is the name of a set and no credential.
    """
    asked = (credential_type, target)
    rows = active_sets(clinic)
    return next((row for row in rows if split_name(row.credential_type) == asked), None)


def waivers_asked(clinic: Clinic) -> dict[str, str]:
    """This will list what the clinic's sets let be waived: its words, by code."""
    found: dict[str, str] = {}
    for row in active_sets(clinic):
        for tree in filter(None, (row.tree, row.renewal_tree)):
            for code, words in waiver_codes(tree).items():
                found[code] = found.get(code) or words
    return found


@dataclass(frozen=True)
class Standing:
    """Where one person is with one requirement set.

    Args:
        renews: the credential that would be renewed, judged by the renewal's own
            path where the set has one; None for a first grant.
    """

    requirement_set: RequirementSet
    verdict: Verdict
    renews: GrantFacts | None = None

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
        return short_title_of(self.credential_type, self.target)

    @property
    def is_ready(self) -> bool:
        """True when everything asked for is there."""
        return self.verdict.is_good

    @property
    def missing(self) -> list[Verdict]:
        """What still stands in the way."""
        return missing(self.verdict)

    @property
    def is_renewal(self) -> bool:
        """True when a live credential of this kind is about to end."""
        return self.renews is not None

    @property
    def signers(self) -> int:
        """How many different people have to sign an approval."""
        return self.requirement_set.signers

    @property
    def tree(self) -> Mapping[str, Any]:
        """What the person is judged by."""
        return tree_for(self.requirement_set, is_renewal=self.is_renewal)

    @property
    def clinic_decides(self) -> bool:
        """True when figures in it are proposals for the clinic to decide."""
        return "POL" in marks(self.tree)


def tree_for(row: RequirementSet, *, is_renewal: bool) -> Mapping[str, Any]:
    """This will give what a first grant asks, or a renewal where it asks otherwise."""
    return (row.renewal_tree or row.tree) if is_renewal else row.tree


def renewable(row: RequirementSet, evidence: Evidence) -> GrantFacts | None:
    """This will find the live credential that is in its renewal window today."""
    kind = split_name(row.credential_type)
    held = [
        grant
        for grant in evidence.credentials
        if (grant.type, grant.target) == kind
        and grant.state in Credential.LIVE
        and not grant.is_founding
        and renewal_opens(grant, row) <= evidence.today <= grant.valid_to
    ]
    return max(held, key=lambda grant: grant.valid_to, default=None)


def judged_by(row: RequirementSet, evidence: Evidence) -> Standing:
    """This will judge somebody by a set: a renewal by its own path."""
    renews = renewable(row, evidence)
    tree = tree_for(row, is_renewal=renews is not None)
    return Standing(row, judge(tree, evidence), renews)


def standings(evidence: Evidence, clinic: Clinic) -> list[Standing]:
    """This will judge by every set that stands at the clinic, in the ladder's order."""
    return [judged_by(row, evidence) for row in active_sets(clinic)]


LADDER = (
    "L0",
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
