"""A curriculum small enough for every test: two tracks, two modules each, two
lessons each, a bank with all six types of question for each track, one case and
one practicum form. Everything is live and frozen as edition 1."""

import datetime
import uuid
from dataclasses import dataclass, field

from modules.actions.editions import freeze_edition
from modules.loading.site import front_page
from modules.models import (
    Assessment,
    CurriculumPage,
    GlossaryTerm,
    LessonPage,
    ModuleEdition,
    ModulePage,
    PracticumForm,
    Question,
    QuestionBank,
    QuestionOption,
    QuestionStep,
    ReviewPoint,
    Scenario,
    Source,
    TrackPage,
)
from modules.models.pages import TrackPrerequisite

PUBLISHED_AT = datetime.datetime(2026, 9, 1, 12, 0, tzinfo=datetime.UTC)
FIRST_TRACK, SECOND_TRACK = "F", "P"


@dataclass
class SmallCurriculum:
    """What was built, by code: `lessons["F1.1"]`, `editions["P2"]`, `banks["F"]`."""

    page: CurriculumPage
    tracks: dict[str, TrackPage] = field(default_factory=dict)
    modules: dict[str, ModulePage] = field(default_factory=dict)
    lessons: dict[str, LessonPage] = field(default_factory=dict)
    editions: dict[str, ModuleEdition] = field(default_factory=dict)
    banks: dict[str, QuestionBank] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(default_factory=dict)
    scenario: Scenario | None = None
    form: PracticumForm | None = None


def small_curriculum() -> SmallCurriculum:
    """This will build and publish the curriculum; call it once in a test."""
    page = front_page().add_child(
        instance=CurriculumPage(title="Curriculum", slug="curriculum")
    )
    built = SmallCurriculum(page)
    for code, title in ((FIRST_TRACK, "Foundations"), (SECOND_TRACK, "Preparation")):
        _add_bank(built, code, title)
        _add_track(built, code, title)
    TrackPrerequisite.objects.create(
        track=built.tracks[SECOND_TRACK], requires=built.tracks[FIRST_TRACK]
    )
    built.scenario = _add_scenario()
    built.form = _add_form()
    Source.objects.create(code="S01", citation="A book on trust.", read_as="Full text")
    GlossaryTerm.objects.create(term="Set", definition="What somebody brings along.")
    ReviewPoint.objects.create(number=1, text="Is it so?", module_codes=["F1"])
    return built


def _add_track(built: SmallCurriculum, code: str, title: str) -> None:
    track = TrackPage(title=title, slug=title.lower(), code=code, summary="A part.")
    built.tracks[code] = built.page.add_child(instance=track)
    for number in (1, 2):
        _add_module(built, track, f"{code}{number}")


def _add_module(built: SmallCurriculum, track: TrackPage, code: str) -> None:
    module = ModulePage(title=f"Module {code}", slug=code.lower(), code=code)
    built.modules[code] = track.add_child(instance=module)
    for number in (1, 2):
        lesson = _new_lesson(f"{code}.{number}")
        built.lessons[lesson.code] = module.add_child(instance=lesson)
    built.editions[code] = freeze_edition(module, by=None, at=PUBLISHED_AT)


def _new_lesson(code: str) -> LessonPage:
    return LessonPage(
        title=f"Lesson {code}",
        slug=code.lower().replace(".", "-"),
        code=code,
        minutes=20,
        objectives="Say what the frame is.\nName one danger.",
        supports="L1, L2",
        body=[block_of(code, kind, value) for kind, value in body_of(code)],
    )


def block_of(code: str, kind: str, value) -> dict:
    """This will give a block with an id that is the same in every run."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{code}/{kind}")
    return {"type": kind, "value": value, "id": str(name)}


def body_of(code: str) -> list[tuple[str, object]]:
    """This will give the words of a lesson: one block of each kind that matters."""
    mark = '<a linktype="mark" kind="verified" source="S01">S01</a>'
    check = {
        "question": f"<p>What comes first in {code}?</p>",
        "options": [
            {
                "text": "<p>The frame.</p>",
                "is_right": True,
                "feedback": f"<p>FEEDBACK-RIGHT-{code}</p>",
            },
            {
                "text": "<p>The dose.</p>",
                "is_right": False,
                "feedback": f"<p>FEEDBACK-WRONG-{code}</p>",
            },
        ],
    }
    return [
        ("text", f"<h2>The frame</h2><p>Trust takes time {mark}.</p>"),
        ("safety", {"title": "Call first", "text": "<p>Call, then look.</p>"}),
        ("check", check),
        ("checklist", {"title": "Before", "items": ["<p>One</p>", "<p>Two</p>"]}),
        ("reflection", {"prompt": "<p>What do you notice?</p>"}),
        ("key_points", {"points": ["<p>Frame first.</p>"]}),
    ]


def _add_bank(built: SmallCurriculum, code: str, title: str) -> None:
    bank = QuestionBank.objects.create(code=title.lower(), title=title, track_code=code)
    built.banks[code] = bank
    for number, (kind, options) in enumerate(_questions().items(), start=1):
        question = Question.objects.create(
            bank=bank,
            code=f"{code}-{number:02}",
            type=kind,
            stem="" if kind == Question.Type.MINI_BRANCH else f"Question {number}?",
            is_critical=number == 1,
            lesson_codes=[f"{code}1.1"],
            source_codes=["S01"],
        )
        _add_options(question, options)
    built.assessments[code] = Assessment.objects.create(
        code=title.lower(), title=title, track_code=code, bank=bank, draw_count=4
    )


def _add_options(question: Question, options: list[dict]) -> None:
    if question.type == Question.Type.MINI_BRANCH:
        for order, code in enumerate(("s1", "s2")):
            QuestionStep.objects.create(
                question=question, code=code, stem=f"Step {code}?", sort_order=order
            )
    for order, option in enumerate(options):
        fields = {"feedback": f"FEEDBACK-{order}", "sort_order": order} | option
        QuestionOption.objects.create(question=question, **fields)


def _questions() -> dict[str, list[dict]]:
    right, wrong = {"is_right": True}, {"is_right": False}
    return {
        "SINGLE": [{"text": "Call"} | right, {"text": "Wait"} | wrong],
        "MULTIPLE": [
            {"text": "Pulse"} | right,
            {"text": "Breath"} | right,
            {"text": "Mood"} | wrong,
        ],
        "TRUE_FALSE": [
            {"text": "True, because it lasts."} | wrong,
            {"text": "False, because it fades."} | right,
        ],
        "MATCHING": [
            {"text": "Set", "match": "What somebody brings"} | right,
            {"text": "Setting", "match": "Where it happens"} | right,
        ],
        "ORDERING": [{"text": text} | right for text in ("Greet", "Check", "Begin")],
        "MINI_BRANCH": [
            {"text": "Ask", "step_code": "s1", "leads_to": "s2"} | right,
            {"text": "Guess", "step_code": "s1", "leads_to": "s2"} | wrong,
            {"text": "Tell the team", "step_code": "s2"} | right,
            {"text": "Keep it", "step_code": "s2"} | wrong,
        ],
    }


def _add_scenario() -> Scenario:
    def choice(key: str, points: int, leads: str, *, critical: bool = False) -> dict:
        told = {"id": key, "text": f"Choice {key}", "feedback": f"FEEDBACK-{key}"}
        return told | {"points": points, "critical": critical, "next": leads}

    nodes = {
        "P1": {"choices": [choice("A", 2, "P2"), choice("B", 0, "P2")]},
        "P2": {"choices": [choice("A", 2, "END1"), choice("B", 0, "X", critical=True)]},
    }
    common = {"title": "A moment", "text": "It begins.", "lessons": ["P1.1"]}
    return Scenario.objects.create(
        code="SC-P",
        title="The wedding date",
        track_code="P",
        minutes=15,
        content_note="None.",
        cast="Ann, 40.",
        graph={
            "start": "P1",
            "nodes": {c: common | {"afterward": ""} | n for c, n in nodes.items()},
            "endings": {"END1": "It ends well.", "X": "It is stopped."},
            "critical_endings": ["X"],
        },
    )


def _add_form() -> PracticumForm:
    domains = [
        {
            "code": f"PI{number}",
            "title": f"Domain {number}",
            "behaviours": ["Greets", "Listens"],
            "anchors": {"1": "Not yet.", "2": "With help.", "3": "Yes.", "4": "Well."},
            "rated_once_for_pair": False,
            "note": "",
        }
        for number in (1, 2)
    ]
    return PracticumForm.objects.create(
        code="PI",
        title="Preparation and integration",
        content={
            "intro": "Watch the whole session.",
            "answers": ["Yes", "Partly", "No", "Not seen"],
            "levels": [{"level": n, "meaning": f"Level {n}"} for n in range(1, 6)],
            "highest_level_with_a_no": 2,
            "critical_fails": ["Left the room."],
            "critical_fails_note": "",
            "needed_for": ["L1"],
            "domains": domains,
        },
    )
