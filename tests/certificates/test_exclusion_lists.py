"""Loading an exclusion list: all of it or nothing, and everybody looked up once."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.actions.exclusion_lists import (
    ListRefused,
    look_up_again,
)
from certificates.clearance.question import parse
from certificates.exclusions.files import ListUnreadable
from certificates.models import ExclusionCheck, ExclusionList, ExclusionMatch
from certificates.selectors.facts import world_for
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.exclusion_lists import (
    NPI,
    PUBLISHED,
    known,
    line,
    listed,
    load,
)
from tests.certificates.roster import TODAY, days
from tests.certificates.settling import act, stan

__all__ = ["stan"]


def nothing_was_kept() -> bool:
    tables = (ExclusionList, ExclusionMatch, ExclusionCheck, AuditEntry)
    return not any(table.objects.exists() for table in tables)


class TestLoading:
    def test_looks_everybody_up_who_is_known(self, alice, bob, charlie):
        known(alice)
        known(bob)

        report = load(line(), line(LASTNAME="STRANGER"))

        row = ExclusionList.objects.get()
        assert (row.row_count, row.published_on, row.loaded_at) == (2, PUBLISHED, NOW)
        assert len(row.file_sha256) == 64
        assert (report.checked, report.people_matched) == (2, 1)
        checks = ExclusionCheck.objects.order_by("outcome")
        assert [(c.person, c.on, c.outcome, c.list) for c in checks] == [
            (bob, PUBLISHED, "CLEAR", row),
            (alice, PUBLISHED, "POTENTIAL_MATCH", row),
        ]
        match = ExclusionMatch.objects.get()
        assert (match.person, match.line_number, match.matched_by, match.state) == (
            alice,
            2,
            "NAME_AND_BIRTH",
            "OPEN",
        )
        assert match.line["EXCLDATE"] == "20200319"

    def test_looks_nobody_up_who_is_not_known(self, alice):
        assert load(line()).checked == 0
        assert not ExclusionCheck.objects.exists()

    def test_writes_an_entry_for_the_list_and_each_check_and_match(self, alice, bob):
        known(alice)
        known(bob)

        load(line())

        entries = AuditEntry.objects.order_by("pk")
        actions = [entry.action for entry in entries]
        assert sorted(actions) == [
            "EXCLUSION-CHECKED",
            "EXCLUSION-CHECKED",
            "EXCLUSION-LIST-LOADED",
            "EXCLUSION-MATCH-FOUND",
        ]
        told = entries.get(action="EXCLUSION-LIST-LOADED").facts
        assert (told["rows"], told["checked"], told["matches"]) == (1, 2, 1)
        assert "AMES" not in json.dumps([entry.facts for entry in entries])

    def test_finds_by_each_of_the_names_and_by_npi(self, alice, bob):
        known(alice, other_last_names="Smith-Öz\nJones", npi=NPI)
        known(bob, born_on=None)

        load(
            line(LASTNAME="SMITH OZ"),
            line(LASTNAME="X", FIRSTNAME="Y", NPI=NPI),
            line(LASTNAME="BIRCH", FIRSTNAME="BOB"),
        )

        rows = ExclusionMatch.objects.values_list("line_number", "matched_by")
        assert list(rows) == [(2, "NAME_AND_BIRTH"), (3, "NPI"), (4, "NAME")]

    def test_refuses_a_broken_file_whole(self, alice):
        known(alice)

        with pytest.raises(ListUnreadable, match="Line 3"):
            load(line(), "AMES,ALICE")
        with pytest.raises(ListUnreadable, match="no line below"):
            load()

        assert nothing_was_kept()

    def test_refuses_a_file_that_fails_half_way_through_writing(
        self, alice, monkeypatch
    ):
        known(alice)
        monkeypatch.setattr(
            "certificates.actions.exclusion_lists._outcomes", lambda: 1 / 0
        )

        with pytest.raises(ZeroDivisionError):
            load(line())

        assert nothing_was_kept()

    def test_refuses_what_is_not_the_next_list(self, alice):
        with pytest.raises(ListRefused, match="not come yet"):
            load(line(), published_on=TODAY + days(1))
        load(line())

        with pytest.raises(ListRefused, match="already"):
            load(line(), published_on=TODAY)
        with pytest.raises(ListRefused, match="newer list"):
            load(line(ZIP="02109"), published_on=PUBLISHED - days(1))

        assert ExclusionList.objects.count() == 1

    def test_costs_the_same_queries_for_any_number_of_lines(self, alice):
        known(alice)
        with CaptureQueriesContext(connection) as few:
            load(line(LASTNAME="STRANGER"))
        rows = [line(LASTNAME=f"STRANGER{i}") for i in range(500)]

        with CaptureQueriesContext(connection) as many:
            load(*rows, published_on=TODAY)

        assert len(many) == len(few)

    def test_does_not_hide_a_match_behind_a_look_by_hand(self, alice, bob):
        known(alice)
        known(bob)
        for person in (alice, bob):
            ExclusionCheck.objects.create(
                person=person, on=TODAY, outcome="CLEAR", recorded_at=NOW
            )

        load(line())

        found = ExclusionCheck.objects.get(outcome="POTENTIAL_MATCH")
        assert (found.person, found.on) == (alice, TODAY)
        assert (
            ExclusionCheck.objects.get(person=bob, list__isnull=False).on == PUBLISHED
        )


class TestLookingUpAgain:
    def test_reaches_who_became_known_since(self, alice, bob, rita):
        known(bob)
        load(line())
        known(alice)

        report = look_up_again(listed(line()), by=None, at=NOW)

        assert report.checked == 1
        assert ExclusionMatch.objects.get().person == alice
        assert look_up_again(listed(line()), by=None, at=NOW).checked == 0

    def test_puts_right_what_was_found_under_another_name(self, alice):
        row = known(alice, last_name="Other")
        load(line())
        row.last_name, row.recorded_at = "Ames", NOW + days(1)
        row.save()

        look_up_again(listed(line()), by=None, at=NOW + days(2))

        newest = ExclusionCheck.objects.get(outcome="POTENTIAL_MATCH")
        assert newest.corrects.outcome == "CLEAR"

    def test_is_refused_for_another_file(self, alice):
        load(line())

        with pytest.raises(ListRefused):
            look_up_again(listed(line(ZIP="02109")), by=None, at=NOW)


class TestTheGate:
    def test_ignores_a_check_that_was_put_right(self, alice, clinic, rita, stan):
        known(alice)
        load(line())
        match = ExclusionMatch.objects.get()
        act("propose", match, clinic, stan)
        act("dismiss", match, clinic, rita)

        question = parse(
            {
                "subject": {"type": "practitioner", "id": str(alice.pk)},
                "action": {"name": "book"},
                "resource": {"type": "session", "id": "KX-1"},
            }
        )
        facts = world_for(question, application_at=NOW)

        assert [c.outcome for c in facts.people[0].exclusion_checks] == ["CLEAR"]


class TestTheCommand:
    @pytest.fixture
    def file(self, tmp_path):
        path = tmp_path / "UPDATED.csv"
        path.write_bytes(listed(line()).getvalue())
        return path

    def run(self, *args, **options) -> str:
        out = StringIO()
        call_command("load_exclusion_list", *args, stdout=out, **options)
        return out.getvalue()

    def test_tells_what_came_of_it(self, file, alice, bob):
        known(alice)

        told = json.loads(self.run(str(file), "--published-on", "2026-01-02", "--json"))

        assert (told["rows"], told["checked"], told["clear"]) == (1, 1, 0)
        assert told["potential_matches"][0]["person"] == str(alice.pk)
        assert told["without_identity"] == [str(bob.pk)]

    def test_names_who_was_not_looked_up(self, file, alice, bob):
        known(alice)

        told = self.run(str(file), "--published-on", "2026-01-02", "--name", "LEIE")

        assert "LEIE: 1 lines, as of 2026-01-02." in told
        assert "were not looked up: Bob Birch" in told

    def test_says_in_a_sentence_what_is_wrong(self, file, alice):
        with pytest.raises(CommandError, match="--published-on"):
            self.run(str(file))
        with pytest.raises(CommandError, match="cannot be read"):
            self.run("/nowhere/x.csv", "--published-on", "2026-01-02")
        file.write_text("nothing\n")
        with pytest.raises(CommandError, match="Line 1: The heading"):
            self.run(str(file), "--published-on", "2026-01-02")
