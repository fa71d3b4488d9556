"""Reading one person of a world, with everything that is about them. Pure."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from certificates.worlds import words
from certificates.worlds.shapes import (
    NO_DAY,
    SINCE_EVER,
    CheckRow,
    CredentialRow,
    DocumentRow,
    MembershipRow,
    PersonRow,
    SuspensionRow,
    VerificationRow,
)
from certificates.worlds.values import Row

PERSON = (
    "id",
    "name",
    "email",
    "gender",
    "matching_consent",
    "memberships",
    "documents",
    "exclusion_checks",
    "credentials",
    "refreshed_on",
    "drilled_on",
    "suspensions",
)
MEMBERSHIP = ("clinic", "role", "from", "to")
DOCUMENT = (
    "kind",
    "jurisdiction",
    "issued_on",
    "expires_on",
    "discipline",
    "verifications",
)
VERIFICATION = ("on", "method", "outcome")
CHECK = ("on", "outcome")
CREDENTIAL = ("type", "clinic", "valid_from", "valid_to", "state", "target")
SUSPENSION = ("from", "lifted", "kind")


def person_of(row: Row) -> PersonRow:
    """This will read a person.

    Raises:
        WorldRefused: something is not as the contract says.
    """
    return PersonRow(
        path=row.path,
        id=row.id("id"),
        name=row.words("name", 160),
        email=_email(row),
        gender=row.choice_if("gender", words.GENDERS, "UNDISCLOSED"),
        matching_consent=row.flag("matching_consent"),
        memberships=tuple(map(_membership, row.rows("memberships", MEMBERSHIP))),
        documents=tuple(map(_document, row.rows("documents", DOCUMENT))),
        exclusion_checks=tuple(map(_check, row.rows("exclusion_checks", CHECK))),
        credentials=tuple(map(_credential, row.rows("credentials", CREDENTIAL))),
        refreshed_on=row.day("refreshed_on"),
        drilled_on=row.day("drilled_on"),
        suspensions=tuple(map(_suspension, row.rows("suspensions", SUSPENSION))),
    )


def _email(row: Row) -> str:
    found = row.text("email", 254)
    if not found:
        return ""
    try:
        validate_email(found)
    except ValidationError:
        raise row.refuse("email", _("This has to be an e-mail address.")) from None
    return found


def _membership(row: Row) -> MembershipRow:
    clinic, role = row.words("clinic"), row.choice("role", words.MEMBERSHIPS)
    starts_on = row.day("from")
    if starts_on and row.says("to") and row.day("to") is None:
        return MembershipRow(row.path, clinic, role, starts_on, None)
    return MembershipRow(row.path, clinic, role, *_period(row, "from", "to"))


def _document(row: Row) -> DocumentRow:
    verifications = row.rows("verifications", VERIFICATION)
    return DocumentRow(
        path=row.path,
        kind=row.choice("kind", words.DOCUMENTS),
        jurisdiction=row.text("jurisdiction", 16),
        issued_on=row.day("issued_on"),
        expires_on=row.day("expires_on"),
        has_discipline=row.flag("discipline"),
        verifications=tuple(map(_verification, verifications)),
    )


def _verification(row: Row) -> VerificationRow:
    return VerificationRow(
        path=row.path,
        on=row.day("on") or NO_DAY,
        method=row.choice("method", words.METHODS),
        outcome=row.choice("outcome", words.VERIFIED),
    )


def _check(row: Row) -> CheckRow:
    on, outcome = row.day("on") or NO_DAY, row.choice("outcome", words.CHECKED)
    return CheckRow(row.path, on, outcome)


def _credential(row: Row) -> CredentialRow:
    type_ = row.choice("type", words.CREDENTIALS)
    valid_from, valid_to = _period(row, "valid_from", "valid_to")
    return CredentialRow(
        path=row.path,
        type=type_,
        target=_target(row, type_),
        clinic=row.words("clinic"),
        valid_from=valid_from,
        valid_to=valid_to,
        state=row.choice("state", words.STATES),
    )


def _target(row: Row, type_: str) -> str:
    if type_ == words.CANDIDATE:
        return row.choice("target", words.TARGETS)
    if row.text("target"):
        raise row.refuse("target", _("Only a candidate works towards something."))
    return ""


def _suspension(row: Row) -> SuspensionRow:
    return SuspensionRow(
        path=row.path,
        starts_at=row.moment("from") or SINCE_EVER,
        lifted_at=row.moment("lifted"),
        kind=row.choice("kind", words.SUSPENSIONS),
    )


def _period(row: Row, first: str, last: str) -> tuple[date, date]:
    """Both days of a period; one that lacks a day is kept as one that never holds."""
    starts_on, ends_on = row.day(first), row.day(last)
    if starts_on is None or ends_on is None:
        return NO_DAY, NO_DAY
    if ends_on < starts_on:
        raise row.refuse(last, _("The last day is before the first day."))
    return starts_on, ends_on
