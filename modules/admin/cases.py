"""A branching case in the Wagtail admin: drawn, with what is wrong with it."""

from typing import Any

from django.utils.translation import gettext
from wagtail.admin.views.generic import InspectView

from modules.admin.audited import AUTHORS
from modules.admin.case_writers import may_write_cases
from modules.models import LessonPage
from modules.story_picture import picture_of
from modules.story_rules import as_drafted, faults_of_graph


class CaseInspectView(InspectView):
    """Shows one case."""

    access_policy = AUTHORS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """This will add the picture, and every fault of the case."""
        graph = as_drafted(self.object.graph)
        lessons = LessonPage.objects.live().values_list("code", flat=True)
        faults = faults_of_graph(graph, frozenset(lessons))
        marked = [fault.stop for fault in faults]
        return super().get_context_data(**kwargs) | {
            "may_write": may_write_cases(self.request),
            "picture": picture_of(graph, marked),
            "faults": [gettext(fault.words) % fault.told for fault in faults],
        }
