"""What an applicant has to bring, and what the office does."""

import pytest

from certificates.rules.applicants_share import applicants_share

READ = {"leaf": "track_read", "track": "F"}
CHECK = {"leaf": "exclusion_clear", "within_days": 31}
LICENCE = {"leaf": "document_held", "kind": "LICENCE", "verified_within_days": 120}
CONDUCT = {"leaf": "recorded", "kind": "CONDUCT"}


def test_a_lesson_is_the_applicants():
    assert applicants_share(READ) == READ


def test_a_document_is_brought_and_verified_by_the_office():
    assert applicants_share(LICENCE) == {"leaf": "document_held", "kind": "LICENCE"}


@pytest.mark.parametrize("leaf", [CHECK, CONDUCT, {"leaf": "no_open_concern"}])
def test_checks_and_records_are_the_offices(leaf):
    assert applicants_share(leaf) is None


def test_of_all_the_rest_is_left():
    assert applicants_share({"all": [CHECK, READ]}) == {"all": [READ]}
    assert applicants_share({"all": [CHECK, {"all": [CONDUCT]}]}) is None


@pytest.mark.parametrize(
    ("tree", "asked"),
    [
        ({"any": [READ, CHECK]}, None),
        ({"any": [READ, LICENCE]}, 1),
        ({"at_least": 2, "of": [READ, LICENCE, CHECK]}, 1),
        ({"at_least": 3, "of": [READ, LICENCE, CHECK]}, 2),
        ({"at_least": 1, "of": [READ, CONDUCT, CHECK]}, None),
    ],
)
def test_of_a_choice_the_office_could_still_meet_its_part(tree, asked):
    share = applicants_share(tree)

    assert (share and share["at_least"]) == asked
