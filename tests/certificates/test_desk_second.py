"""The desk of somebody who signs second only."""

import re

import pytest
from django.utils import timezone

from certificates.actions.artefacts import Upload, hand_in
from certificates.actions.suspensions import Ground, suspend_person
from home.models import Membership, Role
from tests.cast import client_of, make_person
from tests.certificates.desk import address
from tests.certificates.lifting import propose
from tests.certificates.signing import signing

GROUND = Ground("PRECAUTIONARY", "A question is looked into.")
now = timezone.now


def sent_in(person):
    hand_in(person, Upload("card.pdf", b"%PDF-1.7 a card"), by=person, at=now())


class TestAMedicalDirector:
    """Signs second, and finds what waits for it on the first page of the admin."""

    @pytest.fixture
    def mona(self, clinic):
        return make_person("Mona Meyer", clinic, Role.MEDICAL_DIRECTOR)

    @pytest.mark.parametrize("where", ["/admin/", "/admin/credentialing/desk/"])
    def test_sees_what_waits_for_a_second_signature(
        self, where, mona, rita, alice, clinic
    ):
        row = suspend_person(alice, clinic, GROUND, signer=signing(rita, now()))
        propose(row, clinic, rita, at=now())

        page = client_of(mona).get(where).content.decode()

        assert "Suspensions to lift: a second signature" in page
        assert address("lift", clinic.slug, alice.pk, row.pk) in page
        assert "Running out" not in page

    def test_is_told_when_nothing_waits(self, mona):
        page = client_of(mona).get("/admin/credentialing/desk/").content.decode()

        assert "Nothing needs a decision" in page
        assert "a clinical director has signed first" in page

    def test_sees_both_halves_when_they_direct_elsewhere(
        self, mona, rita, alice, clinic, other_clinic
    ):
        Membership.objects.create(
            person=mona,
            clinic=other_clinic,
            role=Role.CLINICAL_DIRECTOR,
            starts_on="2024-01-01",
        )
        row = suspend_person(alice, clinic, GROUND, signer=signing(rita, now()))
        propose(row, clinic, rita, at=now())

        for where in ("/admin/", "/admin/credentialing/desk/"):
            page = client_of(mona).get(where).content.decode()
            directs, second = page.split('id="desk-waiting-second"')

            assert "Running out" in directs and 'id="desk-waiting"' in directs
            assert address("lift", clinic.slug, alice.pk, row.pk) in second
            assert clinic.name in second

    def test_sees_one_half_of_a_clinic_they_direct_as_well(self, mona, clinic):
        Membership.objects.create(
            person=mona,
            clinic=clinic,
            role=Role.CLINICAL_DIRECTOR,
            starts_on="2024-01-01",
        )

        page = client_of(mona).get("/admin/").content.decode()

        assert page.count('id="desk-waiting') == 1


class TestStaff:
    """Keep documents and checks, and find how much waits on the admin's first page."""

    @pytest.fixture
    def stella(self, clinic):
        return make_person("Stella Stone", clinic, Role.STAFF)

    def counts(self, person):
        page = client_of(person).get("/admin/").content.decode()
        found = re.findall(
            r'cred-tray__head[^>]*><a href="([^"]+)">.*?__count">(\d+)<', page
        )
        return {url.split("credentialing/")[1]: int(count) for url, count in found}

    def test_are_told_how_much_waits_and_where(self, stella, alice, clinic):
        before = self.counts(stella)
        sent_in(alice)

        after = self.counts(stella)

        assert list(after) == [
            "exclusion-matches/",
            "checks/?overdue=on",
            "checks/",
            "handed-in/",
        ]
        assert before["handed-in/"] == 0 and after["handed-in/"] == 1
        # Alice and Stella were never looked up, and Alice has no licence yet.
        assert after["checks/?overdue=on"] >= 2

    def test_reach_every_list_that_is_named(self, stella):
        for url in self.counts(stella):
            page = client_of(stella).get(f"/admin/credentialing/{url}")
            assert page.status_code == 200

    def test_of_another_clinic_are_told_of_their_own(self, alice, clinic, other_clinic):
        sent_in(alice)
        sol = make_person("Sol South", other_clinic, Role.STAFF)

        assert self.counts(sol)["handed-in/"] == 0

    def test_panel_is_nobody_elses(self, rita):
        assert "desk-office" not in client_of(rita).get("/admin/").content.decode()
