"""What a requirement tree is judged on, for one person at one clinic."""

import datetime
from collections.abc import Iterable, Sequence
from uuid import UUID

from certificates.clearance.world import (
    DocumentFacts,
    ExclusionCheckFacts,
    VerificationFacts,
)
from certificates.exclusions.standing import sticking
from certificates.models import (
    Credential,
    Document,
    ExclusionCheck,
    Statement,
    Waiver,
)
from certificates.requirements.evidence import (
    CurrencyFacts,
    Evidence,
    GrantFacts,
    StatementFacts,
    WaiverFacts,
)
from certificates.requirements.statements import DIRECTOR, SELF
from certificates.selectors.person_files import PersonFile, person_file, person_files
from certificates.worlds.shapes import day_told
from home.models import Clinic, Person


def evidence_for(person: Person, clinic: Clinic, at: datetime.datetime) -> Evidence:
    """This will gather the evidence in a constant number of queries.

    Open concerns are not looked at: read `person_file` with them for a decision.
    """
    return evidence_in(person_file(person, clinic, at))


def evidence_for_many(
    people: Sequence[Person],
    clinic: Clinic,
    at: datetime.datetime,
    *,
    with_concerns: bool = False,
) -> dict[UUID, Evidence]:
    """This will gather the evidence on many in as many queries as on one, by person.

    The caller sees to it that there are not too many at once.

    Args:
        with_concerns: for directors only; never for what the person sees.
    """
    files = person_files(people, clinic, at, with_concerns=with_concerns)
    return {file.person.pk: evidence_in(file) for file in files}


def evidence_in(file: PersonFile) -> Evidence:
    """This will turn rows that are already fetched into evidence.

    Open concerns are in it when the file was fetched with them.
    """
    return Evidence(
        person_id=str(file.person.pk),
        clinic=file.clinic.slug,
        jurisdiction=file.clinic.jurisdiction,
        today=file.today,
        learning=file.learning,
        documents=tuple(document_facts(row) for row in file.documents),
        exclusion_checks=exclusion_facts(file.exclusion_checks),
        credentials=tuple(_credential(row, file.clinic) for row in file.credentials),
        currency=tuple(
            CurrencyFacts(row.kind, row.on, str(row.pk)) for row in file.currency
        ),
        open_suspensions=tuple(str(row.pk) for row in file.open_suspensions),
        statements=tuple(_statement(row) for row in file.statements),
        waivers=tuple(_waiver(row) for row in file.standing_waivers),
        supervised=tuple(file.supervised),
        open_concerns=file.open_concerns,
    )


def exclusion_facts(
    rows: Iterable[ExclusionCheck],
) -> tuple[ExclusionCheckFacts, ...]:
    """This will turn the checks of one person into facts: what was found sticks.

    Args:
        rows: without those that were put right.
    """
    told = tuple(rows)
    return sticking(
        [ExclusionCheckFacts(row.on, row.outcome, str(row.pk)) for row in told],
        # Nobody looked it up here: it came with a roster, all of it at one moment.
        {
            str(row.pk): row.recorded_at
            for row in told
            if row.by_id is None and row.list_id is None and row.corrects_id is None
        },
    )


def document_facts(row: Document) -> DocumentFacts:
    """This will turn a row, its verifications fetched, into a fact."""
    return DocumentFacts(
        kind=row.kind,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        jurisdiction=row.jurisdiction,
        discipline=row.has_discipline,
        verifications=tuple(
            VerificationFacts(day_told(v.on), v.method, v.outcome, str(v.pk))
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
        is_founding=row.basis == Credential.Basis.FOUNDING,
    )


def _statement(row: Statement) -> StatementFacts:
    by = SELF if row.by_id == row.person_id else DIRECTOR
    return StatementFacts(row.code, by, row.on, str(row.pk))


def _waiver(row: Waiver) -> WaiverFacts:
    return WaiverFacts(row.code, row.granted_on, row.expires_on, str(row.pk))
