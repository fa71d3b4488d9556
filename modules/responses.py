"""Whether an answer may be kept. Pure: the question, the answer, and the one before."""

from django.utils.translation import gettext as _

from home.errors import RuleBroken
from modules.frozen_questions import OPEN, Malformed, state


class ResponseRefused(RuleBroken):
    """The answer does not fit the question; the one before it stays."""

    code = "ANSWER-REFUSED"
    status = 422


def check_response(frozen: dict, response: object, before: dict | None) -> None:
    """This will let an answer through that fits its question.

    Args:
        before: the answer that counts so far; None where there is none.
    Raises:
        ResponseRefused: an unknown option, an order with gaps, nothing chosen, or a
            step of a case that is already decided.
    """
    try:
        reached = state(frozen, response)
    except Malformed as error:
        raise ResponseRefused(_misfit(frozen)) from error
    one_only = frozen["type"] in {"SINGLE", "TRUE_FALSE"}
    if one_only and len(response["chosen"]) > 1:  # type: ignore[index]
        raise ResponseRefused(_("Choose one answer only."))
    # Taking back every tick is an answer; not having begun is none.
    had_none = before is None or state(frozen, before) == OPEN
    if reached == OPEN and (had_none or one_only):
        raise ResponseRefused(_("Nothing is chosen yet, so there is nothing to save."))
    if frozen["type"] == "MINI_BRANCH":
        _check_path(response["path"], before)  # type: ignore[index]


def _check_path(path: list, before: dict | None) -> None:
    decided = before["path"] if before else []
    if path[: len(decided)] != decided or len(path) > len(decided) + 1:
        raise ResponseRefused(_("That step is already decided, and it stays."))


def _misfit(frozen: dict) -> str:
    if frozen["type"] == "ORDERING":
        return _("Give every line a place of its own, each number once.")
    if frozen["type"] == "MINI_BRANCH":
        return _("Choose one of the answers to this step. What you decided stays.")
    return _("That is not one of the answers to this question. What you chose stays.")
