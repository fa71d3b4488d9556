"""Every list of the admin filters, sorts and gives files, however long it is."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.models import (
    Application,
    Artefact,
    Credential,
    ExclusionList,
    ExclusionMatch,
    RequirementSet,
)
from home.actions.audit import append
from home.models import Membership, Person
from tests.cast import LONG_AGO, client_of
from tests.certificates.desk import address, desk
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days

__all__ = ["desk"]

FORMULA = "=HYPERLINK(1)"
# Address, what tells the list apart, its filter by name, and the keys it sorts by.
LISTS = {
    "people": ("people", {}, ["name", "level", "lapse"]),
    "lapses": ("lapses", {}, ["day", "name", "what", "sessions"]),
    "applications": (
        "applications",
        {},
        ["submitted", "name", "credential", "state"],
    ),
    "audit": ("audit", {}, ["when"]),
    "checks": ("checks", {}, ["due", "name", "what", "last"]),
    "everybody": ("checks", {"show": "all"}, ["name"]),
    "handed in": ("handed_in", {}, ["day", "name", "kind"]),
    "matches": ("matches", {}, ["found", "name", "line", "state"]),
    "settled": ("matches", {"show": "settled"}, ["found", "name", "line", "state"]),
    "loaded": ("exclusion_lists", {}, ["loaded", "name", "day", "lines"]),
}
EVERY = pytest.mark.parametrize("which", LISTS)


def fill(clinic, count: int, first: str = "Ann") -> None:
    """This will give each list a row of each of so many people."""
    now = timezone.now()
    asked = RequirementSet.objects.first() or requirement_set("L1")
    names = [first, *(f"Person {n:03}" for n in range(1, count))]
    people = Person.objects.bulk_create([Person(name=name) for name in names])
    roles = Membership.objects.bulk_create(
        Membership(person=one, clinic=clinic, role="THERAPIST", starts_on=LONG_AGO)
        for one in people
    )
    Credential.objects.bulk_create(
        Credential(
            person=one,
            clinic=clinic,
            type="L1",
            state="ACTIVE",
            awarded_at=now,
            valid_from=now.date() - days(30),
            valid_to=now.date() + days(20 + n),
        )
        for n, one in enumerate(people)
    )
    Application.objects.bulk_create(
        Application(
            person=one,
            clinic=clinic,
            credential_type="L1",
            requirement_set=asked,
            state="SUBMITTED",
            submitted_at=now - days(n),
            dossier_sha256="0" * 64,
        )
        for n, one in enumerate(people)
    )
    files_of(people, now)
    matches_of(people, now)
    with transaction.atomic():
        for row in roles:
            append("ROLE-GIVEN", by=row.person, at=now, about=row)


def files_of(people, now) -> None:
    Artefact.objects.bulk_create(
        Artefact(
            person=one,
            uploaded_by=one,
            uploaded_at=now - days(n),
            kind="BLS",
            file=f"{one.pk}",
            file_name=f"file {n}.pdf",
            content_type="application/pdf",
            size=9,
            sha256=f"{one.pk.hex:0>64}",
        )
        for n, one in enumerate(people)
    )


def matches_of(people, now) -> None:
    lists = ExclusionList.objects.bulk_create(
        ExclusionList(
            name=one.name,
            file_sha256=f"{one.pk.hex:0>64}",
            row_count=n,
            published_on=now.date() - datetime.timedelta(days=n),
            loaded_at=now - days(n),
        )
        for n, one in enumerate(people)
    )
    ExclusionMatch.objects.bulk_create(
        ExclusionMatch(
            person=one,
            list=of,
            line_number=n,
            line={"LASTNAME": FORMULA},
            matched_by="NPI" if n % 2 else "NAME",
            state=state,
        )
        for state, shift in (("OPEN", 0), ("CONFIRMED", 1000))
        for n, (one, of) in enumerate(zip(people, lists, strict=True), shift)
    )


@pytest.fixture
def client(desk, rita):
    return client_of(rita)


def ask(client, which: str, **asked):
    name, kept, _sorts = LISTS[which]
    return client.get(address(name), kept | asked)


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def names_on(answer) -> list[str]:
    """The names in the list's column of people or lists, as they stand."""
    text = answer.content.decode()
    words = [part for part in text.replace("<", ">").split(">") if part.strip()]
    known = {"Ann", *(f"Person {n:03}" for n in range(40))}
    return [word.strip() for word in words if word.strip() in known]


@EVERY
class TestEveryList:
    def test_keeps_what_was_typed_and_finds_that_alone(self, client, clinic, which):
        fill(clinic, 4)

        answer = ask(client, which, name="person 002")
        page = answer.content.decode()

        assert set(names_on(answer)) == {"Person 002"}
        assert 'value="person 002"' in page
        assert "name=person+002&amp;file=csv" in page
        assert answer.context["form"].is_filtered
        kept = LISTS[which][1].get("show")
        assert kept is None or f"show={kept}" in answer.context["clear_url"]
        assert "name=" not in answer.context["clear_url"]

    def test_sorts_both_ways(self, client, clinic, which):
        fill(clinic, 3)

        for key in LISTS[which][2]:
            up = ask(client, which, sort=key)
            down = ask(client, which, sort=f"-{key}")
            heads = [head["order"] for head in up.context["heads"] if head["order"]]
            turned = [head["order"] for head in down.context["heads"] if head["order"]]
            assert {*heads, *turned} == {"ascending", "descending"}
            assert up.status_code == down.status_code == 200

    def test_sorts_by_name_as_it_says(self, client, clinic, which):
        if "name" not in LISTS[which][2]:
            pytest.skip("this list knows no order by name")
        fill(clinic, 3)

        up = list(dict.fromkeys(names_on(ask(client, which, sort="name"))))
        down = list(dict.fromkeys(names_on(ask(client, which, sort="-name"))))

        assert up == ["Ann", "Person 001", "Person 002"]
        assert down == up[::-1]

    def test_gives_files_without_a_formula(self, client, clinic, which):
        fill(clinic, 3, first=FORMULA)

        text = bytes_of(ask(client, which, file="csv")).decode("utf-8-sig")
        sheet = bytes_of(ask(client, which, file="xlsx"))

        lines = list(csv.reader(io.StringIO(text)))
        cells = [
            cell
            for row in openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows()
            for cell in row
        ]
        assert len(lines) >= 4
        assert any(f"'{FORMULA}" in line for line in lines)
        assert not any(cell.startswith("=") for line in lines for cell in line)
        assert f"'{FORMULA}" in [cell.value for cell in cells]
        assert "f" not in {cell.data_type for cell in cells}

    @pytest.mark.parametrize("file", ["", "csv"])
    def test_costs_the_same_for_three_and_for_thirty(self, client, clinic, which, file):
        def count() -> int:
            with CaptureQueriesContext(connection) as seen:
                answer = ask(client, which, file=file)
                _ = bytes_of(answer) if file else answer.content
            return len(seen)

        fill(clinic, 3)
        ask(client, which)
        few = count()
        fill(clinic, 30)

        assert count() == few
