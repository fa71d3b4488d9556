"""The roster as a page and as a file."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import (
    Credential,
)
from home.models import Membership, Person, Role
from tests.cast import LONG_AGO, NOW, client_of, make_person
from tests.certificates.desk import address, desk, is_closed
from tests.certificates.roster import TODAY, days, document, grant, make_clear, verify

__all__ = ["desk"]


@pytest.mark.usefixtures("desk")
class TestThePage:
    def test_says_why_somebody_may_not_work(self, alice, rita, clinic):
        page = client_of(rita).get(address("people")).content.decode()

        assert "Alice Ames" in page
        assert "No licence for US-MA is on record." in page
        assert "Charlie Chen" not in page

    def test_suspends_in_two_clicks(self, alice, rita):
        page = client_of(rita).get(address("people")).content.decode()

        assert address("suspend", "north", alice.pk) in page
        assert address("suspend", "north", rita.pk) not in page

    @pytest.mark.parametrize("asked", [{}, {"sort": "lapse", "within": "90"}])
    def test_costs_the_same_for_three_and_for_three_hundred(
        self, alice, bob, rita, clinic, asked
    ):
        client = client_of(rita)
        make_clear(alice, clinic, "L1")
        client.get(address("people"))
        with CaptureQueriesContext(connection) as few:
            client.get(address("people"), asked)
        many_people(clinic, 300)

        with CaptureQueriesContext(connection) as many:
            page = client.get(address("people"), asked)

        assert len(many) == len(few)
        assert "Page 1 of " in page.content.decode()

    def test_keeps_the_filter_on_the_next_page(self, rita, clinic):
        many_people(clinic, 60)

        page = client_of(rita).get(
            address("people"), {"role": "THERAPIST", "sort": "-name"}
        )

        assert "role=THERAPIST&amp;sort=-name&amp;page=2" in page.content.decode()

    def test_says_when_nobody_fits(self, rita):
        page = client_of(rita).get(address("people"), {"name": "Nobody"})

        assert "Nobody on the roster fits this." in page.content.decode()

    def test_takes_what_it_cannot_read_as_not_asked(self, rita, alice):
        asked = {"within": "soon", "role": "KING", "sort": "x", "page": "many"}

        page = client_of(rita).get(address("people"), asked)

        assert page.status_code == 200
        assert "Alice Ames" in page.content.decode()

    def test_lets_an_auditor_read_and_no_more(self, alice, clinic, rita):
        auditor = make_person("Aude Auditor", clinic, Role.AUDITOR)
        auditor.user.groups.add(rita.user.groups.get())

        page = client_of(auditor).get(address("people")).content.decode()

        assert "Alice Ames" in page
        assert address("suspend", "north", alice.pk) not in page
        assert f'href="{address("person", "north", alice.pk)}"' not in page

    def test_is_closed_to_others(self, alice, charlie):
        assert is_closed(client_of(alice).get(address("people")))
        other = client_of(charlie).get(address("people"), {"clinic": "north"})
        assert other.status_code == 404


@pytest.mark.usefixtures("desk")
class TestTheFiles:
    def test_hold_everybody_who_was_asked_for(self, rita, clinic):
        many_people(clinic, 60)

        answer = client_of(rita).get(
            address("people"), {"role": "THERAPIST", "file": "csv"}
        )

        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        # Alice and Bob are therapists too.
        assert len(lines) == 1 + 60 + 2

    def test_hold_no_formula_and_real_dates(self, rita, clinic):
        person = make_person("=HYPERLINK(1)", clinic, Role.THERAPIST)
        grant(person, clinic, "L1", valid_to=TODAY.replace(year=2120))
        verify(document(person, "BLS", expires_on=None))

        answer = client_of(rita).get(address("people"), {"file": "xlsx", "name": "="})

        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        head, row = book.active.iter_rows()
        assert head[0].value == "Person"
        assert (row[0].value, row[0].data_type) == ("'=HYPERLINK(1)", "s")
        assert row[5].value is False

    def test_cost_the_same_for_each_five_hundred(self, rita, clinic):
        many_people(clinic, 20)
        client = client_of(rita)

        def count() -> int:
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(address("people"), {"file": "csv"})
                b"".join(answer.streaming_content)
            return len(seen)

        client.get(address("people"))
        few = count()
        many_people(clinic, 40, "Other")

        assert count() == few


def many_people(clinic, count: int, name: str = "Person") -> None:
    people = Person.objects.bulk_create(
        [Person(name=f"{name} {number:05}") for number in range(count)]
    )
    Membership.objects.bulk_create(
        [
            Membership(person=one, clinic=clinic, role="THERAPIST", starts_on=LONG_AGO)
            for one in people
        ]
    )
    Credential.objects.bulk_create(
        [
            Credential(
                person=one,
                clinic=clinic,
                type="L1",
                state="ACTIVE",
                valid_from=TODAY - days(10),
                valid_to=TODAY + days(80),
                awarded_at=NOW,
            )
            for one in people
        ]
    )
