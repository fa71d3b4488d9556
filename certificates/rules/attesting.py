"""Who may attest what of a session, and while it is in which state. Pure.

An attestation is one person's word that a step was done. Whether it is enough is the
gate's to judge; here it is only refused to those whose word it cannot be.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

THERAPIST_SEATS = frozenset({"lead", "co_therapist"})
NO_STAFF = frozenset({"SCHEDULER", "AUDITOR"})
PLANNED = frozenset({"BOOKED"})
UNDER_WAY = frozenset({"STARTED", "RELEASED"})
LIVE = PLANNED | UNDER_WAY


@dataclass(frozen=True)
class Standing:
    """What somebody is to a session.

    Args:
        roles: those they hold at its clinic now.
        seats: those in which they are booked in it.
    """

    roles: Collection[str]
    seats: Collection[str]


def _therapist(one: Standing) -> bool:
    return "THERAPIST" in one.roles or bool(THERAPIST_SEATS & set(one.seats))


def _prescriber(one: Standing) -> bool:
    return bool({"MEDICAL_CLINICIAN", "MEDICAL_DIRECTOR"} & set(one.roles))


def _member(one: Standing) -> bool:
    return bool(one.seats)


def _at_hand(one: Standing) -> bool:
    return _member(one) or bool(set(one.roles) - NO_STAFF)


def _at_hand_or_scheduler(one: Standing) -> bool:
    return _at_hand(one) or "SCHEDULER" in one.roles


def _of_record(one: Standing) -> bool:
    return "medical_clinician" in one.seats


@dataclass(frozen=True)
class Attesting:
    """Who attests a step, in words too, and in which states it makes sense."""

    may: Callable[[Standing], bool]
    who: StrOrPromise
    states: frozenset[str]


_THERAPIST = _("a therapist of the clinic")
_PRESCRIBER = _("a medical clinician or the medical director of the clinic")
_MEMBER = _("somebody of the team")
_AT_HAND = _("somebody of the team or the staff of the clinic")
_OF_RECORD = _("the medical clinician of record")

# Before it begins these open it. Said afterwards they would be made to fit.
ATTESTED: Mapping[str, Attesting] = {
    "PREPARATION-DONE": Attesting(_therapist, _THERAPIST, PLANNED),
    "INTEGRATION-SINCE": Attesting(_therapist, _THERAPIST, PLANNED),
    "CONSENT-EARLIER-DAY": Attesting(_therapist, _THERAPIST, PLANNED),
    "PRESCRIBER-CLEARANCE": Attesting(_prescriber, _PRESCRIBER, PLANNED),
    "DAY-OF-SCREEN": Attesting(_at_hand, _AT_HAND, PLANNED),
    "KIT-READY": Attesting(_at_hand, _AT_HAND, PLANNED),
    "COMFORT-READY": Attesting(_at_hand, _AT_HAND, PLANNED),
    "PAUSE-BY-TWO": Attesting(_member, _MEMBER, PLANNED),
    # Who was to come may be asked again before the patient goes home.
    "ESCORT-CONFIRMED": Attesting(_at_hand, _AT_HAND, LIVE),
    "NEXT-CONTACT": Attesting(_at_hand_or_scheduler, _AT_HAND, LIVE),
    "PRESENCE-CONTINUOUS": Attesting(_member, _MEMBER, UNDER_WAY),
    "PRESENCE-GAP": Attesting(_member, _MEMBER, UNDER_WAY),
    "ADVERSE-EVENT-NONE": Attesting(_member, _MEMBER, UNDER_WAY),
    "ADVERSE-EVENT-FORM": Attesting(_member, _MEMBER, UNDER_WAY),
    "ADVERSE-EVENT-SERIOUS": Attesting(_member, _MEMBER, UNDER_WAY),
    "RELEASE-CRITERIA": Attesting(_of_record, _OF_RECORD, UNDER_WAY),
}
ATTESTATION_CODES = frozenset(ATTESTED)
# They are counted: a second click must not pass for a second preparation session.
ONCE_A_DAY = frozenset({"PREPARATION-DONE"})


def is_needed_to_open(code: str) -> bool:
    """This will say whether the step belongs before the session begins."""
    return ATTESTED[code].states == PLANNED
