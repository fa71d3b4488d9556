"""From a draft to review: sending, verifying, taking up, and what lapsed."""

import itertools

import pytest
from django.db import IntegrityError, transaction

from certificates.actions.application_steps import (
    AlreadyDecided,
    DossierChanged,
    NotReady,
    Step,
    move,
    taken_up,
)
from certificates.actions.applications import (
    AlreadyApplied,
    send_application,
    start_application,
    submit_application,
    withdraw_application,
)
from certificates.actions.verifying import (
    take_up,
)
from certificates.models import (
    Application,
)
from certificates.rules.application_moves import MOVES
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.applying import (
    actions_since,
    defer,
    row_counts,
    states_of,
)
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days


class TestADraft:
    def test_is_begun_and_sent_later(self, ready, alice, wish):
        draft = start_application(alice, wish, at=NOW)
        before = AuditEntry.objects.count()

        assert (draft.state, draft.dossier, draft.dossier_sha256) == ("DRAFT", {}, "")
        send_application(draft, by=alice, at=NOW + days(1))

        assert draft.state == "READY"
        assert draft.started_at == NOW
        assert draft.submitted_at == NOW + days(1)
        assert states_of(draft) == ["DRAFT", "SUBMITTED", "READY"]
        assert actions_since(before) == [
            "APPLICATION-SUBMITTED",
            "APPLICATION-READY",
        ]

    def test_is_the_only_open_one_of_its_kind(self, ready, alice, wish):
        draft = start_application(alice, wish, at=NOW)

        with pytest.raises(AlreadyApplied):
            start_application(alice, wish, at=NOW)
        withdraw_application(draft, by=alice, at=NOW)

        assert start_application(alice, wish, at=NOW).pk != draft.pk

    def test_may_be_begun_with_everything_missing(self, alice, wish):
        requirement_set()

        draft = start_application(alice, wish, at=NOW)

        with pytest.raises(NotReady):
            send_application(draft, by=alice, at=NOW)
        draft.refresh_from_db()
        assert (draft.state, draft.dossier_sha256) == ("DRAFT", "")

    def test_is_sent_by_nobody_else(self, ready, alice, rita, bob, wish):
        draft = start_application(alice, wish, at=NOW)

        for somebody in (rita, bob):
            with pytest.raises(NotAllowed):
                send_application(draft, by=somebody, at=NOW)

    def test_is_not_sent_once_the_applicant_left(self, ready, alice, wish):
        draft = start_application(alice, wish, at=NOW)
        alice.memberships.update(ends_on=NOW.date() - days(1))

        with pytest.raises(NotAllowed):
            send_application(draft, by=alice, at=NOW)

    def test_is_sent_once(self, ready, alice, wish):
        draft = start_application(alice, wish, at=NOW)
        send_application(draft, by=alice, at=NOW)
        before = row_counts()

        with pytest.raises(AlreadyDecided):
            send_application(draft, by=alice, at=NOW)

        assert row_counts() == before

    def test_is_judged_by_the_set_in_force_when_it_is_sent(self, ready, alice, wish):
        draft = start_application(alice, wish, at=NOW)
        old = draft.requirement_set
        old.state = "RETIRED"
        old.save()
        newer = requirement_set(
            "L1", {"leaf": "no_open_suspension"}, version=2, signers=2
        )

        send_application(draft, by=alice, at=NOW)

        assert (draft.requirement_set, draft.signers) == (newer, 2)
        assert draft.dossier["requirements"]["signers"] == 2


class TestWithdrawing:
    def test_is_possible_until_it_is_decided(self, application, alice, rita):
        for state in Application.State.values:
            Application.objects.update(state=state, decided_at=NOW, decided_by=rita)
            application.refresh_from_db()
            if "WITHDRAWN" in MOVES[state]:
                withdraw_application(application, by=alice, at=NOW)
                assert application.state == "WITHDRAWN"
                continue
            before = row_counts()
            with pytest.raises(AlreadyDecided):
                withdraw_application(application, by=alice, at=NOW)
            assert row_counts() == before

    def test_is_the_applicants_own_act(self, application, rita):
        before = row_counts()

        with pytest.raises(NotAllowed):
            withdraw_application(application, by=rita, at=NOW)

        assert row_counts() == before


class TestSendingAgain:
    def test_takes_up_what_was_deferred(self, application, alice, rita, wish):
        defer(application, rita)

        again = submit_application(alice, wish, at=NOW + days(2))

        assert again.continues == application
        earlier = again.dossier["applications"]
        assert [(row["state"], row["reason"]) for row in earlier] == [
            ("DEFERRED", "More.")
        ]

    def test_goes_on_from_the_newest_one(self, application, alice, rita, wish):
        defer(application, rita)
        second = submit_application(alice, wish, at=NOW + days(2))
        defer(second, rita, at=NOW + days(3))

        third = submit_application(alice, wish, at=NOW + days(4))

        assert third.continues == second


class TestEachStep:
    def test_moves_by_the_table_only(self, application, rita):
        states = Application.State.values
        for state, to_state in itertools.product(states, states):
            decided = {"decided_at": NOW, "decided_by": rita}
            Application.objects.update(state=state, **decided)
            application.refresh_from_db()
            before = row_counts()
            try:
                with transaction.atomic():
                    move(application, to_state, Step(rita, NOW))
            except AlreadyDecided:
                assert to_state not in MOVES[state]
                assert Application.objects.get().state == state
                assert row_counts() == before
            else:
                assert to_state in MOVES[state]
                assert Application.objects.get().state == to_state
                assert states_of(application)[-1] == to_state

    def test_is_taken_by_whoever_comes_first(self, application, rita):
        slower = Application.objects.get()
        take_up(application, by=rita, at=NOW)

        with pytest.raises(AlreadyDecided), transaction.atomic():
            move(slower, "VERIFYING", Step(rita, NOW))

    def test_refuses_a_dossier_that_is_not_the_frozen_one(
        self, alice, clinic, application
    ):
        withdraw_application(application, by=alice, at=NOW)
        altered = Application.objects.create(
            person=alice,
            clinic=clinic,
            credential_type="L1",
            requirement_set=application.requirement_set,
            state="SUBMITTED",
            submitted_at=NOW,
            dossier=application.dossier | {"as_of": "2020-01-01"},
            dossier_sha256=application.dossier_sha256,
        )

        with pytest.raises(DossierChanged), transaction.atomic():
            taken_up(altered)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "change",
        [
            {"state": "SUBMITTED", "submitted_at": NOW},
            {"state": "APPROVED", "dossier_sha256": "f" * 64, "submitted_at": NOW},
        ],
    )
    def test_refuses_what_was_never_frozen_or_decided(self, ready, alice, wish, change):
        start_application(alice, wish, at=NOW)

        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.update(**change)

    @pytest.mark.parametrize("role", ["decided_by", "first_by", "heard_by"])
    def test_refuses_an_applicants_own_signature(self, application, alice, role):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.update(**{role: alice, "decided_at": NOW})
