"""A lesson and a module without a fault, to spoil in one place at a time."""

from dataclasses import replace

from modules.lint.lesson_rules import lesson_findings
from modules.lint.module_rules import module_findings
from modules.lint.snapshot import (
    Around,
    AssessmentSeen,
    BlockSeen,
    LessonEntry,
    LessonSeen,
    ModuleSeen,
    PartEntry,
    QuestionSeen,
)
from modules.question_rules import Draft, Option

TEXT = BlockSeen("b1", "text", "<p>Trust takes time.</p>")
LESSON = LessonSeen(
    number=11,
    code="F1.1",
    title="Trust",
    minutes=20,
    is_outline=False,
    is_live=True,
    prerequisites=(),
    blocks=(TEXT,),
)
AROUND = Around(
    lessons={
        "F1.1": (LessonEntry(11, is_live=True, prerequisites=(), part="F"),),
        "F1.2": (LessonEntry(12, is_live=True, prerequisites=("F1.1",), part="F"),),
    },
    parts={"F": PartEntry(is_live=True), "P": PartEntry(is_live=True)},
    sources=frozenset({"S01"}),
    pages={3: True, 4: False},
    documents=frozenset({5}),
    images=frozenset({6}),
    clips=frozenset({7}),
)
QUESTION = QuestionSeen(
    number=21,
    code="F-01",
    draft=Draft("SINGLE", "What?", (Option("A", "a", is_right=True), Option("B", "b"))),
    is_critical=False,
    is_active=True,
    lesson_codes=("F1.1",),
    source_codes=("S01",),
    subject="f1",
)
MODULE = ModuleSeen(
    number=10,
    code="F1",
    title="Beginning",
    lessons=(LESSON,),
    assessment=AssessmentSeen(31, "Foundations", 1, (QUESTION,)),
    all_lessons=1,
)


def codes(findings):
    """This will give what was found, as short words: `ERROR OUTLINE`."""
    return [f"{one.level} {one.code}" for one in findings]


def of_lesson(around=AROUND, **changed):
    return codes(lesson_findings(replace(LESSON, **changed), around))


def of_block(kind, value):
    return of_lesson(blocks=(BlockSeen("b1", kind, value),))


def of_module(**changed):
    return codes(module_findings(replace(MODULE, **changed), AROUND))


def of_bank(draw=1, **changed):
    question = replace(QUESTION, **changed)
    return of_module(assessment=AssessmentSeen(31, "Foundations", draw, (question,)))
