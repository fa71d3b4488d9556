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
from certificates.selectors.desk import office_trays_at, second_trays_at, trays_at
from certificates.selectors.lapses import lapses_at
from home.access import access, caller, clinics_of, roles
from home.models import Clinic, Person, Role

# How many of each sort the panel shows; the page shows more of them.
SHOWN = 5
SHOWN_ON_PAGE = 25


class DeskPanel(Component):
    """What needs a decision, and what runs out, at the clinics that somebody directs.

    Args:
        shown: how many of each sort are listed; all of them are counted.
    """

    order = 50
    template_name = "certificates/admin/desk.html"

    def __init__(self, request: HttpRequest, shown: int = SHOWN) -> None:
        self.request, self.shown = request, shown
        self.clinics = self.reach(request)

    @staticmethod
    def reach(request: HttpRequest) -> list[Clinic]:
        """This will list the clinics that it is about; it shows nothing without."""
        return directed_clinics(request)

    def told(self) -> dict[str, Any]:
        """This will gather both halves in a constant number of queries."""
        now = timezone.now()
        return desk_context(self.clinics, caller(self.request), now, self.shown)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """This will name the clinics in the heading where there is another panel."""
        reached = (kind.reach(self.request) for kind in PANELS)
        is_one_of_many = sum(map(bool, reached)) > 1
        return self.told() | {
            "many_clinics": len(self.clinics) > 1,
            "headed": self.clinics if is_one_of_many else [],
        }


class SecondSignerPanel(DeskPanel):
    """What waits for a second signature, where somebody signs second only."""

    @staticmethod
    def reach(request: HttpRequest) -> list[Clinic]:
        """This will leave out clinics they direct: all trays stand there already."""
        own = directed_clinics(request)
        medical = clinics_of(request, Role.MEDICAL_DIRECTOR)
        return [clinic for clinic in medical if clinic not in own]

    def told(self) -> dict[str, Any]:
        """This will gather it in a constant number of queries."""
        return second_context(self.clinics, caller(self.request), self.shown)


class OfficePanel(DeskPanel):
    """How much waits for the credentials office, for its staff."""

    template_name = "certificates/admin/desk_office.html"

    @staticmethod
    def reach(request: HttpRequest) -> list[Clinic]:
        """This will leave out clinics they direct: the desk shows what is grave."""
        own = directed_clinics(request)
        staffed = clinics_of(request, Role.STAFF)
        return [clinic for clinic in staffed if clinic not in own]

    def told(self) -> dict[str, Any]:
        """This will count it in a constant number of queries."""
        return {"trays": office_trays_at(self.clinics, timezone.now())}


PANELS = (DeskPanel, SecondSignerPanel, OfficePanel)


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """This will put first what waits for whoever looks: directors, then the office."""
    mine = (kind(request) for kind in PANELS)
    panels[:0] = [panel for panel in mine if panel.clinics]


@access(roles(*SECOND_SIGNERS))
@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """This will show the desk on a page of its own, with longer lists."""
    kinds = (DeskPanel, SecondSignerPanel)
    panels = [kind(request, SHOWN_ON_PAGE) for kind in kinds]
    context = {
        "header_title": _("Desk"),
        "header_icon": "home",
        "breadcrumbs_items": [{"url": "", "label": _("Desk")}],
        "desks": [panel for panel in panels if panel.clinics],
    }
    return render(request, "certificates/admin/desk_page.html", context)


def second_context(clinics: list[Clinic], signer: Person, shown: int) -> dict[str, Any]:
    """This will give what the desk's templates need for who signs second only."""
    trays = second_trays_at(clinics, signer)
    return {
        "is_second": True,
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
