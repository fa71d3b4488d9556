"""Since when something on record could be known: the newest entry about its rows."""

import datetime
from collections.abc import Iterable

from django.db.models import Max, Q

from certificates.clearance.verdicts import Verdict
from certificates.models import (
    Credential,
    Document,
    ExclusionCheck,
    Suspension,
    Verification,
)
from home.models import AuditEntry, DeclaredRelationship, Membership

# Whose rows a reason names as its evidence.
KINDS = {
    "LICENCE-ACTIVE": (Document, Verification),
    "EXCLUSION-CLEAR": (ExclusionCheck,),
    "LIABILITY-CURRENT": (Document,),
    "BLS-CURRENT": (Document,),
    "NOT-SUSPENDED": (Suspension,),
    "LEVEL-SUFFICIENT": (Credential,),
    "MEMBER-AT-CLINIC": (Membership,),
    "RELATION-DECLARED": (DeclaredRelationship,),
}


def known_since(verdicts: Iterable[Verdict]) -> dict[str, datetime.datetime]:
    """This will give the newest moment logged about each piece of evidence.

    One query, by the index of the log; none where nothing can be asked.
    """
    asked = Q()
    for verdict in verdicts:
        ids = verdict.confidential_evidence or verdict.evidence
        for model in KINDS.get(verdict.code, ()) if ids else ():
            asked |= Q(subject_kind=model._meta.label, subject_id__in=ids)
    if not asked:
        return {}
    rows = AuditEntry.objects.filter(asked).order_by()
    return dict(rows.values_list("subject_id").annotate(newest=Max("at")))
