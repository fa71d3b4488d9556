"""The desk of somebody who signs second only."""

import pytest
from django.utils import timezone

from certificates.actions.suspensions import Ground, suspend_person
from home.models import Role
from tests.cast import client_of, make_person
from tests.certificates.desk import address
from tests.certificates.lifting import propose
from tests.certificates.signing import signing

GROUND = Ground("PRECAUTIONARY", "A question is looked into.")
now = timezone.now


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
