"""A question after submission: what was chosen, what is right, and why. Pure."""

from dataclasses import dataclass

from modules.frozen_questions import Kind, Malformed, part, walk
from modules.shown_questions import in_order


@dataclass(frozen=True)
class ExplainedLine:
    """One option, pair or step, with its feedback.

    Args:
        chosen: the person chose it; for a pair or a place: gave an answer.
        right: it is part of the key.
        said, key: for pairs and places, the answer given and the right one.
    """

    text: str
    feedback: str
    chosen: bool
    right: bool
    said: str = ""
    key: str = ""

    @property
    def matched(self) -> bool:
        """True for a pair or place that was answered rightly."""
        return self.said == self.key


@dataclass(frozen=True)
class ExplainedPart:
    """A question, or one step of a case."""

    stem: str
    lines: tuple[ExplainedLine, ...]


def explain(
    frozen: dict, shown_order: list[str], response: object
) -> tuple[ExplainedPart, ...]:
    """This will lay out a question with its key. Only for what has been submitted."""
    if frozen["type"] == "MINI_BRANCH":
        return _case(frozen, shown_order, response)
    if frozen["type"] == "MATCHING":
        texts = {one["id"]: one["text"] for one in frozen["matches"]}
        given = _part(response, "pairs", dict)
        lines = [
            _line(
                one, said=texts.get(given.get(one["id"]), ""), key=texts[one["match"]]
            )
            for one in frozen["options"]
        ]
    elif frozen["type"] == "ORDERING":
        given = _part(response, "places", dict)
        lines = [
            _line(one, str(given.get(one["id"], "")), str(one["place"]))
            for one in frozen["options"]
        ]
    else:
        chosen = _part(response, "chosen", list)
        options = in_order(frozen["options"], shown_order)
        lines = [_choice(one, one["id"] in chosen) for one in options]
    return (ExplainedPart(frozen["stem"], tuple(lines)),)


def _case(
    frozen: dict, shown_order: list[str], response: object
) -> tuple[ExplainedPart, ...]:
    try:
        steps = walk(frozen, response)
    except Malformed:
        steps = walk(frozen, None)
    return tuple(
        ExplainedPart(
            step.stem,
            tuple(
                _choice(one, one is step.chosen)
                for one in in_order(step.options, shown_order)
            ),
        )
        for step in steps
    )


def _choice(option: dict, chosen: bool) -> ExplainedLine:
    return ExplainedLine(option["text"], option["feedback"], chosen, option["right"])


def _line(option: dict, said: str, key: str) -> ExplainedLine:
    return ExplainedLine(
        option["text"], option["feedback"], bool(said), said == key, said, key
    )


def _part(response: object, name: str, kind: type[Kind]) -> Kind:
    try:
        return part(response, name, kind)
    except Malformed:
        return kind()
