"""The database settings for one DATABASE_URL."""

from pathlib import Path

import environ

# WAL lets readers work beside the writer; IMMEDIATE takes the write lock at BEGIN,
# so that a correct transaction never ends in "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        # Rows that INSERT OR REPLACE takes away meet the triggers that keep them.
        "PRAGMA recursive_triggers=ON;"
    ),
}
POSTGRESQL_OPTIONS = {
    # In seconds: whoever waits at a door is told soon that nothing can be said.
    "connect_timeout": 2,
    # Only the gate has its statement prepared, and its plan never hangs on the values.
    "options": "-c statement_timeout=30000 -c lock_timeout=10000 "
    "-c plan_cache_mode=force_generic_plan",
}

# Django's own, and the audit log's place in the tree is taken last of all.
ENGINES = {
    "django.db.backends.sqlite3": "home.database.sqlite3",
    "django.db.backends.postgresql": "home.database.postgresql",
}


def database_from(env: environ.Env, data_dir: Path) -> dict:
    """This will turn DATABASE_URL into one entry of DATABASES."""
    database = env.db_url(
        "DATABASE_URL", default=f"sqlite:///{data_dir / 'kap.sqlite3'}"
    )
    database["ENGINE"] = ENGINES.get(database["ENGINE"], database["ENGINE"])
    if "sqlite" in database["ENGINE"]:
        data_dir.mkdir(parents=True, exist_ok=True)
        return database | {"OPTIONS": SQLITE_OPTIONS}
    return database | {"OPTIONS": POSTGRESQL_OPTIONS, "CONN_HEALTH_CHECKS": True}
