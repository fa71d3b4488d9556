"""The menu "Learning": everything authors keep beside the pages, in one place."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from modules.admin import case_drafts, exchange, releases, reviews, statistics
from modules.admin.learning import (
    AssessmentViewSet,
    BankViewSet,
    GlossaryViewSet,
    PracticumFormViewSet,
    QuestionViewSet,
    ScenarioViewSet,
    SourceViewSet,
)

# What is no list of rows stands among them, each after the entry of this name.
PAGES: dict[str, tuple[Callable[[], MenuItem], ...]] = {
    "": (reviews.menu_item, releases.menu_item),
    ScenarioViewSet.name: (case_drafts.menu_item,),
    QuestionViewSet.name: (statistics.menu_item, exchange.menu_item),
}


class LearningGroup(ViewSetGroup):
    """The menu entry that holds them all."""

    menu_label = _("Learning")
    menu_icon = "openquote"
    menu_order = 150
    items = (
        QuestionViewSet,
        BankViewSet,
        AssessmentViewSet,
        ScenarioViewSet,
        PracticumFormViewSet,
        GlossaryViewSet,
        SourceViewSet,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        """This will put our own pages among the lists."""
        entries = [make() for make in PAGES[""]]
        for viewset in self.registerables:
            entries.append(viewset.get_menu_item())
            entries += [make() for make in PAGES.get(viewset.name, ())]
        for order, entry in enumerate(entries, start=1):
            entry.order = order
        return entries
