"""What of a question that cannot be read is read as."""

import re

import pytest

from certificates.clearance.opening import IncompleteQuestion, open_case
from certificates.clearance.question import (
    FIRST_YEAR,
    LAST_YEAR,
    MalformedQuestion,
    parse,
)
from certificates.clearance.world import AttestationFacts, MemberFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    NOW,
    TEAM,
    ask,
    change_session,
    described,
    members,
)

NOBODY = MemberFacts("", "")


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ("wanda", (NOBODY,)),
        (["wanda"], (NOBODY,)),
        ([{}], (NOBODY,)),
        ([{"id": "wanda", "role": 5}], (MemberFacts("wanda", ""),)),
        ([{"id": 5, "role": "lead"}], (MemberFacts("", "lead"),)),
    ],
)
def test_a_member_that_cannot_be_read_is_nobody(rows, read):
    assert parse(ask("book", {"members": rows})).members == read


def test_an_attestation_that_names_nothing_is_of_nobody():
    question = parse(ask("book", resource={"attestations": [{"at": 5}]}))

    assert question.claimed.attestations == (AttestationFacts("", "", None),)


def test_what_a_question_lacks_is_said_in_one_line():
    world = change_session(CLEAR, kind=None, staffing_code=None)

    with pytest.raises(IncompleteQuestion) as refusal:
        open_case(parse(ask()), world, NOW)

    assert str(refusal.value) == "the kind of session, the staffing code"


def test_who_is_not_on_the_team_has_no_name():
    case = open_case(parse(ask()), CLEAR, NOW)

    assert case.name("wanda") == "Wanda"
    assert case.name("dana") == "This person"


@pytest.mark.parametrize("data", [None, [], "book", 5])
def test_what_is_no_object_is_no_question(data):
    with pytest.raises(MalformedQuestion, match=r"^A question is a JSON object\.$"):
        parse(data)


@pytest.mark.parametrize(
    ("place", "named"),
    [
        (("context",), "context"),
        (("subject", "properties"), "subject.properties"),
        (("resource", "properties"), "resource.properties"),
    ],
)
def test_a_part_that_is_no_object_is_named(place, named):
    data = ask()
    part = data
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = ["text"]

    said = f"“{named}” has to be a JSON object."
    with pytest.raises(MalformedQuestion, match=f"^{re.escape(said)}$"):
        parse(data)


@pytest.mark.parametrize(("given", "read"), [("drill", "drill"), (5, ""), (None, "")])
def test_the_purpose_is_text_or_nothing(given, read):
    assert parse({**ask(), "context": {"purpose": given}}).purpose == read


@pytest.mark.parametrize(("given", "read"), [("IM", "IM"), (5, ""), (None, "")])
def test_the_route_is_text_or_nothing(given, read):
    claimed = parse(ask("book", resource={"route": given})).claimed

    assert claimed.route == read
    assert claimed.code == "s1"


@pytest.mark.parametrize(
    ("given", "read"), [(2, 2), (True, None), ("2", None), (2.0, None), (None, None)]
)
def test_an_ordinal_is_a_whole_number_or_nothing(given, read):
    assert parse(ask("book", resource={"ordinal": given})).claimed.ordinal is read


def test_a_preference_that_is_no_text_stays_unreadable():
    claimed = parse(ask("book", resource={"preference": ["WOMAN"]})).claimed

    assert claimed.preference == "UNREADABLE"


@pytest.mark.parametrize(
    ("year", "is_read"),
    [
        (FIRST_YEAR, True),
        (LAST_YEAR, True),
        (FIRST_YEAR - 1, False),
        (LAST_YEAR + 1, False),
    ],
)
def test_a_moment_lies_in_years_that_a_clinic_can_mean(year, is_read):
    told = f"{year:04}-06-01T12:00:00+00:00"
    claimed = parse(ask("book", resource={"starts_at": told})).claimed

    assert (claimed.starts_at is not None) is is_read


def test_a_stored_session_of_another_code_is_not_the_one_asked_about():
    other = change_session(CLEAR, code="s2")
    team = members(*((m.id, m.role) for m in TEAM))
    case = open_case(parse(ask("book", team, described())), other, NOW)

    assert not case.is_stored
    assert case.session.code == "s1"
