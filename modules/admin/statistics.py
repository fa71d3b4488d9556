"""How well the questions work, for those who may see their keys. Nobody is named."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.admin.menu import MenuItem

from home.access import Policy, access
from modules.admin.learning import KeptPolicy
from modules.item_plot import plot_of
from modules.item_statistics import (
    FEWEST_PEOPLE,
    LIKELY_WRONG_KEY,
    NO_DISCRIMINATION,
    NOT_YET,
    TOO_EASY,
    TOO_HARD,
    UNASKED,
    QuestionStatistics,
    Statistics,
)
from modules.models import Question, QuestionBank
from modules.selectors.item_statistics import bank_statistics, question_statistics

# The order is the order of the list: what is likeliest to be wrong comes first.
FLAG_WORDS = {
    LIKELY_WRONG_KEY: _("The key is likely wrong"),
    NO_DISCRIMINATION: _("Tells nobody apart"),
    TOO_HARD: _("Too hard"),
    TOO_EASY: _("Too easy"),
    NOT_YET: _("Too few people yet"),
}
WEIGHTS = {flag: weight for weight, flag in enumerate(FLAG_WORDS)}
COLUMNS = {
    "shown": _("Asked"),
    "difficulty": _("Difficulty"),
    "discrimination": _("Discrimination"),
}

KEY_READERS = Policy(
    "QUESTION-PERMISSION",
    "authors whose group lets them see the questions",
    lambda request: KeptPolicy(Question).user_has_any_permission(
        request.user, {"add", "change", "view"}
    ),
)


@dataclass(frozen=True)
class Line:
    """One question of the list with the numbers it is judged by."""

    question: Question
    versions: int
    judged: Statistics

    @property
    def flags(self) -> list[str]:
        """This will give what to look at, in words."""
        return flag_words(self.judged)


@dataclass(frozen=True)
class Heading:
    """A column that sorts: `order` is what pressing it asks for."""

    label: str
    order: str
    aria_sort: str


@access(KEY_READERS)
@require_GET
def item_statistics(request: HttpRequest) -> HttpResponse:
    """This will list the questions of one bank, those to look at first."""
    banks = list(QuestionBank.objects.order_by("track_code", "code"))
    bank = _chosen(banks, request.GET.get("bank"))
    order = request.GET.get("sort", "")
    order = order if order.removeprefix("-") in COLUMNS else ""
    lines = _lines(bank) if bank else []
    plot = plot_of((line.question.code, line.judged) for line in lines)
    addresses = {line.question.code: _address(line.question) for line in lines}
    context = {
        "banks": banks,
        "bank": bank,
        "headings": [_heading(name, order) for name in COLUMNS],
        "sort": order,
        "lines": _sorted(lines, order),
        "plot": plot,
        "marks": [(mark, addresses[mark.code]) for mark in plot.marks],
        "fewest": FEWEST_PEOPLE,
    }
    return render(request, "modules/admin/item_statistics.html", context)


@access(KEY_READERS)
@require_GET
def item_statistics_question(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one question, its versions beside each other."""
    question = get_object_or_404(Question.objects.select_related("bank"), pk=pk)
    found = question_statistics(question) or _unasked(question)
    context = {
        "question": question,
        "whole": found.whole,
        "whole_flags": flag_words(found.whole),
        "versions": [(one, flag_words(one)) for one in found.versions],
        "fewest": FEWEST_PEOPLE,
    }
    return render(request, "modules/admin/item_statistics_question.html", context)


def flag_words(one: Statistics) -> list[str]:
    """This will put flags into words, the gravest first."""
    return [
        str(FLAG_WORDS[flag]) for flag in sorted(one.flags, key=WEIGHTS.__getitem__)
    ]


def menu_item() -> MenuItem:
    """This will give the entry of the admin's menu."""
    return ItemStatisticsMenuItem(
        _("Question statistics"),
        reverse("item_statistics"),
        name="item-statistics",
        icon_name="order",
        order=151,
    )


def urls() -> list[URLPattern]:
    """This will give the addresses below /admin/."""
    return [
        path("item-statistics/", item_statistics, name="item_statistics"),
        path(
            "item-statistics/<int:pk>/",
            item_statistics_question,
            name="item_statistics_question",
        ),
    ]


class ItemStatisticsMenuItem(MenuItem):
    """Shown to whoever may see the keys."""

    def is_shown(self, request: HttpRequest) -> bool:
        """This will ask for the same right as the pages."""
        return KEY_READERS.allows(request)


def _chosen(banks: list[QuestionBank], code: str | None) -> QuestionBank | None:
    if code is None:
        return banks[0] if banks else None
    for bank in banks:
        if bank.code == code:
            return bank
    raise Http404


def _lines(bank: QuestionBank) -> list[Line]:
    counted = bank_statistics(bank)
    return [
        Line(question, len(found.versions), found.judged)
        for question in bank.questions.all()
        for found in [counted.get(question.code) or _unasked(question)]
    ]


def _unasked(question: Question) -> QuestionStatistics:
    return QuestionStatistics(question.code, UNASKED, ())


def _address(question: Question) -> str:
    return reverse("item_statistics_question", args=[question.pk])


def _sorted(lines: list[Line], order: str) -> list[Line]:
    """By what to look at, or by a number; what has no number stands at the end."""
    if not order:
        return sorted(lines, key=lambda line: (_gravity(line), line.question.code))
    number = _NUMBERS[order.removeprefix("-")]
    known = [(found, line) for line in lines if (found := number(line)) is not None]
    known.sort(key=lambda pair: pair[0], reverse=order.startswith("-"))
    unknown = [line for line in lines if number(line) is None]
    return [line for _found, line in known] + unknown


def _gravity(line: Line) -> float:
    """A question without remarks stands before one that nobody can judge yet."""
    weights = [WEIGHTS[flag] for flag in line.judged.flags]
    return min(weights, default=WEIGHTS[NOT_YET] - 0.5)


def _heading(name: str, order: str) -> Heading:
    rising, falling = name, f"-{name}"
    now = {rising: "ascending", falling: "descending"}.get(order, "none")
    return Heading(str(COLUMNS[name]), falling if order == rising else rising, now)


def _shown(line: Line) -> int | None:
    return line.judged.numbers.shown if line.judged.numbers else None


def _difficulty(line: Line) -> Fraction | None:
    return line.judged.numbers.difficulty if line.judged.numbers else None


def _discrimination(line: Line) -> Fraction | None:
    found = line.judged.numbers.discrimination if line.judged.numbers else None
    return found.signed_square if found else None


_NUMBERS: dict[str, Callable[[Line], Fraction | int | None]] = {
    "shown": _shown,
    "difficulty": _difficulty,
    "discrimination": _discrimination,
}
