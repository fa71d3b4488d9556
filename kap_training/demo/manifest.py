"""What the demonstration holds, told for people and for programs."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from certificates.actions.certificates import verify_address
from certificates.models import Certificate, Credential, Session
from home.models import Clinic
from kap_training.demo.actors import ADMIN_EMAIL, Actor
from kap_training.demo.bookings import BOOKINGS, START, Booking
from kap_training.demo.cast import CAST
from kap_training.demo.clinics import CLINICS
from kap_training.demo.derived import id_of, passphrase, session_code, token_secret
from kap_training.demo.tokens import TICKETS, Ticket, token_row
from modules.models import Assessment, LessonPage

FIRST_LESSON = "F1.1"
State = Credential.State
# Who shows which state. Of two credentials of a kind the older one is meant.
SHOWN = (
    (State.PROVISIONAL, "yael", "L1"),
    (State.ACTIVE, "hana", "L1"),
    (State.SUSPENDED, "dmitri", "L3"),
    (State.EXPIRED, "eun", "L1"),
    (State.REVOKED, "gareth", "L1"),
    (State.SUPERSEDED, "guadalupe", "L1"),
    (State.RELINQUISHED, "thandiwe", "L1"),
)


def manifest_of(seed: int) -> dict[str, Any]:
    """This will tell everything a visitor or a test needs to find its way.

    Outsiders rely on this shape: see the commands in the README.
    """
    clinics = {row.slug: row for row in Clinic.objects.all()}
    return {
        "seed": seed,
        "clinics": [_clinic(clinics[row["slug"]]) for row in CLINICS],
        "people": [_person(seed, actor) for actor in CAST],
        "admin": {"email": ADMIN_EMAIL, "password": passphrase(seed)},
        "tokens": [_token(seed, ticket) for ticket in TICKETS],
        "credentials": [_credential(seed, key, type_) for _s, key, type_ in SHOWN],
        "lesson": _absolute(_first_lesson()),
        "assessment": _absolute(_first_assessment()),
        "session": session_code(seed, START.key),
        "sessions": [_session(seed, booking) for booking in BOOKINGS],
    }


def _clinic(row: Clinic) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        "time_zone": row.time_zone,
        "jurisdiction": row.jurisdiction,
    }


def _person(seed: int, actor: Actor) -> dict[str, Any]:
    return {
        "id": str(id_of(seed, actor.key)),
        "name": actor.name,
        "email": actor.email,
        "password": passphrase(seed),
        "roles": [
            {"clinic": clinic, "role": str(role)} for clinic, role in actor.posts
        ],
        "stage": actor.stage,
    }


def _token(seed: int, ticket: Ticket) -> dict[str, Any]:
    row = token_row(seed, ticket)
    return {
        "clinic": ticket.clinic,
        "purpose": row.purpose,
        "token": token_secret(seed, ticket.key),
        "expires_at": row.expires_at.isoformat(),
    }


def _credential(seed: int, key: str, type_: str) -> dict[str, Any]:
    rows = Credential.objects.filter(person=id_of(seed, key), type=type_)
    row = rows.select_related("clinic").order_by("valid_from", "awarded_at")[0]
    certificate = Certificate.objects.filter(credential=row).latest("issued_at")
    return {
        "state": row.state,
        "type": row.type,
        "person": str(row.person_id),
        "clinic": row.clinic.slug,
        "code": certificate.code,
        "verify_url": verify_address(certificate.code),
    }


def _session(seed: int, booking: Booking) -> dict[str, Any]:
    row = Session.objects.get(code=session_code(seed, booking.key))
    return {
        "code": row.code,
        "clinic": booking.clinic,
        "kind": row.kind,
        "shows": booking.key,
        "text": booking.shows,
        "starts_at": row.starts_at.isoformat() if row.starts_at else None,
    }


def _first_lesson() -> str:
    return LessonPage.objects.get(code=FIRST_LESSON).get_url() or ""


def _first_assessment() -> str:
    found = Assessment.objects.get(track_code="F")
    return reverse("assessment", args=[found.code])


def _absolute(path: str) -> str:
    return settings.PUBLIC_BASE_URL.rstrip("/") + path
