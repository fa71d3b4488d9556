"""Approved with conditions: provisional until a director has seen each one met."""

import pytest

from certificates.actions.conditions import (
    ConditionAsked,
    ConditionClosed,
    ConditionsInvalid,
    condition_shown,
    mark_condition_met,
)
from certificates.actions.credentials import move, revoke
from certificates.actions.decisions import approve_with_conditions
from certificates.actions.signatures import RecordChanged, digest_of_shown
from certificates.models import Certificate, Credential, Signature
from certificates.selectors.conditions import open_conditions_of, overdue_conditions
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.applying import (
    actions_since,
    decide,
    denials,
    row_counts,
)
from tests.certificates.roster import days
from tests.certificates.signing import signing

SOON = NOW.date() + days(30)
TWO = (
    ConditionAsked(" Read the update. ", SOON),
    ConditionAsked("Present one case.", SOON + days(30)),
)


def grant(application, by, conditions=TWO):
    return decide(approve_with_conditions, application, by, conditions=conditions)


def meet(condition, by):
    condition.refresh_from_db()
    shown = digest_of_shown(condition_shown(condition))
    mark_condition_met(condition, signer=signing(by, NOW + days(5)), shown_sha256=shown)


class TestAGrantWithConditions:
    def test_is_provisional_and_has_no_paper_yet(self, application, rita):
        before = AuditEntry.objects.count()

        credential = grant(application, rita)

        application.refresh_from_db()
        assert (application.state, credential.state) == ("CONDITIONAL", "PROVISIONAL")
        assert [(c.number, c.text, c.due_on) for c in application.conditions.all()] == [
            (1, "Read the update.", SOON),
            (2, "Present one case.", SOON + days(30)),
        ]
        assert not Certificate.objects.exists()
        assert actions_since(before)[:3] == [
            "APPLICATION-IN_REVIEW",
            "APPLICATION-CONDITIONAL",
            "CREDENTIAL-AWARDED",
        ]

    def test_is_signed_with_its_conditions(self, application, rita):
        grant(application, rita)

        signature = Signature.objects.get()
        assert signature.meaning == "CONDITIONAL"
        assert signature.shown["conditions"] == [one.plain for one in TWO]
        assert signature.subject_sha256 == digest_of_shown(signature.shown)

    @pytest.mark.usefixtures("refused")
    @pytest.mark.parametrize(
        "conditions",
        [
            (),
            TWO * 4,
            (ConditionAsked("  ", SOON),),
            (ConditionAsked("x" * 401, SOON),),
            (ConditionAsked("Read it.", NOW.date()),),
        ],
        ids=["none", "eight", "empty", "long", "past"],
    )
    def test_needs_conditions_that_can_be_met(self, application, rita, conditions):
        with pytest.raises(ConditionsInvalid):
            grant(application, rita, conditions)

        assert denials() == [("APPLICATION-CONDITIONAL", "CONDITIONS-INVALID")]

    @pytest.mark.usefixtures("refused")
    def test_is_refused_to_whoever_rated(self, application, bob, clinic):
        role = "CLINICAL_DIRECTOR"
        bob.memberships.create(clinic=clinic, role=role, starts_on=NOW.date())

        with pytest.raises(NotAllowed, match="rated"):
            grant(application, bob)


@pytest.fixture
def credential(application, rita):
    return grant(application, rita)


@pytest.fixture
def conditions(credential):
    return list(credential.application.conditions.all())


class TestMeetingConditions:
    def test_with_the_last_one_makes_it_active_and_prints_it(
        self, credential, conditions, rita
    ):
        meet(conditions[0], rita)
        credential.refresh_from_db()
        assert credential.state == "PROVISIONAL"
        assert open_conditions_of(credential) == [conditions[1]]
        before = AuditEntry.objects.count()

        meet(conditions[1], rita)

        credential.refresh_from_db()
        assert credential.state == "ACTIVE"
        signatory = Certificate.objects.get().snapshot["signatories"][0]
        assert signatory["name"] == "Rita Rowe"
        assert actions_since(before) == [
            "CONDITION-MET",
            "CREDENTIAL-ACTIVE",
            "CERTIFICATE-ISSUED",
        ]

    def test_is_signed(self, conditions, rita):
        meet(conditions[0], rita)

        signature = Signature.objects.get(meaning="CONDITION-MET")
        assert signature.shown["text"] == "Read the update."
        entry = AuditEntry.objects.get(action="CONDITION-MET")
        assert entry.facts == {
            "condition": str(conditions[0].pk),
            "signature": signature.sha256,
        }

    def test_leaves_a_suspended_one_suspended(self, credential, conditions, rita):
        move(credential, "SUSPENDED", by=rita, at=NOW)

        for condition in conditions:
            meet(condition, rita)

        credential.refresh_from_db()
        assert credential.state == "SUSPENDED"

    def test_is_a_directors_and_never_ones_own(self, conditions, alice, bob, charlie):
        before = row_counts()
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                meet(conditions[0], somebody)

        assert row_counts() == before

    def test_happens_once(self, conditions, rita):
        meet(conditions[0], rita)
        before = row_counts()

        with pytest.raises(ConditionClosed):
            meet(conditions[0], rita)

        assert row_counts() == before

    def test_is_refused_on_other_words_than_those_shown(self, conditions, rita):
        with pytest.raises(RecordChanged):
            mark_condition_met(
                conditions[0], signer=signing(rita), shown_sha256="f" * 64
            )

    def test_is_refused_once_the_credential_is_gone(self, credential, conditions, rita):
        revoke(credential, reason="Not true.", signer=signing(rita))

        with pytest.raises(ConditionClosed):
            meet(conditions[0], rita)


class TestOverdueConditions:
    def test_are_those_past_their_day(self, conditions, clinic, other_clinic, rita):
        late = NOW + days(31)

        assert overdue_conditions([clinic], NOW + days(30)) == []
        assert overdue_conditions([clinic], late) == [conditions[0]]
        assert overdue_conditions([other_clinic], late) == []
        meet(conditions[0], rita)
        assert overdue_conditions([clinic], late) == []

    def test_cost_one_query(self, conditions, clinic, django_assert_num_queries):
        with django_assert_num_queries(1):
            rows = overdue_conditions([clinic], NOW + days(99))
            assert [row.application.person.name for row in rows] == ["Alice Ames"] * 2

    def test_of_a_credential_that_is_gone_are_left_out(self, credential, conditions):
        Credential.objects.update(state="RELINQUISHED")

        clinic = credential.clinic
        assert overdue_conditions([clinic], NOW + days(99)) == []
