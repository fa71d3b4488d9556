"""What makes a branching case whole: everybody who begins it comes to an ending.

Pure, without Django. The starter's files and what authors draft are both judged here.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modules.starter.paths import circle, reached, without_ending

BEST = 2


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Args:
        words, told: the sentence, and what is to be put into it.
        key: which part of it: `text`, `score`, `next`, `choices`, `code` or `nodes`.
        stop: the node or ending it is about; empty for the case as a whole.
        choice: the choice of that node it is about.
    """

    words: str
    told: Mapping[str, object]
    key: str
    stop: str = ""
    choice: str = ""

    @property
    def message(self) -> str:
        """This will say it as it was written, in English."""
        return self.words % self.told


def gettext_noop(words: str) -> str:
    """This will mark words to be translated where they are shown."""
    return words


def faults_of_graph(
    graph: dict[str, Any], lessons: frozenset[str] | None = None
) -> list[Fault]:
    """This will say everything that would stop or mislead somebody on the way.

    Args:
        graph: as `modules.models.scenarios` tells it. The points of a choice are None
            where none were given.
        lessons: the codes there are; None where they are checked elsewhere.
    Returns: an empty list for a case that is whole.
    """
    if not graph["nodes"]:
        return [Fault(gettext_noop("the case has no node"), {}, "nodes")]
    return [
        *_every_node(graph, lessons),
        *_every_way(graph),
        *_unreached(graph),
        *_endless(graph),
    ]


def _every_node(
    graph: dict[str, Any], lessons: frozenset[str] | None
) -> Iterator[Fault]:
    for code, node in graph["nodes"].items():
        if not node["title"].strip():
            words = gettext_noop("node %(node)s has no title")
            yield Fault(words, {"node": code}, "title", code)
        times = Counter(one["text"].strip() for one in node["choices"])
        for one in node["choices"]:
            told = {"node": code, "choice": one["id"]}
            if not one["text"].strip() or not one["feedback"].strip():
                words = gettext_noop(
                    "node %(node)s: choice %(choice)s has no words or no feedback"
                )
                yield Fault(words, told, "text", code, one["id"])
            elif times[one["text"].strip()] > 1:
                words = gettext_noop(
                    "node %(node)s: choice %(choice)s says the same as another"
                )
                yield Fault(words, told, "text", code, one["id"])
            yield from _score(code, one)
        if not any(one["points"] == BEST for one in node["choices"]):
            words = gettext_noop("node %(node)s has no choice with a score of %(best)d")
            yield Fault(words, {"node": code, "best": BEST}, "choices", code)
        yield from _lessons(code, node["lessons"], lessons)
    for code, text in graph["endings"].items():
        if not text.strip():
            words = gettext_noop("ending %(code)s has no words")
            yield Fault(words, {"code": code}, "text", code)


def _lessons(
    code: str, named: list[str], known: frozenset[str] | None
) -> Iterator[Fault]:
    for lesson in named:
        if known is not None and lesson not in known:
            words = gettext_noop(
                "node %(node)s names a lesson that is not known, %(lesson)s"
            )
            yield Fault(words, {"node": code, "lesson": lesson}, "lessons", code)


def _score(code: str, one: dict[str, Any]) -> Iterator[Fault]:
    points, told = one["points"], {"node": code, "choice": one["id"]}
    if one["critical"] and points is not None:
        words = gettext_noop(
            "node %(node)s: choice %(choice)s is critical and cannot have a score"
        )
        yield Fault(words, told, "score", code, one["id"])
    if not one["critical"] and points is None:
        words = gettext_noop(
            "node %(node)s: choice %(choice)s has no score and is not critical"
        )
        yield Fault(words, told, "text", code, one["id"])
    if points is not None and not 0 <= points <= BEST:
        words = gettext_noop(
            "node %(node)s: choice %(choice)s has a score other than 0, 1 or 2"
        )
        yield Fault(words, told, "score", code, one["id"])


def _every_way(graph: dict[str, Any]) -> Iterator[Fault]:
    stops, critical = graph["nodes"].keys() | graph["endings"].keys(), _critical(graph)
    for code, node in graph["nodes"].items():
        for one in node["choices"]:
            told = {"node": code, "choice": one["id"], "next": one["next"]}
            words = ""
            if not one["next"]:
                words = gettext_noop(
                    "node %(node)s: choice %(choice)s leads nowhere yet"
                )
            elif one["next"] not in stops:
                words = gettext_noop(
                    "node %(node)s: choice %(choice)s leads to a node that is not "
                    "there, %(next)s"
                )
            elif one["critical"] and one["next"] not in critical:
                words = gettext_noop(
                    "node %(node)s: choice %(choice)s is critical and does not lead "
                    "to a critical ending"
                )
            elif one["next"] in critical and not one["critical"]:
                words = gettext_noop(
                    "node %(node)s: choice %(choice)s leads to a critical ending and "
                    "is not critical"
                )
            if words:
                yield Fault(words, told, "next", code, one["id"])


def _unreached(graph: dict[str, Any]) -> Iterator[Fault]:
    open_ways = reached(ways_of(graph), graph["start"])
    for code in graph["nodes"]:
        if code not in open_ways:
            words = gettext_noop("node %(code)s cannot be reached")
            yield Fault(words, {"code": code}, "code", code)
    for code in graph["endings"]:
        if code not in open_ways:
            words = gettext_noop("ending %(code)s cannot be reached")
            yield Fault(words, {"code": code}, "code", code)


def _endless(graph: dict[str, Any]) -> Iterator[Fault]:
    """A critical ending is no way out: whoever does no harm must come to an end too."""
    ways, critical = ways_of(graph), _critical(graph)
    for code in without_ending(ways, set(graph["endings"]) - critical):
        words = gettext_noop("node %(code)s never comes to an ending")
        yield Fault(words, {"code": code}, "code", code)
    found = circle(ways)
    if found:
        *others, last = dict.fromkeys(found)
        told = {"others": ", ".join(others), "last": last}
        words = gettext_noop("a case cannot go in a circle: %(others)s and %(last)s")
        if not others:
            words = gettext_noop("a case cannot go in a circle: %(last)s")
        yield Fault(words, told, "code", found[0])


def ways_of(graph: dict[str, Any]) -> dict[str, list[str]]:
    """This will give, for each node, where its choices lead."""
    return {
        code: [one["next"] for one in node["choices"]]
        for code, node in graph["nodes"].items()
    }


def as_kept(graph: dict[str, Any]) -> dict[str, Any]:
    """This will give a whole case as runs read it: what is critical earns 0."""
    return _with_points(graph, lambda one: one["points"] or 0)


def as_drafted(graph: dict[str, Any]) -> dict[str, Any]:
    """This will give a kept case as it is judged: what is critical has no score."""
    return _with_points(graph, lambda one: None if one["critical"] else one["points"])


def _with_points(
    graph: dict[str, Any], points: Callable[[dict[str, Any]], int | None]
) -> dict[str, Any]:
    nodes = {
        code: node
        | {"choices": [one | {"points": points(one)} for one in node["choices"]]}
        for code, node in graph["nodes"].items()
    }
    return graph | {"nodes": nodes}


def _critical(graph: dict[str, Any]) -> set[str]:
    return set(graph["critical_endings"])
