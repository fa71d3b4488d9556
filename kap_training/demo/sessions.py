"""Booking the sessions, and attesting what has to be attested before they begin."""

import datetime
import zoneinfo

from django.utils import timezone

from certificates.actions.session_actors import Actor
from certificates.actions.session_events import Step, Told, write_down
from certificates.actions.session_planning import seat
from certificates.actions.sessions import book_session
from certificates.models import Attestation, Session
from certificates.rules.session_plans import Booking as Wanted
from certificates.rules.session_plans import Member
from home.actions import audit
from home.models import Clinic
from kap_training.demo.actors import NORTH, SOUTH
from kap_training.demo.bookings import BOOKINGS, START, Booking, Kind
from kap_training.demo.derived import session_code
from kap_training.demo.stage import Stage

SCHEDULERS = {NORTH: "samira", SOUTH: "wren"}
LEAD_IN = datetime.timedelta(minutes=30)
DRUG_TIME, TALK_TIME = (datetime.timedelta(minutes=m) for m in (90, 50))
PREPARED_AGO = (12, 9, 6)
# What has to be attested on the day itself: by whom, and how many minutes ago.
ON_THE_DAY = (
    ("DAY-OF-SCREEN", "henrik", 25),
    ("ESCORT-CONFIRMED", "mateus", 20),
    ("KIT-READY", "henrik", 15),
    ("COMFORT-READY", "ingrid", 12),
    ("PAUSE-BY-TWO", "ingrid", 4),
    ("PAUSE-BY-TWO", "henrik", 3),
)


def book_sessions(stage: Stage) -> None:
    """This will book everything, and make one session ready to begin."""
    for booking in BOOKINGS:
        session = _book(stage, booking)
        if booking.prepared_by:
            for days in PREPARED_AGO:
                at = stage.timeline.moment(days, 18)
                _attest(stage, session, ("PREPARATION-DONE", booking.prepared_by), at)
    _make_ready(stage)


def _book(stage: Stage, booking: Booking) -> Session:
    """Book as the scheduler does; what the gate refuses came with a roster.

    It is asked at this very moment: it answers nobody whose clock stands elsewhere,
    and telling the story up to here took its time.
    """
    clinic = stage.clinics[booking.clinic]
    wanted, at = _wanted(stage, booking, clinic), max(stage.now, timezone.now())
    scheduler = Actor(stage.people[SCHEDULERS[booking.clinic]])
    outcome = book_session(wanted, clinic, actor=scheduler, at=at)
    return outcome.session or _enter(wanted, clinic, at)


def _wanted(stage: Stage, booking: Booking, clinic: Clinic) -> Wanted:
    is_medication = booking.kind == Kind.MEDICATION
    starts_at = _starts_at(clinic, booking, stage.now)
    return Wanted(
        code=session_code(stage.seed, booking.key),
        kind=booking.kind,
        route="IM" if is_medication else "",
        starts_at=starts_at,
        ends_at=starts_at + (DRUG_TIME if is_medication else TALK_TIME),
        ordinal=1 if is_medication else None,
        staffing_code=booking.staffing_code,
        preference=booking.preference,
        members=tuple(
            Member(str(stage.people[one.key].pk), one.role, one.presence)
            for one in booking.members
        ),
    )


def _enter(wanted: Wanted, clinic: Clinic, at: datetime.datetime) -> Session:
    """Write down a session that was booked before this system was asked."""
    told = {**vars(wanted)}
    members = told.pop("members")
    session = Session.objects.create(clinic=clinic, **told)
    seat(session, members)
    write_down(session, Told(Step.ENTERED, Actor(None), at))
    return session


def _starts_at(
    clinic: Clinic, booking: Booking, now: datetime.datetime
) -> datetime.datetime:
    """Give the hour of its day; the one about to begin does so on this same day."""
    zone = zoneinfo.ZoneInfo(clinic.time_zone)
    today = now.astimezone(zone)
    if booking.in_days:
        day = today.date() + datetime.timedelta(days=booking.in_days)
        return datetime.datetime.combine(
            day, datetime.time(booking.at_hour), tzinfo=zone
        )
    last = today.replace(hour=23, minute=59, second=0, microsecond=0)
    return min((now + LEAD_IN).replace(second=0, microsecond=0), last)


def _make_ready(stage: Stage) -> None:
    """Attest for the first session all that START asks for."""
    session = Session.objects.get(code=session_code(stage.seed, START.key))
    zone = zoneinfo.ZoneInfo(session.clinic.time_zone)
    midnight = stage.now.astimezone(zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    earlier = stage.timeline.moment
    _attest(stage, session, ("CONSENT-EARLIER-DAY", "ingrid"), earlier(4, 18))
    _attest(stage, session, ("PRESCRIBER-CLEARANCE", "meiling"), earlier(2, 17))
    for code, key, minutes in ON_THE_DAY:
        at = stage.now - datetime.timedelta(minutes=minutes)
        _attest(stage, session, (code, key), max(at, midnight))


def _attest(
    stage: Stage, session: Session, what: tuple[str, str], at: datetime.datetime
) -> None:
    """Keep what was said on an earlier day, as nobody but the demonstration can."""
    code, key = what
    by = stage.people[key]
    row = Attestation.objects.create(session=session, code=code, by=by, at=at)
    audit.append("ATTESTED", by=by, at=at, about=session, code=code, attestation=row.pk)
