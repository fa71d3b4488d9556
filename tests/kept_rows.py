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
    Attempt,
    AttemptAnswer,
    AttemptEdition,
    AttemptItem,
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
    LessonCompletion,
    LessonOpening,
    LessonReopening,
    LessonReread,
    ModuleEdition,
    Observation,
    ObservationDetail,
    PaperCorrection,
    Question,
    QuestionBank,
    QuestionVersion,
    Scenario,
    ScenarioRun,
    ScenarioStep,
    SelfRating,
)
from tests.cast import NOW
from tests.certificates.readiness import make_ready
from tests.certificates.roster import days, grant

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
    _learn_more(person, built.editions["F1"], other)
    _rate(person)
    _review(built.editions["F1"], clinic, other)
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


def _learn_more(person: Person, edition: ModuleEdition, other: Person) -> None:
    attempt = person.attempts.first()
    item = AttemptItem.objects.create(
        attempt=attempt,
        position=1,
        question_code="Q1",
        is_critical=False,
        frozen={},
        shown_order=[],
    )
    AttemptAnswer.objects.create(item=item, response={"chosen": ["a"]}, given_at=NOW)
    AttemptEdition.objects.create(attempt=attempt, edition=edition)
    _limit(attempt, other)
    Enrolment.objects.create(
        person=person,
        clinic=person.memberships.first().clinic,
        track_key=edition.module_key,
        track_code="X",
        enrolled_at=NOW,
    )
    lesson = {"person": person, "edition": edition}
    lesson["lesson_key"] = edition.lessons[0]["key"]
    LessonOpening.objects.create(**lesson, opened_at=NOW)
    block = edition.module_key
    answer = CheckAnswer.objects.create(
        **lesson, block_id=block, option=1, answered_at=NOW
    )
    CheckSending.objects.create(answer=answer, client_key=block)
    EditionMove.objects.create(person=person, edition=edition, at=NOW)
    Acknowledgement.objects.create(
        person=person, edition=edition, from_edition=edition, at=NOW
    )
    run = ScenarioRun.objects.filter(person=person).first()
    ScenarioStep.objects.create(run=run, node="N1", choice="A", at=NOW)
    _follow_up(run, person.memberships.first().clinic, other)


def _limit(attempt: Attempt, other: Person) -> None:
    AttemptUnlock.objects.create(
        person=attempt.person,
        assessment=attempt.assessment,
        clinic=attempt.person.memberships.first().clinic,
        by=other,
        reason="Talked through.",
        at=NOW,
    )
    bank = QuestionBank.objects.create(code="kept", title="Kept", track_code="X")
    question = Question.objects.create(bank=bank, code="K1", type="SINGLE")
    QuestionVersion.objects.create(
        question=question, number=1, content={}, sha256="0" * 64, made_at=NOW
    )


def _follow_up(run: ScenarioRun, clinic: Clinic, other: Person) -> None:
    Debrief.objects.create(run=run, clinic=clinic, by=other, at=NOW, agreed="To ask.")
    reopening = LessonReopening.objects.create(run=run, lesson_code="F1.1", at=NOW)
    LessonReread.objects.create(reopening=reopening, at=NOW)
    like = Scenario.objects.get(pk=run.scenario_id)
    instead = Scenario.objects.create(
        code="SC-X", title="Like it", track_code="X", minutes=5, graph=like.graph
    )
    told = {"content": {}, "sha256": "0" * 64, "is_cosmetic": False}
    CasePublication.objects.create(scenario=like, number=1, by=other, at=NOW, **told)
    CaseSwap.objects.create(person=run.person, scenario=like, instead=instead, at=NOW)


def _rate(person: Person) -> None:
    seen = person.observations.first()
    own = SelfRating.objects.create(
        person=person,
        clinic=seen.clinic,
        form_code=seen.form_code,
        form_content={},
        kind=seen.kind,
        session_code=seen.session_code,
        observed_on=seen.observed_on,
        behaviours={},
        ratings={},
        locked_at=NOW,
    )
    PaperCorrection.objects.create(observation=seen, reason="x", by=person, at=NOW)
    ObservationDetail.objects.create(
        observation=seen,
        draft_key=own.pk,
        behaviours={},
        critical_fails=[],
        consent_recorded=True,
        self_rating=own,
        signature={},
        shown={},
    )


def _review(edition: ModuleEdition, clinic: Clinic, by: Person) -> None:
    ContentReview.objects.create(
        edition=edition, clinic=clinic, capacity="CLINICAL_DIRECTOR", by=by, at=NOW
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
