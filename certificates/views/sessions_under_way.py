"""What is told of a session that is under way: until when, and by whose word."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from certificates.clearance.case import is_usable_minutes
from certificates.models import Session, SiteValues
from certificates.selectors.overrides import override_in_force
from certificates.views.sessions_finding import Hands
from certificates.views.sessions_words import When

MINUTE = datetime.timedelta(minutes=1)
State = Session.State


def not_before(session: Session, when: When) -> str:
    """This will tell when the observation of a medication session is over.

    Empty once it is, and where nobody knows. Read as RELEASE reads it.
    """
    began = session.started_at or session.starts_at
    is_medication = session.kind == Session.Kind.MEDICATION
    if not is_medication or session.state != State.STARTED or began is None:
        return ""
    values = SiteValues.objects.filter(clinic=session.clinic)
    minutes = values.order_by("-id").values_list("observe_minutes", flat=True).first()
    if not is_usable_minutes(minutes):
        return ""
    over = began + minutes * MINUTE
    if over <= when.now:
        return ""
    # The clock shows whole minutes: never told as earlier than it is.
    full = over.replace(second=0, microsecond=0)
    told = full if full == over else full + MINUTE
    is_today = when.clinic.day_of(told) == when.clinic.day_of(when.now)
    return when.clock(told) if is_today else when.moment(told)


def emergency_of(hands: Hands, when: When) -> dict[str, Any] | None:
    """This will tell the emergency in force, to those whom the gate answers."""
    if hands.session.state != State.STARTED or not hands.asks:
        return None
    row = override_in_force(hands.session, when.now)
    if row is None:
        return None
    words = _("Emergency in force until %(ends)s, by %(who)s.")
    title = words % {"ends": when.clock(row.ends_at), "who": row.by.name}
    due = _("Another director reviews it; due %(when)s.")
    text = _("It is reviewed.")
    if row.reviewed_at is None:
        text = due % {"when": when.moment(row.review_due_at)}
    return {"title": title, "text": text}
