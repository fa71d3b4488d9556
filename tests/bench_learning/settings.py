"""As in production, with a bare page and a bare table to measure beside."""

from kap_training.settings.production import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench_learning.bare"]  # noqa: F405
SECURE_SSL_REDIRECT = False
# Nothing was collected; what is measured is no file.
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
ALLOWED_HOSTS = ["*"]
