from modules.models.assessments import Assessment, AssessmentQuota, AttemptUnlock
from modules.models.attempts import Attempt, AttemptAnswer, AttemptEdition, AttemptItem
from modules.models.case_drafts import CaseDraft, CasePublication
from modules.models.editions import ContentReview, ModuleEdition, ReviewPoint
from modules.models.enrolments import (
    CheckAnswer,
    Enrolment,
    JournalEntry,
    LessonCompletion,
    LessonOpening,
)
from modules.models.kept_tracks import KeptTrack
from modules.models.observed import ObservationDetail, ObservationDraft, SelfRating
from modules.models.pages import CurriculumPage, LessonPage, ModulePage, TrackPage
from modules.models.paper_corrections import PaperCorrection
from modules.models.practicum import Observation, PracticumForm
from modules.models.questions import (
    Question,
    QuestionBank,
    QuestionOption,
    QuestionStep,
    QuestionVersion,
)
from modules.models.reading import Acknowledgement, EditionMove
from modules.models.reference import GlossaryTerm, Source
from modules.models.releases import EditionRelease
from modules.models.scenario_follow_ups import (
    CaseSwap,
    Debrief,
    LessonReopening,
    LessonReread,
)
from modules.models.scenarios import Scenario, ScenarioRun, ScenarioStep
from modules.models.sendings import CheckSending

__all__ = [
    "Acknowledgement",
    "Assessment",
    "AssessmentQuota",
    "Attempt",
    "AttemptAnswer",
    "AttemptEdition",
    "AttemptItem",
    "AttemptUnlock",
    "CaseDraft",
    "CasePublication",
    "CaseSwap",
    "CheckAnswer",
    "CheckSending",
    "ContentReview",
    "CurriculumPage",
    "Debrief",
    "EditionMove",
    "EditionRelease",
    "Enrolment",
    "GlossaryTerm",
    "JournalEntry",
    "KeptTrack",
    "LessonCompletion",
    "LessonOpening",
    "LessonPage",
    "LessonReopening",
    "LessonReread",
    "ModuleEdition",
    "ModulePage",
    "Observation",
    "ObservationDetail",
    "ObservationDraft",
    "PaperCorrection",
    "PracticumForm",
    "Question",
    "QuestionBank",
    "QuestionOption",
    "QuestionStep",
    "QuestionVersion",
    "ReviewPoint",
    "Scenario",
    "ScenarioRun",
    "ScenarioStep",
    "SelfRating",
    "Source",
    "TrackPage",
]
