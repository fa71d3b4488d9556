"""Whether a branching case can be walked from its first node to an ending."""

from collections import Counter

from .findings import Findings
from .known_codes import KnownCodes, Naming, check_unique, in_words
from .paths import circle, reached, without_ending
from .shapes import ChoiceFile, EndingFile, NodeFile, ScenarioFile

BEST_SCORE = 2


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
        _check_node(node, known, findings)
    if is_whole:
        _check_ways(scenario, findings)


def _check_node(node: NodeFile, known: KnownCodes, findings: Findings) -> None:
    name = f"node {node.code}"
    reopened = [node.reopens] if node.reopens else []
    Naming(node, "reopens", name, findings).check(reopened, known.lessons, "lesson")
    times = Counter(choice.text for choice in node.choices)
    for choice in node.choices:
        if times[choice.text] > 1:
            message = f"{name}: choice {choice.letter} says the same as another"
            findings.at(choice, "text", message)
        _check_score(name, choice, findings)
    if not any(choice.score == BEST_SCORE for choice in node.choices):
        message = f"{name} has no choice with a score of {BEST_SCORE}"
        findings.at(node, "choices", message)


def _check_score(name: str, choice: ChoiceFile, findings: Findings) -> None:
    name = f"{name}: choice {choice.letter}"
    if choice.critical and choice.score is not None:
        findings.at(choice, "score", f"{name} is critical and cannot have a score")
    if not choice.critical and choice.score is None:
        findings.at(choice, "text", f"{name} has no score and is not critical")
    if choice.score is not None and not 0 <= choice.score <= BEST_SCORE:
        findings.at(choice, "score", f"{name} has a score other than 0, 1 or 2")


def _check_ways(scenario: ScenarioFile, findings: Findings) -> None:
    nodes = {node.code for node in scenario.nodes}
    endings = {ending.code: ending.critical for ending in scenario.endings}
    for node in scenario.nodes:
        for choice in node.choices:
            name = f"node {node.code}: choice {choice.letter}"
            if choice.next not in nodes | set(endings):
                message = f"{name} leads to a node that is not there, {choice.next}"
                findings.at(choice, "next", message)
            elif choice.critical and not endings.get(choice.next, False):
                message = f"{name} is critical and does not lead to a critical ending"
                findings.at(choice, "next", message)
            elif endings.get(choice.next, False) and not choice.critical:
                message = f"{name} leads to a critical ending and is not critical"
                findings.at(choice, "next", message)
    _check_reach(scenario, findings)


def _check_reach(scenario: ScenarioFile, findings: Findings) -> None:
    graph = {
        node.code: [choice.next for choice in node.choices] for node in scenario.nodes
    }
    if not graph:
        findings.at(scenario, "nodes", "the case has no node")
        return
    open_ways = reached(graph, scenario.nodes[0].code)
    stops: list[NodeFile | EndingFile] = [*scenario.nodes, *scenario.endings]
    for stop in stops:
        if stop.code not in open_ways:
            message = f"{stop.word} {stop.code} cannot be reached"
            findings.at(stop, "code", message)
    endings = {ending.code for ending in scenario.endings}
    # A critical ending does not count: whoever does no harm must come to an end too.
    endings -= {ending.code for ending in scenario.endings if ending.critical}
    nodes = {node.code: node for node in scenario.nodes}
    for code in without_ending(graph, endings):
        findings.at(nodes[code], "code", f"node {code} never comes to an ending")
    found = circle(graph)
    if found:
        message = f"a case cannot go in a circle: {in_words(dict.fromkeys(found))}"
        findings.at(nodes[found[0]], "code", message)
