"""The database itself refuses to change or delete what was done, by whom and when."""

from django.db import migrations

from home.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("home", "0002_home_page")]

    operations = [append_only("home_auditentry")]
