"""Conditions of grants: which are open, and which are overdue."""

import datetime

from certificates.models import Application, Condition, Credential
from home.models import Clinic


def open_conditions_of(credential: Credential) -> list[Condition]:
    """This will list what the holder of a credential still has to do."""
    rows = Condition.objects.filter(
        application=credential.application_id, met_at__isnull=True
    )
    return list(rows) if credential.application_id else []


def overdue_conditions(clinics: list[Clinic], at: datetime.datetime) -> list[Condition]:
    """This will list the conditions past their day, at these clinics, oldest first.

    Only of credentials that are still live. Person and clinic are fetched along.
    """
    latest = at.date() + datetime.timedelta(days=1)
    rows = Condition.objects.filter(
        application__clinic__in=clinics,
        application__state=Application.State.CONDITIONAL,
        application__credential__state__in=Credential.LIVE,
        met_at__isnull=True,
        due_on__lt=latest,
    )
    related = ("application__person", "application__clinic")
    rows = rows.select_related(*related).defer("application__dossier")
    return [
        row
        for row in rows.order_by("due_on", "number")
        if row.due_on < row.application.clinic.day_of(at)
    ]
