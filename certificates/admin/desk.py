"""The director's desk: the panel on the admin's first page, and a page of its own."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.admin.ui.components import Component

from certificates.admin.endangered import in_danger
from certificates.admin.reach import directed_clinics
from certificates.permissions import SECOND_SIGNERS
from certificates.rules.lapse_bands import Band, counts_in
from certificates.selectors.desk import second_trays_at, trays_at
from certificates.selectors.lapses import lapses_at
from home.access import access, caller, clinics_of, roles
from home.models import Clinic, Person, Role

# How many of each sort the panel shows; the page shows more of them.
SHOWN = 5
SHOWN_ON_PAGE = 25


class DeskPanel(Component):
    """What needs a decision, and what runs out; nothing for anybody else."""

    order = 50
    template_name = "certificates/admin/desk.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.clinics = directed_clinics(request)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """This will gather both halves in a constant number of queries."""
        now = timezone.now()
        return desk_context(self.clinics, caller(self.request), now, SHOWN)


class SecondSignerPanel(DeskPanel):
    """What waits for a second signature, for those who sign second only."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.clinics = clinics_of(request, Role.MEDICAL_DIRECTOR)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """This will gather it in a constant number of queries."""
        return second_context(self.clinics, caller(self.request), SHOWN)


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """This will put the panel first, for those who direct a clinic or sign second."""
    for panel in (DeskPanel(request), SecondSignerPanel(request)):
        if panel.clinics:
            panels.insert(0, panel)
            return


@access(roles(*SECOND_SIGNERS))
@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """This will show the desk on a page of its own, with longer lists."""
    context = {
        "header_title": _("Desk"),
        "header_icon": "home",
        "breadcrumbs_items": [{"url": "", "label": _("Desk")}],
    }
    clinics, now = directed_clinics(request), timezone.now()
    if clinics:
        context |= desk_context(clinics, caller(request), now, SHOWN_ON_PAGE)
    else:
        medical = clinics_of(request, Role.MEDICAL_DIRECTOR)
        context |= second_context(medical, caller(request), SHOWN_ON_PAGE)
    return render(request, "certificates/admin/desk_page.html", context)


def second_context(clinics: list[Clinic], signer: Person, shown: int) -> dict[str, Any]:
    """This will give what the desk's templates need for who signs second only."""
    trays = second_trays_at(clinics, signer)
    return {
        "is_second": True,
        "many_clinics": len(clinics) > 1,
        "trays": [(tray, tray.tasks[:shown]) for tray in trays],
        "waiting": sum(tray.count for tray in trays),
    }


def desk_context(
    clinics: list[Clinic], director: Person, now: datetime.datetime, shown: int
) -> dict[str, Any]:
    """This will give what the desk's templates need.

    Args:
        shown: how many of each sort are listed; all of them are counted.
    """
    trays = trays_at(clinics, director, now)
    lapses = lapses_at(clinics, now)
    by_id = {clinic.pk: clinic for clinic in clinics}
    endangering = [row for row in lapses if row.sessions]
    soon = [row for row in lapses if row.band is Band.DAYS_7 and not row.sessions]
    return {
        "many_clinics": len(clinics) > 1,
        "in_danger": in_danger(clinics, now, shown),
        "trays": [(tray, tray.tasks[:shown]) for tray in trays],
        "waiting": sum(tray.count for tray in trays),
        "counts": counts_in(lapses),
        "bands": Band.choices,
        "endangering": [(row, by_id[row.clinic_id]) for row in endangering[:shown]],
        "endangering_count": len(endangering),
        "soon": [(row, by_id[row.clinic_id]) for row in soon[:shown]],
        "soon_count": len(soon),
    }
