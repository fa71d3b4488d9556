"""A director defers or declines an application."""

import pytest

from certificates.actions.application_steps import AlreadyDecided
from certificates.actions.applications import withdraw_application
from certificates.actions.decisions import decline_application, defer_application
from certificates.actions.signatures import ReasonMissing
from certificates.models import Credential, Document, Signature
from home.errors import NotAllowed
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.applying import actions_since, decide

REFUSALS = (defer_application, decline_application)


class TestDeferringAndDeclining:
    @pytest.mark.parametrize(
        ("action", "state"),
        [(defer_application, "DEFERRED"), (decline_application, "DECLINED")],
    )
    def test_says_why_and_is_signed(self, application, rita, action, state):
        before = AuditEntry.objects.count()

        decide(action, application, rita, reason=" More. ")

        application.refresh_from_db()
        assert (application.state, application.reason) == (state, "More.")
        assert Signature.objects.get().meaning == state
        assert Signature.objects.get().reason == "More."
        assert actions_since(before) == [
            "APPLICATION-IN_REVIEW",
            f"APPLICATION-{state}",
        ]
        assert not Credential.objects.exists()

    @pytest.mark.usefixtures("refused")
    @pytest.mark.parametrize("action", REFUSALS)
    def test_without_a_reason_is_refused(self, application, rita, action):
        with pytest.raises(ReasonMissing):
            decide(action, application, rita, reason="  ")

    @pytest.mark.usefixtures("refused")
    @pytest.mark.parametrize("action", REFUSALS)
    def test_is_refused_to_others(self, application, alice, bob, charlie, action):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                decide(action, application, somebody, reason="x")

    @pytest.mark.parametrize("action", REFUSALS)
    def test_needs_nothing_to_be_met(self, application, rita, action):
        Document.objects.update(expires_on=NOW.date())

        decide(action, application, rita, reason="The licence ended.")

        application.refresh_from_db()
        assert application.reason == "The licence ended."

    @pytest.mark.parametrize("action", REFUSALS)
    def test_comes_too_late_after_a_withdrawal(self, application, alice, rita, action):
        withdraw_application(application, by=alice, at=NOW)

        with pytest.raises(AlreadyDecided):
            decide(action, application, rita, reason="x")
