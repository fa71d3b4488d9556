"""What the ground adds to the site's navigation."""

from django.utils.translation import gettext_lazy as _

from home.backends import ADMIN_DOOR
from home.navigation import Item, register


def fill() -> None:
    """This will add the entries; called once when the app is ready."""
    register(
        Item(
            label=_("Desk"),
            url_name="wagtailadmin_home",
            order=60,
            shown=lambda request: request.user.has_perm(ADMIN_DOOR),
        )
    )
