"""Two tracks with one lesson each and a bank of every question type, by ORM."""

import datetime
import hashlib
from dataclasses import dataclass

from wagtail.models import Page

from home.models import Clinic, Person
from modules.models import (
    Assessment,
    CurriculumPage,
    EditionRelease,
    Enrolment,
    LessonCompletion,
    LessonPage,
    ModuleEdition,
    ModulePage,
    Question,
    QuestionBank,
    QuestionOption,
    QuestionStep,
    TrackPage,
)
from modules.models.pages import TrackPrerequisite
from tests.cast import NOW

EARLIER = NOW - datetime.timedelta(days=30)
CANARY = "CANARY"


@dataclass
class Course:
    """A track F that comes first and a track P, with their assessment on F or P."""

    tracks: dict[str, TrackPage]
    editions: dict[str, ModuleEdition]
    assessment: Assessment

    def enrol(self, person: Person, clinic: Clinic, code: str = "F") -> Enrolment:
        return Enrolment.objects.create(
            person=person,
            clinic=clinic,
            track_key=self.tracks[code].translation_key,
            track_code=code,
            enrolled_at=EARLIER,
        )

    def read(self, person: Person, code: str = "F") -> None:
        edition = self.editions[code]
        for line in edition.lessons:
            LessonCompletion.objects.create(
                person=person,
                lesson_key=line["key"],
                edition=edition,
                completed_at=EARLIER,
            )


def make_course(track_code: str = "F", **fields) -> Course:
    """This will hang up the tracks and give the assessment of one of them."""
    root = Page.objects.get(depth=2)
    curriculum = root.add_child(instance=CurriculumPage(title="Starter", slug="kap"))
    tracks = {code: _track(curriculum, code) for code in ("F", "P")}
    tracks["P"].prerequisites.add(TrackPrerequisite(requires=tracks["F"]))
    tracks["P"].save()
    bank = QuestionBank.objects.create(
        code=f"bank-{track_code.lower()}", title="Bank", track_code=track_code
    )
    every_type(bank)
    defaults = {"title": "Foundations assessment", "draw_count": 7, "pass_percent": 80}
    assessment = Assessment.objects.create(
        code=f"assessment-{track_code.lower()}",
        track_code=track_code,
        bank=bank,
        **defaults | fields,
    )
    editions = {code: _edition(track) for code, track in tracks.items()}
    return Course(tracks, editions, assessment)


def _track(curriculum: CurriculumPage, code: str) -> TrackPage:
    names = {"F": "Foundations", "P": "Preparation"}
    track = curriculum.add_child(
        instance=TrackPage(title=names[code], slug=names[code].lower(), code=code)
    )
    module = track.add_child(
        instance=ModulePage(title=f"Module {code}1", slug=f"{code}1", code=f"{code}1")
    )
    for number in (1, 2):
        module.add_child(
            instance=LessonPage(
                title=f"Lesson {code}1.{number}",
                slug=f"{code}1-{number}",
                code=f"{code}1.{number}",
                minutes=20,
            )
        )
    return track


def _edition(track: TrackPage) -> ModuleEdition:
    module = track.get_children().type(ModulePage).specific().get()
    lessons = [
        {
            "key": str(lesson.translation_key),
            "code": lesson.code,
            "title": lesson.title,
            "minutes": lesson.minutes,
            "sha256": "0" * 64,
        }
        for lesson in LessonPage.objects.child_of(module)
    ]
    edition = ModuleEdition.objects.create(
        module_key=module.translation_key,
        track_key=track.translation_key,
        code=module.code,
        title=module.title,
        number=1,
        content_sha256=hashlib.sha256(module.code.encode()).hexdigest(),
        lessons=lessons,
        content={},
        minutes=40,
        published_at=EARLIER,
    )
    EditionRelease.objects.create(
        edition=edition, significance="COSMETIC", released_at=EARLIER
    )
    return edition


def every_type(bank: QuestionBank) -> None:
    """This will fill a bank with one question of each type, two of them critical.

    Every key, rationale and feedback holds the canary.
    """
    choose(bank, "Q-SINGLE", "SINGLE", [True, False, False], is_critical=True)
    choose(bank, "Q-MULTIPLE", "MULTIPLE", [True, True, False, False])
    choose(bank, "Q-TRUE", "TRUE_FALSE", [False, True, False, False])
    matching(bank)
    ordering(bank)
    case(bank)
    choose(bank, "Q-EXTRA", "SINGLE", [False, True])


def _question(bank: QuestionBank, code: str, kind: str, **fields) -> Question:
    defaults = {
        "stem": f"{code}: what do you do?",
        "lesson_codes": ["F1.1"],
        "common_errors": f"{CANARY} common error of {code}",
    }
    return Question.objects.create(bank=bank, code=code, type=kind, **defaults | fields)


def _options(question: Question, rows: list[dict]) -> None:
    QuestionOption.objects.bulk_create(
        QuestionOption(
            question=question,
            feedback=f"{CANARY} feedback {number} of {question.code}",
            sort_order=number,
            **row,
        )
        for number, row in enumerate(rows)
    )


def choose(bank, code: str, kind: str, rights: list[bool], **fields) -> Question:
    question = _question(bank, code, kind, **fields)
    rows = [
        {"text": f"Option {n} of {code}", "is_right": right}
        for n, right in enumerate(rights)
    ]
    _options(question, rows)
    return question


def matching(bank: QuestionBank) -> Question:
    question = _question(bank, "Q-MATCHING", "MATCHING")
    fits = ["Suppression", "Projection", "Reaction formation"]
    _options(question, [{"text": f"Shows {fit[:4]}", "match": fit} for fit in fits])
    return question


def ordering(bank: QuestionBank) -> Question:
    question = _question(bank, "Q-ORDERING", "ORDERING")
    words = ["Call", "Airway", "Oxygen", "Report"]
    _options(question, [{"text": f"{word} now"} for word in words])
    return question


def case(bank: QuestionBank) -> Question:
    question = _question(bank, "Q-CASE", "MINI_BRANCH", stem="", is_critical=True)
    for number, code in enumerate(("1", "2A", "2B")):
        QuestionStep.objects.create(
            question=question, code=code, stem=f"Scene {code}", sort_order=number
        )
    rows = [("1", False, "2A"), ("1", True, "2B"), ("2A", True, ""), ("2A", False, "")]
    rows += [("2B", False, ""), ("2B", True, "")]
    _options(
        question,
        [
            {
                "text": f"Say {number}",
                "step_code": step,
                "is_right": right,
                "leads_to": leads_to,
            }
            for number, (step, right, leads_to) in enumerate(rows)
        ],
    )
    return question


def right_responses(item) -> list[dict]:
    """This will give the responses that answer an item rightly, one after the other."""
    frozen = item.frozen
    if frozen["type"] == "MATCHING":
        return [{"pairs": {one["id"]: one["match"] for one in frozen["options"]}}]
    if frozen["type"] == "ORDERING":
        return [{"places": {one["id"]: one["place"] for one in frozen["options"]}}]
    if frozen["type"] != "MINI_BRANCH":
        return [{"chosen": [one["id"] for one in frozen["options"] if one["right"]]}]
    path: list[str] = []
    index: int | None = 0
    while index is not None:
        options = frozen["steps"][index]["options"]
        right = next(one for one in options if one["right"])
        path.append(right["id"])
        index = right["leads_to"]
    return [{"path": path[: n + 1]} for n in range(len(path))]


def wrong_response(item) -> dict:
    """This will give a well-formed response that is not right."""
    frozen = item.frozen
    if frozen["type"] == "MATCHING":
        first = frozen["matches"][0]["id"]
        return {"pairs": {one["id"]: first for one in frozen["options"]}}
    if frozen["type"] == "ORDERING":
        last = len(frozen["options"]) + 1
        return {"places": {one["id"]: last - one["place"] for one in frozen["options"]}}
    if frozen["type"] == "MINI_BRANCH":
        options = frozen["steps"][0]["options"]
        return {"path": [next(one["id"] for one in options if not one["right"])]}
    return {"chosen": [next(o["id"] for o in frozen["options"] if not o["right"])]}
