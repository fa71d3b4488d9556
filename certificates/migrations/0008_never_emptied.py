"""Nothing that is kept can be emptied at a stroke, and the log binds what stands."""

from django.db import migrations
from django.utils import timezone

from home.append_only import never_emptied
from home.sealing_standing import seal_standing


def bind(apps, schema_editor):
    seal_standing(apps, timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0009_never_emptied"),
        ("certificates", "0007_append_only_again"),
    ]

    operations = [
        migrations.RunPython(bind, migrations.RunPython.noop),
        never_emptied(
            "certificates_signature",
            "certificates_credentialevent",
            "certificates_applicationevent",
            "certificates_verification",
            "certificates_exclusioncheck",
            "certificates_currencyrecord",
            "certificates_decisionrecord",
            "certificates_certificate",
            "certificates_artefact",
            "certificates_setaside",
            "certificates_concernevent",
            "certificates_exclusionlist",
            "certificates_foundingappointment",
            "certificates_statement",
            "certificates_requirementset",
            "certificates_concern",
            "certificates_application",
            "certificates_credential",
            "certificates_suspension",
            "certificates_document",
            "certificates_waiver",
            "certificates_condition",
            "certificates_exclusionmatch",
        ),
        never_emptied("certificates_provideridentity", key="person_id"),
    ]
