"""The audit log in the admin: for directors and auditors, of their own clinic."""

import csv
import datetime
import io
import json

import openpyxl
import pytest
from django.db import transaction

from certificates.models import Concern
from home.actions import audit
from home.actions.denials import Denial, log
from home.models import Membership, Role
from tests.cast import LONG_AGO, NOW, client_of, make_person
from tests.certificates.roster import grant

URL = "/admin/credentialing/audit-log/"
HOUR = datetime.timedelta(hours=1)


def told(action, about, by=None, at=NOW, **facts):
    with transaction.atomic():
        entry = audit.append(action, by=by, at=at, about=about, **facts)
        audit.seal()
    return entry


@pytest.fixture
def auditor(clinic):
    return client_of(make_person("Ava Auditor", clinic, Role.AUDITOR))


@pytest.fixture
def held(alice, clinic):
    return grant(alice, clinic, "L1")


def page(client, **query):
    answer = client.get(URL, query)
    assert answer.status_code == 200
    return answer


def actions(client, **query):
    return [row.entry.action for row in page(client, **query).context["rows"]]


class TestThePage:
    def test_is_for_directors_and_auditors(self, auditor, alice, bob, rita, clinic):
        office = make_person("Sten Staff", clinic, Role.STAFF)
        answers = [client_of(p).get(URL).status_code for p in (rita, bob, alice)]

        assert auditor.get(URL).status_code == 200
        assert answers[0] == 200
        assert not {200} & {*answers[1:], client_of(office).get(URL).status_code}
        assert client_of(None).get(URL).status_code == 302
        assert auditor.post(URL).status_code == 405

    def test_says_who_did_what_to_whom(self, auditor, held, rita, alice):
        told("CREDENTIAL-SUSPENDED", held, rita, was="ACTIVE", person=alice.pk)

        text = page(auditor).content.decode()

        assert "Credential suspended" in text
        assert "Rita Rowe" in text
        assert "Alice Ames" in text
        assert "2 Nov 2026, 10:00" in text

    def test_shows_the_newest_entry_first(self, auditor, held):
        for action in ("FIRST", "SECOND"):
            told(action, held)

        assert actions(auditor) == ["SECOND", "FIRST"]

    def test_shows_nothing_of_another_clinic(self, auditor, alice, other_clinic):
        told("ELSEWHERE", grant(alice, other_clinic, "L1"))

        assert actions(auditor) == []
        assert auditor.get(URL, {"clinic": "south"}).status_code == 404

    def test_shows_attempts_that_were_refused_at_the_door(self, auditor, bob, charlie):
        for person in (bob, charlie):
            log(Denial("DESK", "NOT-ALLOWED", person, NOW, person))
        audit.seal()

        rows = page(auditor).context["rows"]

        assert [(row.entry.action, row.by) for row in rows] == [("DENIED", "Bob Birch")]

    def test_says_nothing_of_reports(self, auditor, rita, alice, clinic):
        concern = Concern(pk="00000000-0000-4000-8000-000000000001", clinic=clinic)
        told("CONCERN-REPORTED", concern)
        told("DENIED", concern, rita, attempt="CONCERN-TAKE", code="NOT-ALLOWED")

        assert actions(auditor) == []
        assert "CONCERN" not in file_text(auditor, "csv")

    @pytest.mark.parametrize("attempt", ["CONCERN-REPORT", "SAFETY-CONCERN"])
    def test_names_nobody_whose_report_was_refused(
        self, auditor, alice, clinic, attempt
    ):
        for about in (clinic, alice):
            told("DENIED", about, alice, attempt=attempt, code="CONCERN-TOO-MANY")

        assert actions(auditor) == []
        assert attempt not in file_text(auditor, "csv")

    def test_says_nothing_about_whoever_reads_it(self, rita, alice, held, clinic):
        mine = grant(rita, clinic, "L1")
        told("PERSON-SUSPENDED", held, person=rita.pk)
        told("CREDENTIAL-SUSPENDED", mine)
        told("CREDENTIAL-ACTIVE", held, rita, person=alice.pk)

        assert actions(client_of(rita)) == ["CREDENTIAL-ACTIVE"]
        assert "SUSPENDED" not in file_text(client_of(rita), "csv")

    def test_gives_the_places_in_the_tree_to_auditors_alone(self, auditor, rita, held):
        told("TESTED", held)
        heads = [
            [str(head["label"]) for head in page(client).context["heads"]]
            for client in (auditor, client_of(rita))
        ]

        assert heads[0] == ["Entry", *heads[1]]
        assert file_text(auditor, "csv").startswith("Entry,When")
        assert file_text(client_of(rita), "csv").startswith("When,")
        assert "cred-list__number" not in page(client_of(rita)).content.decode()

    def test_shows_no_attempt_of_who_works_where_the_reader_does_not(
        self, auditor, rita, bob, other_clinic
    ):
        log(Denial("DESK", "NOT-ALLOWED", bob, NOW, bob))
        audit.seal()
        assert actions(auditor) == ["DENIED"]

        elsewhere = Membership.objects.create(
            person=bob, clinic=other_clinic, role=Role.STAFF, starts_on=LONG_AGO
        )
        assert actions(auditor) == actions(client_of(rita)) == []

        elsewhere.ends_on = NOW.date() - datetime.timedelta(days=1)
        elsewhere.save()
        assert actions(auditor) == ["DENIED"]

    def test_filters_by_what_by_whom_and_when(self, auditor, held, rita, bob):
        told("CREDENTIAL-SUSPENDED", held, rita, NOW)
        told("CREDENTIAL-ACTIVE", held, bob, NOW + 24 * HOUR)

        assert actions(auditor, action="suspend") == ["CREDENTIAL-SUSPENDED"]
        assert actions(auditor, action="credential active") == ["CREDENTIAL-ACTIVE"]
        assert actions(auditor, name="rowe") == ["CREDENTIAL-SUSPENDED"]
        assert actions(auditor, since="2026-11-03") == ["CREDENTIAL-ACTIVE"]
        assert actions(auditor, until="2026-11-02") == ["CREDENTIAL-SUSPENDED"]
        assert actions(auditor, since="2026-11-04") == []

    def test_finds_a_step_by_the_word_it_is_shown_by(self, auditor, held):
        told("CREDENTIAL-SUPERSEDED", held)
        told("CREDENTIAL-REVOKED", held)

        assert actions(auditor, action="replaced") == ["CREDENTIAL-SUPERSEDED"]
        assert actions(auditor, action="superseded") == ["CREDENTIAL-SUPERSEDED"]
        assert "Credential replaced" in page(auditor).content.decode()

    def test_sorts_by_its_number_and_by_its_time(self, auditor, held):
        told("TOLD-LATE", held, at=NOW - HOUR)
        told("NOON", held, at=NOW + HOUR)
        told("LAST", held, at=NOW)

        by_number = ["LAST", "NOON", "TOLD-LATE"]
        by_time = ["NOON", "LAST", "TOLD-LATE"]
        assert actions(auditor, sort="entry") == actions(auditor) == by_number
        assert actions(auditor, sort="-entry") == by_number[::-1]
        assert actions(auditor, sort="when") == by_time
        assert actions(auditor, sort="-when") == by_time[::-1]
        assert file_text(auditor, "csv", sort="when").index("NOON") < file_text(
            auditor, "csv", sort="when"
        ).index("LAST")

    def test_counts_days_by_the_clinics_clock(self, auditor, held):
        late = NOW.replace(hour=4, day=3)
        told("AT-ELEVEN-AT-NIGHT", held, at=late)

        assert actions(auditor, until="2026-11-02") == ["AT-ELEVEN-AT-NIGHT"]
        assert actions(auditor, since="2026-11-03") == []

    @pytest.mark.parametrize(
        "query",
        [
            {"since": "0001-01-01", "until": "9999-12-31"},
            {"since": "nonsense"},
            {"page": "-3"},
            {"page": "x"},
            {"action": "%_\\"},
            {"name": "’; --"},
            {"file": "exe"},
        ],
        ids=str,
    )
    def test_answers_nonsense_with_a_page(self, auditor, held, query):
        told("TESTED", held)

        page(auditor, **query)

    def test_costs_the_same_however_long_the_log_is(
        self, auditor, held, rita, django_assert_max_num_queries
    ):
        told("TESTED", held, rita)
        with django_assert_max_num_queries(40) as short:
            page(auditor)
        for number in range(70):
            told("TESTED", held, rita, number=number, person=held.person_id)
        with django_assert_max_num_queries(len(short)):
            assert len(page(auditor).context["rows"]) == 50


def file_text(client, kind, **query):
    answer = client.get(URL, {"file": kind} | query)
    return b"".join(answer.streaming_content).decode("utf-8-sig")


class TestTheFile:
    def test_holds_every_entry_with_its_ids_and_hash(self, auditor, held, rita):
        entries = [told("TESTED", held, rita, number=number) for number in range(60)]
        entries[-1].refresh_from_db()

        rows = list(csv.DictReader(io.StringIO(file_text(auditor, "csv"))))

        assert len(rows) == 60
        assert rows[0]["What"] == "TESTED"
        assert rows[0]["Id of who did it"] == str(rita.pk)
        assert json.loads(rows[0]["Facts"])["number"] == 59
        assert rows[0]["Hash in the tree"] == entries[-1].leaf_sha256

    def test_runs_no_formula(self, auditor, held, rita):
        rita.name = "=cmd()"
        rita.save()
        told("TESTED", held, rita)

        answer = auditor.get(URL, {"file": "xlsx"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert "'=cmd()" in {cell.value for cell in cells}
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert "'=cmd()" in file_text(auditor, "csv")

    def test_is_narrowed_like_the_page(self, auditor, held):
        told("FIRST", held)
        told("SECOND", held)

        answer = auditor.get(URL, {"file": "csv", "action": "first"})

        text = b"".join(answer.streaming_content).decode()
        assert ("FIRST" in text, "SECOND" in text) == (True, False)
