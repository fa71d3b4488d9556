from django.db import connection

from tests.choose_database import ON_POSTGRESQL


def test_the_suite_runs_on_the_database_it_says(db):
    assert connection.vendor == ("postgresql" if ON_POSTGRESQL else "sqlite")
