"""Django's own backend, with last deeds."""

from django.db.backends.postgresql import base

from home.database.last_deeds import LastDeeds


class DatabaseWrapper(LastDeeds, base.DatabaseWrapper):
    """A connection that finishes what its transaction left for the end."""
