import pytest

from modules.models import Question
from modules.question_rules import Draft, Option, faults_of


def draft(kind, *options, stem="What?", steps=()):
    return Draft(type=kind, stem=stem, options=options, steps=steps)


def one(text, right=False, **more):
    return Option(**({"text": text, "feedback": "So.", "is_right": right} | more))


A, B, C = one("A", True), one("B"), one("C")
TRUE, FALSE = one("True: so", True), one("False: so")
PAIR_A, PAIR_B = one("A", match="1"), one("B", match="2")
S1A = one("A", True, step="s1", leads_to="s2")
S1B, S2A, S2B = one("B", step="s1"), one("A", True, step="s2"), one("B", step="s2")
CASE = {"stem": "", "steps": ("s1", "s2")}


class TestTheRules:
    @pytest.mark.parametrize(
        "whole",
        [
            draft("SINGLE", A, B),
            draft("MULTIPLE", A, B, C),
            draft("TRUE_FALSE", TRUE, FALSE),
            draft("MATCHING", PAIR_A, PAIR_B),
            draft("ORDERING", A, B, C),
            draft("MINI_BRANCH", S1A, S1B, S2A, S2B, **CASE),
        ],
        ids=lambda whole: whole.type,
    )
    def test_let_a_whole_question_pass(self, whole):
        assert faults_of(whole) == []

    @pytest.mark.parametrize(
        ("broken", "words"),
        [
            (draft("SINGLE", A), "at least two options"),
            (draft("SINGLE", A, one("B", True)), "exactly one"),
            (draft("SINGLE", B, C), "exactly one"),
            (draft("SINGLE", A, B, stem=" "), "Write the question"),
            (draft("SINGLE", A, one("B", feedback=" ")), "needs feedback"),
            (draft("SINGLE", A, one("A")), "say the same"),
            (draft("SINGLE", A, B, steps=("s1",)), "Only a case has steps"),
            (draft("SINGLE", A, one("B", leads_to="s2")), "Only a case has steps"),
            (draft("MULTIPLE", A, B), "at least three"),
            (draft("MULTIPLE", B, C, one("D")), "at least one right"),
            (draft("TRUE_FALSE", A, B), "True or False"),
            (draft("TRUE_FALSE", TRUE, one("False: no", True)), "exactly one"),
            (draft("MATCHING", PAIR_A, B), "what it goes with"),
            (draft("MATCHING", PAIR_A, one("B", match="1")), "same words"),
            (draft("ORDERING", A, B), "at least 3"),
            (draft("MINI_BRANCH", S1A, S1B, stem="", steps=("s1",)), "two steps"),
            (draft("MINI_BRANCH", S1A, S1B, S2A, one("x"), **CASE), "the step it"),
            (
                draft(
                    "MINI_BRANCH",
                    S1A,
                    one("B", step="s1", leads_to="s9"),
                    S2A,
                    S2B,
                    **CASE,
                ),
                "not there",
            ),
            (draft("MINI_BRANCH", S1A, S1B, S2A, **CASE), "Step s2"),
            (
                draft(
                    "MINI_BRANCH",
                    one("A", True, step="s1"),
                    S1B,
                    S2A,
                    S2B,
                    **CASE,
                ),
                "No option leads to step s2",
            ),
            (
                draft(
                    "MINI_BRANCH",
                    S1A,
                    S1B,
                    S2A,
                    one("B", step="s2", leads_to="s1"),
                    **CASE,
                ),
                "circle",
            ),
        ],
    )
    def test_say_in_one_sentence_what_is_wrong(self, broken, words):
        faults = faults_of(broken)

        assert any(words in fault for fault in faults), faults

    def test_find_nothing_wrong_with_the_small_curriculum(self, built):
        for question in Question.objects.all():
            assert faults_of(draft_of(question)) == [], question.code


def draft_of(question):
    return Draft(
        type=question.type,
        stem=question.stem,
        steps=tuple(step.code for step in question.steps.all()),
        options=tuple(
            Option(o.text, o.feedback, o.is_right, o.match, o.step_code, o.leads_to)
            for o in question.options.all()
        ),
    )
