import json
from dataclasses import replace
from datetime import timedelta

import pytest

from certificates.clearance.criteria import catalogue
from certificates.clearance.policy import (
    DEFAULT_POLICY,
    PolicyUnreadable,
    policy_facts,
    policy_json,
    policy_sha256,
)
from certificates.clearance.world import CriterionParameters
from tests.certificates.clearance.worlds import (
    NOW,
    POLICY,
    ago,
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
        other = {**shuffled, "version": 2}

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
