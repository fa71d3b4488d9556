"""The key under which a browser sent an answer stands beside it, and stays."""

import django.db.models.deletion
from django.db import migrations, models

from home.append_only import append_only, never_emptied


class Migration(migrations.Migration):
    dependencies = [("modules", "0006_cases_authored")]

    operations = [
        migrations.CreateModel(
            name="CheckSending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("client_key", models.UUIDField(unique=True)),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sending",
                        to="modules.checkanswer",
                    ),
                ),
            ],
        ),
        append_only("modules_checksending"),
        never_emptied("modules_checksending"),
    ]
