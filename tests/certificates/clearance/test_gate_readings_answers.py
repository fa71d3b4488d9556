"""What an answer says of whom: subjects, no and not known, ends, and who may read."""

from dataclasses import replace

import pytest

from tests.certificates.clearance.scenarios import decisions
from tests.certificates.clearance.worlds import (
    CLEAR,
    TEAM,
    ask,
    ask_one,
    change_person,
    credential,
    day,
    described,
    found,
    judge,
    members,
    reasons,
    result,
)

PERSONAL = {
    *("LICENCE-ACTIVE", "EXCLUSION-CLEAR", "LIABILITY-CURRENT", "LEVEL-SUFFICIENT"),
    *("SUPERVISOR-PRESENT", "BLS-CURRENT", "DRILL-CURRENT", "REFRESH-CURRENT"),
    *("NOT-SUSPENDED", "MEMBER-AT-CLINIC", "TRAUMA-ENDORSED", "NOT-DOUBLE-BOOKED"),
}
OF_TEAM = {
    *("TEAM-DISTINCT", "COMPOSITION", "RELATION-DECLARED", "SECOND-STAFF"),
    "MEDICAL-CLINICIAN",
}
# Never unknown: to have none is an answer. And a clock or state that says no.
ONLY_NO = {
    *("MEMBER-AT-CLINIC", "LEVEL-SUFFICIENT", "SUPERVISOR-PRESENT", "TEAM-AS-BOOKED"),
    *("TRAUMA-ENDORSED", "SECOND-STAFF", "MEDICAL-CLINICIAN", "TEAM-DISTINCT"),
    *("NOT-SUSPENDED", "NOT-DOUBLE-BOOKED", "RELATION-DECLARED", "COURSE-LENGTH"),
}
# Never a no: what nobody said may still be said.
ONLY_NOT_KNOWN = {
    *("PREFERENCE-ASKED", "PRESCRIBER-CLEARANCE", "PREPARATION-DONE"),
    *("DAY-OF-SCREEN", "ESCORT-CONFIRMED", "PAUSE-BY-TWO", "ROOM-READY"),
    *("INTEGRATION-SINCE", "QUESTION-COMPLETE"),
}
NOT_STORED = replace(CLEAR, session=None)
PEOPLE = {p.id for p in CLEAR.people} | {"asa", "petra", "ghost"}


@pytest.fixture(scope="module")
def told():
    """Everything the gate says of every spoiled world."""
    return [decision for _name, decision in decisions()]


def verdicts_of(told):
    return [v for d in told for v in d.verdicts if v.is_open and not v.is_broken]


def test_a_personal_reason_is_about_a_person_and_any_other_is_not(told):
    """The person; the team asked about; the clinic for its site; else the session."""
    for verdict in verdicts_of(told):
        if verdict.code in PERSONAL:
            assert verdict.subject in PEOPLE, verdict
        elif verdict.code in OF_TEAM:
            assert verdict.subject == "t1", verdict
        elif verdict.code == "SITE-READY":
            assert verdict.subject == "north", verdict
        else:
            assert verdict.subject in ("s1", "nowhere"), verdict


def test_who_needs_the_support_is_told_not_who_should_give_it():
    """The reason stands beside the one who cannot work without."""
    world = change_person(
        CLEAR, "wanda", credentials=(credential("L2B"), credential("T"))
    )
    world = change_person(
        world, "mark", credentials=(credential("L1"), credential("T"))
    )

    assert ("SUPERVISOR-PRESENT", "UNMET", "HARD", "wanda") in reasons(judge(world))


def test_what_says_no_and_what_is_not_known_are_told_apart(told):
    """A row that says no against one that is missing, stale, undated or not asked."""
    seen = {(v.code, v.result.value) for v in verdicts_of(told)}

    assert {code for code, result_ in seen if result_ == "UNKNOWN"} & ONLY_NO == set()
    told_no = {code for code, result_ in seen if result_ == "UNMET"}
    assert told_no & ONLY_NOT_KNOWN == set()
    assert {code for code, _result in seen} >= (ONLY_NO - {"TEAM-AS-BOOKED"})


def test_what_may_be_signed_is_a_no_until_it_is(told):
    """An unsigned signature is not unknown."""
    of_sign = [v for v in verdicts_of(told) if v.type == "SIGN"]

    assert {v.result.value for v in of_sign} == {"UNMET"}
    assert {v.code for v in of_sign} == {
        *("COMPOSITION", "RELATION-DECLARED", "COURSE-LENGTH", "CONSENT-EARLIER-DAY")
    }


def test_who_reads_changes_words_and_evidence_only(told):
    """Codes, results, types and subjects are the same for a scheduler."""
    for decision in told:
        plain, whole = decision.as_json("d"), decision.as_confidential_json("d")
        assert plain["decision"] is whole["decision"]
        for name in ("reasons", "warnings", "met"):
            rows = zip(plain["context"][name], whole["context"][name], strict=True)
            for one, other in rows:
                apart = {key for key in one if one[key] != other[key]}
                assert apart <= {"text", "remedy", "evidence"}


def test_reasons_hold_all_that_stands_in_the_way_and_nothing_else(told):
    """All of them, and not the first alone."""
    for decision in told:
        open_ = [v for v in decision.verdicts if v.result in ("UNMET", "UNKNOWN")]
        assert list(decision.reasons) == open_
        assert not {id(v) for v in decision.met} & {id(v) for v in open_}


@pytest.mark.parametrize("code", ["L3", "T"])
def test_a_credential_ceases_on_the_day_after_its_last(code):
    """The first date on which it would no longer hold."""
    rows = [credential(c, valid_to=day(3)) for c in ("L3", "T") if c == code]
    rows += [credential(c) for c in ("L3", "T") if c != code]
    decision = judge(change_person(CLEAR, "wanda", credentials=tuple(rows)))
    criterion = {"L3": "LEVEL-SUFFICIENT", "T": "TRAUMA-ENDORSED"}[code]

    assert found(decision, criterion, "wanda").holds_until == day(4)


@pytest.mark.parametrize(
    ("role", "who", "asked"),
    [
        ("medical_clinician", "clara", {"LICENCE-ACTIVE", "EXCLUSION-CLEAR"}),
        ("second_staff", "sam", {"EXCLUSION-CLEAR", "BLS-CURRENT"}),
        ("supervisor", "wanda", {"LICENCE-ACTIVE", "EXCLUSION-CLEAR"}),
        ("assessor", "wanda", {"LICENCE-ACTIVE", "EXCLUSION-CLEAR"}),
        ("observer", "dana", set()),
    ],
)
def test_one_person_is_asked_what_their_role_is_asked(role, who, asked):
    """Everybody: a membership, no suspension, no other session; the rest by role."""
    always = {"MEMBER-AT-CLINIC", "NOT-SUSPENDED", "NOT-DOUBLE-BOOKED"}
    decision = judge(question=ask_one(who, role))

    assert {v.code for v in decision.met} == asked | always
    assert (decision.decision, decision.basis) == (True, "hypothetical")


@pytest.mark.parametrize("role", [None, "", "lead"])
def test_one_person_leads_unless_told_otherwise(role):
    question = ask_one("wanda")
    question["subject"]["properties"] = {"role": role}
    told_ = {v.code for v in judge(question=question).met}

    assert "LEVEL-SUFFICIENT" in told_


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("start", "SESSION-OPENABLE"),
        ("release", "SESSION-UNDER-WAY"),
        ("close", "SESSION-UNDER-WAY"),
    ],
)
def test_what_is_not_stored_can_be_planned_and_never_opened_or_ended(action, code):
    """Claims serve planning alone."""
    team = members(*[(m.id, m.role) for m in TEAM])
    decision = judge(NOT_STORED, question=ask(action, team, described()))

    assert (decision.decision, decision.basis) == (False, "hypothetical")
    assert result(decision, code) == "UNKNOWN"
    planned = judge(NOT_STORED, question=ask("book", team, described()))
    assert (planned.decision, planned.basis) == (True, "hypothetical")
