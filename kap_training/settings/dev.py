"""Settings for `make run`: one machine, SQLite, mail to the console."""

from kap_training.settings.base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-key-never-used-elsewhere")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
KAP_DEMONSTRATION = True
CHECKPOINT_KEY_IS_MADE = True
