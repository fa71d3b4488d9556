"""Reading one session of a world, and what its code may look like. Pure."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from certificates.worlds import words
from certificates.worlds.shapes import (
    AttestationRow,
    MemberRow,
    SessionRow,
    SignatureRow,
)
from certificates.worlds.values import Row
from home.patient_words import patient_words_in
from modules.session_codes import validate_foreign_code

SESSION = (
    "code",
    "clinic",
    "kind",
    "starts_at",
    "ends_at",
    "route",
    "ordinal",
    "staffing_code",
    "preference",
    "state",
    "members",
    "attestations",
    "signatures",
)
MEMBER = ("id", "role", "presence")
ATTESTATION = ("code", "by", "at")
SIGNATURE = ("code", "by", "reason", "at")
STEP = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
LONGEST_CODE = 64
# Of another system: its own letters and marks, without white space.
CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:-]*[A-Za-z0-9])?")
WORD = re.compile(r"[a-z]+")
SHORTEST = 3


def session_of(row: Row) -> SessionRow:
    """This will read a session; one that lacks times or kind is kept, and never opens.

    Raises:
        WorldRefused: something is not as the contract says.
    """
    starts_at, ends_at = row.moment("starts_at"), row.moment("ends_at")
    if starts_at and ends_at and ends_at <= starts_at:
        raise row.refuse("ends_at", _("It ends before it begins."))
    return SessionRow(
        path=row.path,
        code=_code(row),
        clinic=row.words("clinic"),
        kind=row.choice_if("kind", words.SESSION_KINDS),
        starts_at=starts_at,
        ends_at=ends_at,
        route=row.text("route", 16),
        ordinal=row.number("ordinal"),
        staffing_code=row.choice_if("staffing_code", words.CODES),
        preference=row.choice_if("preference", words.PREFERENCES, "NOT_ASKED"),
        state=row.choice("state", words.SESSION_STATES),
        members=tuple(map(_member, row.rows("members", MEMBER))),
        attestations=tuple(map(_attestation, row.rows("attestations", ATTESTATION))),
        signatures=tuple(map(_signature, row.rows("signatures", SIGNATURE))),
    )


def _code(row: Row) -> str:
    """A code that another system made; never a name, a date or a telephone number."""
    code = row.words("code", LONGEST_CODE)
    if not CODE.fullmatch(code):
        told = _("Use letters, digits and hyphens only, such as KAP-0142.")
        raise row.refuse("code", told)
    if WORD.fullmatch(code):
        return code
    try:
        # As one of ours: its marks and its length are its own.
        plain = re.sub(r"[._:]", "-", code.upper())
        validate_foreign_code(plain.ljust(SHORTEST, "0"))
    except ValidationError as problem:
        raise row.refuse("code", problem.messages[0]) from None
    return code


def _member(row: Row) -> MemberRow:
    return MemberRow(
        path=row.path,
        id=row.id("id"),
        role=row.choice("role", words.TEAM),
        presence=row.choice_if("presence", words.PRESENCES),
    )


def _attestation(row: Row) -> AttestationRow:
    return AttestationRow(row.path, _step(row), row.id("by"), row.moment("at"))


def _signature(row: Row) -> SignatureRow:
    reason = row.text("reason")
    found = patient_words_in(reason)
    if found:
        raise row.refuse("reason", str(found[0]))
    return SignatureRow(row.path, _step(row), row.id("by"), reason, row.moment("at"))


def _step(row: Row) -> str:
    code = row.words("code", 32)
    if not STEP.fullmatch(code):
        raise row.refuse("code", _("This is a code, such as ESCORT-CONFIRMED."))
    return code
