"""People who are clear today, by the real clock, and sessions that begin soon."""

import datetime

from django.utils import timezone

from certificates.models import (
    CurrencyRecord,
    ExclusionCheck,
    Session,
    SessionMember,
)
from home.models import Clinic, Person
from tests.cast import clinic_day
from tests.certificates.roster import days, document, grant, verify

MINUTES = datetime.timedelta(minutes=1)


def make_clear_today(person: Person, clinic: Clinic, *types: str) -> Person:
    """This will give the person everything that a session without medicine asks for."""
    today, now = clinic_day(), timezone.now()
    period = {"issued_on": today - days(9), "expires_on": today + days(300)}
    licence = document(person, "LICENCE", **period, recorded_at=now)
    verify(licence, on=today - days(1), recorded_at=now)
    document(person, "LIABILITY", **period, recorded_at=now)
    ExclusionCheck.objects.create(
        person=person, on=today - days(1), outcome="CLEAR", recorded_at=now
    )
    CurrencyRecord.objects.create(
        person=person, kind="REFRESH", on=today - days(9), recorded_at=now
    )
    for type_ in types:
        grant(
            person,
            clinic,
            type_,
            valid_from=today - days(9),
            valid_to=today + days(300),
            awarded_at=now,
        )
    return person


def session_soon(code: str, clinic: Clinic, lead: Person) -> Session:
    """This will book a preparation session that begins in half an hour."""
    begins = timezone.now() + 30 * MINUTES
    session = Session.objects.create(
        code=code,
        clinic=clinic,
        kind="PREPARATION",
        starts_at=begins,
        ends_at=begins + 50 * MINUTES,
        staffing_code="A",
        preference="NONE_STATED",
    )
    SessionMember.objects.create(session=session, person=lead, role="lead")
    return session
