"""Break-glass: an emergency turns some noes into a yes, and says that it did."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from certificates.clearance.criteria import catalogue
from certificates.clearance.overriding import overridden_until
from certificates.clearance.world import CriterionParameters, SuspensionFacts
from tests.certificates.clearance.endings import (
    BEGAN,
    RELEASE_AT,
    RELEASED,
    SECOND,
    UNDER_WAY,
    emergency,
    in_emergency,
)
from tests.certificates.clearance.worlds import (
    CLEAR,
    NOW,
    POLICY,
    TEAM,
    ago,
    ask,
    ask_one,
    attested,
    change_clinic,
    change_person,
    change_session,
    check,
    day,
    described,
    document,
    judge,
    members,
    reasons,
    verification,
    without_attestation,
)

AT = BEGAN + timedelta(minutes=30)
ENDS = BEGAN + timedelta(hours=4)
# What an emergency may excuse: Wanda’s drill lapsed while she was with the patient.
LAPSED = {"drilled_on": date(2026, 1, 1)}
NO = change_person(UNDER_WAY, "wanda", **LAPSED)


def relief(world=NO, *rows, now=AT, **more):
    return judge(in_emergency(world, *rows), "book", now, **more)


class TestAnEmergency:
    def test_turns_a_no_into_a_yes_that_says_why_it_would_have_been_no(self):
        without = judge(NO, "book", AT)
        decision = relief()

        assert without.decision is False
        assert decision.decision is True
        assert decision.basis == "override"
        assert reasons(decision) == reasons(without) != set()
        assert decision.valid_until == ENDS
        assert decision.obligations == (
            "arrange_relief_and_notify_director",
            "review_override",
        )
        assert decision.as_json("d")["context"]["basis"] == "override"

    def test_does_not_touch_a_yes(self):
        decision = relief(UNDER_WAY)

        assert (decision.decision, decision.basis) == (True, "policy")
        assert "review_override" not in decision.obligations

    def test_serves_the_team_that_is_to_relieve(self):
        relieving = members(("wanda", "lead"), ("clara", "medical_clinician"))
        decision = relief(question=ask("book", relieving))

        assert decision.basis == "override"
        assert {r[0] for r in reasons(decision)} == {"DRILL-CURRENT", "SECOND-STAFF"}
        # Those who were booked have not lost their clearance by that.
        assert decision.obligations == ("review_override",)


class TestWhen:
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (AT - SECOND, False),
            (AT, True),
            (AT + timedelta(hours=1) - SECOND, True),
            (AT + timedelta(hours=1), False),
        ],
    )
    def test_from_its_beginning_to_before_its_end(self, now, expected):
        row = emergency(AT, AT + timedelta(hours=1))

        assert relief(NO, row, now=now).decision is expected

    @pytest.mark.parametrize("changes", [{"at": None}, {"ends_at": None}])
    def test_one_that_is_not_dated_is_none(self, changes):
        assert relief(NO, replace(emergency(), **changes)).decision is False

    @pytest.mark.parametrize("turned", [False, True])
    def test_the_longest_counts(self, turned):
        rows = [emergency(), emergency(BEGAN, AT + SECOND), emergency(BEGAN, AT)]
        rows = list(reversed(rows)) if turned else rows

        assert relief(NO, *rows).valid_until == ENDS

    def test_it_ends_no_later_than_what_it_still_rests_on(self):
        rows = (check(day(-31)),)
        world = change_person(NO, "mark", exclusion_checks=rows)
        row = emergency(BEGAN, BEGAN + timedelta(days=2))

        midnight = datetime(2026, 12, 8, 5, tzinfo=UTC)
        assert relief(world, row).valid_until == midnight
        row = emergency(BEGAN, midnight - SECOND)
        assert relief(world, row).valid_until == midnight - SECOND

    def test_nothing_that_is_met_has_an_end(self):
        case = SimpleNamespace(zone=UTC)

        assert overridden_until(emergency(), case, None) == ENDS


class TestWhom:
    def test_not_for_somebody_of_the_team(self):
        assert relief(NO, emergency(by="wanda")).decision is False

    def test_another_ones_still_counts(self):
        rows = (emergency(by="wanda"), emergency(by="dana"))

        assert relief(NO, *rows).decision is True


class TestWhere:
    @pytest.mark.parametrize("state", ["BOOKED", "RELEASED", "CLOSED", "CANCELLED"])
    def test_only_for_a_session_under_way(self, state):
        assert relief(change_session(NO, state=state)).decision is False

    def test_never_to_start(self):
        world = in_emergency(change_person(CLEAR, "wanda", **LAPSED))

        assert judge(world, "start").decision is False
        assert judge(change_session(world, state="STARTED"), "start").decision is False

    @pytest.mark.parametrize(
        ("action", "world"), [("release", UNDER_WAY), ("close", RELEASED)]
    )
    def test_never_to_release_or_close(self, action, world):
        world = in_emergency(without_attestation(world, "RELEASE-CRITERIA"))

        assert judge(world, action, RELEASE_AT).decision is False

    @pytest.mark.parametrize("name", ["as_of", "known_at"])
    def test_never_for_another_moment(self, name):
        decision = relief(question=ask("book", context={name: AT.isoformat()}))

        assert (decision.decision, decision.basis) == (False, "hypothetical")

    def test_never_for_one_person(self):
        assert relief(question=ask_one("wanda")).decision is False

    def test_never_for_a_session_that_is_not_stored(self):
        question = ask("book", members(*[(m.id, m.role) for m in TEAM]), described())
        question["resource"]["id"] = "s9"

        assert relief(question=question).decision is False


class TestWhatNoEmergencyExcuses:
    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ((check(outcome="CONFIRMED"),), False),
            ((check(outcome="POTENTIAL_MATCH"),), True),
            ((check(day(-40)),), True),
            ((), True),
        ],
    )
    def test_a_confirmed_exclusion(self, rows, expected):
        world = change_person(UNDER_WAY, "mark", exclusion_checks=rows)

        assert relief(world).decision is expected

    @pytest.mark.parametrize(
        "rows",
        [
            (),
            (document(expires_on=day(-1)),),
            (document(discipline=True),),
            (document(verifications=()),),
            (document(verifications=(verification(outcome="UNAVAILABLE"),)),),
        ],
    )
    def test_a_licence_that_is_not_known_to_be_good(self, rows):
        others = (document("LIABILITY"), document("BLS"))
        world = change_person(NO, "mark", documents=(*rows, *others))

        assert relief(world).decision is False

    @pytest.mark.parametrize(
        ("kinds", "expected"),
        [
            (("ADMINISTRATIVE",), True),
            (("ADMINISTRATIVE", "ADMINISTRATIVE"), True),
            (("PRECAUTIONARY",), False),
            (("DISCIPLINARY",), False),
            (("",), False),
            (("ADMINISTRATIVE", "DISCIPLINARY"), False),
        ],
    )
    def test_a_suspension_for_conduct(self, kinds, expected):
        rows = tuple(SuspensionFacts(ago(days=1), None, kind) for kind in kinds)
        world = change_person(UNDER_WAY, "mark", suspensions=rows)

        assert relief(world).decision is expected

    def test_a_suspension_for_conduct_that_was_lifted_is_none(self):
        rows = (
            SuspensionFacts(ago(days=9), ago(days=2), "DISCIPLINARY"),
            SuspensionFacts(ago(days=1), None, "ADMINISTRATIVE"),
        )
        world = change_person(UNDER_WAY, "mark", suspensions=rows)

        assert relief(world).decision is True

    def test_a_clock_that_is_wrong(self):
        clock = replace(NO.clock, application_at=AT, database_at=AT - timedelta(days=2))

        assert relief(replace(NO, clock=clock)).decision is False

    def test_a_policy_that_is_not_in_force(self):
        policy = replace(POLICY, in_force_from=AT + SECOND)

        assert relief(policy=policy).decision is False

    def test_a_question_that_lacks_something(self):
        decision = relief(change_session(NO, staffing_code=None))

        assert reasons(decision) == {("QUESTION-COMPLETE", "UNKNOWN", "HARD", "s1")}
        assert (decision.decision, decision.basis) == (False, "policy")

    def test_a_horizon_that_nobody_knows(self):
        """Licence and level are then not judged at all, so nobody can excuse them."""
        decision = relief(change_clinic(NO, observe_minutes=None))

        assert {r[0] for r in reasons(decision)} == {"SITE-READY"}
        assert decision.decision is False

    @pytest.mark.parametrize(
        "code",
        [c.code for c in catalogue.ORDERED if "book" in set(map(str, c.stages))],
    )
    def test_what_could_not_be_judged(self, code, monkeypatch):
        def broken(case, parameters):
            raise ZeroDivisionError

        criterion = replace(catalogue.CATALOGUE[code], judge=broken)
        monkeypatch.setitem(catalogue.CATALOGUE, code, criterion)

        assert relief(UNDER_WAY).decision is False

    def test_a_criterion_this_installation_does_not_know(self):
        policy = replace(
            POLICY, criteria=(*POLICY.criteria, CriterionParameters("MOON-FULL"))
        )

        assert relief(policy=policy).decision is False


def test_an_attestation_about_the_emergency_is_no_emergency():
    world = change_session(
        NO, attestations=(*NO.session.attestations, attested("OVERRIDE", at=NOW))
    )

    assert judge(world, "book", AT).decision is False
