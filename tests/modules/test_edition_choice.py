"""Which edition somebody reads: the one they began, until they are through or move."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.edition_choice import RETAKE, Asked, Steps, edition_to_read

A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))
ONE = Asked(1, frozenset({A, B}))
TWO = Asked(2, frozenset({A, B}))
THREE = Asked(3, frozenset({A, B, C}))


def steps(opened=None, finished=None, moved_to=()):
    return Steps(opened or {}, finished or {}, moved_to)


@pytest.mark.parametrize(
    ("told", "number"),
    [
        # Nothing begun: the one in force.
        (steps(), 3),
        # In the middle of the first one.
        (steps({1: {A}}), 1),
        (steps({1: {A, B}}, {1: {A}}), 1),
        # Through with it.
        (steps({1: {A, B}}, {1: {A, B}}), 3),
        # Through with it in more than one edition.
        (steps({1: {A}, 2: {B}}, {1: {A}, 2: {B}}), 3),
        # By choice.
        (steps({1: {A}}, moved_to={3}), 3),
        (steps({1: {A}}, moved_to={2}), 2),
        # A lesson that only the newest has moves nobody.
        (steps({1: {A}, 3: {C}}), 1),
        # One that both have was opened in the newer one: they are there by now.
        (steps({1: {A}, 3: {A}}), 3),
    ],
)
def test_the_edition_of_somebody(told, number):
    assert edition_to_read([ONE, TWO, THREE], told) == number


def test_without_any_in_force_there_is_none():
    assert edition_to_read([], steps({1: {A}})) is None


def test_what_was_read_before_a_retake_does_not_end_the_middle_of_it():
    again = Asked(2, frozenset({A, B}), RETAKE)
    told = steps({1: {A, B}, 2: {A}}, {1: {A, B}, 2: {A}})

    assert edition_to_read([ONE, again, THREE], told) == 2


KEYS = st.sets(st.sampled_from([A, B, C]))
NUMBERS = st.integers(1, 4)
EDITIONS = st.lists(
    st.tuples(KEYS, st.sampled_from(["COSMETIC", "ACKNOWLEDGE", RETAKE])), max_size=4
).map(lambda rows: [Asked(n, frozenset(k), s) for n, (k, s) in enumerate(rows, 1)])


@given(
    EDITIONS,
    st.dictionaries(NUMBERS, KEYS),
    st.dictionaries(NUMBERS, KEYS),
    st.sets(NUMBERS),
)
def test_is_always_one_that_was_begun_or_the_one_in_force(
    editions, opened, finished, moved
):
    told = Steps(opened, finished, moved)

    number = edition_to_read(editions, told)

    if editions:
        entered = {n for n, keys in opened.items() if keys} | moved
        assert number == editions[-1].number or number in entered


@given(EDITIONS, st.integers(1, 3), KEYS)
def test_no_publication_moves_anybody_from_the_middle(editions, number, opened):
    lessons = {row.number: row.lessons for row in editions}
    begun = frozenset(opened) & lessons.get(number, frozenset())
    told = Steps({number: begun}, {})

    for published in range(number, len(editions) + 1):
        if begun:
            assert edition_to_read(editions[:published], told) == number
