"""Which version of the gate's policy holds, at which clinic, and from when."""

import datetime

from certificates.clearance.policy import default_policy, policy_sha256
from certificates.models import PolicyVersion
from certificates.selectors.policies import (
    check_days,
    facts_as_asked,
    facts_of,
    policy_in_force,
    policy_limits,
    waiting_at,
)
from certificates.selectors.policy_history import history_of
from tests.cast import NOW
from tests.certificates.policies import (
    LOOKED_UP,
    drafted,
    edited,
    mona,
    sign_first,
    sign_second,
    signed,
)
from tests.certificates.roster import days

FRESH = {"LICENCE-ACTIVE": {"verified_within_days": 9}}

__all__ = ["mona"]

LATER = NOW + days(10)
# No number that a shipped version has.
NEXT = default_policy().version + 1


class TestThePolicyInForce:
    def test_is_the_shipped_one_until_a_clinic_has_its_own(
        self, clinic, other_clinic, rita, mona
    ):
        row = signed(clinic, rita, mona, in_force_from=LATER)
        before = LATER - datetime.timedelta(seconds=1)

        assert policy_in_force(before, clinic) == (default_policy(), None)
        found, held = policy_in_force(LATER, clinic)
        assert (held, found.version, found.sha256) == (row, NEXT, row.sha256)
        assert found.in_force_from == LATER
        assert policy_in_force(LATER, other_clinic)[1] is None
        assert policy_in_force(LATER)[1] is None

    def test_is_what_was_signed_by_then(self, clinic, rita, mona):
        row = signed(clinic, rita, mona)
        early = NOW - datetime.timedelta(seconds=1)

        assert policy_in_force(LATER, clinic, known_at=NOW)[1] == row
        assert policy_in_force(LATER, clinic, known_at=early)[1] is None

    def test_is_the_version_signed_last_that_has_begun(self, clinic, rita, mona):
        waits = signed(clinic, rita, mona, in_force_from=NOW + days(30))
        assert waiting_at(clinic, NOW) == (waits,)

        newer = signed(clinic, rita, mona, LOOKED_UP, in_force_from=NOW + days(5))

        assert waiting_at(clinic, NOW) == (newer,)
        assert policy_in_force(NOW + days(4), clinic)[1] is None
        assert policy_in_force(NOW + days(5), clinic)[1] == newer
        assert policy_in_force(NOW + days(40), clinic)[1] == newer
        assert waiting_at(clinic, NOW + days(6)) == ()

    def test_of_every_clinic_holds_where_there_is_none_of_its_own(
        self, clinic, other_clinic, rita, mona
    ):
        own = signed(clinic, rita, mona)
        shared = PolicyVersion.objects.create(
            version=2,
            document=own.document,
            sha256=own.sha256,
            state="SIGNED",
            in_force_from=NOW,
            signed_at=NOW,
            first_by=rita,
            second_by=mona,
        )

        assert policy_in_force(NOW, clinic)[1] == own
        assert policy_in_force(NOW, other_clinic)[1] == shared
        assert policy_in_force(NOW)[1] == shared

    def test_is_found_by_one_query(self, clinic, rita, mona, django_assert_num_queries):
        signed(clinic, rita, mona)

        with django_assert_num_queries(1):
            policy_in_force(NOW, clinic)
        with django_assert_num_queries(1):
            policy_limits(NOW, [clinic])

    def test_asks_what_was_learned_after_it_was_signed(self, clinic, rita):
        draft = drafted(clinic, rita)
        rows = {row["code"]: row for row in draft.document["criteria"]}
        del rows["CLOCK-SANE"]
        del rows["REFRESH-CURRENT"]["parameters"]["grace_days"]
        draft.document = draft.document | {"criteria": list(rows.values())}

        found = {row.code: row.parameters for row in facts_of(draft, NOW).criteria}

        assert found["CLOCK-SANE"] == {"agree_within_minutes": 5}
        assert found["REFRESH-CURRENT"] == {"every_months": 12, "grace_days": 14}
        assert found["LICENCE-ACTIVE"]["verified_within_days"] == 29

    def test_is_told_by_the_digest_of_what_is_asked(self, clinic, rita, mona):
        """A decision of before the program learned more replays as it was asked."""
        row = signed(clinic, rita, mona)
        assert facts_of(row).sha256 == row.sha256
        *older, newest = row.document["criteria"]
        row.document = row.document | {"criteria": older}
        row.sha256 = policy_sha256(row.document)

        then, now = facts_as_asked(row, row.sha256), facts_of(row)

        assert newest["code"] not in {one.code for one in then.criteria}
        assert newest["code"] in {one.code for one in now.criteria}
        assert facts_as_asked(row, now.sha256) == now != then


class TestWhatRunsOut:
    def test_goes_by_the_clinics_own_version(self, clinic, other_clinic, rita, mona):
        signed(clinic, rita, mona)

        assert check_days(NOW, [clinic]).verified == 29
        assert check_days(NOW, [other_clinic]).verified == 120
        assert check_days(NOW).verified == 120

    def test_of_several_clinics_goes_by_the_strictest(
        self, clinic, other_clinic, rita, mona
    ):
        signed(clinic, rita, mona)

        for clinics in ([clinic, other_clinic], [other_clinic, clinic]):
            found = check_days(NOW, clinics)
            assert (found.verified, found.checked) == (29, 31)


class TestTheHistory:
    def test_tells_of_each_version_how_it_stands(self, clinic, rita, mona):
        early, at = NOW - days(9), NOW
        over = signed(clinic, rita, mona, at=early)
        never = signed(clinic, rita, mona, LOOKED_UP, at=early, in_force_from=LATER)
        at_once = signed(clinic, rita, mona, LOOKED_UP, at=at)
        holds = signed(clinic, rita, mona, FRESH, at=at)
        waits = signed(clinic, rita, mona, at=at, in_force_from=LATER)

        found = {one.row: one for one in history_of(clinic, at)}

        assert list(found) == [waits, holds, at_once, never, over]
        assert {row: one.standing for row, one in found.items()} == {
            waits: "WAITING",
            holds: "IN_FORCE",
            # Another one took its place in the very moment.
            at_once: "CALLED_OFF",
            never: "CALLED_OFF",
            over: "OVER",
        }
        assert found[over].ends_at == at and found[holds].ends_at == LATER
        assert [one.by for one in found[holds].signatures] == [rita, mona]

    def test_compares_with_what_was_in_force_before(self, clinic, rita, mona):
        signed(clinic, rita, mona, at=NOW - days(9))
        holds = signed(clinic, rita, mona, LOOKED_UP, at=NOW)

        told = next(one for one in history_of(clinic, NOW) if one.row == holds)

        assert [(one.was, one.now) for one in told.changes] == [("31 days", "4 days")]

    def test_leaves_out_a_first_signature_that_fell(self, clinic, rita, writer, mona):
        draft = sign_first(drafted(clinic, writer), writer)
        draft = edited(draft, writer, LOOKED_UP)
        sign_second(sign_first(draft, rita), mona)

        (told,) = history_of(clinic, NOW)

        assert [one.by for one in told.signatures] == [rita, mona]
