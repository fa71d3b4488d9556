"""The form shows whole minutes; what nobody changes stays as it is stored."""

import datetime

import pytest

from certificates.models import Attestation, Session
from tests.cast import NOW, client_of
from tests.certificates.asking import at
from tests.certificates.sessions.planning import MINUTES, STARTS, plan, talking
from tests.certificates.sessions.test_pages_booking import typed

ODD = datetime.timedelta(seconds=17, microseconds=250_000)
URL = "/sessions/KX-301/change/"


@pytest.fixture
def odd(booked, team):
    """Booked by another system, to the second, and something attested for it."""
    Session.objects.filter(pk=booked.pk).update(
        starts_at=STARTS + ODD, ends_at=STARTS + 90 * MINUTES + 3 * ODD
    )
    Attestation.objects.create(
        session=booked, code="DAY-OF-SCREEN", by=team["nurse"], at=NOW
    )
    return booked


def change(person, data, moment=NOW):
    with at(moment):
        return client_of(person).post(URL, data)


def test_an_untouched_form_changes_nothing(odd, team, sam):
    answer = change(sam, typed(team))

    odd.refresh_from_db()
    assert "just like this already" in answer.content.decode()
    assert (odd.starts_at, odd.ends_at) == (
        STARTS + ODD,
        STARTS + 90 * MINUTES + 3 * ODD,
    )


def test_another_field_changes_neither_time_nor_what_was_attested(odd, team, sam):
    change(sam, typed(team, ordinal="2"))

    odd.refresh_from_db()
    assert odd.ordinal == 2
    assert odd.starts_at == STARTS + ODD
    assert not odd.attestations.get(code="DAY-OF-SCREEN").voided_at


def test_a_new_time_is_taken_as_typed_and_the_length_stays(odd, team, sam):
    change(sam, typed(team, begins="11:00"))

    odd.refresh_from_db()
    assert odd.starts_at == STARTS + 60 * MINUTES
    assert odd.ends_at - odd.starts_at == 90 * MINUTES + 2 * ODD


def test_a_new_length_is_taken_as_typed_and_the_begin_stays(odd, team, sam):
    change(sam, typed(team, minutes="60"))

    odd.refresh_from_db()
    assert odd.starts_at == STARTS + ODD
    assert odd.ends_at - odd.starts_at == 60 * MINUTES


def test_a_moment_that_the_clocks_show_twice_stays_the_one_it_is(
    team, clinic, planner, sam
):
    # The second half past one of that night in New York.
    late = datetime.datetime(2026, 11, 1, 6, 30, tzinfo=datetime.UTC)
    before = late - datetime.timedelta(days=3)
    wanted = talking(team, starts_at=late, ends_at=late + 30 * MINUTES)
    session = plan(wanted, clinic, planner, before)
    same = {
        "kind": "PREPARATION",
        "day": "2026-11-01",
        "begins": "01:30",
        "minutes": "30",
        "route": "",
        "ordinal": "",
        "co_therapist": "",
        "medical_clinician": "",
    }

    answer = change(sam, typed(team, **same, staffing_code="A"), before)

    session.refresh_from_db()
    assert answer.status_code == 302
    assert (session.staffing_code, session.starts_at) == ("A", late)


def test_a_session_without_an_end_shows_its_day(booked, team, sam):
    Session.objects.update(ends_at=None)
    with at(NOW):
        told = client_of(sam).get(URL).content.decode()

    assert 'value="2026-11-06"' in told and 'value="10:00"' in told
    change(sam, typed(team, minutes="45"))
    booked.refresh_from_db()
    assert booked.ends_at == STARTS + 45 * MINUTES
