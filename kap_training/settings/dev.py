"""Settings for `make run`: one machine, SQLite, mail to the console."""

from kap_training.settings.base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=False)  # noqa: F405
SECRET_KEY = env.str("SECRET_KEY", default="development-only-key-never-used-elsewhere")  # noqa: F405
ALLOWED_HOSTS = env.list(  # noqa: F405
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"]
)
KAP_DEMONSTRATION = True
