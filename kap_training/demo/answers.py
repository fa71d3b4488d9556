"""What somebody answers who knows the subject: read from the frozen key. Pure."""

from typing import Any


def right_responses(frozen: dict[str, Any]) -> list[dict[str, Any]]:
    """This will give the right response to a question, as it is given.

    Returns: one response; for a case one for each step, as it grows.
    """
    kind = frozen["type"]
    if kind == "MATCHING":
        return [{"pairs": {one["id"]: one["match"] for one in frozen["options"]}}]
    if kind == "ORDERING":
        return [{"places": {one["id"]: one["place"] for one in frozen["options"]}}]
    if kind == "MINI_BRANCH":
        return _steps_taken(frozen["steps"])
    return [{"chosen": _right(frozen["options"])}]


def best_choices(graph: dict[str, Any]) -> list[tuple[str, str]]:
    """This will give the node and the best choice of each step through a case."""
    taken, node = [], graph["start"]
    while node in graph["nodes"]:
        choices = graph["nodes"][node]["choices"]
        best = max(choices, key=lambda one: one["points"])
        taken.append((node, best["id"]))
        node = best["next"]
    return taken


def _right(options: list[dict[str, Any]]) -> list[str]:
    return [option["id"] for option in options if option["right"]]


def _steps_taken(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    responses: list[dict[str, Any]] = []
    path: list[str] = []
    index: int | None = 0
    while index is not None:
        option = next(one for one in steps[index]["options"] if one["right"])
        path = [*path, option["id"]]
        responses.append({"path": path})
        index = option["leads_to"]
    return responses
