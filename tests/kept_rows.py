"""One row in every table that the database keeps as it is."""

import datetime

from django.db import models

from certificates.models import (
    Application,
    ApplicationEvent,
    Artefact,
    Certificate,
    Concern,
    ConcernEvent,
    Credential,
    CredentialEvent,
    CurrencyRecord,
    DecisionRecord,
    ExclusionCheck,
    ExclusionList,
    FoundingAppointment,
    RequirementSet,
    Session,
    SessionEvent,
    SetAside,
    Signature,
    Statement,
    Verification,
)
from home.models import AuditEntry, Clinic, Person
from modules.models import (
    Acknowledgement,
    AttemptAnswer,
    AttemptEdition,
    AttemptUnlock,
    CasePublication,
    CaseSwap,
    CheckAnswer,
    CheckSending,
    ContentReview,
    Debrief,
    EditionMove,
    EditionRelease,
    Enrolment,
    KeptTrack,
    LessonCompletion,
    LessonOpening,
    LessonReopening,
    LessonReread,
    ModuleEdition,
    Observation,
    ObservationDetail,
    PaperCorrection,
    QuestionVersion,
    ScenarioStep,
    SelfRating,
)
from tests.cast import NOW
from tests.certificates.readiness import make_ready
from tests.certificates.roster import days, grant
from tests.kept_learning import learn_more, rate, review

ADDED_ONLY: tuple[type[models.Model], ...] = (
    AuditEntry,
    ModuleEdition,
    AttemptAnswer,
    AttemptEdition,
    AttemptUnlock,
    QuestionVersion,
    ContentReview,
    EditionRelease,
    EditionMove,
    Acknowledgement,
    Enrolment,
    KeptTrack,
    LessonCompletion,
    LessonOpening,
    CheckAnswer,
    CheckSending,
    ScenarioStep,
    Debrief,
    LessonReopening,
    LessonReread,
    CasePublication,
    CaseSwap,
    Observation,
    ObservationDetail,
    PaperCorrection,
    SelfRating,
    Signature,
    CredentialEvent,
    ApplicationEvent,
    Verification,
    ExclusionCheck,
    CurrencyRecord,
    DecisionRecord,
    Artefact,
    SetAside,
    ConcernEvent,
    ExclusionList,
    FoundingAppointment,
    Statement,
    SessionEvent,
)


def keep_one_of_each(person: Person, clinic: Clinic, other: Person) -> Certificate:
    """This will fill every table; gives a certificate that waits for its bytes."""
    built = make_ready(person, clinic, other)
    AuditEntry.objects.create(at=NOW, action="TESTED", subject_kind="x", subject_id="1")
    learn_more(person, built.editions["F1"], other)
    rate(person)
    review(built.editions["F1"], clinic, other)
    _sign(person, clinic, other)
    DecisionRecord.objects.create(
        evaluated_at=NOW, decision=False, question={}, answer={}, facts={}
    )
    session = Session.objects.create(
        code="KAP-1", clinic=clinic, kind="PREPARATION", staffing_code="A"
    )
    SessionEvent.objects.create(session=session, step="ENTERED", at=NOW, booked={})
    credential = grant(person, clinic, "L1")
    _hand_in(person, other)
    _report(person, clinic, other)
    _appoint(credential, other)
    CredentialEvent.objects.create(credential=credential, to_state="ACTIVE", at=NOW)
    return Certificate.objects.create(
        credential=credential,
        code="A" * 26,
        serial="KAP-1",
        snapshot={"name": "Alice"},
        snapshot_sha256="0" * 64,
        issued_at=NOW,
    )


def _sign(person: Person, clinic: Clinic, by: Person) -> None:
    application = Application.objects.create(
        person=person,
        clinic=clinic,
        credential_type="L1",
        requirement_set=RequirementSet.objects.get(credential_type="L1"),
        submitted_at=NOW - days(1),
        dossier={},
        dossier_sha256="0" * 64,
    )
    ApplicationEvent.objects.create(
        application=application, state="SUBMITTED", by=person, at=NOW
    )
    Signature.objects.create(
        by=by,
        clinic=clinic,
        printed_name=by.name,
        printed_role="Clinical director",
        meaning="APPROVED",
        subject_kind="certificates.Application",
        subject_id=str(application.pk),
        subject_sha256="0" * 64,
        at=NOW + datetime.timedelta(hours=1),
    )


def _hand_in(person: Person, by: Person) -> None:
    artefact = Artefact.objects.create(
        person=person,
        file="a.pdf",
        file_name="Licence.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_at=NOW,
    )
    SetAside.objects.create(artefact=artefact, reason="Too dark.", at=NOW, by=by)
    ExclusionList.objects.create(
        name="List",
        file_sha256="0" * 64,
        row_count=1,
        published_on=NOW.date(),
        loaded_at=NOW,
    )


def _report(person: Person, clinic: Clinic, by: Person) -> None:
    told = {"person": person, "clinic": clinic}
    concern = Concern.objects.create(
        **told, severity="QUESTION", account="x", reported_by=by, reported_at=NOW
    )
    ConcernEvent.objects.create(concern=concern, step="NOTE", by=by, at=NOW)
    stated = {"code": "LIMITS-UNDERSTOOD", "words": "I know.", "on": NOW.date()}
    Statement.objects.create(**told, **stated, by=by, recorded_at=NOW)


def _appoint(credential: Credential, by: Person) -> None:
    FoundingAppointment.objects.create(
        credential=credential,
        experience="Ten years.",
        reviewer_name="Somebody",
        reviewer_organisation="Elsewhere",
        reviewed_on=NOW.date(),
        by=by,
        at=NOW,
    )
