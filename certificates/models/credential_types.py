"""The kinds of credential there are, and what a candidate may work towards."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CredentialType(models.TextChoices):
    L0 = "L0", _("L0 Enrolled")
    CANDIDATE = "CANDIDATE", _("Candidate")
    L1 = "L1", _("L1 Preparation and Integration Therapist")
    L2A = (
        "L2A",
        _("L2a Supervised Medication-Session Therapist, supervisor in the room"),
    )
    L2B = "L2B", _("L2b Supervised Medication-Session Therapist, supervisor on site")
    L3 = "L3", _("L3 Independent Medication-Session Therapist")
    T = "T", _("Endorsement T: Trauma Co-therapy")
    S = "S", _("Endorsement S: Assessor and Supervisor")


class CandidateTarget(models.TextChoices):
    """What a candidate may be working towards."""

    L1 = "L1", _("L1")
    L2 = "L2", _("L2")
    L3 = "L3", _("L3")
    T = "T", _("Endorsement T")


def of_a_known_kind(type_field: str) -> Q:
    """Only credentials there are, and a target with a Candidate and nobody else."""
    others = [value for value in CredentialType.values if value != "CANDIDATE"]
    candidate = Q(**{type_field: "CANDIDATE"}, target__in=CandidateTarget.values)
    return candidate | Q(**{f"{type_field}__in": others}, target="")
