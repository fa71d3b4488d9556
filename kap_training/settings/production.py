"""Settings for a clinic's server: everything that matters comes from variables."""

from django.core.exceptions import ImproperlyConfigured

from kap_training.settings.base import *  # noqa: F403
from kap_training.settings.caches import shared_caches_from

# Without EMAIL_URL, links that set a new password would be written into the log.
NEEDED = (
    "SECRET_KEY",
    "PUBLIC_BASE_URL",
    "ALLOWED_HOSTS",
    "DATA_DIR",
    "EMAIL_URL",
    "CHECKPOINT_KEY_FILE",
)
missing = [name for name in NEEDED if not env.str(name, default="")]
if missing:
    raise ImproperlyConfigured(
        f"Set {', '.join(missing)} in the environment before starting."
    )

DEBUG = False
# A connection is kept for a minute and asked whether it is well: making one anew for
# each request costs more than most questions.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
CACHES = shared_caches_from(env, DATA_DIR)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
if TRUSTED_PROXY_COUNT:
    # Otherwise the header is whatever the caller wrote.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
KAP_DEMONSTRATION = False
