"""What a director can decide about an application, as the page offers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from certificates.actions.appeals import reopen_application, uphold_decision
from certificates.actions.decisions import (
    UNDER_DECISION,
    approve_application,
    approve_with_conditions,
    decline_application,
    defer_application,
)
from certificates.forms.applications import (
    ConditionsForm,
    DecisionForm,
    GrantForm,
    ReasonForm,
)
from certificates.models import Application, Signature

Meaning = Signature.Meaning


@dataclass(frozen=True)
class Ruling:
    """One thing to decide.

    Args:
        label: on the link that leads to it, and on the button that signs.
        lead: what follows from it, in a sentence.
        grants: everything asked for has to hold, and nobody signs on their own work.
    """

    slug: str
    label: StrOrPromise
    lead: StrOrPromise
    meaning: Signature.Meaning
    action: Callable[..., Any]
    form: type[DecisionForm] = ReasonForm
    grants: bool = False
    is_hard: bool = False


RULINGS = (
    Ruling(
        "approve",
        _("Approve"),
        _("The credential is granted from today and its certificate is issued."),
        Meaning.APPROVED,
        approve_application,
        form=GrantForm,
        grants=True,
    ),
    Ruling(
        "conditional",
        _("Approve with conditions"),
        _(
            "The credential is provisional until a director has signed that each "
            "condition is met. Then its certificate is issued."
        ),
        Meaning.CONDITIONAL,
        approve_with_conditions,
        form=ConditionsForm,
        grants=True,
    ),
    Ruling(
        "defer",
        _("Defer"),
        _("The applicant mends what you name and sends the application again."),
        Meaning.DEFERRED,
        defer_application,
    ),
    Ruling(
        "decline",
        _("Decline"),
        _("The applicant may appeal once, within 30 days; another director hears it."),
        Meaning.DECLINED,
        decline_application,
        is_hard=True,
    ),
)
HEARINGS = (
    Ruling(
        "reopen",
        _("Open it again"),
        _("The application goes back into review. Other directors decide on it."),
        Meaning.REOPENED,
        reopen_application,
    ),
    Ruling(
        "uphold",
        _("Let the decision stand"),
        _("The refusal is final. The applicant may apply anew at any time."),
        Meaning.UPHELD,
        uphold_decision,
        is_hard=True,
    ),
)


def rulings_on(application: Application) -> tuple[Ruling, ...]:
    """This will list what can be decided about an application in its state."""
    if application.state in UNDER_DECISION:
        return RULINGS
    return HEARINGS if application.state == Application.State.APPEALED else ()


def ruling_of(application: Application, slug: str) -> Ruling | None:
    """This will find one of them by its word in the address."""
    return next((row for row in rulings_on(application) if row.slug == slug), None)
