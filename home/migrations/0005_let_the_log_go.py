"""The log's table is about to change; the database keeps it again afterwards."""

from django.db import migrations

from home.append_only import let_go


class Migration(migrations.Migration):
    dependencies = [("home", "0004_safety_officers")]

    operations = [let_go("home_auditentry")]
