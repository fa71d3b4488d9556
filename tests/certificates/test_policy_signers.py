"""Who signs no version of the gate's policy, and which one nobody signs."""

import datetime

import pytest

from certificates.actions.policy_signing import (
    sign_policy,
    sign_policy_first,
    step_of,
)
from certificates.actions.signatures import Signer, SignIn
from certificates.models import (
    ExclusionCheck,
    PolicyVersion,
    Session,
    Suspension,
)
from certificates.selectors.policies import policy_in_force
from home.models import Membership, Role
from tests.cast import LONG_AGO, NOW, make_person
from tests.certificates.policies import (
    LOOKED_UP,
    SOON,
    draft,
    drafted,
    edited,
    first,
    mona,
    nobody_signs,
    refusal_of,
    sign_first,
    sign_second,
    signed,
)
from tests.certificates.roster import make_clear
from tests.certificates.signing import PASSWORD

__all__ = ["draft", "first", "mona"]


@pytest.mark.parametrize("act", [sign_policy_first, sign_policy])
class TestNobodySigns:
    @pytest.fixture
    def ready(self, act, draft, rita):
        """The draft as the act finds it, and who could sign it."""
        if act is sign_policy:
            sign_first(draft, rita)
        return make_person("Vera Vane", draft.clinic, Role.CLINICAL_DIRECTOR)

    def test_while_suspended(self, act, draft, ready):
        Suspension.objects.create(
            person=ready, kind="PRECAUTIONARY", starts_at=NOW, recorded_at=NOW
        )

        assert nobody_signs(act, draft, ready).code == "NOT-ALLOWED"

    def test_on_an_old_sign_in(self, act, draft, ready):
        old = SignIn(PASSWORD, SOON - datetime.timedelta(minutes=6))
        shown = step_of(draft, SOON).sha256

        refusal = refusal_of(
            act, draft, signer=Signer(ready, SOON, old), shown_sha256=shown
        )

        assert refusal.code == "SIGN-IN-NOT-FRESH"

    def test_what_was_not_shown(self, act, draft, ready):
        refusal = nobody_signs(act, draft, ready, shown="f" * 64)

        assert (refusal.code, refusal.status) == ("RECORD-CHANGED", 409)

    def test_when_it_would_touch_others_than_shown(
        self, act, draft, ready, clinic, alice
    ):
        shown = step_of(draft, SOON).sha256
        make_clear(alice, clinic, "L1")

        refusal = nobody_signs(act, draft, ready, shown=shown)

        assert refusal.code == "RECORD-CHANGED"

    def test_without_a_reason(self, act, draft, ready):
        PolicyVersion.objects.update(reason=" ")
        draft.refresh_from_db()

        assert nobody_signs(act, draft, ready).code == "POLICY-REASON-MISSING"

    def test_what_says_the_same_as_before(self, act, draft, ready, rita):
        same = {"LICENCE-ACTIVE": {"verified_within_days": 120}}
        edited(draft, rita, same)
        draft.refresh_from_db()

        assert nobody_signs(act, draft, ready).code == "POLICY-THE-SAME"

    def test_what_is_looser_than_every_version(self, act, draft, ready):
        for row in draft.document["criteria"]:
            if row["code"] == "EXCLUSION-CLEAR":
                row["parameters"]["checked_within_days"] = 400
        PolicyVersion.objects.update(document=draft.document)

        refusal = nobody_signs(act, draft, ready)

        assert refusal.code == "POLICY-TOO-LOOSE"
        assert "Exclusion list looked up within" in refusal.message

    def test_what_is_settled(self, act, draft, ready, rita, mona):
        if act is sign_policy_first:
            sign_first(draft, rita)
        sign_second(draft, mona, SOON)

        refusal = nobody_signs(act, draft, ready, shown="f" * 64)

        assert refusal.code == "POLICY-NO-DRAFT"


class TestWhoWouldGain:
    """A version that gives back what the one before took."""

    @pytest.fixture
    def back(self, clinic, writer, mona):
        signed(clinic, writer, mona, LOOKED_UP)
        was = {"EXCLUSION-CLEAR": {"checked_within_days": 31}}
        return drafted(clinic, writer, was, at=SOON)

    def test_signs_neither_first_nor_second(self, back, clinic, rita, writer, session):
        Membership.objects.create(
            person=rita, clinic=clinic, role=Role.THERAPIST, starts_on=LONG_AGO
        )
        make_clear(rita, clinic, "L1")

        one = nobody_signs(sign_policy_first, back, rita)
        sign_first(back, writer, SOON)
        two = nobody_signs(sign_policy, back, rita)

        assert one.message == two.message
        assert one.message.startswith("You would gain by it yourself.")

    def test_counts_a_session_that_they_would_hold(
        self, back, clinic, session, rita, writer
    ):
        # Booked with the director as an observer, who needs no check of their own.
        session.members.create(person=rita, role="observer")
        assert [one.code for one in step_of(back, SOON).preview.opens] == ["KX-204"]

        refusal = nobody_signs(sign_policy_first, back, rita)

        assert refusal.message.startswith("You would gain by it yourself.")

    def test_everybody_else_does(self, back, clinic, rita, writer, session):
        assert ExclusionCheck.objects.exists() and Session.objects.exists()

        row = sign_second(sign_first(back, writer, SOON), rita, SOON)

        assert policy_in_force(SOON, clinic)[1] == row

    def test_is_named_however_far_ahead_it_is_given_back(
        self, clinic, team, rita, writer, mona
    ):
        signed(clinic, writer, mona, LOOKED_UP)
        back = {"EXCLUSION-CLEAR": {"checked_within_days": 31}}
        late = drafted(
            clinic, rita, back, at=SOON, in_force_from=NOW + datetime.timedelta(days=60)
        )

        assert str(team["alice"].pk) in step_of(late, SOON).gainers
