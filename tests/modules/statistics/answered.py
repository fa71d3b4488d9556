"""A bank that people have answered, by the same actions as on the site."""

import datetime
import random

from home.models import Person
from modules.actions.attempts import submit_attempt
from modules.actions.drawing import freeze
from modules.grading import grade, result
from modules.models import Attempt, AttemptAnswer, AttemptItem, Question
from modules.question_contents import written
from tests.cast import NOW
from tests.modules.assessed import right_responses, wrong_response
from tests.modules.attempting import answer_all, start

NAMES = ["Uma Underhill", "Vik Verne", "Wes Wild", "Xia Xu", "Yan York", "Zoe Zane"]


def hand_in(course, person, *wrong: str, at=NOW) -> Attempt:
    """This will take the assessment as the site does."""
    attempt = start(person, course, at)
    answer_all(attempt, wrong=wrong, at=at)
    return submit_attempt(attempt, by=person, at=at)


def many_hand_in(course, wrongs: list[set[str]], at=NOW) -> list[Attempt]:
    """This will write graded attempts straight away, one for each set of mistakes."""
    return [
        _graded(course, _somebody(number), wrong, at)
        for number, wrong in enumerate(wrongs)
    ]


def spread(count: int = 6) -> list[set[str]]:
    """Mistakes so that the weakest makes most; nobody errs in the case."""
    codes = ["Q-SINGLE", "Q-MULTIPLE", "Q-TRUE", "Q-MATCHING", "Q-ORDERING", "Q-EXTRA"]
    return [set(codes[: 6 * number // count]) for number in range(count)]


def _somebody(number: int) -> Person:
    first, last = NAMES[number % len(NAMES)].split()
    return Person.objects.create(name=f"{first}{number} {last}")


def _graded(course, person, wrong: set[str], at: datetime.datetime) -> Attempt:
    attempt = Attempt.objects.create(
        person=person, assessment=course.assessment, pass_percent=80, started_at=at
    )
    chance, grades = random.Random(1), []
    for position, question in enumerate(Question.objects.order_by("code"), 1):
        frozen, order = freeze(written(question), chance)
        item = AttemptItem(
            attempt=attempt,
            position=position,
            question_code=question.code,
            is_critical=question.is_critical,
            frozen=frozen,
            shown_order=order,
        )
        is_wrong = question.code in wrong
        answer = wrong_response(item) if is_wrong else right_responses(item)[-1]
        one = grade(frozen, answer)
        item.score_numerator, item.score_denominator = one.score.as_integer_ratio()
        item.is_right = one.is_right
        item.save()
        AttemptAnswer.objects.create(item=item, response=answer, given_at=at)
        grades.append((one, item.is_critical))
    whole = result(grades, 80)
    Attempt.objects.filter(pk=attempt.pk).update(
        submitted_at=at,
        score_numerator=whole.score.numerator,
        score_denominator=whole.score.denominator,
        all_critical_right=whole.all_critical_right,
        passed=whole.passed,
    )
    return attempt


def plant_wrong_key(code: str) -> None:
    """This will move the key of a choice to its last option."""
    options = list(Question.objects.get(code=code).options.all())
    for option in options:
        option.is_right = option is options[-1]
        option.save()
