"""CLOSE: what was promised about the session is on record before it is put away."""

from datetime import timedelta

import pytest

from certificates.clearance.world import SuspensionFacts
from tests.certificates.clearance.endings import (
    BEGAN,
    CLOSE_AT,
    OBSERVED,
    RELEASE_AT,
    RELEASED,
    SECOND,
    UNDER_WAY,
)
from tests.certificates.clearance.worlds import (
    ago,
    attested,
    attesting,
    change_clinic,
    change_person,
    change_session,
    found,
    judge,
    of_kind,
    reasons,
    result,
    warned,
    without_attestation,
)

GAP, CONTINUOUS = "PRESENCE-GAP", "PRESENCE-CONTINUOUS"
NONE, FORM, SERIOUS = (
    "ADVERSE-EVENT-NONE",
    "ADVERSE-EVENT-FORM",
    "ADVERSE-EVENT-SERIOUS",
)


def close(world=RELEASED, now=CLOSE_AT):
    return judge(world, "close", now)


class TestClose:
    def test_is_permitted_when_everything_is_said(self):
        decision = close()

        assert decision.decision is True
        assert (decision.basis, decision.obligations) == ("policy", ())
        assert warned(decision) == set()
        assert {v.code for v in decision.met} == {
            "SESSION-UNDER-WAY",
            "RELEASE-CRITERIA",
            "NEXT-CONTACT",
            "PRESENCE-CONTINUOUS",
            "ADVERSE-EVENT-FORM",
            "CLOCK-SANE",
        }
        assert decision.valid_until == CLOSE_AT + timedelta(minutes=5)

    @pytest.mark.parametrize("kind", ["PREPARATION", "INTEGRATION"])
    def test_other_kinds_only_have_to_be_under_way(self, kind):
        decision = close(change_session(of_kind(kind), state="STARTED"))

        assert decision.decision is True
        assert {v.code for v in decision.met} == {"SESSION-UNDER-WAY", "CLOCK-SANE"}

    def test_nobodys_own_clearance_is_asked(self):
        row = SuspensionFacts(ago(days=1), None, "DISCIPLINARY")
        world = change_person(RELEASED, "wanda", suspensions=(row,), documents=())

        assert close(world).decision is True
        assert close(change_session(world, state="STARTED")).obligations == ()

    @pytest.mark.parametrize("code", [CONTINUOUS, FORM])
    def test_the_release_asks_for_neither(self, code):
        decision = judge(UNDER_WAY, "release", RELEASE_AT)

        assert result(decision, code) == "NOT_APPLICABLE"


class TestPresence:
    def outcome(self, *rows, world=RELEASED):
        world = attesting(without_attestation(world, CONTINUOUS), *rows)
        return close(world)

    def test_not_attested_is_unknown(self):
        assert reasons(self.outcome()) == {(CONTINUOUS, "UNKNOWN", "HARD", "s1")}

    @pytest.mark.parametrize(
        ("at", "expected"),
        [(OBSERVED, "MET"), (OBSERVED - SECOND, "UNKNOWN"), (BEGAN, "UNKNOWN")],
    )
    def test_it_speaks_for_the_whole_observation(self, at, expected):
        decision = self.outcome(attested(CONTINUOUS, at=at))

        assert result(decision, CONTINUOUS) == expected

    @pytest.mark.parametrize(("by", "expected"), [("sam", "MET"), ("dana", "UNKNOWN")])
    def test_by_one_of_the_team(self, by, expected):
        decision = self.outcome(attested(CONTINUOUS, by=by, at=OBSERVED))

        assert result(decision, CONTINUOUS) == expected

    def test_without_an_observation_time_nobody_can_say(self):
        world = change_clinic(RELEASED, observe_minutes=None)
        decision = self.outcome(attested(CONTINUOUS, at=OBSERVED), world=world)

        assert result(decision, CONTINUOUS) == "UNKNOWN"

    @pytest.mark.parametrize("by", ["wanda", "dana"])
    @pytest.mark.parametrize("also", [[], [attested(CONTINUOUS, at=OBSERVED)]])
    def test_a_gap_closes_with_a_warning_and_an_incident(self, by, also):
        decision = self.outcome(attested(GAP, by=by, at=BEGAN), *also)

        assert decision.decision is True
        assert warned(decision) == {CONTINUOUS}
        assert "incident" in decision.warnings[0].remedy
        assert decision.obligations == ("file_incident_report",)
        told = decision.as_json("d")["context"]["obligations"]
        assert told == [{"code": "file_incident_report"}]

    def test_a_gap_before_the_beginning_is_none(self):
        decision = self.outcome(attested(GAP, at=BEGAN - SECOND))

        assert result(decision, CONTINUOUS) == "UNKNOWN"


class TestAdverseEvents:
    def outcome(self, *rows, world=RELEASED):
        return close(attesting(without_attestation(world, NONE), *rows))

    def test_not_attested_is_unknown(self):
        assert reasons(self.outcome()) == {(FORM, "UNKNOWN", "HARD", "s1")}

    @pytest.mark.parametrize(
        ("code", "at", "expected"),
        [
            (NONE, OBSERVED, "MET"),
            (NONE, OBSERVED - SECOND, "UNKNOWN"),
            (FORM, BEGAN, "MET"),
            (FORM, BEGAN - SECOND, "UNKNOWN"),
            (SERIOUS, BEGAN, "MET"),
            (SERIOUS, BEGAN - SECOND, "UNKNOWN"),
        ],
    )
    def test_nothing_is_said_of_the_whole_and_a_form_of_what_was(
        self, code, at, expected
    ):
        assert result(self.outcome(attested(code, at=at)), FORM) == expected

    @pytest.mark.parametrize(("by", "expected"), [("sam", "MET"), ("dana", "UNKNOWN")])
    def test_that_nothing_happened_is_said_by_one_of_the_team(self, by, expected):
        decision = self.outcome(attested(NONE, by=by, at=OBSERVED))

        assert result(decision, FORM) == expected

    def test_a_form_may_come_from_somebody_who_was_relieved(self):
        decision = self.outcome(attested(FORM, by="dana", at=OBSERVED))

        assert decision.decision is True
        assert warned(decision) == set()

    @pytest.mark.parametrize(
        "also", [[], [attested(NONE, at=OBSERVED)], [attested(FORM, at=OBSERVED)]]
    )
    def test_a_serious_one_is_told_at_once(self, also):
        decision = self.outcome(attested(SERIOUS, by="dana", at=OBSERVED), *also)

        assert decision.decision is True
        assert warned(decision) == {FORM}
        assert decision.obligations == ("notify_medical_director_at_once",)

    def test_a_serious_one_is_told_when_the_answer_is_no_as_well(self):
        world = without_attestation(RELEASED, "NEXT-CONTACT")
        decision = self.outcome(attested(SERIOUS, at=OBSERVED), world=world)

        assert decision.decision is False
        assert decision.obligations == ("notify_medical_director_at_once",)

    def test_each_duty_is_told_once_and_all_are(self):
        rows = (attested(SERIOUS, at=OBSERVED), attested(GAP, at=OBSERVED))

        assert self.outcome(*rows).obligations == (
            "file_incident_report",
            "notify_medical_director_at_once",
        )

    def test_names_what_it_rests_on(self):
        row = type(attested(FORM))(FORM, "sam", OBSERVED, "a9")

        assert found(self.outcome(row), FORM).evidence == ("a9",)
