"""An answer as a browser posts it, read into a response."""

from django.http import QueryDict

from modules.models import AttemptItem


def response_from(item: AttemptItem, posted: QueryDict, before: dict | None) -> dict:
    """This will read what was posted; whether it fits is judged by the action.

    Args:
        before: the answer that counts so far: a case is answered step by step.
    """
    frozen = item.frozen
    if frozen["type"] == "MATCHING":
        return {"pairs": _by_option(frozen, posted)}
    if frozen["type"] == "ORDERING":
        given = _by_option(frozen, posted)
        return {"places": {key: _number(value) for key, value in given.items()}}
    chosen = posted.getlist("chosen")
    if frozen["type"] == "MINI_BRANCH":
        path = before["path"] if before else []
        # A step that is posted again, from a page gone old, is the same step.
        is_old = bool(chosen) and chosen[0] in path
        return {"path": path if is_old else [*path, *(chosen[:1] or [""])]}
    return {"chosen": chosen}


def _by_option(frozen: dict, posted: QueryDict) -> dict[str, str]:
    given = {one["id"]: posted.get(one["id"], "") for one in frozen["options"]}
    return {key: value for key, value in given.items() if value}


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 4 else text
