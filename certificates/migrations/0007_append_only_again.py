"""The database keeps the changed tables again, and the new ones like them."""

from django.db import migrations

from home.append_only import append_only, filled_once, frozen_once, never_deleted

# A check that was not clear is made clear only once every match of the person is
# dismissed, which takes two people; and only by a check of the same person.
CLEARS_ALONE = """
    new.corrects_id IS NOT NULL AND new.outcome <> 'CONFIRMED' AND EXISTS (
        SELECT 1 FROM certificates_exclusioncheck AS wrong
        WHERE wrong.id = new.corrects_id AND (
            wrong.person_id <> new.person_id OR wrong.outcome <> 'CLEAR' AND (
                NOT EXISTS (SELECT 1 FROM certificates_exclusionmatch AS done
                    WHERE done.person_id = new.person_id
                    AND done.state = 'DISMISSED')
                OR EXISTS (SELECT 1 FROM certificates_exclusionmatch AS standing
                    WHERE standing.person_id = new.person_id
                    AND standing.state <> 'DISMISSED'))))"""
REFUSAL = "A check that was not clear is put right by two people."
NAME = "certificates_exclusioncheck_cleared_by_two"
CLEARED_BY_TWO = {
    "sqlite": [
        f"CREATE TRIGGER {NAME} BEFORE INSERT ON certificates_exclusioncheck "
        f"WHEN {CLEARS_ALONE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ],
    "postgresql": [
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {CLEARS_ALONE} THEN RAISE EXCEPTION '{REFUSAL}' "
        "USING ERRCODE = '23001'; END IF; RETURN new; END $$",
        f"CREATE TRIGGER {NAME} BEFORE INSERT ON certificates_exclusioncheck "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}()",
    ],
}
NO_LONGER = {
    "sqlite": [f"DROP TRIGGER {NAME}"],
    "postgresql": [
        f"DROP TRIGGER {NAME} ON certificates_exclusioncheck",
        f"DROP FUNCTION {NAME}()",
    ],
}


def cleared_by_two(apps, schema_editor):
    for statement in CLEARED_BY_TWO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def cleared_as_before(apps, schema_editor):
    for statement in NO_LONGER[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0006_bases_are_kept")]

    operations = [
        append_only(
            "certificates_signature",
            "certificates_applicationevent",
            "certificates_verification",
            "certificates_exclusioncheck",
            "certificates_artefact",
            "certificates_setaside",
            "certificates_concernevent",
            "certificates_exclusionlist",
            "certificates_foundingappointment",
            "certificates_statement",
        ),
        # A version in force stays as it is; it can only be retired.
        frozen_once(
            "certificates_requirementset",
            draft="old.state = 'DRAFT'",
            closing="old.state = 'ACTIVE' AND new.state = 'RETIRED'",
            kept=(
                "id",
                "credential_type",
                "clinic_id",
                "version",
                "tree",
                "renewal_tree",
                "valid_months",
                "signers",
                "renewal_window_days",
                "renewal_dating",
                "renewal_month_day",
                "minimum_active_days",
                "may_do",
                "sha256",
                "cloned_from_id",
                "edited_by_id",
                "edited_at",
                "activated_at",
                "activated_by_id",
            ),
        ),
        # A report stays as it was written; where the review stands may change.
        filled_once(
            "certificates_concern",
            empty="old.id IS NOT NULL",
            kept=(
                "person_id",
                "clinic_id",
                "account",
                "session_code",
                "occurred_on",
                "reported_by_id",
                "reported_at",
            ),
        ),
        # What was sent stays as it was sent; only where it stands may change.
        frozen_once(
            "certificates_application",
            draft="old.dossier_sha256 = ''",
            closing="old.dossier_sha256 <> ''",
            kept=(
                "id",
                "person_id",
                "clinic_id",
                "credential_type",
                "target",
                "requirement_set_id",
                "renews_id",
                "continues_id",
                "started_at",
                "submitted_at",
                "dossier",
                "dossier_sha256",
                "signers",
            ),
        ),
        # A credential's life: the table of moves, and whose and what it is.
        filled_once(
            "certificates_credential",
            empty="""(new.state = old.state
                OR (old.state = 'PROVISIONAL' AND new.state IN ('ACTIVE', 'SUSPENDED',
                    'EXPIRED', 'REVOKED', 'SUPERSEDED', 'RELINQUISHED'))
                OR (old.state = 'ACTIVE' AND new.state IN ('SUSPENDED', 'EXPIRED',
                    'REVOKED', 'SUPERSEDED', 'RELINQUISHED'))
                OR (old.state = 'SUSPENDED' AND new.state IN ('PROVISIONAL', 'ACTIVE',
                    'EXPIRED', 'REVOKED', 'RELINQUISHED'))
                OR (old.state = 'EXPIRED' AND new.state = 'REVOKED'))
                AND (old.superseded_by_id IS NULL
                OR old.superseded_by_id = new.superseded_by_id)""",
            kept=(
                "id",
                "person_id",
                "clinic_id",
                "type",
                "target",
                "basis",
                "valid_from",
                "valid_to",
                "awarded_at",
                "application_id",
            ),
        ),
        # It ends once, by the hands of two.
        filled_once(
            "certificates_suspension",
            empty="""old.lifted_at IS NULL AND (new.lifted_at IS NULL
                OR (new.lifted_by_id IS NOT NULL
                AND new.lift_proposed_by_id IS NOT NULL))""",
            kept=(
                "id",
                "person_id",
                "clinic_id",
                "kind",
                "reason",
                "starts_at",
                "by_id",
                "concern_id",
                "recorded_at",
            ),
        ),
        # These may change; none is ever unsaid.
        never_deleted(
            "certificates_document",
            "certificates_waiver",
            "certificates_condition",
            "certificates_exclusionmatch",
            "certificates_provideridentity",
        ),
        migrations.RunPython(cleared_by_two, cleared_as_before),
    ]
