"""Rows that the database itself keeps, whatever asks it to change or drop one."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from certificates.models import Certificate, Concern
from modules.models import LessonPage, Observation
from tests.cast import NOW
from tests.kept_rows import ADDED_ONLY, keep_one_of_each

FILLED = {"file": "a.pdf", "sha256": "a" * 64, "rendered_at": NOW}
KEPT = [f.column for f in Certificate._meta.fields if f.column not in FILLED]


def table_of(model):
    return model._meta.db_table


@pytest.fixture
def paper(alice, bob, clinic):
    return keep_one_of_each(alice, clinic, bob)


def run(statement):
    """Past every model; a refusal undoes this statement and nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def fill(paper, **changes):
    with transaction.atomic():
        rows = Certificate.objects.filter(pk=paper.pk)
        return rows.update(**(FILLED | changes))


@pytest.mark.usefixtures("paper")
class TestTheDatabase:
    @pytest.mark.parametrize("model", ADDED_ONLY, ids=table_of)
    def test_refuses_to_change_a_row(self, model):
        table, key = table_of(model), model._meta.pk.column
        assert model.objects.exists()

        with pytest.raises(DatabaseError, match=f"Rows of {table} .* never changed"):
            run(f"UPDATE {table} SET {key} = {key}")

    @pytest.mark.parametrize("model", [*ADDED_ONLY, Certificate], ids=table_of)
    def test_refuses_to_delete_a_row(self, model):
        table, before = table_of(model), model.objects.count()

        with pytest.raises(DatabaseError, match=f"Rows of {table} .* or deleted"):
            run(f"DELETE FROM {table}")

        assert model.objects.count() == before > 0

    @pytest.mark.skipif(connection.vendor == "sqlite", reason="It has no TRUNCATE.")
    @pytest.mark.parametrize("model", [*ADDED_ONLY, Certificate, Concern], ids=table_of)
    def test_refuses_to_empty_a_table(self, model):
        table, before = table_of(model), model.objects.count()
        run("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(DatabaseError, match=r"Rows of \w+ .* or deleted"):
            run(f"TRUNCATE {table} CASCADE")

        assert model.objects.count() == before > 0

    @pytest.mark.parametrize("column", KEPT)
    def test_refuses_to_change_what_a_certificate_says(self, column):
        with pytest.raises(DatabaseError, match="never changed"):
            run(f"UPDATE certificates_certificate SET {column} = NULL")


class TestACertificate:
    def test_takes_its_bytes(self, paper):
        assert fill(paper) == 1

    def test_takes_them_once(self, paper):
        fill(paper)

        for again in ({}, {"file": "b.pdf"}, {"sha256": "b" * 64}):
            with pytest.raises(DatabaseError, match="never changed"):
                fill(paper, **again)
        with pytest.raises(DatabaseError, match="never changed"):
            fill(paper, file="", sha256="", rendered_at=None)

    def test_takes_nothing_else_with_them(self, paper):
        with pytest.raises(DatabaseError, match="never changed"):
            fill(paper, snapshot={"name": "Somebody Else"})
        with pytest.raises(DatabaseError, match="never changed"):
            fill(paper, code="B" * 26)


class TestDeleting:
    def test_a_person_names_what_stands_in_the_way(self, paper, alice, bob):
        for person in (alice, bob):
            with pytest.raises(ProtectedError):
                person.delete()

    def test_a_clinic_names_what_stands_in_the_way(self, paper, clinic):
        with pytest.raises(ProtectedError):
            clinic.delete()

    def test_a_sign_in_leaves_the_record(self, paper, alice):
        alice.user.delete()

        assert Observation.objects.filter(person=alice).exists()

    def test_a_lesson_leaves_the_record(self, paper, alice):
        lesson = LessonPage.objects.get(code="F1.1")
        lesson.delete()

        assert paper.credential.person == alice
