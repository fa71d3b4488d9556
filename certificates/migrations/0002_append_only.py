"""The database itself refuses to change or delete what a credential rests on.

A certificate waits for its bytes: they, their digest and their moment are filled
in once, and nothing else of it ever changes.
"""

from django.db import migrations

from home.append_only import append_only, filled_once


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [
        append_only(
            "certificates_signature",
            "certificates_credentialevent",
            "certificates_applicationevent",
            "certificates_verification",
            "certificates_exclusioncheck",
            "certificates_currencyrecord",
            "certificates_decisionrecord",
        ),
        filled_once(
            "certificates_certificate",
            empty="old.file = '' AND old.sha256 = '' AND old.rendered_at IS NULL",
            kept=(
                "id",
                "credential_id",
                "code",
                "serial",
                "snapshot",
                "snapshot_sha256",
                "issued_at",
            ),
        ),
    ]
