"""What a booking has to hold before anybody asks the gate about it. Pure.

No field takes what somebody wrote freely: there is no room for a patient's name.
"""

import datetime
import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from home.errors import RuleBroken
from modules.session_codes import validate_session_code

KINDS = frozenset({"PREPARATION", "MEDICATION", "INTEGRATION"})
STAFFING_CODES = frozenset("ABC")
PREFERENCES = frozenset(
    {
        "NOT_ASKED",
        "NONE_STATED",
        "ONE_WOMAN",
        "ONE_MAN",
        "WOMAN_AND_MAN",
        "TWO_WOMEN",
        "TWO_MEN",
        "WOMAN_PRESENT",
        "MAN_PRESENT",
        "OTHER_BY_DIRECTOR",
    }
)
SEATS = frozenset(
    {
        "lead",
        "co_therapist",
        "supervisor",
        "assessor",
        "observer",
        "medical_clinician",
        "second_staff",
    }
)
PRESENCES = frozenset({"", "IN_ROOM", "ON_SITE"})
# IM, IV, SL, PO, NASAL: an abbreviation, too short and too plain for a name.
ROUTE = re.compile(r"[A-Z]{2,8}")
LONGEST_COURSE = 999
LARGEST_TEAM = 20
LONGEST = datetime.timedelta(hours=24)


class SessionCodeRefused(RuleBroken):
    """The code could tell who the patient is."""

    code = "SESSION-CODE-REFUSED"
    status = 422


class BookingUnreadable(RuleBroken):
    """The booking lacks something, or holds what no booking can hold."""

    code = "BOOKING-UNREADABLE"
    status = 422


@dataclass(frozen=True)
class Member:
    """Somebody to be on the team. `presence` is said of supervisors only."""

    person_id: str
    role: str
    presence: str = ""


@dataclass(frozen=True)
class Booking:
    """What somebody wants to book.

    Args:
        route: how the medicine is given, as an abbreviation; empty without any.
        starts_at, ends_at: with their offset.
        ordinal: which medication session of its course, from 1; else None.
        members: nobody while the team is still looked for.
    """

    code: str
    kind: str
    route: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    ordinal: int | None
    staffing_code: str
    preference: str
    members: tuple[Member, ...] = ()


def require_code(code: str) -> None:
    """This will refuse a code that could tell who the patient is.

    Raises:
        SessionCodeRefused: another shape, or it looks like a name, a date or a number
            by which somebody is known.
    """
    try:
        validate_session_code(code)
    except ValidationError as error:
        raise SessionCodeRefused(error.messages[0]) from error


def require_readable(booking: Booking, at: datetime.datetime) -> None:
    """This will refuse a booking that lacks something.

    Raises:
        BookingUnreadable: it says everything that is wrong.
    """
    problems = [*_problems(booking, at), *_problems_of_team(booking.members)]
    if problems:
        raise BookingUnreadable(" ".join(problems))


def require_readable_team(members: Collection[Member]) -> None:
    """This will refuse a team that cannot be read.

    Raises:
        BookingUnreadable: an id, a role or a presence is none.
    """
    problems = list(_problems_of_team(members))
    if problems:
        raise BookingUnreadable(" ".join(problems))


def _problems(booking: Booking, at: datetime.datetime) -> Iterator[str]:
    is_medication = booking.kind == "MEDICATION"
    if booking.kind not in KINDS:
        yield _("Choose the kind of session.")
    if booking.staffing_code not in STAFFING_CODES:
        yield _("Choose the staffing code.")
    if booking.preference not in PREFERENCES:
        yield _("Choose what the patient said about the team.")
    if is_medication and not ROUTE.fullmatch(booking.route):
        yield _("Give the route as an abbreviation, such as IM.")
    if not is_medication and booking.route:
        yield _("Only a medication session has a route.")
    if is_medication and not _is_ordinal(booking.ordinal):
        yield _("Say which medication session of the course this is, from 1.")
    if not is_medication and booking.ordinal is not None:
        yield _("Only a medication session has a number in the course.")
    yield from _problems_of_time(booking.starts_at, booking.ends_at, at)


def _problems_of_time(starts_at, ends_at, at: datetime.datetime) -> Iterator[str]:
    if not (_is_moment(starts_at) and _is_moment(ends_at)):
        yield _("Say when the session begins and when it ends.")
    elif ends_at <= starts_at:
        yield _("The session has to end after it begins.")
    elif ends_at - starts_at > LONGEST:
        yield _("A session lasts 24 hours at most.")
    elif ends_at <= at:
        yield _("This time has passed already.")


def _problems_of_team(members: Collection[Member]) -> Iterator[str]:
    if len(members) > LARGEST_TEAM:
        yield _("A team has 20 people at most.")
    for member in members:
        if not _is_id(member.person_id):
            yield _("Somebody named is not known here.")
        if member.role not in SEATS:
            yield _("Choose a role for everybody named.")
        if member.presence not in PRESENCES:
            yield _("A supervisor is in the room or on site.")
        if member.presence and member.role != "supervisor":
            yield _("Only of a supervisor it is said where they are.")


def _is_ordinal(value: object) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return is_number and 1 <= value <= LONGEST_COURSE  # type: ignore[operator]


def _is_moment(value: object) -> bool:
    return isinstance(value, datetime.datetime) and value.utcoffset() is not None


def _is_id(value: object) -> bool:
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True
