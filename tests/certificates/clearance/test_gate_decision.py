import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from certificates.clearance.case import Stage
from certificates.clearance.criteria import catalogue
from certificates.clearance.digests import digest
from certificates.clearance.policy import (
    DEFAULT_POLICY,
    policy_sha256,
)
from certificates.clearance.world import SuspensionFacts
from tests.certificates.clearance.endings import (
    CLOSE_AT,
    RELEASE_AT,
    RELEASED,
    UNDER_WAY,
)
from tests.certificates.clearance.worlds import (
    CLEAR,
    ENDS,
    NOW,
    POLICY,
    STARTS,
    ago,
    ask,
    ask_one,
    change_clinic,
    change_person,
    change_session,
    check,
    day,
    described,
    judge,
    members,
    reasons,
)


class TestShape:
    def test_the_answer_has_exactly_the_shape_of_the_interface(self):
        answer = judge(change_person(CLEAR, "wanda", exclusion_checks=())).as_json("d1")

        assert set(answer) == {"decision", "context"}
        assert answer["decision"] is False
        context = answer["context"]
        assert set(context) == {
            "decision_id",
            "evaluated_at",
            "as_of",
            "known_at",
            "valid_until",
            "basis",
            "policy",
            "facts_sha256",
            "reasons",
            "warnings",
            "met",
            "obligations",
        }
        assert context["decision_id"] == "d1"
        assert context["evaluated_at"] == "2026-12-07T16:30:00Z"
        assert context["policy"] == {
            "id": "kap",
            "version": 2,
            "sha256": policy_sha256(DEFAULT_POLICY),
        }
        reason = context["reasons"][0]
        assert set(reason) == {
            "code", "result", "type", "subject", "text", "remedy", "evidence"
        }  # fmt: skip
        assert set(context["met"][0]) == {"code", "subject", "holds_until"}
        assert json.loads(json.dumps(answer)) == answer

    def test_as_of_and_known_at_are_told(self):
        context = {"as_of": "2026-12-07T16:10:00Z", "known_at": "2026-12-07T16:20:00Z"}
        told = judge(question=ask(context=context)).as_json("d")["context"]

        assert told["as_of"] == context["as_of"]
        assert told["known_at"] == context["known_at"]
        assert told["evaluated_at"] == "2026-12-07T16:30:00Z"

    def test_as_of_moves_what_is_judged(self):
        context = {"as_of": "2026-12-07T15:59:59Z"}
        codes = {r[0] for r in reasons(judge(question=ask(context=context)))}

        assert "SESSION-OPENABLE" in codes


class TestValidUntil:
    def test_a_permit_ends_with_the_session(self):
        assert judge().valid_until == ENDS

    def test_also_when_nothing_that_is_met_has_an_end(self):
        only = tuple(row for row in POLICY.criteria if row.code == "TEAM-DISTINCT")
        decision = judge(action="book", policy=replace(POLICY, criteria=only))

        assert (decision.decision, decision.valid_until) == (True, ENDS)

    def test_null_on_deny(self):
        decision = judge(change_person(CLEAR, "wanda", exclusion_checks=()))

        assert decision.valid_until is None

    def test_or_at_the_midnight_something_ceases(self):
        starts = datetime(2026, 12, 9, 17, tzinfo=UTC)
        world = change_session(
            CLEAR, starts_at=starts, ends_at=starts + timedelta(hours=1)
        )
        world = change_person(world, "wanda", exclusion_checks=(check(day(-31)),))
        decision = judge(world, "book")

        assert decision.decision is True
        assert decision.valid_until == datetime(2026, 12, 8, 5, tzinfo=UTC)

    def test_midnight_is_the_clinics(self):
        starts = datetime(2026, 12, 9, 17, tzinfo=UTC)
        world = change_session(
            CLEAR, starts_at=starts, ends_at=starts + timedelta(hours=1)
        )
        world = change_clinic(world, time_zone="Asia/Tokyo")
        world = change_person(world, "wanda", exclusion_checks=(check(day(-30)),))
        decision = judge(world, "book")

        assert decision.valid_until == datetime(2026, 12, 8, 15, tzinfo=UTC)

    def test_a_suspension_that_begins_later_does_not_shorten_it(self):
        row = SuspensionFacts(NOW + timedelta(minutes=10))
        world = change_person(CLEAR, "wanda", suspensions=(row,))

        assert judge(world).valid_until == ENDS


AT_STAGE = {
    Stage.BOOK: (CLEAR, "book"),
    Stage.START: (CLEAR, "start"),
    Stage.RELEASE: (UNDER_WAY, "release", RELEASE_AT),
    Stage.CLOSE: (RELEASED, "close", CLOSE_AT),
}


class TestBroken:
    @pytest.mark.parametrize(
        ("code", "stage"), [(c.code, s) for c in catalogue.ORDERED for s in c.stages]
    )
    def test_a_criterion_that_breaks_denies_and_says_so(self, code, stage, monkeypatch):
        def broken(case, parameters):
            raise ZeroDivisionError("a secret detail")

        criterion = replace(catalogue.CATALOGUE[code], judge=broken)
        monkeypatch.setitem(catalogue.CATALOGUE, code, criterion)
        decision = judge(*AT_STAGE[stage])

        assert reasons(decision) == {(code, "UNKNOWN", "HARD", "s1")}
        assert "secret" not in str(decision.as_json("d"))


class TestObligations:
    RELIEF = ("arrange_relief_and_notify_director",)

    def started(self, **changes):
        return change_session(change_person(CLEAR, "wanda", **changes), state="STARTED")

    @pytest.mark.parametrize("action", ["book", "start"])
    def test_loss_of_clearance_during_a_session_raises_relief(self, action):
        world = self.started(suspensions=(SuspensionFacts(ago(hours=1)),))

        assert judge(world, action).obligations == self.RELIEF
        assert judge(world, action).as_json("d")["context"]["obligations"] == [
            {"code": self.RELIEF[0]}
        ]

    def test_one_of_the_team_too(self):
        world = self.started(exclusion_checks=())

        assert judge(world, question=ask_one("wanda")).obligations == self.RELIEF

    def test_being_under_way_is_no_loss(self):
        assert judge(self.started()).obligations == ()

    def test_a_session_not_begun_has_none(self):
        world = change_person(CLEAR, "wanda", exclusion_checks=())

        assert judge(world).obligations == ()

    def test_asking_about_another_team_has_none(self):
        question = ask("book", members(("dana", "lead")))

        assert judge(self.started(), question=question).obligations == ()


class TestDigest:
    def test_order_of_rows_does_not_matter(self):
        turned = replace(CLEAR, people=tuple(reversed(CLEAR.people)))

        assert digest(turned) == digest(CLEAR)

    def test_the_same_moment_in_another_zone_is_the_same(self):
        from zoneinfo import ZoneInfo

        starts = STARTS.astimezone(ZoneInfo("Asia/Tokyo"))

        assert digest(change_session(CLEAR, starts_at=starts)) == digest(CLEAR)

    @pytest.mark.parametrize(
        "world",
        [
            change_clinic(CLEAR, bp_stop="200/120"),
            change_person(CLEAR, "wanda", matching_consent=False),
            change_person(CLEAR, "wanda", drilled_on=date(2026, 10, 2)),
            change_session(CLEAR, ordinal=2),
        ],
    )
    def test_every_fact_counts(self, world):
        assert digest(world) != digest(CLEAR)

    def test_a_value_that_is_no_fact_is_refused(self):
        with pytest.raises(TypeError, match="not a fact"):
            digest(change_clinic(CLEAR, bp_stop=1.5))


def test_the_same_question_has_the_same_answer():
    question = ask("book", members(("wanda", "lead")), described())

    assert judge(question=question) == judge(question=question)
