"""An application judged now: what holds, what is missing, what a signer is shown."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from certificates.clearance.verdicts import Verdict
from certificates.models import Application
from certificates.requirements.evidence import Evidence
from certificates.requirements.tree import judge, missing
from certificates.rules.applicants_share import applicants_share
from certificates.selectors.dossiers import dossier_of
from certificates.selectors.evidence import evidence_in
from certificates.selectors.person_files import PersonFile, person_file
from certificates.selectors.requirements import Standing, tree_for

# What is told of today only, and would make tomorrow's record another one.
OF_TODAY = ("as_of",)


@dataclass(frozen=True)
class Judgement:
    """Where one application stands at one moment."""

    application: Application
    file: PersonFile
    evidence: Evidence
    standing: Standing

    @property
    def missing(self) -> list[Verdict]:
        """What still stands in the way of a grant."""
        return self.standing.missing

    @cached_property
    def applicants_missing(self) -> list[Verdict]:
        """What the applicant has to bring before the application can be sent."""
        share = applicants_share(tree_of(self.application))
        return missing(judge(share, self.evidence)) if share else []

    @cached_property
    def dossier(self) -> dict[str, Any]:
        """The whole record as it is now."""
        return dossier_of(self.file, self.standing, self.application)

    @property
    def dossiers(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The record as it was sent, and as it is now."""
        return self.application.dossier, self.dossier

    @cached_property
    def shown(self) -> dict[str, Any]:
        """Exactly what a signer has in view, as plain data.

        Nothing in it moves by the clock alone, nor by a first signature: the second
        of two signers signs the same.
        """
        application = self.application
        now = {k: v for k, v in self.dossier.items() if k not in OF_TODAY}
        return {
            "application": str(application.pk),
            "dossier_sha256": application.dossier_sha256,
            "now": now,
            "appeal": _appeal(application),
        }


def judgement_of(
    application: Application, at: datetime.datetime, *, with_concerns: bool = True
) -> Judgement:
    """This will judge one application in a constant number of queries.

    Args:
        with_concerns: False where the applicant, or somebody who does not decide,
            could tell from the answer that one is open: nobody looks then.
    """
    person, clinic = application.person, application.clinic
    file = person_file(person, clinic, at, with_concerns=with_concerns)
    evidence = evidence_in(file)
    verdict = judge(tree_of(application), evidence)
    renewed = str(application.renews_id)
    renews = next((row for row in evidence.credentials if row.id == renewed), None)
    standing = Standing(application.requirement_set, verdict, renews)
    return Judgement(application, file, evidence, standing)


def shown_of(application: Application, at: datetime.datetime) -> dict[str, Any]:
    """This will give what somebody who signs a decision now would have in view."""
    return judgement_of(application, at).shown


def tree_of(application: Application) -> Mapping[str, Any]:
    """This will give what is asked: a renewal stays one, whatever ends meanwhile."""
    is_renewal = application.renews_id is not None
    return tree_for(application.requirement_set, is_renewal=is_renewal)


def _appeal(application: Application) -> dict[str, Any] | None:
    """An appeal and the decision it is against; the same before and after hearing."""
    if application.appealed_at is None:
        return None
    return {
        "appealed_at": application.appealed_at.isoformat(),
        "grounds": application.grounds,
    }
