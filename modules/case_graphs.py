"""A case while it is written: its moments and endings changed one at a time. Pure.

The graph is told in `modules.models.scenarios`. While it is written, a choice without
a score has None as its points, and one that leads nowhere yet has no `next`.
"""

from typing import Any

from modules.story_rules import ways_of

Graph = dict[str, Any]

NODE, ENDING, CRITICAL = "node", "ending", "critical"
# Where a choice may lead that is not there yet: it is made when the choice is saved.
# Choices that name the same lead to the same, but for the last.
NEW_NODE, NEW_ENDING, NEW_CRITICAL = "+node", "+ending", "+critical"
NEW_NODE_APART = "+apart"
_MADE = {
    NEW_NODE: NODE,
    NEW_NODE_APART: NODE,
    NEW_ENDING: ENDING,
    NEW_CRITICAL: CRITICAL,
}
_LETTERS = {NODE: "N", ENDING: "END", CRITICAL: "X"}


def blank_graph() -> Graph:
    """This will give a case of one empty moment, an ending and a critical one."""
    return {
        "start": "N1",
        "level": "",
        "nodes": {"N1": blank_node()},
        "endings": {"END1": "", "X": ""},
        "critical_endings": ["X"],
    }


def blank_node() -> dict[str, Any]:
    """This will give a moment nobody has written yet."""
    return {"title": "", "text": "", "choices": [], "lessons": [], "afterward": ""}


def is_stop(graph: Graph, code: str) -> bool:
    """Whether a moment or an ending has this code."""
    return code in graph["nodes"] or code in graph["endings"]


def free_code(graph: Graph, kind: str) -> str:
    """This will find a code nothing has yet, in the manner of those there are."""
    letters, number = _LETTERS[kind], 1
    if kind == NODE and graph["start"]:
        letters = graph["start"].rstrip("0123456789") or letters
    if kind == CRITICAL and not is_stop(graph, letters):
        return letters
    while is_stop(graph, f"{letters[:12]}{number}"):
        number += 1
    return f"{letters[:12]}{number}"


def with_new(graph: Graph, kind: str) -> tuple[Graph, str]:
    """This will add an empty moment or ending, and give its code."""
    code = free_code(graph, kind)
    if kind == NODE:
        start = graph["start"] or code
        nodes = graph["nodes"] | {code: blank_node()}
        return graph | {"nodes": nodes, "start": start}, code
    critical = [*graph["critical_endings"], *([code] if kind == CRITICAL else [])]
    endings = graph["endings"] | {code: ""}
    return graph | {"endings": endings, "critical_endings": critical}, code


def with_node(
    graph: Graph, code: str, node: dict[str, Any], *, is_start: bool
) -> Graph:
    """This will put a moment in place, and make what its choices lead to anew."""
    start = code if is_start or not graph["start"] else graph["start"]
    graph = graph | {"nodes": graph["nodes"] | {code: node}, "start": start}
    choices: list[dict[str, Any]] = []
    made: dict[str, str] = {}
    for letter, one in zip("ABCDEFGHIJ", node["choices"], strict=False):
        leads = one["next"]
        if leads in _MADE and leads not in made:
            graph, made[leads] = with_new(graph, _MADE[leads])
        choices.append(one | {"id": letter, "next": made.get(leads, leads)})
        made.pop(NEW_NODE_APART, None)
    return graph | {"nodes": graph["nodes"] | {code: node | {"choices": choices}}}


def with_ending(graph: Graph, code: str, text: str, *, is_critical: bool) -> Graph:
    """This will put an ending in place."""
    critical = [one for one in graph["critical_endings"] if one != code]
    critical += [code] if is_critical else []
    endings = graph["endings"] | {code: text}
    return graph | {"endings": endings, "critical_endings": critical}


def renamed(graph: Graph, code: str, to: str) -> Graph:
    """This will give a moment or ending another code; what leads to it follows."""

    def now(one: str) -> str:
        return to if one == code else one

    nodes = {
        now(key): node
        | {"choices": [one | {"next": now(one["next"])} for one in node["choices"]]}
        for key, node in graph["nodes"].items()
    }
    return graph | {
        "start": now(graph["start"]),
        "nodes": nodes,
        "endings": {now(key): text for key, text in graph["endings"].items()},
        "critical_endings": [now(one) for one in graph["critical_endings"]],
    }


def without(graph: Graph, code: str) -> Graph:
    """This will take a moment or ending out; what led to it leads nowhere yet."""
    gone = renamed(graph, code, "")
    nodes = {key: node for key, node in gone["nodes"].items() if key}
    start = gone["start"] or next(iter(in_order(gone | {"nodes": nodes})), "")
    return gone | {
        "start": start,
        "nodes": nodes,
        "endings": {key: text for key, text in gone["endings"].items() if key},
        "critical_endings": [one for one in gone["critical_endings"] if one],
    }


def in_order(graph: Graph) -> list[str]:
    """This will list the moments as a reader meets them; unreached ones come last."""
    ways, seen = ways_of(graph), dict[str, None]()
    waiting = [graph["start"]]
    while waiting:
        code = waiting.pop(0)
        if code in ways and code not in seen:
            seen[code] = None
            waiting += ways[code]
    return [*seen, *(code for code in graph["nodes"] if code not in seen)]


def leading_to(graph: Graph, code: str) -> list[str]:
    """This will list the moments with a choice that leads to this stop."""
    return [one for one, following in ways_of(graph).items() if code in following]


def is_written(graph: Graph, code: str) -> bool:
    """Whether anything stands at this stop yet."""
    if code in graph["endings"]:
        return bool(graph["endings"][code].strip())
    return graph["nodes"].get(code, blank_node()) != blank_node()
