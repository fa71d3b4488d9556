"""Settings for the browser tests: development, with static files as they lie."""

from kap_training.settings.dev import *  # noqa: F403

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nothing is translated yet: this is how a page is seen that reads from right to left.
LANGUAGES = [*LANGUAGES, ("ar", "Arabic")]
