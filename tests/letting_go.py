"""What somebody who owns the database can do first: take its triggers away."""

from django.db import connection

DEEDS = ("update", "delete")


def let_go_of(*tables: str) -> None:
    """This will lift what keeps the rows of the tables, until the test is undone."""
    on = "" if connection.vendor == "sqlite" else " ON {}"
    with connection.cursor() as cursor:
        for table in tables:
            for deed in DEEDS:
                cursor.execute(f"DROP TRIGGER {table}_no_{deed}" + on.format(table))
