"""The database keeps what happens to sessions, policies and emergencies, and the log
binds it."""

from django.db import migrations
from django.utils import timezone

from home.append_only import (
    append_only,
    filled_once,
    frozen_once,
    never_deleted,
    never_emptied,
)
from home.sealing_standing import seal_standing


def bind(apps, schema_editor):
    seal_standing(apps, timezone.now())


class Migration(migrations.Migration):
    dependencies = [("certificates", "0010_the_gate_whole")]

    operations = [
        append_only("certificates_sessionevent"),
        # A statement stays as it was made; a change of the session makes it void once.
        filled_once(
            "certificates_attestation",
            empty="old.voided_at IS NULL",
            kept=("id", "session_id", "code", "by_id", "at"),
        ),
        filled_once(
            "certificates_sessionsignature",
            empty="old.voided_at IS NULL",
            kept=("id", "session_id", "code", "by_id", "reason", "at", "signature_id"),
        ),
        # An emergency is reviewed once.
        filled_once(
            "certificates_override",
            empty="old.reviewed_at IS NULL",
            kept=(
                "id",
                "session_id",
                "clinic_id",
                "by_id",
                "reason",
                "at",
                "ends_at",
                "told_id",
                "signature_id",
                "review_due_at",
            ),
        ),
        # A policy that two have signed stays; a later one follows it.
        frozen_once(
            "certificates_policyversion",
            draft="old.state = 'DRAFT'",
            closing="1 = 0",
            kept=("id",),
        ),
        never_deleted("certificates_session"),
        never_emptied(
            "certificates_sessionevent",
            "certificates_attestation",
            "certificates_sessionsignature",
            "certificates_override",
            "certificates_policyversion",
            "certificates_session",
        ),
        migrations.RunPython(bind, migrations.RunPython.noop),
    ]
