"""What was asked and answered, as the statistics of questions need it."""

import uuid
from collections.abc import Iterator
from fractions import Fraction

from django.db.models import OuterRef, QuerySet, Subquery

from modules.item_choices import Content, chosen_of, content_of, version_of
from modules.item_numbers import GradedItem
from modules.item_statistics import QuestionStatistics, statistics_of
from modules.models import Attempt, AttemptAnswer, AttemptItem, Question, QuestionBank
from modules.selectors.attempts import in_place

Totals = dict[uuid.UUID, tuple[Fraction, int]]


def bank_statistics(bank: QuestionBank) -> dict[str, QuestionStatistics]:
    """This will count every question asked from a bank, by its code, in two queries.

    Only attempts that were handed in count, each item as it is graded now.
    """
    attempts = Attempt.objects.filter(assessment__bank=bank)
    return statistics_of(_graded(attempts, AttemptItem.objects.all()))


def question_statistics(question: Question) -> QuestionStatistics | None:
    """This will count one question in two queries; None when it was never answered."""
    items = AttemptItem.objects.filter(question_code=question.code)
    attempts = Attempt.objects.filter(pk__in=items.values("attempt"))
    return statistics_of(_graded(attempts, items)).get(question.code)


def _graded(
    attempts: QuerySet[Attempt], items: QuerySet[AttemptItem]
) -> Iterator[GradedItem]:
    """Every row is read and let go: a frozen question is heavy, its numbers are not."""
    submitted = attempts.filter(submitted_at__isnull=False).order_by()
    totals = _totals(submitted)
    answers = in_place(AttemptAnswer.objects.filter(item=OuterRef("pk")))
    rows = items.filter(attempt__in=submitted.values("pk"), score_denominator__gt=0)
    known: dict[str, Content] = {}
    for code, sha256, frozen, numerator, denominator, response, attempt, who, at in (
        rows.order_by()
        .annotate(newest=Subquery(answers.values("response")[:1]))
        .values_list(
            "question_code",
            "version__sha256",
            "frozen",
            "score_numerator",
            "score_denominator",
            "newest",
            "attempt_id",
            "attempt__person_id",
            "attempt__started_at",
        )
        .iterator(chunk_size=500)
    ):
        version = sha256 or version_of(frozen)
        credit = _share(numerator, denominator)
        if version not in known:
            known[version] = content_of(frozen)
        # Handed in between the two queries: its rest is not known yet.
        rest = _rest(totals.get(attempt, (credit, 1)), credit)
        chosen = chosen_of(frozen, response)
        yield GradedItem(code, version, known[version], credit, rest, chosen, who, at)


def _totals(attempts: QuerySet[Attempt]) -> Totals:
    """For each attempt, what its items earned together and how many they are."""
    totals: Totals = {}
    rows = AttemptItem.objects.filter(attempt__in=attempts.values("pk"))
    for attempt, numerator, denominator in (
        rows.filter(score_denominator__gt=0)
        .order_by()
        .values_list("attempt_id", "score_numerator", "score_denominator")
    ):
        earned, count = totals.get(attempt, (Fraction(0), 0))
        totals[attempt] = (earned + _share(numerator, denominator), count + 1)
    return totals


def _rest(total: tuple[Fraction, int], credit: Fraction) -> Fraction | None:
    earned, count = total
    return (earned - credit) / (count - 1) if count > 1 else None


def _share(numerator: int | None, denominator: int | None) -> Fraction:
    """Rows that were never graded are not asked for."""
    return Fraction(numerator or 0, denominator or 1)
