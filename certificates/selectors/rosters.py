"""Who is at a clinic, what they hold today, and why somebody may not work."""

import datetime
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from certificates.live_states import LiveState, live_state
from certificates.models import Credential, Document, Suspension
from certificates.requirements.evidence import Evidence
from certificates.requirements.tree import judge, missing
from certificates.selectors.evidence import document_facts, exclusion_facts
from certificates.selectors.person_files import is_open
from certificates.selectors.requirements import title_of
from home.models import Clinic, Membership, Person
from modules.records import LearningRecord

# What everybody needs, whatever they hold.
STANDING = {
    "all": [
        {"leaf": "no_open_suspension"},
        {"leaf": "document_held", "kind": "LICENCE", "verified_within_days": 120},
        {"leaf": "exclusion_clear", "within_days": 31},
    ]
}


class AtTheClinic(TypedDict):
    """What `people_at` fetches of one person for one clinic."""

    roles_here: list[Membership]
    credentials_here: list[Credential]


# In quotes: Python 3.11 cannot fill this alias in while it runs.
Listed: TypeAlias = "WithAnnotations[Person, AtTheClinic]"


@dataclass(frozen=True)
class HeldInBrief:
    """One credential in a list."""

    title: str
    state: LiveState
    valid_to: datetime.date


@dataclass(frozen=True)
class RosterRow:
    """One person at one clinic."""

    person: Person
    roles: list[str]
    held: list[HeldInBrief]
    reasons: list[str]
    is_therapist: bool
    is_suspended: bool


def people_at(clinic: Clinic, at: datetime.datetime, search: str = "") -> QuerySet:
    """This will give the people with a role at the clinic today, by name."""
    here = Membership.objects.in_force(clinic.day_of(at)).filter(clinic=clinic)
    people = Person.objects.filter(pk__in=here.values("person"))
    people = people.filter(name__icontains=search) if search else people
    documents = Document.objects.prefetch_related("verifications")
    credentials = Credential.objects.filter(clinic=clinic).order_by("-valid_to")
    return people.order_by("name").prefetch_related(
        Prefetch("memberships", here, to_attr="roles_here"),
        Prefetch("credentials", credentials, to_attr="credentials_here"),
        Prefetch("documents", documents),
        "exclusion_checks",
        "suspensions",
    )


def roster_row(person: Listed, clinic: Clinic, at: datetime.datetime) -> RosterRow:
    """This will read one prefetched person into a line of the roster."""
    open_rows = [row for row in person.suspensions.all() if is_open(row, at)]
    here = [row for row in open_rows if row.clinic_id in (None, clinic.pk)]
    evidence = _evidence(person, clinic, at, open_rows)
    is_therapist = any(row.role == "THERAPIST" for row in person.roles_here)
    held = _held(person, clinic.day_of(at), is_suspended=bool(here))
    return RosterRow(
        person=person,
        roles=[str(row.get_role_display()) for row in person.roles_here],
        held=held,
        reasons=_reasons(evidence, held) if is_therapist else [],
        is_therapist=is_therapist,
        is_suspended=bool(here),
    )


def _reasons(evidence: Evidence, held: list[HeldInBrief]) -> list[str]:
    """What stands in the way of any clinical work, in words."""
    found = [verdict.text for verdict in missing(judge(STANDING, evidence))]
    if not any(row.state is LiveState.VALID for row in held):
        found.append(_("No credential is in force."))
    return found


def _held(
    person: Listed, today: datetime.date, *, is_suspended: bool
) -> list[HeldInBrief]:
    rows = [
        HeldInBrief(
            title_of(row.type, row.target),
            live_state(
                row.state,
                (row.valid_from, row.valid_to),
                today=today,
                is_suspended=is_suspended,
            ),
            row.valid_to,
        )
        for row in person.credentials_here
    ]
    return [row for row in rows if row.state not in ("SUPERSEDED", "RELINQUISHED")]


def _evidence(person, clinic, at, open_rows: list[Suspension]) -> Evidence:
    return Evidence(
        person_id=str(person.pk),
        clinic=clinic.slug,
        jurisdiction=clinic.jurisdiction,
        today=clinic.day_of(at),
        learning=LearningRecord(person.pk, (), ()),
        documents=tuple(document_facts(row) for row in person.documents.all()),
        exclusion_checks=tuple(
            exclusion_facts(row) for row in person.exclusion_checks.all()
        ),
        open_suspensions=tuple(str(row.pk) for row in open_rows),
    )
