"""Two people sign where the set asks for two, and both sign exactly the same."""

import pytest
from django.db import IntegrityError, transaction

from certificates.actions.applications import Wish, submit_application
from certificates.actions.conditions import ConditionAsked
from certificates.actions.decisions import approve_with_conditions
from certificates.actions.verifying import verify_again
from certificates.models import Application, Certificate, Credential, Signature
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.applying import (
    actions_since,
    approve,
    decide,
    decline,
    row_counts,
    states_of,
)
from tests.certificates.readiness import (
    L1_TREE,
    make_ready,
    observe,
    requirement_set,
)
from tests.certificates.roster import days


@pytest.fixture
def application(alice, bob, clinic):
    make_ready(alice, clinic, bob)
    requirement_set("L1", L1_TREE, clinic=clinic, signers=2)
    return submit_application(alice, Wish(clinic, "L1"), at=NOW)


@pytest.fixture
def dora(clinic):
    return make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def mona(clinic):
    return make_person("Mona Moss", clinic, Role.MEDICAL_DIRECTOR)


class TestTheFirstSignature:
    def test_grants_nothing_yet(self, application, rita):
        before = AuditEntry.objects.count()

        assert approve(application, rita) is None

        application.refresh_from_db()
        assert (application.state, application.decided_by) == ("IN_REVIEW", None)
        assert (application.first_by, application.first_at) == (rita, NOW + days(1))
        assert not Credential.objects.exists()
        assert not Certificate.objects.exists()
        assert actions_since(before) == [
            "APPLICATION-IN_REVIEW",
            "APPLICATION-FIRST-SIGNED",
        ]
        entry = AuditEntry.objects.get(action="APPLICATION-FIRST-SIGNED")
        assert entry.facts["signature"] == Signature.objects.get().sha256

    def test_is_not_a_medical_directors(self, application, mona):
        before = row_counts()

        with pytest.raises(NotAllowed):
            approve(application, mona)

        assert row_counts() == before


class TestTheSecond:
    @pytest.mark.parametrize("who", ["dora", "mona"])
    def test_completes_it(self, application, rita, dora, mona, who):
        second = {"dora": dora, "mona": mona}[who]
        approve(application, rita)

        credential = approve(application, second, at=NOW + days(2))

        application.refresh_from_db()
        assert (application.state, credential.state) == ("APPROVED", "ACTIVE")
        assert (application.first_by, application.decided_by) == (rita, second)
        one, other = Signature.objects.order_by("at")
        assert one.subject_sha256 == other.subject_sha256
        names = [
            row["name"] for row in Certificate.objects.get().snapshot["signatories"]
        ]
        assert names == ["Rita Rowe", second.name]

    def test_is_not_the_same_person(self, application, rita):
        approve(application, rita)
        before = row_counts()

        with pytest.raises(NotAllowed, match="You signed first"):
            approve(application, rita)

        assert row_counts() == before

    def test_is_not_the_same_person_in_two_roles(self, application, rita, clinic):
        role = Role.MEDICAL_DIRECTOR
        rita.memberships.create(clinic=clinic, role=role, starts_on=NOW.date())
        approve(application, rita)

        with pytest.raises(NotAllowed, match="You signed first"):
            approve(application, rita)

    @pytest.mark.parametrize("who", ["bob", "alice"])
    def test_is_not_whoever_rated_nor_the_applicant(
        self, request, application, rita, clinic, who
    ):
        second = request.getfixturevalue(who)
        role = Role.MEDICAL_DIRECTOR
        second.memberships.create(clinic=clinic, role=role, starts_on=NOW.date())
        approve(application, rita)
        before = row_counts()

        with pytest.raises(NotAllowed):
            approve(application, second)

        assert row_counts() == before
        assert not Credential.objects.exists()

    def test_is_not_whoever_entered_a_paper(self, application, rita, mona, alice, bob):
        approve(application, rita)
        observe(alice, application.clinic, bob, recorded_by=mona)

        with pytest.raises(NotAllowed, match="entered"):
            approve(application, mona)

    def test_is_not_somebody_close(self, application, rita, mona, alice):
        approve(application, rita)
        DeclaredRelationship.objects.create(
            one=mona, other=alice, kind="EMPLOYER", declared_on=NOW.date()
        )

        with pytest.raises(NotAllowed, match="tie"):
            approve(application, mona)

    def test_must_have_seen_the_same(self, application, alice, bob, rita, dora, clinic):
        approve(application, rita)
        observe(alice, clinic, bob)

        assert approve(application, dora, at=NOW + days(2)) is None

        application.refresh_from_db()
        assert (application.state, application.first_by) == ("IN_REVIEW", dora)
        # The first one has to look again, and may.
        assert approve(application, rita, at=NOW + days(3)).state == "ACTIVE"

    def test_of_a_medical_director_needs_a_standing_first(
        self, application, alice, bob, rita, mona, clinic
    ):
        approve(application, rita)
        observe(alice, clinic, bob)

        with pytest.raises(NotAllowed, match="no longer stands"):
            approve(application, mona)

    def test_must_mean_the_same(self, application, rita, dora):
        approve(application, rita)
        asked = [ConditionAsked("Read the update.", NOW.date() + days(30))]

        done = decide(approve_with_conditions, application, dora, conditions=asked)

        assert done is None
        application.refresh_from_db()
        assert application.first_by == dora

    def test_may_decline_alone(self, application, rita, dora):
        approve(application, rita)

        decline(application, dora)

        application.refresh_from_db()
        assert (application.state, application.first_by) == ("DECLINED", None)

    def test_or_the_first_may_change_their_mind(self, application, rita):
        approve(application, rita)

        decline(application, rita)

        assert states_of(application)[-1] == "DECLINED"

    def test_is_not_a_medical_directors_refusal(self, application, rita, mona):
        approve(application, rita)

        with pytest.raises(NotAllowed):
            decline(application, mona)

    def test_is_asked_afresh_after_verifying_again(self, application, rita, dora):
        approve(application, rita)
        verify_again(application, by=rita, at=NOW + days(1))

        assert application.first_by is None
        assert approve(application, dora, at=NOW + days(2)) is None


class TestTheDatabase:
    def test_refuses_a_grant_with_one_of_two(self, application, rita):
        decided = {"decided_by": rita, "decided_at": NOW}

        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.update(state="APPROVED", **decided)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.update(state="APPROVED", first_by=rita, **decided)
