"""Two different people sign a version of the gate's policy, under what is shown."""

import datetime

import pytest

from certificates.actions.clearance import Asker, ask
from certificates.actions.policy_signing import (
    sign_policy,
    sign_policy_first,
    step_of,
)
from certificates.clearance.policy import default_policy
from certificates.models import (
    DecisionRecord,
    PolicyVersion,
    Signature,
    Suspension,
)
from certificates.selectors.policies import policy_in_force
from home.models import AuditEntry, DeclaredRelationship, Membership, Role
from tests.cast import LONG_AGO, NOW, make_person
from tests.certificates.asking import about
from tests.certificates.policies import (
    LOOKED_UP,
    SOON,
    draft,
    drafted,
    edited,
    first,
    mona,
    nobody_signs,
    sign_first,
    sign_second,
    signed,
)
from tests.certificates.roster import days, make_clear

__all__ = ["draft", "first", "mona"]


class TestTwoSignatures:
    def test_bring_it_into_force(self, first, rita, mona, clinic):
        assert policy_in_force(SOON, clinic)[1] is None

        row = sign_second(first, mona, SOON)

        row = PolicyVersion.objects.get(pk=row.pk)
        assert (row.state, row.first_by, row.second_by) == ("SIGNED", rita, mona)
        assert (row.first_at, row.signed_at, row.in_force_from) == (NOW, SOON, SOON)
        assert policy_in_force(SOON, clinic)[1] == row
        assert policy_in_force(NOW, clinic)[1] is None

    def test_are_bound_to_what_was_shown_and_told_of(self, first, rita, mona):
        shown = step_of(first, SOON)
        sign_second(first, mona, SOON)

        one, two = Signature.objects.order_by("at")
        assert (one.meaning, two.meaning) == ("POLICY-FIRST", "POLICY-SIGNED")
        assert (one.by, two.by) == (rita, mona)
        assert one.subject_sha256 == two.subject_sha256 == shown.sha256
        assert two.shown["policy"] == first.document
        assert two.shown["preview"] == shown.preview.facts
        told = AuditEntry.objects.filter(action__startswith="POLICY-").order_by("pk")
        assert [row.action for row in told] == [
            "POLICY-DRAFTED",
            "POLICY-EDITED",
            "POLICY-FIRST-SIGNED",
            "POLICY-SIGNED",
        ]
        assert told[2].facts["signature"] == one.sha256
        assert told[3].facts["signature"] == two.sha256
        assert told[3].facts["first"] == one.sha256

    def test_may_begin_later(self, clinic, rita, mona):
        row = signed(clinic, rita, mona, in_force_from=NOW + days(3))

        assert (row.signed_at, row.in_force_from) == (NOW, NOW + days(3))

    def test_old_decisions_keep_theirs(self, session, clinic, rita, mona):
        ask(about(session), asker=Asker(clinic), at=NOW)
        before = DecisionRecord.objects.get()
        kept = before.policy, before.answer, before.facts

        row = signed(clinic, rita, mona, at=SOON)
        ask(about(session), asker=Asker(clinic), at=SOON)
        before.refresh_from_db()

        after = DecisionRecord.objects.exclude(pk=before.pk).get()
        assert (before.policy, before.answer, before.facts) == kept
        assert before.answer["context"]["policy"]["sha256"] == default_policy().sha256
        assert (before.decision, after.decision) == (True, False)
        assert after.policy == row
        assert after.answer["context"]["policy"]["sha256"] == row.sha256
        assert ask(about(session), asker=Asker(clinic), at=NOW).decision.decision


class TestAVersionThatWaits:
    def test_is_called_off_by_one_that_says_what_holds_now(self, clinic, rita, mona):
        signed(clinic, rita, mona, in_force_from=NOW + days(9))
        same = {"LICENCE-ACTIVE": {"verified_within_days": 120}}

        row = signed(clinic, rita, mona, same, at=SOON)

        assert policy_in_force(NOW + days(10), clinic)[1] == row
        last = Signature.objects.order_by("at", "meaning").last()
        (never,) = last.shown["overtakes"]
        assert never["version"] == row.version - 1

    def test_is_not_once_the_new_one_begins_later(self, clinic, rita, mona):
        waits = signed(clinic, rita, mona, in_force_from=NOW + days(9))

        draft = drafted(clinic, rita, LOOKED_UP, in_force_from=NOW + days(10))

        step = step_of(draft, NOW)
        assert step.overtaken == ()
        assert step.old.sha256 == waits.sha256

    def test_is_one_of_all_that_would_never_begin(self, clinic, rita, mona):
        next_one = signed(clinic, rita, mona, in_force_from=NOW + days(5))
        after = signed(clinic, rita, mona, LOOKED_UP, in_force_from=NOW + days(9))
        same = {"LICENCE-ACTIVE": {"verified_within_days": 120}}

        step = step_of(drafted(clinic, rita, same, at=SOON), SOON)

        assert [one.row for one in step.overtaken] == [next_one, after]
        told = [one["version"] for one in step.shown["overtakes"]]
        assert told == [next_one.version, after.version]

    def test_is_called_off_by_nobody_who_would_have_lost(
        self, clinic, rita, writer, mona
    ):
        """What holds now stays, so only the version that waits tells who gains."""
        Membership.objects.create(
            person=rita, clinic=clinic, role=Role.THERAPIST, starts_on=LONG_AGO
        )
        make_clear(rita, clinic, "L1")
        signed(clinic, writer, mona, in_force_from=NOW + days(3))
        same = {"LICENCE-ACTIVE": {"verified_within_days": 120}}
        draft = drafted(clinic, writer, same, at=SOON)
        assert step_of(draft, SOON).preview.gainers == frozenset()

        one = nobody_signs(sign_policy_first, draft, rita)
        sign_first(draft, writer, SOON)
        two = nobody_signs(sign_policy, draft, rita)

        assert one.message == two.message
        assert one.message.startswith("You would gain by it yourself.")
        assert sign_second(draft, mona, SOON).second_by == mona


class TestTheFirst:
    @pytest.mark.parametrize("who", ["alice", "mona", "charlie"])
    def test_is_a_clinical_director_of_the_clinic(self, draft, who, request):
        other = request.getfixturevalue(who)

        refusal = nobody_signs(sign_policy_first, draft, other)

        assert refusal.code == "NOT-ALLOWED"

    def test_may_be_somebody_who_did_not_write_it(self, draft, writer, mona):
        row = sign_second(sign_first(draft, writer), mona, SOON)

        assert row.first_by == writer

    def test_is_one_only(self, first, writer):
        refusal = nobody_signs(sign_policy_first, first, writer)

        assert refusal.code == "POLICY-FIRST-STANDS"

    def test_falls_with_an_edit(self, first, rita, writer, mona, clinic):
        edited(first, rita, LOOKED_UP)
        first.refresh_from_db()

        assert (first.first_by, first.first_at) == (None, None)
        assert nobody_signs(sign_policy, first, mona).code == "POLICY-FIRST-MISSING"
        sign_second(sign_first(first, writer, SOON), mona, SOON)
        assert policy_in_force(SOON, clinic)[1] == first

    @pytest.mark.parametrize("what", ["suspended", "left", "another record"])
    def test_falls_when_it_could_not_be_given_now(
        self, first, rita, mona, clinic, alice, what
    ):
        if what == "suspended":
            Suspension.objects.create(
                person=rita, kind="DISCIPLINARY", starts_at=NOW, recorded_at=NOW
            )
        elif what == "left":
            Membership.objects.filter(person=rita).update(ends_on=NOW - days(2))
        else:
            make_clear(alice, clinic, "L1")

        assert nobody_signs(sign_policy, first, mona).code == "POLICY-FIRST-MISSING"


class TestTheSecond:
    def test_may_be_a_clinical_director_too(self, first, writer):
        assert sign_second(first, writer, SOON).second_by == writer

    @pytest.mark.parametrize("who", ["alice", "charlie"])
    def test_is_a_director_of_the_clinic(self, first, who, request):
        refusal = nobody_signs(sign_policy, first, request.getfixturevalue(who))

        assert refusal.code == "NOT-ALLOWED"

    def test_is_never_the_first_again(self, draft, writer):
        sign_first(draft, writer)

        refusal = nobody_signs(sign_policy, draft, writer)

        assert refusal.message == "You signed first. Somebody else has to sign as well."

    def test_is_nobody_who_wrote_it(self, draft, rita, writer):
        draft = edited(draft, writer, LOOKED_UP)
        third = make_person("Theo Third", draft.clinic, Role.CLINICAL_DIRECTOR)
        sign_first(draft, third)

        for by in (rita, writer):
            refusal = nobody_signs(sign_policy, draft, by)
            assert refusal.message.startswith("You wrote on this version")

    def test_is_nobody_close_to_the_first(self, first, rita, mona):
        DeclaredRelationship.objects.create(
            one=rita, other=mona, kind="SPOUSE", declared_on=LONG_AGO
        )

        refusal = nobody_signs(sign_policy, first, mona)

        assert refusal.message.startswith("You have a declared tie")

    def test_is_not_without_a_first(self, draft, mona):
        assert nobody_signs(sign_policy, draft, mona).code == "POLICY-FIRST-MISSING"

    def test_does_not_come_after_the_moment(self, clinic, rita, mona):
        draft = drafted(clinic, rita, in_force_from=SOON)
        sign_first(draft, rita)
        late = SOON + datetime.timedelta(seconds=1)

        refusal = nobody_signs(sign_policy, draft, mona, late)

        assert refusal.code == "POLICY-BACKDATED"
        assert sign_second(draft, mona, SOON).in_force_from == SOON
