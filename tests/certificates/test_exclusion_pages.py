"""The pages about matches in the exclusion list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.models import (
    ExclusionCheck,
    ExclusionMatch,
    ProviderIdentity,
)
from certificates.templatetags.office import ground
from home.models import Role
from tests.cast import client_of, make_person
from tests.certificates.desk import PASSWORD, address
from tests.certificates.exclusion_lists import NPI, known, line, load

PDF = b"%PDF-1.7 a licence"


@pytest.fixture
def stan(clinic):
    return make_person("Stan Stone", clinic, Role.STAFF)


def text_of(response) -> str:
    return response.content.decode()


class TestMatches:
    @pytest.fixture
    def match(self, alice):
        known(alice, middle_name="Mary")
        today = timezone.now()
        load(line(), published_on=today.date(), at=today)
        return ExclusionMatch.objects.get()

    def told(self, client, match, **changes):
        page = client.get(address("match", "north", match.pk))
        told = {"reason": "Another address.", "password": PASSWORD}
        return told | {"shown": page.context["form"].initial["shown"]} | changes

    def test_are_shown_beside_what_we_have(self, match, stan):
        client = client_of(stan)

        listed = text_of(client.get(address("matches")))
        page = text_of(client.get(address("match", "north", match.pk)))

        assert "Same name and date of birth" in listed
        assert "The middle name fits too" in listed
        assert "1 MAIN ST" in page
        assert page.count("17 May 1980") == 2

    def test_tell_the_ground_and_the_line_of_the_file(self, match, stan):
        row = match.line | {"ADDRESS": "", "EXCLTYPE": "1128b4"}
        ExclusionMatch.objects.update(line=row)
        client = client_of(stan)

        listed = text_of(client.get(address("matches")))
        page = text_of(client.get(address("match", "north", match.pk)))

        assert f"line {match.line_number} of the file" in listed
        assert f"Line {match.line_number} of the file" in page
        assert "Ground 1128(b)(4)" in page
        assert "<dd><br>" not in page

    @pytest.mark.parametrize(
        ("code", "told"),
        [
            ("1128a1", "1128(a)(1)"),
            ("1128b16", "1128(b)(16)"),
            ("1128Aa", "1128A(a)"),
            ("1156", "1156"),
            ("BRCH CIA", "BRCH CIA"),
        ],
    )
    def test_write_a_ground_as_the_act_does(self, code, told):
        assert ground(code) == told

    def test_are_dismissed_by_two(self, match, alice, rita, stan):
        staff, director = client_of(stan), client_of(rita)
        one = address("match_propose", "north", match.pk)
        two = address("match_dismiss", "north", match.pk)

        staff.post(one, self.told(staff, match))
        alone = staff.post(two, self.told(staff, match))
        director.post(two, self.told(director, match))

        match.refresh_from_db()
        assert alone.status_code == 403
        assert (match.state, match.settled_by) == ("DISMISSED", rita)
        assert ExclusionCheck.objects.filter(outcome="CLEAR").count() == 1
        assert "Nothing has to be looked at" in text_of(staff.get(address("matches")))
        settled = staff.get(address("matches"), {"show": "settled"})
        assert "Alice Ames" in text_of(settled)

    def test_keep_what_was_typed_when_the_password_is_wrong(self, match, stan):
        client = client_of(stan)
        where = address("match_propose", "north", match.pk)

        answer = client.post(where, self.told(client, match, password="wrong"))

        assert answer.status_code == 403
        assert "Another address." in text_of(answer)
        assert match.state == "OPEN"

    def test_that_changed_meanwhile_are_shown_anew(self, match, stan):
        client = client_of(stan)
        told = self.told(client, match)
        ProviderIdentity.objects.update(npi=NPI)
        where = address("match_propose", "north", match.pk)

        answer = client.post(where, told)

        assert answer.status_code == 409
        assert told["shown"] not in text_of(answer)
        anew = answer.context["form"]["shown"].value()
        assert client.post(where, told | {"shown": anew}).status_code == 302

    def test_are_confirmed_by_a_director(self, match, rita, stan):
        client = client_of(rita)
        where = address("match_confirm", "north", match.pk)

        client.post(where, self.told(client, match))

        match.refresh_from_db()
        assert match.state == "CONFIRMED"
        page = text_of(client.get(address("match", "north", match.pk)))
        assert "confirmed on" in page
        assert "sign first" not in page

    def test_are_withdrawn_by_who_signed_first(self, match, rita, stan):
        client = client_of(stan)
        propose = address("match_propose", "north", match.pk)
        client.post(propose, self.told(client, match))

        client.post(address("match_withdraw", "north", match.pk))

        match.refresh_from_db()
        assert match.state == "OPEN"

    def test_offer_nothing_to_the_person_named(self, rita, stan):
        known(rita, first_name="Alice", last_name="Ames")
        load(line())
        match = ExclusionMatch.objects.get()

        page = text_of(client_of(rita).get(address("match", "north", match.pk)))

        assert "Nobody decides about themselves" in page
        assert "sign first" not in page

    def test_of_another_clinic_are_not_found(self, match, charlie):
        for slug in ("north", "south"):
            where = address("match", slug, match.pk)
            assert client_of(charlie).get(where).status_code in (302, 403, 404)

    def test_cost_the_same_however_many(self, match, clinic, stan):
        client = client_of(stan)
        client.get(address("matches"))
        with CaptureQueriesContext(connection) as few:
            client.get(address("matches"))
        for number in range(5):
            person = make_person(f"P{number} Person", clinic, Role.THERAPIST)
            known(person, first_name="Alice", last_name="Ames")
        today = timezone.now()
        load(line(ZIP="1"), published_on=today.date(), at=today)

        with CaptureQueriesContext(connection) as many:
            page = client.get(address("matches"))

        assert len(page.context["rows"]) == 7
        assert len(many) == len(few)

    def test_send_nobody_to_the_command_line(self, match, stan):
        page = text_of(client_of(stan).get(address("exclusion_lists")))

        assert "Ask whoever runs the server to load the new file." in page
        assert "manage.py" not in page

    def test_come_from_lists_with_a_digest(self, match, stan):
        page = text_of(client_of(stan).get(address("exclusion_lists")))

        assert match.list.file_sha256 in page
        assert "1 line" in page
