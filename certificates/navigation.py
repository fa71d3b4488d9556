"""What credentialing adds to the site's main navigation."""

from django.utils.translation import gettext_lazy as _

from home.access import person_of
from home.navigation import Item, register


def fill() -> None:
    """This will add the entries; called once when the app is ready."""
    register(
        Item(
            label=_("Credentials"),
            url_name="credentials",
            order=30,
            shown=lambda request: person_of(request) is not None,
        )
    )
