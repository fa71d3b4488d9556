"""The panel on the admin's first page: what a director has to look at."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from certificates.admin.reach import directed_clinics
from certificates.selectors.desk import SHOWN, lapses_at, waiting_at


class DeskPanel(Component):
    """Applications that wait, and what will lapse; empty for everybody else."""

    order = 50
    template_name = "certificates/admin/desk.html"

    def __init__(self, request: HttpRequest) -> None:
        self.clinics = directed_clinics(request)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """This will gather both lists in a constant number of queries."""
        waiting = waiting_at(self.clinics)
        return {
            "clinics": self.clinics,
            "waiting": waiting[:SHOWN],
            "waiting_count": waiting.count(),
            "lapses": lapses_at(self.clinics, timezone.now()),
        }


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """This will put the panel first, for those who direct a clinic."""
    panel = DeskPanel(request)
    if panel.clinics:
        panels.insert(0, panel)
