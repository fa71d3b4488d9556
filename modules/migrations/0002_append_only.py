"""The database itself refuses to change or delete editions and evidence of learning.

Evidence points to editions: whoever completed edition 2 completed exactly these
words.
"""

from django.db import migrations

from home.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("modules", "0001_initial")]

    operations = [
        append_only(
            "modules_moduleedition",
            "modules_attemptanswer",
            "modules_lessoncompletion",
            "modules_lessonopening",
            "modules_checkanswer",
            "modules_scenariostep",
            "modules_observation",
        )
    ]
