"""A clinic's own version of the gate's policy: drafted, edited, withdrawn, kept."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from certificates.actions.policies import (
    PolicyWish,
    digest_of_draft,
    edit_policy,
    start_policy,
    withdraw_policy,
)
from certificates.clearance.policy import default_policy, policy_sha256
from certificates.models import PolicyVersion
from certificates.selectors.policies import (
    facts_of,
    policy_in_force,
)
from certificates.selectors.policy_words import differences
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.policies import (
    LOOKED_UP,
    VERIFIED,
    drafted,
    edited,
    mona,
    refusal_of,
    signed,
)
from tests.certificates.roster import days

__all__ = ["mona"]

LATER = NOW + days(10)
# No number that a shipped version has.
NEXT = default_policy().version + 1


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


class TestADraft:
    def test_begins_as_what_is_in_force(self, clinic, rita):
        draft = start_policy(clinic, by=rita, at=NOW)

        assert (draft.version, draft.state) == (NEXT, "DRAFT")
        assert draft.sha256 == policy_sha256(draft.document)
        assert differences(default_policy(), facts_of(draft, NOW)) == []
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.by) == ("POLICY-DRAFTED", rita.pk)
        assert entry.facts["cloned_from"] == default_policy().sha256

    def test_of_a_clinic_with_its_own_begins_as_that(self, clinic, rita, mona):
        signed(clinic, rita, mona)

        draft = start_policy(clinic, by=rita, at=LATER)

        limits = {row["code"]: row["parameters"] for row in draft.document["criteria"]}
        assert draft.version == NEXT + 1
        assert limits["LICENCE-ACTIVE"]["verified_within_days"] == 29

    def test_is_the_only_one_at_its_clinic(
        self, clinic, other_clinic, rita, charlie, mona
    ):
        start_policy(clinic, by=rita, at=NOW)

        assert refusal_of(start_policy, clinic, by=rita, at=NOW).code == (
            "POLICY-DRAFT-EXISTS"
        )
        assert start_policy(other_clinic, by=charlie, at=NOW).version == NEXT

    @pytest.mark.parametrize("who", ["alice", "mona", "charlie"])
    def test_is_a_clinical_directors_of_the_clinic(self, clinic, rita, who, request):
        other = request.getfixturevalue(who)
        draft = drafted(clinic, rita)
        shown = digest_of_draft(draft)
        told = {"by": other, "at": NOW}

        refusals = [
            refusal_of(
                edit_policy, draft, PolicyWish(LOOKED_UP), shown_sha256=shown, **told
            ),
            refusal_of(withdraw_policy, draft, shown_sha256=shown, **told),
        ]
        withdraw_policy(draft, by=rita, at=NOW, shown_sha256=shown)
        refusals.append(refusal_of(start_policy, clinic, **told))

        assert {refusal.code for refusal in refusals} == {"NOT-ALLOWED"}


class TestAnEdit:
    def test_changes_what_is_named_and_nothing_else(self, clinic, rita):
        draft = drafted(clinic, rita, VERIFIED, in_force_from=LATER)

        (one,) = differences(default_policy(), facts_of(draft, NOW))
        assert (one.was, one.now) == ("120 days", "29 days")
        assert draft.sha256 == policy_sha256(draft.document)
        assert (draft.reason, draft.in_force_from) == (
            "The register changes often.",
            LATER,
        )
        assert actions() == ["POLICY-DRAFTED", "POLICY-EDITED"]

    def test_is_refused_when_it_is_looser_than_shipped(self, clinic, rita):
        draft = drafted(clinic, rita)
        loose = {"EXCLUSION-CLEAR": {"checked_within_days": 32}}

        refusal = refusal_of(
            edit_policy,
            draft,
            PolicyWish(loose, "Less work."),
            by=rita,
            at=NOW,
            shown_sha256=digest_of_draft(draft),
        )

        assert refusal.code == "POLICY-TOO-LOOSE"
        assert refusal.message == (
            "“Exclusion list looked up within” cannot be looser than the shipped "
            "policy, which says 31 days. Choose from 1 day to 31 days."
        )

    def test_never_dates_it_back(self, clinic, rita):
        draft = drafted(clinic, rita)
        past = NOW - datetime.timedelta(seconds=1)

        refusal = refusal_of(
            edit_policy,
            draft,
            PolicyWish(VERIFIED, "Why.", past),
            by=rita,
            at=NOW,
            shown_sha256=digest_of_draft(draft),
        )

        assert refusal.code == "POLICY-BACKDATED"

    def test_is_of_the_draft_that_was_shown(self, clinic, rita):
        draft = drafted(clinic, rita)
        shown = digest_of_draft(draft)
        edited(draft, rita, LOOKED_UP)

        for act, facts in (
            (edit_policy, (draft, PolicyWish(VERIFIED, "Mine."))),
            (withdraw_policy, (draft,)),
        ):
            refusal = refusal_of(act, *facts, by=rita, at=NOW, shown_sha256=shown)
            assert refusal.code == "POLICY-DRAFT-CHANGED"


class TestAWithdrawnDraft:
    def test_is_kept_and_frees_the_place(self, clinic, rita):
        draft = drafted(clinic, rita)

        shown = digest_of_draft(draft)
        withdraw_policy(draft, by=rita, at=NOW, shown_sha256=shown)
        after = start_policy(clinic, by=rita, at=NOW)

        draft.refresh_from_db()
        assert (draft.state, after.version) == ("WITHDRAWN", NEXT + 1)
        assert actions()[-2:] == ["POLICY-WITHDRAWN", "POLICY-DRAFTED"]
        assert policy_in_force(LATER, clinic)[1] is None

    def test_is_never_a_draft_again(self, clinic, rita):
        draft = drafted(clinic, rita)
        shown = digest_of_draft(draft)
        withdraw_policy(draft, by=rita, at=NOW, shown_sha256=shown)

        told = {"by": rita, "at": NOW, "shown_sha256": shown}
        refusal = refusal_of(edit_policy, draft, PolicyWish(VERIFIED), **told)

        assert refusal.code == "POLICY-NO-DRAFT"
        assert refusal_of(withdraw_policy, draft, **told).code == "POLICY-NO-DRAFT"


class TestASignedVersion:
    @pytest.mark.parametrize(
        "change",
        [
            {"document": {}},
            {"reason": "Another."},
            {"in_force_from": NOW + days(1)},
            {"state": "DRAFT"},
            {"state": "WITHDRAWN"},
        ],
    )
    def test_stays_as_it_is_for_ever(self, clinic, rita, mona, change):
        row = signed(clinic, rita, mona)

        with pytest.raises(DatabaseError), transaction.atomic():
            PolicyVersion.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            PolicyVersion.objects.filter(pk=row.pk).delete()

        told = {"by": rita, "at": NOW, "shown_sha256": digest_of_draft(row)}
        refusal = refusal_of(edit_policy, row, PolicyWish(VERIFIED), **told)
        assert refusal.code == "POLICY-NO-DRAFT"
