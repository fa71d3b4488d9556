"""A world from a file, questions from a file: the decisions that come out."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from certificates.actions.replays import replay
from certificates.models import DecisionRecord
from home.models import AuditEntry
from tests.certificates.putting import put, reasons, told
from tests.certificates.worldly import (
    LEAD,
    load,
    question,
    world,
)

__all__ = ["put", "told"]

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


class TestTheAnswer:
    def test_is_yes_at_the_moment_that_the_question_brings(self, told):
        answer = told(world())

        assert reasons(answer) == set()
        assert answer["decision"] is True
        context = answer["context"]
        assert (context["basis"], context["evaluated_at"]) == (
            "policy",
            "2026-12-03T16:30:00Z",
        )
        # To the end of the session: nothing on record ends before.
        assert context["valid_until"] == "2026-12-03T18:30:00Z"

    @pytest.mark.parametrize(
        ("now", "code"),
        [
            ("2026-12-03T15:59:59Z", "SESSION-OPENABLE"),
            ("2026-12-03T18:30:00Z", "SESSION-OPENABLE"),
            # The list was looked into 31 days ago on 26 December, and not since.
            ("2026-12-27T05:00:00Z", "EXCLUSION-CLEAR"),
            ("1999-12-03T16:30:00Z", "LICENCE-ACTIVE"),
        ],
    )
    def test_is_no_at_another_moment(self, told, now, code):
        answer = told(world(), question(now=now))

        assert answer["decision"] is False
        assert code in {found for found, _result in reasons(answer)}
        assert "CLOCK-SANE" not in {found for found, _result in reasons(answer)}

    def test_is_asked_of_any_clinic(self, put, tmp_path):
        text = json.dumps(world()).replace("north", "south").replace("S-1", "S-2")
        other = json.loads(text)
        for number, row in enumerate(other["people"]):
            row["email"] = f"south{number}@example.org"
        swapped = json.dumps(other)
        for row in world()["people"]:
            swapped = swapped.replace(row["id"], row["id"][:-4] + "0000")
        load(world(), tmp_path)
        load(swapped, tmp_path)

        answers = put(question(), question(code="S-2"))

        assert [row["decision"] for row in answers] == [True, True]

    def test_follows_the_real_clocks_when_it_brings_none(self, told):
        before = timezone.now()

        answer = told(world(), question(now=None))

        assert answer["decision"] is False
        assert answer["context"]["evaluated_at"] >= before.isoformat()[:19]

    def test_says_when_its_moment_cannot_be_read(self, told):
        answer = told(world(), question(now="yesterday"))

        assert reasons(answer) == {("QUESTION-COMPLETE", "UNKNOWN")}

    def test_looks_back_when_it_is_asked_to(self, told):
        data = world()
        data["people"][1]["credentials"][0]["valid_from"] = "2026-12-02"
        asked = question("book", as_of="2026-12-01T12:00:00Z")

        answer = told(data, asked)

        # A credential that begins before the session counts (small print).
        assert reasons(answer) == set()
        context = answer["context"]
        assert (context["basis"], context["valid_until"]) == ("hypothetical", None)
        assert context["as_of"] == "2026-12-01T12:00:00Z"


class TestALine:
    @pytest.mark.parametrize(
        "line",
        [
            "{",
            "nonsense",
            "[]",
            "null",
            '"yes"',
            "{}",
            '{"subject": 1}',
            '{"subject": {"type": "team", "id": "\\u0000"}}',
            '{"subject": {"type": "team", "id": "\\ud800"}}',
            '{"a": NaN}',
            '{"a": "\udcff"}',
            "[" * 100_000,
        ],
    )
    def test_that_is_no_question_is_denied_and_spoils_no_other(
        self, put, tmp_path, line
    ):
        load(world(), tmp_path)

        first, broken, last = put(question(), line, question("dance"))

        assert (first["decision"], last["decision"]) == (True, False)
        assert broken["decision"] is False
        assert broken["context"]["error"]["status"] == 400
        assert DecisionRecord.objects.count() == 2

    def test_that_is_empty_is_passed_over(self, put, tmp_path):
        load(world(), tmp_path)

        answers = put("\ufeff" + json.dumps(question()), "", "  ", question("book"))

        assert [row["decision"] for row in answers] == [True, True]

    def test_that_cannot_be_recorded_is_denied(self, put, tmp_path, monkeypatch):
        load(world(), tmp_path)

        def refuse(*args, **told):
            raise DatabaseError("the disk is full")

        monkeypatch.setattr(DecisionRecord.objects, "create", refuse)

        (answer,) = put(question())

        assert answer["decision"] is False
        assert answer["context"]["error"]["status"] == 503

    def test_of_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("decide", tmp_path / "none.jsonl")


class TestEveryAnswer:
    def test_is_on_record_and_replays(self, put, tmp_path):
        load(world(), tmp_path)
        team = {"members": [{"id": NOBODY, "role": "lead"}]}
        asked = [
            question(),
            question("book"),
            question("release"),
            question("close"),
            question(code="S-9"),
            question("book", as_of="2026-12-01T12:00:00Z"),
            question("book", known_at="2026-01-01T12:00:00Z"),
            question("book") | {"subject": {"type": "practitioner", "id": LEAD}},
            question("book")
            | {"subject": {"type": "team", "id": "t", "properties": team}},
        ]

        answers = put(*asked)

        rows = DecisionRecord.objects.all()
        kept = {str(row.pk): row for row in rows}
        assert [row["context"]["decision_id"] for row in answers] == [
            id_
            for id_ in (row["context"]["decision_id"] for row in answers)
            if id_ in kept
        ]
        assert len(kept) == len(asked)
        assert {row.purpose for row in rows} == {"decide"}
        differing = {
            row.question["action"]["name"]: replay(row).differences for row in rows
        }
        assert not any(differing.values()), differing

    def test_leaves_the_log_at_the_real_time(self, put, tmp_path):
        """Else the gate's clocks would stand before the log until then."""
        load(world(), tmp_path)

        put(question(now="2088-12-03T16:30:00Z"))

        newest = AuditEntry.objects.order_by("-at").first()
        assert newest.action == "CLEARANCE-DECIDED"
        assert newest.at <= timezone.now()
