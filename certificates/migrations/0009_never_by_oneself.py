"""Nobody vouches for, verifies, appoints or clears themselves, typed by any hand."""

from django.db import migrations

from home.never_by_oneself import never_by_oneself


def person_of(table, key):
    return f"(SELECT person_id FROM certificates_{table} WHERE id = new.{key})"


class Migration(migrations.Migration):
    dependencies = [("certificates", "0008_never_emptied")]

    operations = [
        never_by_oneself(
            "certificates_verification",
            by="by_id",
            about=person_of("document", "document_id"),
        ),
        never_by_oneself(
            "certificates_exclusioncheck", by="by_id", about="new.person_id"
        ),
        never_by_oneself(
            "certificates_currencyrecord", by="by_id", about="new.person_id"
        ),
        never_by_oneself(
            "certificates_condition",
            by="met_by_id",
            about=person_of("application", "application_id"),
        ),
        never_by_oneself(
            "certificates_foundingappointment",
            by="by_id",
            about=person_of("credential", "credential_id"),
        ),
    ]
