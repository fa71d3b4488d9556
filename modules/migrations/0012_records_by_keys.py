"""The code of a track lasts: kept once something of the track is in force."""

from django.db import migrations, models

from home.append_only import append_only, never_emptied


def keep_known_tracks(apps, schema_editor):
    """Keep the tracks of all editions in force; of two with one code the older."""
    kept = apps.get_model("modules", "KeptTrack").objects
    pages = apps.get_model("modules", "TrackPage").objects
    editions = apps.get_model("modules", "ModuleEdition").objects
    keys = editions.filter(release__isnull=False).order_by("pk")
    for key in dict.fromkeys(keys.values_list("track_key", flat=True)):
        page = pages.filter(translation_key=key).order_by("pk").first()
        if page and not kept.filter(code=page.code).exists():
            kept.create(key=key, code=page.code, title=page.title)


class Migration(migrations.Migration):
    dependencies = [("modules", "0011_case_drafts")]

    operations = [
        migrations.CreateModel(
            name="KeptTrack",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=8, unique=True)),
                ("title", models.CharField(max_length=255)),
            ],
            options={"ordering": ["code"]},
        ),
        append_only("modules_kepttrack"),
        never_emptied("modules_kepttrack", key="key"),
        migrations.RunPython(keep_known_tracks, migrations.RunPython.noop),
    ]
