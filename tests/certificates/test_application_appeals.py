"""A refusal is appealed once, and heard by a director who had no part in it."""

import pytest

from certificates.actions.appeals import (
    AppealClosed,
    GroundsMissing,
    appeal,
    appeal_ends_on,
    reopen_application,
    uphold_decision,
)
from certificates.actions.application_steps import AlreadyDecided
from certificates.actions.applications import AlreadyApplied, submit_application
from certificates.actions.signatures import ReasonMissing, RecordChanged
from certificates.models import Signature
from home.errors import NotAllowed
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.applying import (
    actions_since,
    approve,
    decide,
    decline,
    defer,
    denials,
    row_counts,
    states_of,
)
from tests.certificates.readiness import observe
from tests.certificates.roster import days

DECIDED = NOW + days(1)


@pytest.fixture
def dora(clinic):
    return make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def declined(application, rita):
    decline(application, rita, at=DECIDED)
    application.refresh_from_db()
    return application


@pytest.fixture
def appealed(declined, alice):
    appeal(declined, grounds="I was on leave.", by=alice, at=DECIDED + days(2))
    return declined


def hear(action, application, by, **changes):
    told = {"reason": "Heard both.", "at": NOW + days(9)}
    return decide(action, application, by, **(told | changes))


class TestAppealing:
    def test_gives_the_grounds(self, declined, alice):
        before = AuditEntry.objects.count()

        appeal(declined, grounds=" I was on leave. ", by=alice, at=DECIDED + days(30))

        assert (declined.state, declined.grounds) == ("APPEALED", "I was on leave.")
        assert states_of(declined)[-1] == "APPEALED"
        assert declined.decided_by is not None
        assert actions_since(before) == ["APPLICATION-APPEALED"]

    def test_ends_after_thirty_days(self, declined, alice):
        assert appeal_ends_on(declined) == DECIDED.date() + days(30)
        before = row_counts()

        with pytest.raises(AppealClosed):
            appeal(declined, grounds="Late.", by=alice, at=DECIDED + days(31))

        assert row_counts() == before

    def test_is_the_applicants_own(self, declined, rita, bob):
        for somebody in (rita, bob):
            with pytest.raises(NotAllowed):
                appeal(declined, grounds="For her.", by=somebody, at=DECIDED)

    def test_needs_grounds(self, declined, alice):
        with pytest.raises(GroundsMissing):
            appeal(declined, grounds=" ", by=alice, at=DECIDED)

    def test_is_for_what_was_declined(self, application, alice, rita):
        with pytest.raises(AlreadyDecided):
            appeal(application, grounds="Hurry.", by=alice, at=NOW)
        defer(application, rita)
        with pytest.raises(AlreadyDecided):
            appeal(application, grounds="Why.", by=alice, at=NOW)

    def test_keeps_its_kind_open(self, appealed, alice, wish):
        with pytest.raises(AlreadyApplied):
            submit_application(alice, wish, at=NOW + days(5))


class TestHearing:
    def test_can_uphold_for_good(self, appealed, dora, alice):
        before = AuditEntry.objects.count()

        hear(uphold_decision, appealed, dora)

        appealed.refresh_from_db()
        assert (appealed.state, appealed.heard_by) == ("UPHELD", dora)
        assert actions_since(before) == ["APPLICATION-UPHELD"]
        signature = Signature.objects.get(meaning="UPHELD")
        assert signature.shown["appeal"]["grounds"] == "I was on leave."
        with pytest.raises(AlreadyDecided):
            appeal(appealed, grounds="Again.", by=alice, at=NOW + days(9))

    def test_can_open_it_again(self, appealed, dora):
        hear(reopen_application, appealed, dora)

        appealed.refresh_from_db()
        assert (appealed.state, appealed.heard_by) == ("IN_REVIEW", dora)
        assert (appealed.decided_by, appealed.decided_at) == (None, None)
        assert appealed.reason == ""
        # What was decided before stays in the events.
        told = appealed.events.get(state="DECLINED")
        assert (told.by.name, told.reason) == ("Rita Rowe", "No.")

    @pytest.mark.parametrize("action", [uphold_decision, reopen_application])
    def test_is_not_for_whoever_decided(self, appealed, rita, action):
        before = row_counts()

        with pytest.raises(NotAllowed, match="Another director"):
            hear(action, appealed, rita)

        assert row_counts() == before
        assert denials()[-1][1] == "NOT-ALLOWED"

    @pytest.mark.parametrize("action", [uphold_decision, reopen_application])
    def test_is_for_directors(self, appealed, alice, bob, charlie, action):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                hear(action, appealed, somebody)

    @pytest.mark.parametrize("action", [uphold_decision, reopen_application])
    def test_needs_a_reason_and_the_record_in_view(
        self, appealed, dora, alice, bob, clinic, action
    ):
        with pytest.raises(ReasonMissing):
            hear(action, appealed, dora, reason=" ")
        with pytest.raises(RecordChanged):
            hear(action, appealed, dora, shown_sha256="f" * 64)

    def test_waits_for_an_appeal(self, declined, dora):
        with pytest.raises(AlreadyDecided):
            hear(uphold_decision, declined, dora)

    def test_is_not_for_whoever_signed_first(self, application, rita, dora, alice):
        decline(application, rita, at=DECIDED)
        appeal(application, grounds="Why.", by=alice, at=DECIDED + days(1))

        with pytest.raises(NotAllowed):
            hear(uphold_decision, application, rita)


class TestAfterItWasOpenedAgain:
    @pytest.fixture
    def reopened(self, appealed, dora):
        hear(reopen_application, appealed, dora)
        return appealed

    @pytest.fixture
    def edna(self, clinic):
        return make_person("Edna Eck", clinic, Role.CLINICAL_DIRECTOR)

    def test_others_decide(self, reopened, rita, dora, edna):
        later = NOW + days(10)
        before = row_counts()
        for earlier in (rita, dora):
            with pytest.raises(NotAllowed, match="Another director"):
                approve(reopened, earlier, at=later)
        assert row_counts() == before

        assert approve(reopened, edna, at=later).state == "ACTIVE"

    def test_there_is_no_second_appeal(self, reopened, edna, alice):
        decline(reopened, edna, at=NOW + days(10))

        with pytest.raises(AppealClosed):
            appeal(reopened, grounds="Again.", by=alice, at=NOW + days(11))

    def test_new_evidence_counts(self, reopened, edna, alice, bob, clinic):
        observe(alice, clinic, bob)

        assert approve(reopened, edna, at=NOW + days(10))
