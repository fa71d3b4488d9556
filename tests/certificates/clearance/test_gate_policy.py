import json
from dataclasses import replace
from datetime import timedelta

import pytest

from certificates.clearance.criteria import catalogue
from certificates.clearance.policy import (
    BEFORE_ANY_DATE,
    DEFAULT_POLICY,
    FIRST_POLICY,
    PolicyUnreadable,
    default_policy,
    policy_facts,
    policy_json,
    policy_sha256,
    shipped_policy,
)
from certificates.clearance.world import CriterionParameters
from tests.certificates.clearance.worlds import (
    NOW,
    POLICY,
    ago,
    ask,
    ask_one,
    judge,
    reasons,
)

USING_PARAMETERS = [
    "LICENCE-ACTIVE",
    "EXCLUSION-CLEAR",
    "DRILL-CURRENT",
    "REFRESH-CURRENT",
    "NOT-DOUBLE-BOOKED",
    "PRESCRIBER-CLEARANCE",
    "PREPARATION-DONE",
    "PAUSE-BY-TWO",
    "COURSE-LENGTH",
    "INTEGRATION-SINCE",
    "SESSION-OPENABLE",
    "CLOCK-SANE",
]


class TestPolicy:
    @pytest.mark.parametrize(
        ("begins", "ends"),
        [
            (None, None),
            (NOW + timedelta(seconds=1), None),
            (ago(days=9), NOW),
        ],
    )
    def test_not_in_force_denies(self, begins, ends):
        policy = replace(POLICY, in_force_from=begins, in_force_until=ends)
        decision = judge(policy=policy)

        assert reasons(decision) == {("POLICY-IN-FORCE", "UNMET", "HARD", "s1")}

    def test_a_beginning_without_offset_denies(self):
        naive = NOW.replace(tzinfo=None)
        decision = judge(policy=replace(POLICY, in_force_from=naive))

        assert reasons(decision) == {("POLICY-IN-FORCE", "UNKNOWN", "HARD", "s1")}

    def test_in_force_from_this_moment(self):
        assert judge(policy=replace(POLICY, in_force_from=NOW)).decision is True

    def test_an_empty_policy_permits_nothing(self):
        assert judge(policy=replace(POLICY, criteria=())).decision is False

    def test_an_unknown_criterion_denies(self):
        rows = (*POLICY.criteria, CriterionParameters("MOON-FULL"))
        decision = judge(policy=replace(POLICY, criteria=rows))

        assert reasons(decision) == {("MOON-FULL", "UNKNOWN", "HARD", "s1")}

    @pytest.mark.parametrize("code", USING_PARAMETERS)
    def test_a_criterion_without_its_parameters_denies(self, code):
        rows = tuple(
            CriterionParameters(row.code) if row.code == code else row
            for row in POLICY.criteria
        )
        decision = judge(policy=replace(POLICY, criteria=rows))

        assert reasons(decision) == {(code, "UNKNOWN", "HARD", "s1")}

    @pytest.mark.parametrize(
        "rows",
        [
            [],
            [{"code": "CLOCK-SANE", "parameters": {}}],
            [{"code": "MOON-FULL"}],
            [{"code": "BLS-CURRENT"}, {"code": "BLS-CURRENT"}],
        ],
    )
    def test_data_that_is_no_policy_is_refused(self, rows):
        data = {"id": "kap", "version": 2, "criteria": rows}

        with pytest.raises(PolicyUnreadable):
            policy_facts(data, NOW)

    def test_its_hash_is_of_its_canonical_json(self):
        shuffled = json.loads(json.dumps(DEFAULT_POLICY, sort_keys=True))
        other = {**shuffled, "version": 3}

        assert policy_sha256(shuffled) == POLICY.sha256
        assert policy_sha256(other) != POLICY.sha256
        assert " " not in policy_json(shuffled).replace("criteria", "")

    def test_the_default_asks_everything_the_gate_knows(self):
        assert [row.code for row in POLICY.criteria] == list(catalogue.CATALOGUE)

    def test_a_parameter_is_obeyed(self):
        rows = tuple(
            CriterionParameters(row.code, {"checked_within_days": 4})
            if row.code == "EXCLUSION-CLEAR"
            else row
            for row in POLICY.criteria
        )
        decision = judge(policy=replace(POLICY, criteria=rows))

        assert {r[0] for r in reasons(decision)} == {"EXCLUSION-CLEAR"}


class TestShippedVersions:
    """Their hashes stand in decisions on record: they are never to change."""

    FIRST = "df0836bd9a56964782224ddaf87744392fe7e3b4f08c645cf9415f53b40050ab"
    SECOND = "88e84fb6aa6649150e12998446a3994b5af8695f20c00b401becb3e11cc3a5fb"

    def test_keep_their_hashes(self):
        assert policy_sha256(FIRST_POLICY) == self.FIRST
        assert policy_sha256(DEFAULT_POLICY) == self.SECOND

    @pytest.mark.parametrize(("sha256", "version"), [(FIRST, 1), (SECOND, 2)])
    def test_are_found_by_hash(self, sha256, version):
        policy = shipped_policy(sha256)

        assert (policy.version, policy.sha256) == (version, sha256)
        assert policy.in_force_from == BEFORE_ANY_DATE
        assert policy.in_force_until is None

    def test_another_hash_was_never_shipped(self):
        with pytest.raises(PolicyUnreadable, match="ever shipped"):
            shipped_policy("0" * 64)

    def test_the_second_is_the_one_in_force(self):
        assert default_policy() == shipped_policy(self.SECOND)

    @pytest.mark.parametrize("action", ["release", "close"])
    @pytest.mark.parametrize("one", [True, False])
    def test_the_first_did_not_answer_about_the_end(self, action, one):
        question = ask_one("wanda", action=action) if one else ask(action)
        decision = judge(policy=shipped_policy(self.FIRST), question=question)

        assert reasons(decision) == {("STAGE-SUPPORTED", "UNMET", "HARD", "s1")}
        assert action in decision.reasons[0].text

    @pytest.mark.parametrize("action", ["book", "start"])
    def test_the_first_says_what_it_said_about_the_beginning(self, action):
        first = judge(action=action, policy=shipped_policy(self.FIRST))

        assert first.decision is True
        assert first.met == judge(action=action).met
