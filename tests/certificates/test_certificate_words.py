"""What a certificate says of itself, told by how it came to be."""

import datetime

import pytest

from certificates.actions.applications import Wish, submit_application
from certificates.actions.grant_rules import Grant
from certificates.actions.rosters import enter_credential
from certificates.models import Certificate
from modules.models import ContentReview, ModuleEdition
from tests.cast import NOW, client_of
from tests.certificates.applying import approve
from tests.certificates.readiness import make_ready
from tests.certificates.signing import signing

SENTENCE = "had not yet been reviewed"


@pytest.fixture
def award(alice, bob, rita, clinic):
    make_ready(alice, clinic, bob)

    def grant_l1() -> Certificate:
        application = submit_application(alice, Wish(clinic, "L1"), at=NOW)
        approve(application, rita)
        return Certificate.objects.get()

    return grant_l1


def review_everything(clinic, one, other):
    for edition in ModuleEdition.objects.all():
        for capacity, by in (("CLINICAL_DIRECTOR", one), ("MEDICAL_DIRECTOR", other)):
            ContentReview.objects.create(
                edition=edition, clinic=clinic, capacity=capacity, by=by, at=NOW
            )


class TestWhatWasLearnedUnreviewed:
    def test_is_said_on_the_certificate_and_on_the_page(self, award, alice):
        certificate = award()

        assert certificate.snapshot["content_reviewed"] is False
        page = client_of(alice).get("/credentials/").content.decode()
        assert SENTENCE in page

    def test_is_not_said_when_both_directors_had_reviewed_it(
        self, award, alice, bob, rita, clinic
    ):
        review_everything(clinic, rita, bob)

        certificate = award()

        assert certificate.snapshot["content_reviewed"] is True
        assert SENTENCE not in client_of(alice).get("/credentials/").content.decode()


class TestACredentialFromTheRoster:
    def test_claims_no_judgement(self, alice, rita, clinic):
        today = clinic.day_of(NOW)
        last = today + datetime.timedelta(days=300)

        grant = Grant(clinic, "L1", today, last)
        credential = enter_credential(
            alice, grant, source="A binder.", signer=signing(rita)
        )
        snapshot = credential.certificates.get().snapshot

        assert "not judged" in snapshot["requirements_line"]
        assert "Approved" not in snapshot["signatories"][0]["meaning"]
