"""A signed version that goes below what all keep is not in force, and denies."""

import copy

import pytest

from certificates.actions.clearance import Asker, ask
from certificates.actions.replays import replay
from certificates.clearance.policy import DEFAULT_POLICY, policy_sha256
from certificates.models import DecisionRecord, PolicyVersion
from certificates.rules import policy_floors
from certificates.selectors.endangered import outlooks_at
from certificates.selectors.policies import check_days, policy_in_force
from tests.cast import NOW
from tests.certificates.asking import about, codes
from tests.certificates.policies import mona

__all__ = ["mona"]


@pytest.fixture
def typed(clinic, rita, mona):
    """Gives a function that types a signed version into the database."""

    def write(document):
        return PolicyVersion.objects.create(
            clinic=clinic,
            version=9,
            document=document,
            sha256="0" * 64,
            state="SIGNED",
            in_force_from=NOW,
            signed_at=NOW,
            first_by=rita,
            second_by=mona,
        )

    return write


def with_parameter(code, name, value):
    document = copy.deepcopy(dict(DEFAULT_POLICY))
    row = next(row for row in document["criteria"] if row["code"] == code)
    row["parameters"][name] = value
    return document


def unknown_criterion():
    document = copy.deepcopy(dict(DEFAULT_POLICY))
    document["criteria"].append({"code": "MOON-FULL", "parameters": {}})
    return document


LOOSER = with_parameter("EXCLUSION-CLEAR", "checked_within_days", 3650)
SPOILED = [
    LOOSER,
    with_parameter("LICENCE-ACTIVE", "methods", ["SELF_ATTESTED"]),
    with_parameter("COMPOSITION", "signed_by", ["SCHEDULER"]),
    with_parameter("CLOCK-SANE", "agree_within_minutes", "many"),
    unknown_criterion(),
    {**DEFAULT_POLICY, "criteria": DEFAULT_POLICY["criteria"] * 2},
    {"id": "kap", "version": 9},
    {"criteria": [5]},
    {"criteria": None},
    [],
    "everything",
]


class TestAVersionBelowTheFloors:
    @pytest.mark.parametrize("document", SPOILED, ids=range(len(SPOILED)))
    def test_opens_nothing_and_says_so(self, session, clinic, typed, document):
        assert codes(ask(about(session), asker=Asker(clinic), at=NOW)) == {}
        typed(document)

        answer = ask(about(session), asker=Asker(clinic), at=NOW)

        assert answer.decision.decision is False
        (reason,) = answer.decision.reasons
        assert (reason.code, reason.result.value) == ("POLICY-IN-FORCE", "UNMET")
        assert "Version 9 of the policy is not in force" in reason.text

    def test_is_replayed_as_it_was_judged(self, session, clinic, typed):
        typed(LOOSER)
        answer = ask(about(session), asker=Asker(clinic), at=NOW)

        assert replay(DecisionRecord.objects.get(pk=answer.id)).same

    def test_does_not_rewrite_what_was_decided_before(
        self, session, clinic, typed, monkeypatch
    ):
        """An update of the program may raise the floors above a signed version."""
        row = typed(with_parameter("EXCLUSION-CLEAR", "checked_within_days", 20))
        digest = policy_sha256(row.document)
        before = ask(about(session), asker=Asker(clinic), at=NOW)
        assert before.decision.policy_sha256 == digest
        assert before.decision.decision is True

        policy_floors._judged_before.cache_clear()
        monkeypatch.setattr(policy_floors, "problems_of", lambda document: ["Looser"])
        after = ask(about(session), asker=Asker(clinic), at=NOW)
        policy_floors._judged_before.cache_clear()

        assert after.decision.decision is False
        for answer in (before, after):
            assert replay(DecisionRecord.objects.get(pk=answer.id)).same

    def test_puts_every_booked_session_in_danger(self, session, clinic, typed):
        (before,) = outlooks_at([clinic], NOW)
        typed(LOOSER)

        (row,) = outlooks_at([clinic], NOW)

        assert {one.verdict.code for one in row.standing.dangers} == {"POLICY-IN-FORCE"}
        assert not before.standing.dangers

    def test_stretches_no_limit_in_a_list(self, clinic, typed):
        before = check_days(NOW, [clinic])
        typed(LOOSER)

        assert check_days(NOW, [clinic]) == before

    def test_is_not_passed_over_for_an_older_one(self, clinic, typed):
        typed(LOOSER)

        found, row = policy_in_force(NOW, clinic)

        assert (found.version, found.in_force_from, row.version) == (9, None, 9)
        assert found.sha256 != policy_sha256(LOOSER)

    def test_at_the_floors_is_in_force(self, session, clinic, typed):
        typed(DEFAULT_POLICY)

        assert policy_in_force(NOW, clinic)[0].in_force_from == NOW
        assert codes(ask(about(session), asker=Asker(clinic), at=NOW)) == {}
