"""The list of questions, with the ways to its numbers and its files."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from modules.admin.audited import AUTHORS


class QuestionIndexView(generic.IndexView):
    """The list, with more in the menu of its header."""

    access_policy = AUTHORS

    @property
    def header_more_buttons(self) -> list[Button]:
        """This will add files for those who may write, and numbers for all here."""
        buttons = list(super().header_more_buttons)
        may = self.permission_policy.user_has_permission
        if all(may(self.request.user, action) for action in ("add", "change")):
            chosen = urlencode({"bank": self.request.GET.get("bank", "")})
            exchange = _button(_("Questions as files"), "question_exchange", 30)
            exchange.url += f"?{chosen}"
            buttons.append(exchange)
        buttons.append(_button(_("Question statistics"), "item_statistics", 40))
        return buttons


def _button(label: str, name: str, priority: int) -> Button:
    icon = "upload" if name == "question_exchange" else "order"
    return Button(label, url=reverse(name), icon_name=icon, priority=priority)
