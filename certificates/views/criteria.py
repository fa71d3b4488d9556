"""What the gate asks, from the catalogue itself, with the figures in force."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.clearance.case import Stage
from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.clearance.criteria.criterion import Criterion
from certificates.clearance.verdicts import Kind
from certificates.permissions import MAY_ASK_THE_GATE
from certificates.selectors.policies import policy_in_force
from certificates.selectors.policy_words import in_words
from home.access import access, clinics_of, roles
from home.models import Role

READERS = (*MAY_ASK_THE_GATE, Role.AUDITOR, Role.STAFF)


@access(roles(*READERS))
@never_cache
@require_GET
def criteria(request: HttpRequest) -> HttpResponse:
    """This will list every criterion by stage, as the policy in force asks it."""
    clinic = clinics_of(request, *READERS)[0]
    policy, _row = policy_in_force(timezone.now(), clinic)
    figures: dict[str, list[tuple[str, str]]] = {}
    for _heading, rows in in_words(policy):
        for parameter, words in rows:
            figures.setdefault(parameter.code, []).append((str(parameter.label), words))
    asked = [CATALOGUE[row.code] for row in policy.criteria if row.code in CATALOGUE]
    context = {
        "clinic": clinic,
        "policy": policy,
        "stages": [
            (_stage_words()[stage], [_told(c, stage, figures) for c in found])
            for stage in Stage
            if (found := [c for c in asked if _is_new_at(stage, c)])
        ],
    }
    return render(request, "certificates/criteria.html", context)


def _is_new_at(stage: Stage, criterion: Criterion) -> bool:
    """Starting asks all that booking asked; it is not listed twice."""
    was_asked = stage == Stage.START and Stage.BOOK in criterion.stages
    return stage in criterion.stages and not was_asked


def _told(criterion: Criterion, stage: Stage, figures: dict) -> dict[str, Any]:
    kinds = criterion.stages[stage]
    return {
        "code": criterion.code,
        "rules": ", ".join(criterion.rules),
        "words": criterion.description,
        "kinds": [_kind_words()[kind] for kind in kinds],
        "figures": figures.get(criterion.code, []),
    }


def _stage_words() -> dict[Stage, str]:
    return {
        Stage.BOOK: _("To book a session"),
        Stage.START: _("To start it: everything asked at booking, afresh, and this"),
        Stage.RELEASE: _("To let the patient go home"),
        Stage.CLOSE: _("To close the session"),
    }


def _kind_words() -> dict[Kind, str]:
    return {
        Kind.HARD: _("closed until it is met"),
        Kind.SIGN: _("closed until a named role signs"),
        Kind.WARN: _("opens with a warning"),
    }
