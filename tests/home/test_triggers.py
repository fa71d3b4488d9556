"""`audit_verify` over triggers that somebody took away, and SQLite's REPLACE."""

import pytest
from django.db import DatabaseError, connection, transaction

from certificates.models import Signature
from home.models import AuditEntry, DeclaredRelationship
from home.trigger_checks import expected, triggers_stand
from tests.cast import NOW, make_person
from tests.home.logged import run, written
from tests.letting_go import let_go_of


@pytest.mark.django_db
class TestTheTriggers:
    def test_all_stand(self):
        assert list(triggers_stand()) == []
        assert {
            "home_auditentry_no_update",
            "home_audithead_no_delete",
            "certificates_credential_no_update",
            "certificates_suspension_no_delete",
            "modules_observation_no_update",
        } <= expected()
        assert len(expected()) > 80

    def test_that_were_dropped_are_named(self):
        let_go_of("certificates_signature")

        assert [one.where for one in triggers_stand()] == [
            f"{Signature._meta.db_table}_no_{deed}" for deed in ("delete", "update")
        ]

    @pytest.mark.skipif(connection.vendor == "sqlite", reason="It cannot.")
    def test_that_were_turned_off_are_named(self):
        run("ALTER TABLE home_auditentry DISABLE TRIGGER USER")

        assert len(list(triggers_stand())) == 3

    def test_keep_a_declared_relation(self, clinic):
        DeclaredRelationship.objects.create(
            one=make_person("Ann Ash"), other=make_person("Ben Bay"), declared_on=NOW
        )
        with pytest.raises(DatabaseError, match="or deleted"), transaction.atomic():
            run("DELETE FROM home_declaredrelationship")

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own word.")
    @pytest.mark.parametrize("recursive", ["ON", "OFF"])
    def test_refuse_to_replace_a_row(self, clinic, recursive):
        written(1, clinic)
        run(f"PRAGMA recursive_triggers={recursive}")
        row = AuditEntry.objects.get()
        try:
            with pytest.raises(DatabaseError, match="or deleted"), transaction.atomic():
                run(
                    "INSERT OR REPLACE INTO home_auditentry "
                    "SELECT * FROM home_auditentry WHERE id = %s",
                    [row.pk],
                )
        finally:
            run("PRAGMA recursive_triggers=ON")

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own word.")
    def test_refuse_to_replace_by_another_unique_column(self, clinic):
        written(1, clinic)
        names = 'at, action, "by", clinic_id, subject_kind, subject_id, facts'
        names += ", leaf_index, leaf_sha256"

        with pytest.raises(DatabaseError, match="or deleted"), transaction.atomic():
            run(
                f"INSERT OR REPLACE INTO home_auditentry ({names}) "
                f"SELECT {names} FROM home_auditentry"
            )
