"""Clinics of fifty therapists each, with everything that the gate asks for."""

import datetime

AT_ONCE = 5000
PER_CLINIC = 50
PER_TEAM = 4
# Sessions of before, closed long ago, of each team.
EARLIER = 10
ROLES = ("lead", "co_therapist", "medical_clinician", "second_staff")
DAY = datetime.timedelta(days=1)


def fill(begin: int, end: int, now: datetime.datetime) -> None:
    """This will add the therapists from one number to another, in large steps."""
    for first in range(begin, end, AT_ONCE):
        _fill(range(first, min(first + AT_ONCE, end)), now)


def code_of(team: int) -> str:
    """This will give the code of the session that a team has booked."""
    return f"KX-{team}"


def _fill(numbers: range, now: datetime.datetime) -> None:
    from home.models import Person

    clinics = _clinics(numbers, now)
    people = Person.objects.bulk_create(
        Person(
            name=f"Person {number:06}",
            gender=("WOMAN", "MAN")[number % 2],
            matching_consent=True,
        )
        for number in numbers
    )
    here = [
        (person, clinics[number // PER_CLINIC])
        for number, person in zip(numbers, people, strict=True)
    ]
    _papers(people, now)
    _grants(here, now)
    _sessions(numbers, here, now)


def _clinics(numbers: range, now: datetime.datetime) -> dict:
    from certificates.models import SiteValues
    from home.models import Clinic

    clinics = {
        number: Clinic.objects.create(
            slug=f"clinic-{number}",
            name=f"Clinic {number}",
            time_zone="America/New_York",
            jurisdiction="US-MA",
            in_person=True,
        )
        for number in sorted({number // PER_CLINIC for number in numbers})
    }
    SiteValues.objects.bulk_create(
        SiteValues(
            clinic=clinic,
            bp_review="140/90",
            bp_stop="180/110",
            observe_minutes=120,
            release_criteria="Steady on their feet, oriented, escort present.",
            set_on=now.date() - 100 * DAY,
            recorded_at=now,
        )
        for clinic in clinics.values()
    )
    return clinics


def _papers(people: list, now: datetime.datetime) -> None:
    from certificates import models as held

    today = now.date()
    for kind in ("LICENCE", "LIABILITY", "BLS"):
        rows = held.Document.objects.bulk_create(
            held.Document(
                person=person,
                kind=kind,
                jurisdiction="US-MA" if kind == "LICENCE" else "",
                issued_on=today - 200 * DAY,
                expires_on=today + 200 * DAY,
                recorded_at=now,
            )
            for person in people
        )
        if kind == "LICENCE":
            licences = rows
    held.Verification.objects.bulk_create(
        held.Verification(
            document=row,
            on=today - 30 * DAY,
            method="PRIMARY_SOURCE",
            outcome="VERIFIED",
            recorded_at=now,
        )
        for row in licences
    )
    # Half a year of monthly checks.
    held.ExclusionCheck.objects.bulk_create(
        held.ExclusionCheck(
            person=person,
            on=today - (5 + 30 * month) * DAY,
            outcome="CLEAR",
            recorded_at=now,
        )
        for person in people
        for month in range(6)
    )
    held.CurrencyRecord.objects.bulk_create(
        held.CurrencyRecord(
            person=person, kind=kind, on=today - 20 * DAY, recorded_at=now
        )
        for person in people
        for kind in ("DRILL", "REFRESH")
    )


def _grants(here: list, now: datetime.datetime) -> None:
    from certificates import models as held
    from home.models import Membership

    today = now.date()
    Membership.objects.bulk_create(
        Membership(person=person, clinic=clinic, role=role, starts_on=today - 700 * DAY)
        for person, clinic in here
        for role in ("THERAPIST", "MEDICAL_CLINICIAN")
    )
    held.Credential.objects.bulk_create(
        held.Credential(
            person=person,
            clinic=clinic,
            type=type_,
            state="ACTIVE",
            valid_from=today - 300 * DAY,
            valid_to=today + 300 * DAY,
            awarded_at=now,
        )
        for person, clinic in here
        for type_ in ("L1", "L2A", "L3", "T")
    )


def _sessions(numbers: range, here: list, now: datetime.datetime) -> None:
    """Every four people are a team: one session booked, and ten closed long ago."""
    from certificates import models as held

    teams = {
        numbers[first] // PER_TEAM: here[first : first + PER_TEAM]
        for first in range(0, len(here), PER_TEAM)
    }
    rows = held.Session.objects.bulk_create(
        held.Session(
            code=code_of(team) if ago == 0 else f"OLD-{team}-{ago}",
            clinic=members[0][1],
            kind="MEDICATION",
            route="IM",
            starts_at=now + (1 - 7 * ago) * DAY,
            ends_at=now + (1 - 7 * ago) * DAY + datetime.timedelta(minutes=90),
            ordinal=1,
            staffing_code="B",
            preference="NONE_STATED",
            state="CLOSED" if ago else "BOOKED",
        )
        for team, members in teams.items()
        for ago in range(EARLIER + 1)
    )
    teams_again = [m for m in teams.values() for _ago in range(EARLIER + 1)]
    held.SessionMember.objects.bulk_create(
        held.SessionMember(session=row, person=person, role=role)
        for row, members in zip(rows, teams_again, strict=True)
        for (person, _clinic), role in zip(members, ROLES, strict=False)
    )
    held.Attestation.objects.bulk_create(
        held.Attestation(
            session=row, code="PREPARATION-DONE", by=members[0][0], at=now - ago * DAY
        )
        for row, members in zip(rows, teams_again, strict=True)
        for ago in (9, 6, 3)
        if row.state == "BOOKED"
    )
