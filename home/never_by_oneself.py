"""Tables in which nobody is the one who acts on themselves.

Where whom a row is about stands in another table, no constraint can compare the two:
a trigger does. Migrations call this, as they call `home.append_only`.
"""

from home.append_only import Keeping, Statements

DEEDS = ("INSERT", "UPDATE")


def never_by_oneself(table: str, *, by: str, about: str) -> Keeping:
    """This will refuse rows in which the one who acts is whom it is about.

    Args:
        by: the column of who acts; an empty one acts on nobody.
        about: an SQL value with the person's id, of the row as it would be (`new.`).
    """

    def refusing(name: str) -> Statements:
        refusal = f"Nobody is {by} about themselves in {name}."
        is_self = f"new.{by} = {about}"
        return {
            "sqlite": [
                f"CREATE TRIGGER {name}_no_self_{deed.lower()} BEFORE {deed} ON {name} "
                f"WHEN {is_self} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                for deed in DEEDS
            ],
            "postgresql": [
                f"CREATE FUNCTION {name}_refuse_self() RETURNS trigger "
                f"LANGUAGE plpgsql AS $$ BEGIN IF {is_self} THEN "
                f"RAISE EXCEPTION '{refusal}' USING ERRCODE = '23001'; END IF; "
                "RETURN new; END $$",
                *(
                    f"CREATE TRIGGER {name}_no_self_{deed.lower()} BEFORE {deed} "
                    f"ON {name} FOR EACH ROW EXECUTE FUNCTION {name}_refuse_self()"
                    for deed in DEEDS
                ),
            ],
        }

    deeds = dict.fromkeys(
        ("sqlite", "postgresql"), tuple(f"self_{deed.lower()}" for deed in DEEDS)
    )
    return Keeping.of((table,), refusing, _let, deeds=deeds)


def _let(table: str) -> Statements:
    names = [f"{table}_no_self_{deed.lower()}" for deed in DEEDS]
    return {
        "sqlite": [f"DROP TRIGGER {name}" for name in names],
        "postgresql": [
            *(f"DROP TRIGGER {name} ON {table}" for name in names),
            f"DROP FUNCTION {table}_refuse_self()",
        ],
    }
