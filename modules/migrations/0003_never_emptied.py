"""Nothing that is kept can be emptied at a stroke."""

from django.db import migrations

from home.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("modules", "0002_append_only")]

    operations = [
        never_emptied(
            "modules_moduleedition",
            "modules_attemptanswer",
            "modules_lessoncompletion",
            "modules_lessonopening",
            "modules_checkanswer",
            "modules_scenariostep",
            "modules_observation",
        )
    ]
