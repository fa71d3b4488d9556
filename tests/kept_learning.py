"""A row in every table of learning that the database keeps as it is."""

from home.models import Clinic, Person
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
    Enrolment,
    LessonOpening,
    LessonReopening,
    LessonReread,
    ModuleEdition,
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


def learn_more(person: Person, edition: ModuleEdition, other: Person) -> None:
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


def rate(person: Person) -> None:
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


def review(edition: ModuleEdition, clinic: Clinic, by: Person) -> None:
    ContentReview.objects.create(
        edition=edition, clinic=clinic, capacity="CLINICAL_DIRECTOR", by=by, at=NOW
    )
