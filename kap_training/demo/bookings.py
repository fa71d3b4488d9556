"""What is booked in the demonstration: who, what, and what was attested. Data."""

from dataclasses import dataclass

from certificates.models import Session, SessionMember
from kap_training.demo.actors import NORTH, SOUTH

Kind, Code = Session.Kind, Session.StaffingCode
Preference, Role = Session.Preference, SessionMember.Role


@dataclass(frozen=True)
class Member:
    """Somebody of a team. `presence` is said of supervisors only."""

    key: str
    role: str
    presence: str = ""


@dataclass(frozen=True)
class Booking:
    """One booked session.

    Args:
        key: what it shows; the code follows from it.
        shows: the same in a sentence.
        in_days: how many days after today at its clinic; 0 is about to begin.
        at_hour: the hour at its clinic.
        prepared_by: who attests the preparation sessions; nobody when empty.
    """

    key: str
    shows: str
    kind: str
    members: tuple[Member, ...]
    in_days: int
    at_hour: int = 10
    clinic: str = NORTH
    staffing_code: str = Code.A
    preference: str = Preference.NONE_STATED
    prepared_by: str = ""


PAIR = (
    Member("ingrid", Role.LEAD),
    Member("mateus", Role.CO_THERAPIST),
    Member("henrik", Role.MEDICAL_CLINICIAN),
)

START = Booking(
    "start",
    "about to begin, everything attested: START is permitted",
    Kind.MEDICATION,
    PAIR,
    in_days=0,
    staffing_code=Code.B,
    preference=Preference.WOMAN_AND_MAN,
    prepared_by="ingrid",
)
BOOKINGS = (
    START,
    Booking(
        "tomorrow",
        "tomorrow with the same pair: BOOK is permitted",
        Kind.MEDICATION,
        PAIR,
        in_days=1,
        staffing_code=Code.B,
        prepared_by="mateus",
    ),
    Booking(
        "supervised",
        "a therapist with L2a and a supervisor in the room: BOOK is permitted",
        Kind.MEDICATION,
        (
            Member("piotr", Role.LEAD),
            Member("bob", Role.SUPERVISOR, SessionMember.Presence.IN_ROOM),
            Member("meiling", Role.MEDICAL_CLINICIAN),
            Member("stella", Role.SECOND_STAFF),
        ),
        in_days=2,
        prepared_by="piotr",
    ),
    Booking(
        "endangered",
        "booked with somebody who was suspended since: refused",
        Kind.MEDICATION,
        (
            Member("adaeze", Role.LEAD),
            Member("dmitri", Role.CO_THERAPIST),
            Member("meiling", Role.MEDICAL_CLINICIAN),
        ),
        in_days=3,
        staffing_code=Code.C,
        prepared_by="adaeze",
    ),
    Booking(
        "not-asked",
        "nobody has asked for the preference yet: refused",
        Kind.MEDICATION,
        (
            Member("adaeze", Role.LEAD),
            Member("bob", Role.CO_THERAPIST),
            Member("henrik", Role.MEDICAL_CLINICIAN),
        ),
        in_days=5,
        preference=Preference.NOT_ASKED,
        prepared_by="adaeze",
    ),
    Booking(
        "preparation",
        "a preparation session with L1: BOOK is permitted",
        Kind.PREPARATION,
        (Member("hana", Role.LEAD),),
        in_days=1,
        at_hour=15,
    ),
    Booking(
        "integration",
        "an integration session with L1: BOOK is permitted",
        Kind.INTEGRATION,
        (Member("guadalupe", Role.LEAD),),
        in_days=2,
        at_hour=15,
    ),
    Booking(
        "south",
        "at a clinic whose site values are not complete: refused",
        Kind.MEDICATION,
        (
            Member("kalani", Role.LEAD),
            Member("soraya", Role.CO_THERAPIST),
            Member("xiomara", Role.MEDICAL_CLINICIAN),
        ),
        in_days=1,
        clinic=SOUTH,
        prepared_by="kalani",
    ),
)
