"""Editions are released: every edition so far, with what was said of it then."""

import django.db.models.deletion
from django.db import migrations, models

from home.append_only import append_only, never_emptied

SIGNIFICANCE = [
    ("COSMETIC", "Cosmetic: nobody need do anything"),
    ("ACKNOWLEDGE", "Acknowledge: read what changed and confirm"),
    ("RETAKE", "Retake: do it again"),
]


def release_old_editions(apps, schema_editor):
    """Whatever was published until now is in force."""
    release = apps.get_model("modules", "EditionRelease")
    editions = apps.get_model("modules", "ModuleEdition").objects
    for row in editions.defer("lessons", "content").order_by("pk").iterator():
        release.objects.create(
            edition=row,
            significance=row.significance,
            reason=row.reason,
            released_at=row.published_at,
            released_by_id=row.published_by_id,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0009_never_emptied"),
        ("modules", "0008_assessments_by_the_clock"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionRelease",
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
                (
                    "significance",
                    models.CharField(choices=SIGNIFICANCE, max_length=16),
                ),
                ("reason", models.CharField(blank=True, max_length=255)),
                ("due_on", models.DateField(null=True)),
                ("released_at", models.DateTimeField()),
                ("authors", models.JSONField(default=list)),
                ("affected", models.JSONField(default=dict)),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release",
                        to="modules.moduleedition",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="home.person",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        append_only("modules_editionrelease"),
        never_emptied("modules_editionrelease"),
        migrations.RunPython(release_old_editions, migrations.RunPython.noop),
    ]
