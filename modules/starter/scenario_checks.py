"""Whether a branching case can be walked from its first node to an ending."""

from typing import Any

from modules.story_rules import faults_of_graph

from .findings import Findings
from .known_codes import KnownCodes, Naming, check_unique
from .placed import Placed
from .shapes import EndingFile, NodeFile, ScenarioFile


def check_scenario(
    scenario: ScenarioFile, known: KnownCodes, findings: Findings
) -> None:
    """Note everything that would stop somebody on the way through a case."""
    is_whole = not findings.touch(scenario.file)
    naming = "the case"
    Naming(scenario, "part", naming, findings).check(
        [scenario.part], known.parts, "part"
    )
    Naming(scenario, "level", naming, findings).check(
        [scenario.level], known.levels, "level"
    )
    if not 0 < scenario.pass_percent <= 100:
        findings.at(scenario, "pass_percent", "the case passes outside 1 to 100")
    stops: list[NodeFile | EndingFile] = [*scenario.nodes, *scenario.endings]
    check_unique(stops, "code", "node or ending", findings)
    for node in scenario.nodes:
        reopened = [node.reopens] if node.reopens else []
        Naming(node, "reopens", f"node {node.code}", findings).check(
            reopened, known.lessons, "lesson"
        )
    if is_whole:
        _check_graph(scenario, findings)


def _check_graph(scenario: ScenarioFile, findings: Findings) -> None:
    places: dict[tuple[str, str], Placed] = {("", ""): scenario}
    places |= {(ending.code, ""): ending for ending in scenario.endings}
    places |= {(node.code, ""): node for node in scenario.nodes}
    for node in scenario.nodes:
        for choice in node.choices:
            places[node.code, choice.letter] = choice
    for fault in faults_of_graph(graph_of(scenario)):
        findings.at(places[fault.stop, fault.choice], fault.key, fault.message)


def graph_of(scenario: ScenarioFile) -> dict[str, Any]:
    """This will give the case as its row keeps it, a missing score as None."""
    return {
        "start": scenario.nodes[0].code if scenario.nodes else "",
        "level": scenario.level,
        "nodes": {node.code: _node(node) for node in scenario.nodes},
        "endings": {ending.code: ending.text for ending in scenario.endings},
        "critical_endings": [
            ending.code for ending in scenario.endings if ending.critical
        ],
    }


def _node(node: NodeFile) -> dict[str, Any]:
    choices = [
        {
            "id": choice.letter,
            "text": choice.text,
            "points": choice.score,
            "critical": choice.critical,
            "next": choice.next,
            "feedback": choice.feedback,
        }
        for choice in node.choices
    ]
    return {
        "title": node.title,
        "text": node.text,
        "choices": choices,
        "lessons": [node.reopens] if node.reopens else [],
        "afterward": node.afterward,
    }
