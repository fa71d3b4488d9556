"""Many tables in one statement are what each query would give alone."""

import datetime

import pytest
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Upper

from certificates.models import Credential, Document, Session
from home.models import AuditEntry, Clinic, Membership, Person
from home.rows_together import rows_together
from modules.models import Assessment, Attempt, Question

pytestmark = pytest.mark.django_db


def values(rows):
    return [
        {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        for row in rows
    ]


@pytest.fixture
def asked(ready, alice, bob):
    return {
        "people": Person.objects.order_by("name"),
        "clinics": Clinic.objects.all(),
        "memberships": Membership.objects.filter(person=alice).order_by("-pk"),
        "documents": Document.objects.filter(person__in=[alice, bob]).order_by("pk"),
        "entries": AuditEntry.objects.order_by("pk"),
        "assessments": Assessment.objects.order_by("pk"),
        "questions": Question.objects.order_by("-pk"),
        "sessions": Session.objects.order_by("pk"),
        "credentials": Credential.objects.order_by("pk"),
    }


def test_gives_the_rows_of_each_query(asked):
    together = rows_together(asked)

    assert together["documents"] and together["entries"] and together["questions"]
    for name, rows in asked.items():
        assert values(together[name]) == values(rows), name
        assert [type(row) for row in together[name]] == [type(row) for row in rows]


def test_gives_the_tuples_of_each_query(ready, alice):
    asked = {
        "roles": Membership.objects.order_by("-pk").values_list(
            "pk",
            "person_id",
            "person__name",
            "clinic__time_zone",
            "starts_on",
            "ends_on",
        ),
        "counts": Membership.objects.order_by("person")
        .values("person")
        .annotate(count=Count("pk"))
        .filter(count__gte=1)
        .values_list("count", "person", Upper("person__name")),
        "facts": AuditEntry.objects.order_by("pk").values_list("at", "facts", "by"),
        "names": Person.objects.order_by("name").values_list(
            Exists(Membership.objects.filter(person=OuterRef("pk"))), "name"
        ),
        "attempts": Attempt.objects.order_by("pk").values_list("started_at", "passed"),
    }

    together = rows_together(asked)

    for name, rows in asked.items():
        assert together[name] == list(rows), name
    assert together["facts"] and together["counts"]
    assert {type(row[0]) for row in together["names"]} == {bool}


def test_costs_one_query(asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows_together(asked)


def test_keeps_letters_and_moments(alice):
    alice.name = 'Zoë "O’Brien" \\ 王 \n'
    alice.created_at = datetime.datetime(2026, 3, 1, 1, 2, 3, 456, tzinfo=datetime.UTC)
    alice.save()

    (found,) = rows_together({"p": Person.objects.filter(pk=alice.pk)})["p"]

    assert (found.name, found.created_at) == (alice.name, alice.created_at)
    assert found.pk == alice.pk
    found.name = "Zoë"
    found.save()
    assert Person.objects.get(pk=alice.pk).name == "Zoë"


def test_leaves_deferred_fields_for_later(alice, django_assert_num_queries):
    rows = Person.objects.filter(pk=alice.pk).defer("name")
    (found,) = rows_together({"p": rows})["p"]

    assert found.get_deferred_fields() == {"name"}
    with django_assert_num_queries(1):
        assert found.name == alice.name


def test_what_can_find_nothing_is_not_asked(alice, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rows_together({"p": Person.objects.filter(pk__in=[])}) == {"p": []}
    both = {"a": Person.objects.none(), "b": Person.objects.filter(pk=alice.pk)}
    assert [row.pk for row in rows_together(both)["b"]] == [alice.pk]


@pytest.mark.parametrize(
    "rows",
    [
        lambda: Membership.objects.select_related("person"),
        lambda: Membership.objects.extra(select={"one": "1"}),
    ],
)
def test_what_would_be_lost_is_refused(rows):
    with pytest.raises(ValueError, match="own columns"):
        rows_together({"m": rows()})
