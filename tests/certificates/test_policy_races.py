"""Directors who write and sign the same policy at the same moment, on PostgreSQL."""

import pytest
from django.db import connection

from certificates.actions.policies import (
    PolicyWish,
    digest_of_draft,
    edit_policy,
    start_policy,
    withdraw_policy,
)
from certificates.actions.policy_signing import (
    sign_policy,
    sign_policy_first,
    step_of,
)
from certificates.models import PolicyVersion, Signature
from certificates.selectors.policies import policy_in_force
from home.errors import RuleBroken
from home.models import AuditEntry, Role
from tests.cast import NOW, make_clinic, make_person
from tests.certificates.policies import VERIFIED, drafted, sign_first
from tests.certificates.signing import signing
from tests.races import CLIENTS, at_once

pytestmark = pytest.mark.races


@pytest.fixture
def clinic(on_postgresql):
    return make_clinic()


@pytest.fixture
def directors(clinic):
    return [
        make_person(f"D{n} Rowe", clinic, Role.CLINICAL_DIRECTOR)
        for n in range(CLIENTS)
    ]


def told(act):
    """What an act did, or the code it was refused with."""
    try:
        act()
    except RuleBroken as refusal:
        return refusal.code
    return "done"


class TestEightDirectors:
    def test_begin_one_draft(self, clinic, directors):
        results = at_once(
            lambda n: told(lambda: start_policy(clinic, by=directors[n], at=NOW))
        )

        assert connection.vendor == "postgresql"
        assert sorted(results) == ["POLICY-DRAFT-EXISTS"] * 7 + ["done"]
        assert PolicyVersion.objects.filter(state="DRAFT").count() == 1
        assert AuditEntry.objects.filter(action="POLICY-DRAFTED").count() == 1

    def test_change_a_draft_one_after_the_other_knows_it(self, clinic, directors):
        draft = drafted(clinic, directors[0])
        shown = digest_of_draft(draft)

        def change(n):
            wish = PolicyWish(VERIFIED, f"Reason {n}.")
            who = {"by": directors[n], "at": NOW, "shown_sha256": shown}
            return told(lambda: edit_policy(draft, wish, **who))

        results = at_once(change)

        assert sorted(results) == ["POLICY-DRAFT-CHANGED"] * 7 + ["done"]

    def test_sign_first_once(self, clinic, writer, directors):
        draft = drafted(clinic, writer)
        shown = step_of(draft, NOW).sha256

        def sign(n):
            who = {"signer": signing(directors[n]), "shown_sha256": shown}
            return told(lambda: sign_policy_first(draft, **who))

        results = at_once(sign)

        assert sorted(results) == ["POLICY-FIRST-STANDS"] * 7 + ["done"]
        assert Signature.objects.count() == 1

    def test_sign_second_once(self, clinic, writer, directors):
        draft = sign_first(drafted(clinic, writer), writer)
        shown = step_of(draft, NOW).sha256

        def sign(n):
            who = {"signer": signing(directors[n]), "shown_sha256": shown}
            return told(lambda: sign_policy(draft, **who))

        results = at_once(sign)

        assert sorted(results) == ["POLICY-NO-DRAFT"] * 7 + ["done"]
        assert Signature.objects.filter(meaning="POLICY-SIGNED").count() == 1
        assert AuditEntry.objects.filter(action="POLICY-SIGNED").count() == 1
        assert PolicyVersion.objects.filter(state="SIGNED").count() == 1
        assert policy_in_force(NOW, clinic)[1] == draft

    def test_sign_it_or_withdraw_it_and_never_both(self, clinic, writer, directors):
        draft = sign_first(drafted(clinic, writer), writer)
        shown, form = step_of(draft, NOW).sha256, digest_of_draft(draft)

        def act(n):
            by = directors[n]
            if n % 2:
                who = {"by": by, "at": NOW, "shown_sha256": form}
                return told(lambda: withdraw_policy(draft, **who))
            who = {"signer": signing(by), "shown_sha256": shown}
            return told(lambda: sign_policy(draft, **who))

        results = at_once(act)

        draft.refresh_from_db()
        is_signed = AuditEntry.objects.filter(action="POLICY-SIGNED").count()
        is_withdrawn = AuditEntry.objects.filter(action="POLICY-WITHDRAWN").count()
        assert results.count("done") == is_signed + is_withdrawn == 1
        assert draft.state == ("SIGNED" if is_signed else "WITHDRAWN")
