"""One step in an application's life: moved by the table, recorded once. Shared."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.credentials import lock_people
from certificates.models import Application, ApplicationEvent
from certificates.rules.application_moves import MoveRefused, require_move
from certificates.selectors.dossiers import digest_of
from home.actions import audit
from home.errors import RuleBroken
from home.models import Person

State = Application.State


class NotReady(RuleBroken):
    """Something that the credential asks for is missing. The message names it."""

    code = "REQUIREMENTS-NOT-MET"


class AlreadyDecided(RuleBroken):
    """The application is no longer waiting for this."""

    code = "APPLICATION-ALREADY-DECIDED"


class DossierChanged(RuleBroken):
    """The frozen dossier is not the one whose digest was kept."""

    code = "DOSSIER-CHANGED"


@dataclass(frozen=True)
class Step:
    """Who takes an application a step further, when, and why.

    Args:
        by: None when it follows by itself.
        facts: what the audit entry names as well: ids, numbers, digests.
    """

    by: Person | None
    at: datetime.datetime
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def taken_up(application: Application, *people: Person) -> Application:
    """This will read an application afresh, under the lock of everybody concerned.

    Raises:
        DossierChanged: somebody altered what was frozen.
    """
    lock_people(application.person_id, *(person.pk for person in people))
    related = ("person", "clinic", "requirement_set", "renews", "first_by")
    fresh = Application.objects.select_related(*related).get(pk=application.pk)
    if fresh.dossier_sha256 and fresh.dossier_sha256 != digest_of(fresh.dossier):
        raise DossierChanged(
            _("The frozen dossier was altered. Tell the administrator.")
        )
    return fresh


def move(application: Application, to_state: str, step: Step, **changes: Any) -> None:
    """This will move an application and record it, inside the caller's transaction.

    Args:
        changes: columns that change with the state.
    Raises:
        AlreadyDecided: the table does not have the move, or somebody was faster.
    """
    was = application.state
    try:
        require_move(was, to_state)
    except MoveRefused as refusal:
        raise AlreadyDecided(_past(application)) from refusal
    rows = Application.objects.filter(pk=application.pk, state=was)
    if not rows.update(state=to_state, **changes):
        raise AlreadyDecided(_past(application))
    for name, value in {"state": to_state, **changes}.items():
        setattr(application, name, value)
    record(application, f"APPLICATION-{to_state}", step)


def record(application: Application, action: str, step: Step) -> None:
    """This will write one event and one audit entry about an application."""
    ApplicationEvent.objects.create(
        application=application,
        state=application.state,
        by=step.by,
        at=step.at,
        reason=step.reason,
    )
    facts = {"dossier": application.dossier_sha256 or None, **step.facts}
    audit.append(action, by=step.by, at=step.at, about=application, **facts)


def _past(application: Application) -> str:
    return _("This application is no longer waiting for that. It is: %(state)s.") % {
        "state": application.get_state_display().lower()
    }
