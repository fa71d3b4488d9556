"""The number of trusted proxies."""

import environ
from django.core.exceptions import ImproperlyConfigured


def proxies_from(env: environ.Env) -> int:
    """This will read TRUSTED_PROXY_COUNT, 0 unless set.

    Raises:
        ImproperlyConfigured: it is not a whole number, or less than 0.
    """
    written = env.str("TRUSTED_PROXY_COUNT", default="0")
    if not (written.isascii() and written.isdecimal()):
        raise ImproperlyConfigured(
            "TRUSTED_PROXY_COUNT must be a whole number: how many proxies stand "
            "before the site."
        )
    return int(written)
