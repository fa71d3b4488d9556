"""A statement that is kept finds what its queries would find, whoever asks."""

import uuid

import pytest
from django.db import connection

from home.kept_statements import MOST_SHAPES, KeptStatement
from home.models import Clinic, Membership, Person
from tests.cast import make_clinic, make_person

pytestmark = pytest.mark.django_db


def queries(person_id, clinic_ids):
    return {
        "people": Person.objects.filter(pk=person_id),
        "roles": Membership.objects.filter(person=person_id)
        .order_by("pk")
        .values_list("role", "person__name"),
        "clinics": Clinic.objects.filter(pk__in=clinic_ids).order_by("-pk"),
    }


@pytest.fixture
def kept():
    return KeptStatement(queries)


def test_finds_what_each_query_would(kept, alice, bob):
    south, north = make_clinic("south"), make_clinic("north")

    for person in (alice, bob, alice):
        for clinics in ([], [north.pk], [south.pk, north.pk], [north.pk, north.pk]):
            rows = kept.rows(person_id=person.pk, clinic_ids=clinics)
            alone = queries(person.pk, clinics)
            assert rows == {name: list(told) for name, told in alone.items()}


def test_is_compiled_once_for_each_shape(alice, bob):
    asked = []

    def told(person_id):
        asked.append(person_id)
        return {"people": Person.objects.filter(pk=person_id)}

    kept = KeptStatement(told)
    for person in (alice, bob, alice):
        assert kept.rows(person_id=person.pk)["people"] == [person]
    assert kept.rows(person_id=uuid.uuid4()) == {"people": []}

    assert len(asked) == 1


def test_takes_words_for_words(alice):
    kept = KeptStatement(lambda name: {"p": Person.objects.filter(name=name)})

    assert kept.rows(name="O'Brien \" %s -- ?") == {"p": []}
    assert kept.rows(name=alice.name) == {"p": [alice]}


def test_refuses_a_value_that_is_in_no_query(alice):
    kept = KeptStatement(lambda one, other: {"p": Person.objects.filter(pk=other)})

    with pytest.raises(ValueError, match="none of the queries"):
        kept.rows(one=alice.pk, other=alice.pk)


def test_keeps_only_so_many_shapes(kept, alice):
    for length in range(MOST_SHAPES + 5):
        kept.rows(person_id=alice.pk, clinic_ids=list(range(length)))

    assert len(kept._kept) <= MOST_SHAPES


def test_costs_one_query(kept, alice, clinic, django_assert_num_queries):
    for _again in range(2):
        with django_assert_num_queries(1):
            kept.rows(person_id=alice.pk, clinic_ids=[clinic.pk])


def test_finds_whoever_came_later(kept, clinic, alice):
    kept.rows(person_id=alice.pk, clinic_ids=[])
    zoe = make_person("Zoe Zeal", clinic, "THERAPIST")

    rows = kept.rows(person_id=zoe.pk, clinic_ids=[clinic.pk])

    assert (rows["people"], rows["clinics"]) == ([zoe], [clinic])
    assert rows["roles"] == [("THERAPIST", "Zoe Zeal")]


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite plans nothing ahead."
)
def test_is_planned_once_a_connection_on_postgresql(alice, bob):
    kept = KeptStatement(lambda name: {"p": Person.objects.filter(name=name)})

    for person in (alice, bob, alice):
        assert kept.rows(name=person.name) == {"p": [person]}

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements "
            "WHERE statement LIKE '%home_person%'"
        )
        assert cursor.fetchall() == [(3,)]
    assert connection.connection.prepare_threshold is None
