"""Tables that grow new columns are let go, and kept again once they have them."""

from django.db import migrations

from home.append_only import let_go


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_append_only")]

    operations = [
        let_go(
            "certificates_signature",
            "certificates_applicationevent",
            "certificates_verification",
            "certificates_exclusioncheck",
        ),
    ]
