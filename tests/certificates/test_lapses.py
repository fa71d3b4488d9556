"""What runs out: for whom, how soon, and which sessions that endangers."""

import datetime

import pytest
from django.utils import timezone

from certificates.models import (
    CurrencyRecord,
    ExclusionCheck,
    Session,
    SessionMember,
    Waiver,
)
from certificates.rules.lapse_bands import Band, LapseKind, band_of, counts_in
from certificates.selectors.lapses import lapses_at
from home.models import Membership
from tests.cast import LONG_AGO, NOW, client_of, clinic_day, make_clinic
from tests.certificates.desk import address, application, desk, is_closed
from tests.certificates.roster import TODAY, days, document, grant, verify

__all__ = ["application", "desk"]


def days_ahead(count: int) -> datetime.date:
    return clinic_day() + datetime.timedelta(days=count)


def booked(clinic, person, ahead: int, code: str, state="BOOKED") -> Session:
    starts = NOW + days(ahead)
    row = Session.objects.create(
        code=code,
        clinic=clinic,
        kind="MEDICATION",
        starts_at=starts,
        ends_at=starts + datetime.timedelta(hours=2),
        staffing_code="A",
        state=state,
    )
    SessionMember.objects.create(session=row, person=person, role="lead")
    return row


def what(clinic, *kinds) -> list[tuple]:
    return [
        (row.kind.value, row.days, row.name.split()[0])
        for row in lapses_at([clinic], NOW)
        if not kinds or row.kind in kinds
    ]


class TestWhatRunsOut:
    def test_falls_into_bands(self):
        found = {day: band_of(day) for day in (-1, 0, 7, 8, 30, 31, 60, 61, 90)}

        assert found == {
            -1: Band.PAST,
            0: Band.DAYS_7,
            7: Band.DAYS_7,
            8: Band.DAYS_30,
            30: Band.DAYS_30,
            31: Band.DAYS_60,
            60: Band.DAYS_60,
            61: Band.DAYS_90,
            90: Band.DAYS_90,
        }

    def test_is_everything_with_a_last_day(self, clinic, alice, rita):
        grant(alice, clinic, "L1", valid_to=TODAY + days(5))
        licence = document(alice, "LICENCE", expires_on=TODAY + days(6))
        document(alice, "LIABILITY", expires_on=TODAY + days(7))
        document(alice, "BLS", expires_on=TODAY - days(1))
        verify(licence, on=TODAY - days(118))
        ExclusionCheck.objects.create(
            person=alice, on=TODAY - days(30), outcome="CLEAR", recorded_at=NOW
        )
        for kind, on in [("DRILL", TODAY - days(170)), ("REFRESH", TODAY - days(360))]:
            CurrencyRecord.objects.create(
                person=alice, kind=kind, on=on, recorded_at=NOW
            )
        Waiver.objects.create(
            person=alice,
            clinic=clinic,
            code="CASE",
            reason="Shown elsewhere.",
            granted_on=TODAY,
            expires_on=TODAY + days(90),
            by=rita,
            recorded_at=NOW,
        )

        assert what(clinic) == [
            ("BLS", -1, "Alice"),
            ("EXCLUSION", 1, "Alice"),
            ("VERIFICATION", 2, "Alice"),
            ("CREDENTIAL", 5, "Alice"),
            ("REFRESH", 5, "Alice"),
            ("LICENCE", 6, "Alice"),
            ("LIABILITY", 7, "Alice"),
            ("DRILL", 14, "Alice"),
            ("WAIVER", 90, "Alice"),
        ]

    def test_is_not_what_was_renewed(self, clinic, alice):
        verify(document(alice, "LICENCE", expires_on=TODAY + days(3)), on=TODAY)
        document(alice, "LICENCE", expires_on=TODAY + days(300))
        document(alice, "LICENCE", jurisdiction="US-NY", expires_on=TODAY + days(3))
        for ago in (100, 1):
            ExclusionCheck.objects.create(
                person=alice, on=TODAY - days(ago), outcome="CLEAR", recorded_at=NOW
            )

        assert what(clinic) == [("EXCLUSION", 30, "Alice")]

    def test_is_not_measured_by_a_check_that_was_put_right(self, clinic, alice):
        rows = [
            ExclusionCheck.objects.create(
                person=alice, on=TODAY - days(ago), outcome="CLEAR", recorded_at=NOW
            )
            for ago in (20, 10)
        ]
        ExclusionCheck.objects.create(
            person=alice,
            on=TODAY - days(10),
            outcome="POTENTIAL_MATCH",
            recorded_at=NOW,
            corrects=rows[1],
        )

        assert what(clinic) == [("EXCLUSION", 11, "Alice")]

    def test_is_nothing_beyond_90_days(self, clinic, alice, bob):
        grant(alice, clinic, "L1", valid_to=TODAY + days(90))
        grant(bob, clinic, "L1", valid_to=TODAY + days(91))

        assert what(clinic) == [("CREDENTIAL", 90, "Alice")]

    def test_is_not_what_is_over_or_elsewhere(self, clinic, other_clinic, alice, bob):
        grant(alice, clinic, "L1", state="REVOKED", valid_to=TODAY + days(3))
        grant(alice, other_clinic, "L1", valid_to=TODAY + days(3))
        Membership.objects.filter(person=bob).update(ends_on=TODAY - days(1))
        document(bob, "BLS", expires_on=TODAY + days(3))

        assert what(clinic) == []

    def test_endangers_the_sessions_booked_after_the_last_day(
        self, clinic, other_clinic, alice
    ):
        document(alice, "BLS", expires_on=TODAY + days(3))
        booked(clinic, alice, 3, "ON-THE-DAY")
        booked(clinic, alice, 4, "DAY-AFTER")
        booked(clinic, alice, 5, "CLOSED-ONE", state="CLOSED")
        booked(other_clinic, alice, 6, "ELSEWHERE")

        (row,) = lapses_at([clinic], NOW)

        assert row.sessions == ("DAY-AFTER",)
        assert counts_in([row])[0].endangered == 1

    def test_is_measured_by_each_clinics_calendar(self, alice):
        east = make_clinic("east", time_zone="Pacific/Auckland")
        Membership.objects.create(
            person=alice, clinic=east, role="THERAPIST", starts_on=LONG_AGO
        )
        grant(alice, east, "L1", valid_to=TODAY)

        (row,) = lapses_at([east], NOW)

        assert (row.days, row.band) == (-1, Band.PAST)

    def test_is_counted_by_kind(self, clinic, alice, bob):
        grant(alice, clinic, "L1", valid_to=TODAY + days(5))
        grant(bob, clinic, "L1", valid_to=TODAY + days(50))

        (line,) = counts_in(lapses_at([clinic], NOW))

        assert line.kind is LapseKind.CREDENTIAL
        assert dict(line.counts) == {"PAST": 0, "7": 1, "30": 0, "60": 1, "90": 0}


@pytest.mark.usefixtures("desk")
class TestTheList:
    def test_is_filtered_by_band_and_kind(self, clinic, alice, bob, rita):
        document(alice, "BLS", expires_on=days_ahead(3))
        document(bob, "BLS", expires_on=days_ahead(20))
        told = {"kind": "BLS", "band": "30"}

        page = client_of(rita).get(address("lapses"), told).content.decode()

        assert "Bob Birch" in page
        assert "Alice Ames" not in page

    def test_is_filtered_by_danger_and_given_as_a_file(self, clinic, alice, bob, rita):
        document(alice, "BLS", expires_on=days_ahead(3))
        document(bob, "BLS", expires_on=days_ahead(3))
        session = booked(clinic, alice, 0, "KX-1")
        starts = timezone.now() + days(30)
        Session.objects.filter(pk=session.pk).update(
            starts_at=starts, ends_at=starts + days(0.1)
        )
        told = {"endangers": "on", "file": "csv"}

        answer = client_of(rita).get(address("lapses"), told)

        text = b"".join(answer.streaming_content).decode()
        assert "KX-1" in text
        assert "Bob Birch" not in text

    def test_is_closed_to_therapists(self, alice):
        assert is_closed(client_of(alice).get(address("lapses")))
        assert is_closed(client_of(alice).get(address("desk")))
