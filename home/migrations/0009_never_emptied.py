"""Nothing that is kept can be emptied at a stroke."""

from django.db import migrations

from home.append_only import never_deleted, never_emptied


class Migration(migrations.Migration):
    dependencies = [("home", "0008_the_log_is_kept_again")]

    operations = [
        # Who stands close to whom decides who may sign: it is ended, never unsaid.
        never_deleted("home_declaredrelationship"),
        never_emptied(
            "home_auditentry",
            "home_audithead",
            "home_declaredrelationship",
        ),
    ]
