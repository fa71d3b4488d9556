"""What stands around the criteria: the gravest of each, and what was judged."""

from dataclasses import replace

from certificates.clearance.decide import _guarded, decide
from certificates.clearance.digests import digest
from certificates.clearance.opening import open_case
from certificates.clearance.policy import DEFAULT_POLICY, _shipped
from certificates.clearance.question import parse
from certificates.clearance.verdicts import met, unmet
from tests.certificates.clearance.worlds import (
    CLEAR,
    NOW,
    POLICY,
    TEAM,
    ask,
    described,
    found,
    judge,
    members,
)


class TestWhatIsGravest:
    def test_of_two_about_one_subject_only_the_worse_is_told(self):
        rows = [met("A", "wanda", "Good."), unmet("A", "wanda", "Bad.", "Mend it.")]

        for order in (rows, rows[::-1]):
            told = _guarded("A", lambda _case, _by, o=order: o, None, None)
            assert [(v.subject, v.text) for v in told] == [("wanda", "Bad.")]

    def test_others_are_told_beside_it(self):
        rows = [
            met("A", "wanda", "Good."),
            met("A", "mark", "Good too."),
            unmet("A", "wanda", "Bad.", "Mend it."),
        ]

        told = _guarded("A", lambda _case, _by: rows, None, None)

        assert {(v.subject, v.text) for v in told} == {
            ("wanda", "Bad."),
            ("mark", "Good too."),
        }

    def test_what_says_nothing_does_not_apply_to_the_session(self):
        case = open_case(parse(ask()), CLEAR, NOW)

        (told,) = _guarded("A", lambda _case, _by: [], case, None)

        assert (told.result.value, told.subject) == ("NOT_APPLICABLE", "s1")


def test_what_is_not_asked_at_a_stage_does_not_apply_to_the_session():
    told = [v for v in judge(CLEAR, "book").verdicts if v.result == "NOT_APPLICABLE"]

    assert told
    assert {v.subject for v in told} == {"s1"}


def test_the_digest_is_of_the_facts_unless_the_caller_has_it():
    question = parse(ask())

    assert decide(question, CLEAR, POLICY, NOW).facts_sha256 == digest(CLEAR)
    assert decide(question, CLEAR, POLICY, NOW, "known").facts_sha256 == "known"


def test_a_start_without_a_booking_says_so():
    world = replace(CLEAR, session=None)
    team = members(*((m.id, m.role) for m in TEAM))
    question = ask("start", team, described())
    told = found(judge(world, question=question), "SESSION-OPENABLE")

    assert told.result == "UNKNOWN"
    assert told.text == "No booked session of this code is on record."


def test_the_shipped_policy_is_what_is_made_of_the_parameters():
    codes = [row["code"] for row in DEFAULT_POLICY["criteria"]]
    made = _shipped(DEFAULT_POLICY["version"], codes)

    assert made == DEFAULT_POLICY
