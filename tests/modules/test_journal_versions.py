"""Nothing written in a journal is lost, whichever page it comes from and when."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from modules.journal_versions import MOST_PAGES, Kept, Sent, after

A, B = uuid.UUID(int=1), uuid.UUID(int=2)
LATE = "Written elsewhere:"


def all_of(*sendings: Sent, kept: Kept | None = None) -> Kept:
    kept = kept or Kept()
    for sent in sendings:
        kept = after(kept, sent, LATE)
    return kept


def test_a_page_goes_on_with_its_own_words():
    kept = all_of(Sent("One", 0, A, 1), Sent("One two", 0, A, 2))

    assert (kept.text, kept.number) == ("One two", 2)


def test_a_page_goes_on_with_the_words_it_was_shown():
    kept = all_of(Sent("One", 0, A, 1), Sent("Other", 1, B, 1))

    assert kept.text == "Other"


def test_words_that_knew_nothing_of_the_others_stand_below():
    kept = all_of(Sent("On the phone", 0, A, 1), Sent("On the desk", 0, B, 1))

    assert kept.text == f"On the phone\n\n{LATE}\nOn the desk"


def test_a_replay_changes_nothing():
    first, second = Sent("One", 0, A, 1), Sent("Other", 1, B, 1)
    kept = all_of(first, second)

    assert all_of(first, second, first, kept=None) == kept
    assert all_of(second, first, kept=kept) == kept


def test_an_older_version_that_comes_late_changes_nothing():
    kept = all_of(Sent("Two", 0, A, 2), Sent("One", 0, A, 1))

    assert kept.text == "Two"


def test_a_plain_form_goes_by_the_version_it_was_shown():
    kept = all_of(Sent("One"), Sent("Two", 1))

    assert kept.text == "Two"
    assert LATE in all_of(Sent("Three", 1), kept=kept).text


def test_what_was_emptied_on_purpose_stays_empty():
    assert all_of(Sent("One", 0, A, 1), Sent("", 0, A, 2)).text == ""


SENDINGS = st.lists(
    st.builds(
        Sent,
        text=st.sampled_from(["alpha", "beta", "gamma"]),
        base=st.integers(0, 3),
        page=st.sampled_from([A, B]),
        place=st.integers(1, 4),
    ),
    max_size=8,
)


@given(SENDINGS, st.randoms())
def test_replays_in_any_order_change_nothing(sendings, chance):
    kept = all_of(*sendings)
    again = list(sendings)
    chance.shuffle(again)

    assert all_of(*again, kept=kept) == kept


@given(st.lists(st.uuids(), max_size=40, unique=True))
def test_remembers_no_more_pages_than_it_has_to(pages):
    kept = all_of(*(Sent("x", n, page, 1) for n, page in enumerate(pages)))

    assert len(kept.seen) == min(len(pages), MOST_PAGES)
