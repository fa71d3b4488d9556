"""What a record keeps of a question: all that was read, and nothing else."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.clearance.keeping import kept_of
from certificates.clearance.question import MalformedQuestion, parse
from tests.certificates.clearance.rubbish import JSON
from tests.certificates.clearance.worlds import (
    CLEAR,
    ask,
    ask_one,
    described,
    judge,
    members,
    reasons,
)

NAME = "Jane Doe 1980-05-17"
KEYS = (
    *("clinic", "kind", "starts_at", "ordinal", "preference", "attestations"),
    *("members", "role", "presence", "id", "at", "by", "code", "as_of", "purpose"),
)


def test_no_name_in_a_field_of_its_own_is_kept():
    question = ask("book", members(("wanda", "lead")), described(), {"patient": NAME})
    question["patient"] = NAME
    question["subject"]["name"] = NAME
    question["resource"]["properties"]["patient_name"] = NAME
    question["resource"]["properties"]["preference"] = NAME
    question["subject"]["properties"]["members"][0]["note"] = NAME
    question["resource"]["properties"]["attestations"][0]["note"] = NAME
    question["context"]["as_of"] = NAME

    assert "Jane" not in json.dumps(kept_of(question))


def test_a_whole_question_is_kept_as_it_came():
    question = ask("book", members(("wanda", "lead")), described())

    assert kept_of(question) == question
    assert (
        kept_of(ask_one("wanda", "lead"))["subject"]
        == ask_one("wanda", "lead")["subject"]
    )


def test_what_is_no_row_or_no_text_is_kept_as_little_as_it_is_read():
    question = ask("book", {"members": ["lead", 5, {"id": "w", "role": ["lead"]}, []]})
    question["resource"]["properties"] = {"kind": {"name": NAME}, "attestations": NAME}

    kept = kept_of(question)

    assert kept["subject"]["properties"]["members"] == [
        "lead",
        5,
        {"id": "w", "role": True},
        False,
    ]
    told = kept["resource"]["properties"]
    assert told == {"kind": True, "attestations": "UNREADABLE"}


def test_ids_and_moments_are_kept_in_every_spelling():
    spelled = {"starts_at": "2026-12-03 17:00:00+00:00", "ends_at": "20261203T18Z"}
    question = ask("book", {"members": [{"id": "a b", "role": "lead"}]}, spelled)
    question["subject"]["properties"]["presence"] = "IN_ROOM"

    assert kept_of(question) == question


def test_nothing_is_added():
    question = ask("book")
    for part in ("subject", "resource"):
        del question[part]["properties"]
    del question["context"]

    assert kept_of(question) == question


ROWS = st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4), max_size=3)
ANYTHING = st.dictionaries(st.sampled_from(KEYS), JSON | ROWS, max_size=5)


@settings(max_examples=300, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING, st.booleans())
def test_what_is_kept_is_answered_the_same(subject, resource, context, is_one):
    question = ask("book", subject, resource, context)
    if is_one:
        question["subject"]["type"] = "practitioner"
    try:
        parse(question)
    except MalformedQuestion:
        return

    kept = kept_of(question)

    assert kept_of(kept) == kept
    one, other = judge(CLEAR, question=question), judge(CLEAR, question=kept)
    assert reasons(one) == reasons(other)
    assert one.basis == other.basis
