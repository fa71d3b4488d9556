"""A question as its reader sees it. Pure, and the one place where a key could leak:
what is built here before submission holds texts and ids, nothing else.
"""

from dataclasses import dataclass

from modules.frozen_questions import Malformed, Step, walk


@dataclass(frozen=True)
class ShownOption:
    """One line to choose, to match or to place.

    Args:
        chosen: it is ticked.
        answer: the id of the match or the number of the place that was given.
    """

    id: str
    text: str
    chosen: bool = False
    answer: str = ""


@dataclass(frozen=True)
class Decided:
    """A step of a case that is behind the reader."""

    stem: str
    text: str


@dataclass(frozen=True)
class ShownQuestion:
    """Args:
    kind: the name of its template in templates/questions.
    stem: the question; for a case, of the step that waits. Empty when none does.
    matches: for matching, what the statements may belong with.
    decided: for a case, the steps so far.
    """

    kind: str
    is_critical: bool
    stem: str
    options: tuple[ShownOption, ...]
    matches: tuple[ShownOption, ...] = ()
    decided: tuple[Decided, ...] = ()

    @property
    def numbers(self) -> list[str]:
        """The places there are, as words of a list."""
        return [str(number + 1) for number in range(len(self.options))]

    @property
    def is_over(self) -> bool:
        """True for a case with no step left to decide."""
        return bool(self.decided) and not self.options


def show(frozen: dict, shown_order: list[str], response: object) -> ShownQuestion:
    """This will lay out a question with what has been answered so far.

    Args:
        response: may be one that was refused: what the person chose is kept.
    """
    if frozen["type"] == "MINI_BRANCH":
        return _case(frozen, shown_order, response)
    given = response if isinstance(response, dict) else {}
    chosen = given.get("chosen") or []
    answers = given.get("pairs") or given.get("places") or {}
    options = [
        ShownOption(
            one["id"],
            one["text"],
            chosen=one["id"] in chosen,
            answer=str(answers.get(one["id"], "")),
        )
        for one in in_order(frozen["options"], shown_order)
    ]
    matches = in_order(frozen["matches"], shown_order)
    return ShownQuestion(
        kind=frozen["type"].lower(),
        is_critical=frozen["critical"],
        stem=frozen["stem"],
        options=tuple(options),
        matches=tuple(ShownOption(one["id"], one["text"]) for one in matches),
    )


def in_order(options: list[dict], shown_order: list[str]) -> list[dict]:
    """This will sort options as they were shown; those without a place keep theirs."""
    place = {one: number for number, one in enumerate(shown_order)}
    return sorted(options, key=lambda one: place.get(one["id"], 0))


def _case(frozen: dict, shown_order: list[str], response: object) -> ShownQuestion:
    steps = _walked(frozen, response)
    waiting = steps[-1] if steps[-1].chosen is None else None
    options = in_order(waiting.options, shown_order) if waiting else []
    return ShownQuestion(
        kind="mini_branch",
        is_critical=frozen["critical"],
        stem=waiting.stem if waiting else "",
        options=tuple(ShownOption(one["id"], one["text"]) for one in options),
        decided=tuple(
            Decided(step.stem, step.chosen["text"]) for step in steps if step.chosen
        ),
    )


def _walked(frozen: dict, response: object) -> list[Step]:
    try:
        return walk(frozen, response)
    except Malformed:
        return walk(frozen, None)
