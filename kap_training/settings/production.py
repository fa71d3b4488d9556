"""Settings for a clinic's server: everything that matters comes from variables."""

from django.core.exceptions import ImproperlyConfigured

from kap_training.settings.base import *  # noqa: F403

missing = [
    name
    for name in ("SECRET_KEY", "PUBLIC_BASE_URL", "ALLOWED_HOSTS", "DATA_DIR")
    if not env.str(name, default="")
]
if missing:
    raise ImproperlyConfigured(
        f"Set {', '.join(missing)} in the environment before starting."
    )

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
KAP_DEMONSTRATION = False
