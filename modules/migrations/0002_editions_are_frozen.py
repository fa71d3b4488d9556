"""The database itself refuses to change or delete an edition.

Evidence points to editions: whoever completed edition 2 completed exactly these
words. Code is trusted to leave them alone; the trigger is for everything else.
"""

from django.db import migrations

TABLE = "modules_moduleedition"
REFUSAL = "An edition is never changed or deleted."

SQLITE = [
    f"""
    CREATE TRIGGER {TABLE}_no_{deed.lower()} BEFORE {deed} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for deed in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23001'; END $$
    """,
    f"""
    CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()
    """,
]
UNDO_SQLITE = [f"DROP TRIGGER {TABLE}_no_{deed}" for deed in ("update", "delete")]
UNDO_POSTGRESQL = [
    f"DROP TRIGGER {TABLE}_frozen ON {TABLE}",
    f"DROP FUNCTION {TABLE}_refuse()",
]


def freeze(apps, schema_editor):
    """This will set the trigger in the words of the database at hand."""
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def thaw(apps, schema_editor):
    """This will take the trigger away again."""
    run(schema_editor, {"sqlite": UNDO_SQLITE, "postgresql": UNDO_POSTGRESQL})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("modules", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
