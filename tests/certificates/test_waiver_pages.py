"""Granting and ending a waiver, and stating something, on their pages."""

import pytest
from django.urls import reverse

from certificates.actions.signatures import (
    digest_of_shown,
)
from certificates.actions.waivers import (
    shown_of_waiver,
)
from certificates.models import Waiver
from tests.cast import client_of, clinic_day
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days
from tests.certificates.waiving import (
    PASSWORD,
    TREE,
    waive,
)


@pytest.fixture
def asked(clinic):
    return requirement_set("L3", TREE, clinic=clinic)


class TestThePages:
    def address(self, name, clinic, *args):
        return reverse(f"credentialing_{name}", args=[clinic.slug, *args])

    def typed(self, **changes):
        told = {
            "code": "CASE",
            "expires_on": (clinic_day() + days(30)).isoformat(),
            "reason": "Presented at the sister clinic.",
            "password": PASSWORD,
        }
        return told | changes

    def test_grant_one(self, asked, alice, rita, clinic):
        address = self.address("grant_waiver", clinic, alice.pk)
        browser = client_of(rita)

        assert "The case presentation" in browser.get(address).content.decode()
        answer = browser.post(address, self.typed())

        assert answer.status_code == 302
        assert Waiver.objects.get().person == alice

    @pytest.mark.parametrize(
        ("change", "status", "words"),
        [
            ({"password": "wrong"}, 403, "sister clinic"),
            ({"reason": ""}, 422, "Write the reason."),
            ({"code": "NONE"}, 422, "NONE"),
            ({"expires_on": "2099-01-01"}, 422, "The last day has to be"),
        ],
    )
    def test_keep_what_was_typed_and_say_what_is_wrong(
        self, asked, alice, rita, clinic, change, status, words
    ):
        address = self.address("grant_waiver", clinic, alice.pk)

        answer = client_of(rita).post(address, self.typed(**change))

        assert answer.status_code == status
        page = answer.content.decode()
        assert words in page
        assert PASSWORD not in page
        assert not Waiver.objects.exists()

    def test_say_so_when_nothing_can_be_waived(self, alice, rita, clinic):
        address = self.address("grant_waiver", clinic, alice.pk)

        page = client_of(rita).get(address).content.decode()

        assert "Nothing can be waived at this clinic." in page
        assert client_of(rita).post(address, self.typed()).status_code == 200
        assert not Waiver.objects.exists()

    def test_end_one(self, asked, alice, rita, clinic):
        row = waive(alice, clinic, rita, expires_on=clinic_day() + days(9))
        address = self.address("end_waiver", clinic, alice.pk, row.pk)
        shown = digest_of_shown(shown_of_waiver(row))
        told = {"reason": "Not so.", "password": PASSWORD, "shown": shown}

        stale = client_of(rita).post(address, told | {"shown": "0" * 64})
        assert stale.status_code == 409
        assert client_of(rita).post(address, told).status_code == 302

        row.refresh_from_db()
        assert row.ended_by == rita

    def test_are_for_directors_of_the_clinic(
        self, asked, alice, bob, rita, charlie, clinic
    ):
        row = waive(alice, clinic, rita)
        for name, args in (
            ("grant_waiver", [alice.pk]),
            ("end_waiver", [alice.pk, row.pk]),
            ("state", [alice.pk]),
        ):
            address = self.address(name, clinic, *args)
            assert client_of(rita).get(address).status_code == 200
            assert client_of(charlie).get(address).status_code == 404
            for somebody in (alice, bob):
                assert client_of(somebody).get(address).status_code in (302, 403)

    def test_of_somebody_else_are_not_found(self, asked, alice, bob, rita, clinic):
        row = waive(alice, clinic, rita)

        address = self.address("end_waiver", clinic, bob.pk, row.pk)

        assert client_of(rita).get(address).status_code == 404
