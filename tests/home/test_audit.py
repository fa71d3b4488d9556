"""One entry for each change, in its transaction, made of ids and codes alone."""

import datetime
import uuid
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, connections, transaction

from home.actions import audit
from home.actions.audit_places import HeadMissing
from home.audit_leaves import Leaf, leaf_bytes
from home.models import AuditEntry, AuditHead
from tests.cast import NOW
from tests.home.logged import run, written

LEAF = Leaf(
    7,
    NOW,
    "CREDENTIAL-AWARDED",
    uuid.UUID("00000000-0000-4000-8000-000000000001"),
    3,
    "certificates.Credential",
    "41",
    {"was": "PROVISIONAL", "items": 2},
)


def append(clinic, action="TESTED", **facts):
    return audit.append(action, by=None, at=NOW, about=clinic, **facts)


class TestAnEntry:
    @pytest.mark.parametrize(
        ("fact", "kept"),
        [
            (None, None),
            (True, True),
            (41, 41),
            ("ACTIVE", "ACTIVE"),
            ("F1.2", "F1.2"),
            ("SIGN_IN-2", "SIGN_IN-2"),
            ("foundations-of-care", "foundations-of-care"),
            ("ab" * 32, "ab" * 32),
            (uuid.UUID(int=5), str(uuid.UUID(int=5))),
            (datetime.date(2026, 11, 2), "2026-11-02"),
            (NOW, "2026-11-02T15:00:00.000000+00:00"),
        ],
    )
    def test_takes_numbers_ids_dates_words_and_digests(self, clinic, fact, kept):
        entry = append(clinic, fact=fact)

        assert AuditEntry.objects.get(pk=entry.pk).facts == {"fact": kept}

    @pytest.mark.parametrize(
        "fact",
        [
            "",
            "Alice Ames",
            "Alice",
            "two words",
            "TWO WORDS",
            "alice@example.org",
            "A" * 65,
            "a" * 41,
            "abc-" * 16,
            "line\n",
            "WORD\n",
            "ＷＯＲＤ",
            "émile",
            1.5,
            b"bytes",
            ["A"],
            {"a": 1},
            Fraction(1, 2),
            datetime.datetime(2026, 11, 2),
        ],
    )
    def test_takes_nothing_that_somebody_could_have_typed(self, clinic, fact):
        with pytest.raises(TypeError):
            append(clinic, fact=fact)

        assert not AuditEntry.objects.exists()

    @pytest.mark.parametrize("action", ["", "lower", "TWO WORDS", "A" * 65])
    def test_is_named_by_an_upper_case_word(self, clinic, action):
        with pytest.raises(TypeError):
            append(clinic, action)

    def test_needs_a_moment_with_a_time_zone(self, clinic):
        naive = NOW.replace(tzinfo=None)
        with pytest.raises(TypeError):
            audit.append("TESTED", by=None, at=naive, about=clinic)

    def test_is_refused_outside_a_transaction(self, clinic, monkeypatch):
        with monkeypatch.context() as outside:
            outside.setattr(connections["default"], "in_atomic_block", False)
            with pytest.raises(audit.OutsideTransaction):
                append(clinic)

    def test_binds_what_was_typed_without_showing_it(self, clinic, settings):
        digest = audit.keyed_digest("Alice said so.")
        append(clinic, note=digest)

        assert audit.keyed_digest("Alice said so.") == digest
        assert audit.keyed_digest("Alice said no.") != digest
        settings.SECRET_KEY = "another key"
        assert audit.keyed_digest("Alice said so.") != digest

    def test_keeps_a_code_and_binds_one_that_is_words(self):
        assert audit.code_or_digest("F1.2") == "F1.2"
        assert audit.code_or_digest("f 1") == audit.keyed_digest("f 1")


class TestTheBytesOfALeaf:
    def test_are_these_for_ever(self):
        assert leaf_bytes(LEAF) == (
            b'{"action":"CREDENTIAL-AWARDED","at":"2026-11-02T15:00:00.000000+00:00",'
            b'"by":"00000000-0000-4000-8000-000000000001","clinic":3,'
            b'"facts":{"items":2,"was":"PROVISIONAL"},"index":7,'
            b'"subject":["certificates.Credential","41"],"v":1}'
        )

    def test_are_the_same_in_every_time_zone(self):
        there = datetime.timezone(datetime.timedelta(hours=-5))
        assert leaf_bytes(LEAF._replace(at=NOW.astimezone(there))) == leaf_bytes(LEAF)


class TestItsPlaceInTheTree:
    def test_follows_the_one_before(self, clinic):
        written(3, clinic)
        written(2, clinic)

        rows = AuditEntry.objects.order_by("pk").values_list("leaf_index", flat=True)
        assert list(rows) == [0, 1, 2, 3, 4]
        assert AuditHead.objects.get().size == 5

    def test_need_not_ascend_in_time(self, clinic):
        early = NOW - datetime.timedelta(days=1)
        written(1, clinic)
        with transaction.atomic():
            audit.append("TESTED", by=None, at=early, about=clinic)
            audit.seal()

        assert AuditHead.objects.get().newest_at == NOW

    def test_is_lost_with_the_change_that_it_tells_of(self, clinic):
        with transaction.atomic():
            append(clinic)
            with pytest.raises(DatabaseError), transaction.atomic():
                append(clinic, "LOST")
                raise DatabaseError
            append(clinic)
        audit.seal()

        told = AuditEntry.objects.order_by("leaf_index").values_list("action")
        assert [*told] == [("TESTED",), ("TESTED",)]
        assert AuditHead.objects.get().size == 2

    def test_costs_one_query_where_the_change_is_made(
        self, clinic, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            append(clinic)

    def test_costs_the_same_whatever_the_size(self, clinic):
        from django.test.utils import CaptureQueriesContext

        costs = []
        for _size in range(3):
            append(clinic)
            with CaptureQueriesContext(connection) as asked:
                audit.seal()
            costs.append(len(asked))
            written(50, clinic)
        assert len(set(costs)) == 1


class TestTheDatabase:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE home_audithead SET size = size - 1",
            "DELETE FROM home_audithead",
            "UPDATE home_auditentry SET leaf_index = leaf_index + 100",
            "UPDATE home_auditentry SET leaf_index = NULL, leaf_sha256 = ''",
            "UPDATE home_auditentry SET facts = '{}'",
            "DELETE FROM home_auditentry",
        ],
    )
    def test_refuses_to_shrink_or_change_the_log(self, clinic, statement):
        written(2, clinic)

        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            run(statement)

    def test_lets_a_place_be_filled_and_nothing_with_it(self, clinic):
        append(clinic)

        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            run(
                "UPDATE home_auditentry SET leaf_index = 0, leaf_sha256 = 'a', "
                "action = 'OTHER'"
            )
        run("UPDATE home_auditentry SET leaf_index = 0, leaf_sha256 = 'a'")

    def test_knows_only_one_head(self, db):
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditHead.objects.create(pk=2, root="")

    def test_logs_and_does_nothing_once_the_head_is_gone(self, clinic):
        run("DROP TRIGGER home_audithead_no_delete" + ON)
        AuditHead.objects.all().delete()
        append(clinic)

        with pytest.raises(HeadMissing):
            audit.seal()


ON = "" if connection.vendor == "sqlite" else " ON home_audithead"
