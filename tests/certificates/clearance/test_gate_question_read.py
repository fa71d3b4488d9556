"""What of a question that cannot be read is read as."""

import pytest

from certificates.clearance.opening import IncompleteQuestion, open_case
from certificates.clearance.question import parse
from certificates.clearance.world import AttestationFacts, MemberFacts
from tests.certificates.clearance.worlds import CLEAR, NOW, ask, change_session

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
