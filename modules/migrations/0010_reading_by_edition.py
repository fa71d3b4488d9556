"""People move to a newer edition by choice, and confirm what changed."""

import django.db.models.deletion
from django.db import migrations, models

from home.append_only import append_only, never_emptied


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0009_never_emptied"),
        ("modules", "0009_editions_released"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
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
                ("passages_sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="modules.moduleedition",
                    ),
                ),
                (
                    "from_edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="modules.moduleedition",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="home.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "edition"),
                        name="modules_acknowledgement_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionMove",
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
                ("at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="modules.moduleedition",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="home.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "edition"), name="modules_move_once"
                    )
                ],
            },
        ),
        append_only("modules_editionmove", "modules_acknowledgement"),
        never_emptied("modules_editionmove", "modules_acknowledgement"),
    ]
