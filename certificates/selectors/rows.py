"""One database row as the gate reads it. No queries: everything is prefetched."""

from dataclasses import replace

from certificates.clearance.world import (
    AttestationFacts,
    BusyFacts,
    ClinicFacts,
    CredentialFacts,
    DocumentFacts,
    MemberFacts,
    MembershipFacts,
    PersonFacts,
    SessionFacts,
    SignatureFacts,
    SuspensionFacts,
    VerificationFacts,
)
from certificates.models import (
    CurrencyRecord,
    Document,
    Session,
    SessionMember,
    SiteValues,
)
from certificates.selectors.evidence import exclusion_facts
from certificates.worlds.shapes import day_told
from home.models import Clinic, Person


def clinic_facts(clinic: Clinic, values: SiteValues | None) -> ClinicFacts:
    """This will join a clinic with its newest site values, which may be missing."""
    place = ClinicFacts(
        slug=clinic.slug,
        name=clinic.name,
        time_zone=clinic.time_zone,
        jurisdiction=clinic.jurisdiction,
        in_person=clinic.in_person,
    )
    if values is None:
        return place
    return replace(
        place,
        bp_review=values.bp_review,
        bp_stop=values.bp_stop,
        observe_minutes=values.observe_minutes,
        release_criteria=values.release_criteria,
        set_on=values.set_on,
    )


def session_facts(row: Session) -> SessionFacts:
    """This will tell of a stored session with its team and what stands of the rest."""
    return SessionFacts(
        code=row.code,
        clinic=row.clinic.slug,
        kind=row.kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        route=row.route,
        ordinal=row.ordinal,
        staffing_code=row.staffing_code,
        preference=row.preference,
        state=row.state,
        members=tuple(_member(member) for member in row.members.all()),
        attestations=tuple(
            AttestationFacts(a.code, str(a.by_id), a.at, str(a.pk))
            for a in row.attestations.all()
            if a.voided_at is None
        ),
        signatures=tuple(
            SignatureFacts(s.code, str(s.by_id), s.reason, s.at, str(s.pk))
            for s in row.signatures.all()
            if s.voided_at is None
        ),
        started_at=row.started_at,
        released_at=row.released_at,
    )


def person_facts(row: Person, observe: dict[int, int | None]) -> PersonFacts:
    """This will tell of one person.

    Args:
        observe: observation minutes by clinic id, for the sessions they are in.
    """
    return PersonFacts(
        id=str(row.pk),
        name=row.name,
        gender=row.gender,
        matching_consent=row.matching_consent,
        memberships=tuple(
            MembershipFacts(m.clinic.slug, m.role, m.starts_on, m.ends_on, str(m.pk))
            for m in row.memberships.all()
        ),
        documents=tuple(_document(document) for document in row.documents.all()),
        exclusion_checks=exclusion_facts(row.exclusion_checks.all()),
        credentials=tuple(_credential(c) for c in row.credentials.all()),
        refreshed_on=_newest(row, CurrencyRecord.Kind.REFRESH),
        drilled_on=_newest(row, CurrencyRecord.Kind.DRILL),
        suspensions=tuple(
            SuspensionFacts(s.starts_at, s.lifted_at, s.kind, str(s.pk))
            for s in row.suspensions.all()
        ),
        busy=tuple(_busy(member, observe) for member in row.session_members.all()),
    )


def _member(row: SessionMember) -> MemberFacts:
    return MemberFacts(str(row.person_id), row.role, row.presence or None)


def _document(row: Document) -> DocumentFacts:
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


def _credential(row) -> CredentialFacts:
    return CredentialFacts(
        type=row.type,
        clinic=row.clinic.slug,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=row.state,
        target=row.target,
        id=str(row.pk),
    )


def _newest(row: Person, kind: str):
    days = [record.on for record in row.currency_records.all() if record.kind == kind]
    return max(days, default=None)


def _busy(row: SessionMember, observe: dict[int, int | None]) -> BusyFacts:
    session = row.session
    return BusyFacts(
        session=session.code,
        clinic=session.clinic.slug,
        role=row.role,
        kind=session.kind,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        state=session.state,
        observe_minutes=observe.get(session.clinic_id),
    )
