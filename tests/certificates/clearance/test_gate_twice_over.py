"""Rows that say a thing twice, or say two things, or cannot be read."""

from datetime import timedelta

from tests.certificates.clearance.worlds import (
    CLEAR,
    ENDS,
    STARTS,
    ago,
    attested,
    attesting,
    busy,
    change_person,
    change_session,
    judge,
    of_kind,
    result,
    warned,
)


def test_one_preparation_told_three_times_is_not_three():
    row = attested("PREPARATION-DONE", at=ago(days=6))

    assert warned(judge(attesting(CLEAR, row, row, row))) == {"PREPARATION-DONE"}


def test_a_stored_session_without_a_state_that_is_too_late_is_a_no():
    late = judge(change_session(CLEAR, state=None), now=ENDS)
    in_time = judge(change_session(CLEAR, state=None))

    assert result(late, "SESSION-OPENABLE") == "UNMET"
    assert result(in_time, "SESSION-OPENABLE") == "UNKNOWN"


def test_a_kind_that_has_no_release_has_none_in_whatever_state():
    world = change_session(of_kind("PREPARATION"), state=None)

    assert result(judge(world, "release"), "SESSION-UNDER-WAY") == "UNMET"


def test_another_session_whose_state_nobody_can_read_counts_as_busy():
    world = change_person(CLEAR, "mark", busy=(busy(state=""),))

    assert result(judge(world), "NOT-DOUBLE-BOOKED", "mark") == "UNMET"


def test_another_session_that_ends_before_it_begins_has_no_known_end():
    row = busy(begins=STARTS - timedelta(hours=2), ends=STARTS - timedelta(hours=5))
    world = change_person(CLEAR, "mark", busy=(row,))

    assert result(judge(world), "NOT-DOUBLE-BOOKED", "mark") == "UNMET"
