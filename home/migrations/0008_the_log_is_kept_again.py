"""The database keeps the log: places are filled once, and the tree only grows."""

from django.db import migrations

from home.append_only import filled_once, only_grows


class Migration(migrations.Migration):
    dependencies = [("home", "0007_seal_what_stands")]

    operations = [
        # Its facts get the digest of the row with the place.
        filled_once(
            "home_auditentry",
            empty="old.leaf_index IS NULL AND new.leaf_index IS NOT NULL",
            kept=(
                "id",
                "at",
                "action",
                '"by"',
                "clinic_id",
                "subject_kind",
                "subject_id",
            ),
        ),
        only_grows("home_audithead", "size"),
    ]
