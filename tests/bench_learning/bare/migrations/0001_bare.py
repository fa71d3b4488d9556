import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns alone: what a stream may hold is no matter of the database."""

    initial = True
    dependencies = [("wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field")]
    operations = [
        migrations.CreateModel(
            name="BarePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("body", models.TextField()),
            ],
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="BareAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("attempt", models.UUIDField()),
                ("item", models.BigIntegerField()),
                ("response", models.JSONField()),
                ("is_right", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
