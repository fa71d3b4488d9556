"""The first of two signatures is asked again when the second one is given."""

import pytest

from certificates.actions.applications import Wish, submit_application
from certificates.actions.first_signers import could_still_sign, matter_of
from certificates.actions.lifting import NotProposed
from certificates.actions.suspensions import Ground, suspend_person
from certificates.actions.verifying import verify_again
from certificates.admin.standing_to_sign import standing_to_sign
from certificates.models import Credential
from certificates.selectors.judging import judgement_of
from home.errors import NotAllowed
from home.models import DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.applying import approve
from tests.certificates.lifting import TOMORROW, propose, second
from tests.certificates.readiness import L1_TREE, make_ready, observe, requirement_set
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing

GROUND = Ground("PRECAUTIONARY", "A question is being looked into.")
LATER = NOW + days(2)


@pytest.fixture
def dora(clinic):
    return make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def mona(clinic):
    return make_person("Mona Moss", clinic, Role.MEDICAL_DIRECTOR)


@pytest.fixture
def signed_once(alice, bob, rita, clinic):
    make_ready(alice, clinic, bob)
    requirement_set("L1", L1_TREE, clinic=clinic, signers=2)
    application = submit_application(alice, Wish(clinic, "L1"), at=NOW)
    approve(application, rita)
    application.refresh_from_db()
    return application


@pytest.fixture
def proposed(alice, dora, rita, clinic):
    grant(alice, clinic, "L1")
    row = suspend_person(alice, clinic, GROUND, signer=signing(dora))
    propose(row, clinic, rita)
    row.refresh_from_db()
    return row


def tie(one, other):
    told = {"kind": "SPOUSE", "declared_on": NOW.date()}
    DeclaredRelationship.objects.create(one=one, other=other, **told)


def leaves(rita, alice, clinic):
    rita.memberships.filter(role=Role.CLINICAL_DIRECTOR).update(ends_on=NOW.date())


def is_suspended(rita, alice, clinic):
    dean = make_person("Dean Dow", clinic, Role.CLINICAL_DIRECTOR)
    suspend_person(rita, clinic, GROUND, signer=signing(dean, TOMORROW))


def declares_a_tie(rita, alice, clinic):
    tie(rita, alice)


FALLS = pytest.mark.parametrize("happens", [leaves, is_suspended, declares_a_tie])


class TestTheFirstToApprove:
    @FALLS
    def test_who_could_not_sign_now_gave_none(
        self, signed_once, alice, rita, dora, clinic, happens
    ):
        happens(rita, alice, clinic)

        assert approve(signed_once, dora, at=LATER) is None

        signed_once.refresh_from_db()
        assert (signed_once.state, signed_once.first_by) == ("IN_REVIEW", dora)
        assert not Credential.objects.exists()

    @FALLS
    def test_leaves_no_second_to_a_medical_director(
        self, signed_once, alice, rita, mona, clinic, happens
    ):
        happens(rita, alice, clinic)

        with pytest.raises(NotAllowed, match="no longer stands"):
            approve(signed_once, mona, at=LATER)

        assert not Credential.objects.exists()

    def test_who_has_a_hand_in_it_by_now_gave_none(
        self, signed_once, alice, rita, dora, clinic
    ):
        """Even if both saw the same: the record alone is not what is asked."""
        observe(alice, clinic, rita)
        matter = matter_of(judgement_of(signed_once, LATER), LATER)

        assert not could_still_sign(rita, matter)
        assert could_still_sign(dora, matter)

    @FALLS
    def test_is_told_of_before_the_second_signs(
        self, signed_once, alice, rita, dora, clinic, happens
    ):
        judged = judgement_of(signed_once, LATER)
        assert standing_to_sign(dora, judged).first_stands

        happens(rita, alice, clinic)

        judged = judgement_of(signed_once, LATER)
        assert not standing_to_sign(dora, judged).first_stands

    @pytest.mark.parametrize("who", ["dora", "mona"])
    def test_is_nobody_close_to_the_second(self, request, signed_once, rita, who):
        other = request.getfixturevalue(who)
        tie(rita, other)

        with pytest.raises(NotAllowed, match="tie to whoever signed first"):
            approve(signed_once, other, at=LATER)

        standing = standing_to_sign(other, judgement_of(signed_once, LATER))
        assert "tie to whoever signed first" in standing.no_grant
        assert not Credential.objects.exists()


class TestVoidingAFirst:
    def test_is_a_directors(self, signed_once, rita, dora, clinic):
        stella = make_person("Stella Stone", clinic, Role.STAFF)

        with pytest.raises(NotAllowed, match="Only a clinical director"):
            verify_again(signed_once, by=stella, at=LATER)
        signed_once.refresh_from_db()
        assert signed_once.first_by == rita

        verify_again(signed_once, by=dora, at=LATER)
        assert signed_once.first_by is None


class TestTheFirstToLift:
    @FALLS
    def test_who_could_not_sign_now_proposed_nothing(
        self, proposed, alice, rita, dora, clinic, happens
    ):
        happens(rita, alice, clinic)

        with pytest.raises(NotProposed, match="proposes it again"):
            second(proposed, clinic, dora, LATER)

        proposed.refresh_from_db()
        assert proposed.lifted_at is None

    def test_is_nobody_close_to_the_second(self, proposed, rita, dora, clinic):
        tie(dora, rita)

        with pytest.raises(NotAllowed, match="tie to whoever signed first"):
            second(proposed, clinic, dora, LATER)

        proposed.refresh_from_db()
        assert proposed.lifted_at is None

    def test_is_replaced_by_who_can(self, proposed, alice, rita, dora, mona, clinic):
        leaves(rita, alice, clinic)
        propose(proposed, clinic, dora, LATER)

        second(proposed, clinic, mona, LATER)

        proposed.refresh_from_db()
        assert proposed.lifted_by == mona
