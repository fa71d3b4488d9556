"""Break-glass: who may, for what, how long, and who looks at it afterwards."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from certificates.actions import overrides
from certificates.actions.exceptions import ReasonNamesPatient
from certificates.actions.overrides import break_glass, review_override
from certificates.actions.relief import relieve
from certificates.actions.signatures import (
    ReasonMissing,
    RecordChanged,
    Signer,
    SignInNotFresh,
    digest_of_shown,
)
from certificates.actions.telling import tell_of_override
from certificates.models import Override, SessionEvent, Signature
from certificates.selectors.overrides import (
    is_overdue,
    shown_of_emergency,
    shown_of_review,
)
from home.errors import NotAllowed, RuleBroken
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.roster import make_clear
from tests.certificates.sessions.planning import DOOR, MINUTES, members
from tests.certificates.signing import signing

REASON = "The lead fell ill and nobody else holds the level."
LATER = DOOR + 30 * MINUTES


@pytest.fixture
def rico(clinic):
    return make_person("Rico Roe", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def invoke(under_way, rita, rico):
    """Gives a function that breaks the glass."""

    def go(by=rita, told=rico, reason=REASON, at=LATER, **more):
        shown = more.pop("shown", digest_of_shown(shown_of_emergency(under_way)))
        return break_glass(
            under_way, told, reason=reason, shown_sha256=shown, signer=signing(by, at)
        )

    return go


def review(row, by, at=LATER, words="The relief was right.", finding="JUSTIFIED"):
    shown = digest_of_shown(shown_of_review(row))
    return review_override(
        row, finding, words=words, shown_sha256=shown, signer=signing(by, at)
    )


class TestAnEmergency:
    def test_is_kept_for_four_hours_and_to_be_reviewed(self, invoke, rita, rico):
        row = invoke()

        assert (row.by, row.told) == (rita, rico)
        assert row.ends_at - row.at == datetime.timedelta(hours=4)
        assert row.review_due_at - row.at == datetime.timedelta(hours=72)
        assert row.signature.meaning == Signature.Meaning.OVERRIDDEN
        entry = AuditEntry.objects.get(action="SESSION-OVERRIDDEN")
        assert (entry.subject_id, entry.facts["signature"]) == (
            str(row.pk),
            row.signature.sha256,
        )

    def test_lets_a_relief_take_over_whom_the_gate_refuses(
        self, invoke, under_way, team, wes
    ):
        seats = members(team, alice="co_therapist", nurse="medical_clinician")
        relief = (*members({"wes": wes}, wes="lead"), *seats)
        at = LATER + MINUTES
        refused = relieve(under_way, relief, by=team["alice"], at=at)
        assert refused.answer.decision.decision is False
        invoke(at=at)

        outcome = relieve(under_way, relief, by=team["alice"], at=at + MINUTES)

        told = outcome.answer.as_json()
        assert told["decision"] is True
        assert told["context"]["basis"] == "override"
        assert told["context"]["reasons"]
        assert SessionEvent.objects.filter(step="RELIEVED").count() == 1

    def test_is_over_after_four_hours(self, invoke, under_way, team, wes):
        invoke()
        seats = members(team, alice="co_therapist", nurse="medical_clinician")
        relief = (*members({"wes": wes}, wes="lead"), *seats)

        at = LATER + datetime.timedelta(hours=4)
        outcome = relieve(under_way, relief, by=team["alice"], at=at)

        assert outcome.answer.decision.decision is False

    def test_starts_nothing(self, prepared, rita, rico):
        shown = digest_of_shown(shown_of_emergency(prepared))
        with pytest.raises(overrides.NotUnderWay):
            break_glass(
                prepared,
                rico,
                reason=REASON,
                shown_sha256=shown,
                signer=signing(rita, LATER),
            )

        assert not Override.objects.exists()

    def test_is_one_at_a_time(self, invoke):
        invoke()

        with pytest.raises(overrides.AlreadyOpen):
            invoke()

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_needs_a_reason(self, invoke, reason):
        with pytest.raises(ReasonMissing):
            invoke(reason=reason)

    def test_names_no_patient(self, invoke):
        with pytest.raises(ReasonNamesPatient):
            invoke(reason="Patient Annabel was alone.")

    def test_is_signed_over_what_was_shown(self, invoke):
        with pytest.raises(RecordChanged):
            invoke(shown="0" * 64)

        assert not Override.objects.exists()

    def test_asks_for_a_fresh_sign_in(self, under_way, rita, rico):
        proof = signing(rita, LATER - 6 * MINUTES).sign_in
        shown = digest_of_shown(shown_of_emergency(under_way))
        with pytest.raises(SignInNotFresh):
            break_glass(
                under_way,
                rico,
                reason=REASON,
                shown_sha256=shown,
                signer=Signer(rita, LATER, proof),
            )


class TestWhoInvokesIt:
    def test_is_a_director(self, invoke, sam, medic):
        with pytest.raises(NotAllowed):
            invoke(by=sam)

        assert invoke(by=medic).by == medic

    def test_is_not_on_the_team(self, invoke, under_way, rita):
        under_way.members.create(person=rita, role="observer")

        with pytest.raises(NotAllowed):
            invoke()

    def test_was_not_on_it_before_either(self, invoke, under_way, rita):
        event = under_way.events.last()
        gone = [{"id": str(rita.pk), "role": "lead", "presence": ""}]
        SessionEvent.objects.create(
            session=under_way, step="CHANGED", at=event.at, booked={"members": gone}
        )

        with pytest.raises(NotAllowed):
            invoke()

    def test_tells_somebody_else_off_the_team(self, invoke, rita, alice, sam):
        for told in (rita, alice, sam):
            with pytest.raises(overrides.ToldUnusable):
                invoke(told=told)

    def test_is_of_the_clinic(self, invoke, other_clinic):
        stranger = make_person("Sid South", other_clinic, Role.CLINICAL_DIRECTOR)

        with pytest.raises(RuleBroken) as refused:
            invoke(by=stranger)
        assert refused.value.code == "SESSION-UNKNOWN"


class TestTheSecondPerson:
    def test_gets_a_letter_without_the_reason(self, invoke, rico, settings):
        settings.PUBLIC_BASE_URL = "https://kap.example"
        row = invoke()
        mail.outbox.clear()

        tell_of_override(row.pk)

        (letter,) = mail.outbox
        assert letter.to == [rico.user.email]
        assert "KX-301" in letter.subject
        assert "https://kap.example/admin/credentialing/emergencies/" in letter.body
        assert REASON not in letter.body


class TestAReview:
    def test_is_kept_once(self, invoke, rico, medic):
        row = review(invoke(), rico)

        assert (row.finding, row.reviewed_by) == ("JUSTIFIED", rico)
        entry = AuditEntry.objects.get(action="OVERRIDE-REVIEWED")
        assert entry.facts["finding"] == "JUSTIFIED"
        with pytest.raises(overrides.ReviewedBefore):
            review(row, medic)

    def test_is_anothers(self, invoke, rita):
        with pytest.raises(NotAllowed):
            review(invoke(), rita)

    def test_is_anothers_for_the_database_too(self, invoke, rita):
        row = invoke()
        with pytest.raises(IntegrityError), transaction.atomic():
            Override.objects.filter(pk=row.pk).update(
                reviewed_by=rita, reviewed_at=LATER, finding="JUSTIFIED"
            )

    def test_is_not_the_teams(self, invoke, under_way, alice, clinic):
        alice.memberships.create(
            clinic=clinic, role=Role.MEDICAL_DIRECTOR, starts_on=NOW
        )
        with pytest.raises(NotAllowed):
            review(invoke(), alice)

    def test_that_is_late_closes_the_clinics_emergencies(
        self, invoke, rico, clinic, medic
    ):
        row = invoke()
        late = row.review_due_at
        assert not is_overdue(clinic, late - MINUTES)
        assert is_overdue(clinic, late)

        with pytest.raises(overrides.OverridesClosed):
            invoke(by=medic, at=late)

        review(row, rico, at=late)
        assert invoke(by=medic, at=late + MINUTES).by == medic


@pytest.fixture
def wes(clinic):
    """Somebody who is clear, but for the level."""
    wes = make_person("Wes Wirth", clinic, Role.THERAPIST)
    make_clear(wes, clinic, "L1")
    return wes
