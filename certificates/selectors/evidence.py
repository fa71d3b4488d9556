"""What a requirement tree is judged on, for one person at one clinic."""

import datetime

from certificates.clearance.world import (
    DocumentFacts,
    ExclusionCheckFacts,
    VerificationFacts,
)
from certificates.models import Credential, Document, ExclusionCheck
from certificates.requirements.evidence import CurrencyFacts, Evidence, GrantFacts
from certificates.selectors.person_files import PersonFile, person_file
from home.models import Clinic, Person


def evidence_for(person: Person, clinic: Clinic, at: datetime.datetime) -> Evidence:
    """This will gather the evidence in a constant number of queries."""
    return evidence_in(person_file(person, clinic, at))


def evidence_in(file: PersonFile) -> Evidence:
    """This will turn rows that are already fetched into evidence."""
    return Evidence(
        person_id=str(file.person.pk),
        clinic=file.clinic.slug,
        jurisdiction=file.clinic.jurisdiction,
        today=file.today,
        learning=file.learning,
        documents=tuple(document_facts(row) for row in file.documents),
        exclusion_checks=tuple(exclusion_facts(row) for row in file.exclusion_checks),
        credentials=tuple(_credential(row, file.clinic) for row in file.credentials),
        currency=tuple(
            CurrencyFacts(row.kind, row.on, str(row.pk)) for row in file.currency
        ),
        open_suspensions=tuple(str(row.pk) for row in file.open_suspensions),
    )


def exclusion_facts(row: ExclusionCheck) -> ExclusionCheckFacts:
    """This will turn a row into a fact."""
    return ExclusionCheckFacts(row.on, row.outcome, str(row.pk))


def document_facts(row: Document) -> DocumentFacts:
    """This will turn a row, its verifications fetched, into a fact."""
    return DocumentFacts(
        kind=row.kind,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        jurisdiction=row.jurisdiction,
        discipline=row.has_discipline,
        verifications=tuple(
            VerificationFacts(v.on, v.method, v.outcome, str(v.pk))
            for v in row.verifications.all()
        ),
        id=str(row.pk),
    )


def _credential(row: Credential, clinic: Clinic) -> GrantFacts:
    return GrantFacts(
        type=row.type,
        clinic=clinic.slug,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=row.state,
        target=row.target,
        id=str(row.pk),
    )
