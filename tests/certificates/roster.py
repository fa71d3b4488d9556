"""A roster in which everything the gate asks for is there, to be broken by tests."""

import datetime

from django.db.models import QuerySet

from certificates.models import (
    Credential,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    SiteValues,
    Verification,
)
from home.models import Clinic, Person
from tests.cast import NOW

TODAY = NOW.date()


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def grant(person: Person, clinic: Clinic, type_: str, **fields) -> Credential:
    defaults = {
        "state": Credential.State.ACTIVE,
        "valid_from": TODAY - days(100),
        "valid_to": TODAY + days(600),
        "awarded_at": NOW - days(100),
    }
    return Credential.objects.create(
        person=person, clinic=clinic, type=type_, **(defaults | fields)
    )


def end(rows: QuerySet[Credential]) -> None:
    """This will take credentials out of force; the database keeps their rows."""
    rows.update(state=Credential.State.REVOKED)


def document(person: Person, kind: str, **fields) -> Document:
    defaults = {
        "jurisdiction": "US-MA" if kind == "LICENCE" else "",
        "issued_on": TODAY - days(300),
        "expires_on": TODAY + days(300),
        "recorded_at": NOW - days(90),
    }
    return Document.objects.create(person=person, kind=kind, **(defaults | fields))


def verify(row: Document, **fields) -> Verification:
    defaults = {
        "on": TODAY - days(30),
        "method": "PRIMARY_SOURCE",
        "outcome": "VERIFIED",
        "recorded_at": NOW - days(30),
    }
    return Verification.objects.create(document=row, **(defaults | fields))


def make_clear(person: Person, clinic: Clinic, *types: str) -> Person:
    """This will give the person everything that work in a session asks for."""
    verify(document(person, "LICENCE"))
    document(person, "LIABILITY")
    document(person, "BLS")
    ExclusionCheck.objects.create(
        person=person, on=TODAY - days(5), outcome="CLEAR", recorded_at=NOW
    )
    for kind in CurrencyRecord.Kind.values:
        CurrencyRecord.objects.create(
            person=person, kind=kind, on=TODAY - days(20), recorded_at=NOW
        )
    for type_ in types:
        grant(person, clinic, type_)
    return person


def set_site_values(clinic: Clinic, **fields) -> SiteValues:
    defaults = {
        "bp_review": "140/90",
        "bp_stop": "180/110",
        "observe_minutes": 120,
        "release_criteria": "Steady on their feet, oriented, escort present.",
        "set_on": TODAY - days(200),
        "recorded_at": NOW,
    }
    return SiteValues.objects.create(clinic=clinic, **(defaults | fields))
