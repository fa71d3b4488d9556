"""Whether a question bank can be asked and marked."""

from collections import Counter
from collections.abc import Callable, Sequence

from .findings import Findings
from .known_codes import KnownCodes, Naming, in_words
from .paths import circle, reached, without_ending
from .shapes import BankFile, BlueprintFile, ItemFile, OptionFile, StepFile

# Which lists an item of each type is made of.
_PIECES = {
    "single": {"stem", "options"},
    "multiple": {"stem", "options"},
    "truefalse": {"stem", "options"},
    "matching": {"stem", "pairs"},
    "ordering": {"stem", "order"},
    "minibranch": {"steps"},
}
_ALL_PIECES = ("stem", "options", "pairs", "order", "steps")
_VERDICTS = ("True", "False")
FEWEST_STEPS_TO_ORDER = 3
END = ""


def check_bank(bank: BankFile, known: KnownCodes, findings: Findings) -> None:
    """Note everything that would keep a bank from being asked and marked."""
    is_whole = not findings.touch(bank.file)
    Naming(bank, "part", "the bank", findings).check([bank.part], known.parts, "part")
    for item in bank.items:
        _check_item(item, known, findings)
    if is_whole:
        _check_blueprint(bank.blueprint, bank.items, findings)


def _check_blueprint(
    blueprint: BlueprintFile, items: Sequence[ItemFile], findings: Findings
) -> None:
    critical = sum(item.critical for item in items)
    draw = blueprint.draw
    if draw > len(items):
        message = f"blueprint draws {draw} items; the bank has {len(items)}"
        findings.at(blueprint, "draw", message)
    if blueprint.critical_items_always_drawn and draw < critical:
        message = f"blueprint draws {draw} items; {critical} are critical"
        findings.at(blueprint, "draw", message)
    if not 0 < blueprint.pass_percent <= 100:
        findings.at(blueprint, "pass_percent", "blueprint passes outside 1 to 100")


def _check_item(item: ItemFile, known: KnownCodes, findings: Findings) -> None:
    name = f"item {item.code}"
    Naming(item, "lessons", name, findings).check(item.lessons, known.lessons, "lesson")
    Naming(item, "sources", name, findings).check(item.sources, known.sources, "source")
    for piece in _ALL_PIECES:
        is_there = bool(getattr(item, piece))
        if piece in _PIECES[item.type] and not is_there:
            findings.at(item, "type", f"{name} has no {piece}")
        if piece not in _PIECES[item.type] and is_there:
            message = f"{name} is of type {item.type} and cannot have {piece}"
            findings.at(item, piece, message)
    _CHECKS[item.type](item, findings)


def _check_options(
    name: str, options: Sequence[OptionFile], findings: Findings
) -> None:
    times = Counter(option.text for option in options)
    for option in options:
        if times[option.text] > 1:
            message = f"{name}: option {option.letter} says the same as another"
            findings.at(option, "text", message)


def _check_number_right(
    item: ItemFile | StepFile, name: str, findings: Findings
) -> None:
    right = [option for option in item.options if option.right]
    if len(right) != 1 and item.options:
        message = f"{name} has {len(right)} right options; it needs exactly one"
        findings.at(item, "options", message)


def _check_single(item: ItemFile, findings: Findings) -> None:
    name = f"item {item.code}"
    _check_options(name, item.options, findings)
    _check_number_right(item, name, findings)
    _check_no_branch(item, findings)


def _check_multiple(item: ItemFile, findings: Findings) -> None:
    name = f"item {item.code}"
    _check_options(name, item.options, findings)
    if item.options and not any(option.right for option in item.options):
        findings.at(item, "options", f"{name} has no right option")
    _check_no_branch(item, findings)


def _check_truefalse(item: ItemFile, findings: Findings) -> None:
    _check_single(item, findings)
    for option in item.options:
        if not option.text.startswith(_VERDICTS):
            message = (
                f"item {item.code}: option {option.letter} "
                "begins with neither True nor False"
            )
            findings.at(option, "text", message)


def _check_no_branch(item: ItemFile, findings: Findings) -> None:
    for option in item.options:
        if option.leads_to is not None:
            message = f"item {item.code}: option {option.letter} leads nowhere here"
            findings.at(option, "leads_to", message)


def _check_matching(item: ItemFile, findings: Findings) -> None:
    for key in ("statement", "match"):
        times = Counter(getattr(pair, key) for pair in item.pairs)
        for pair in item.pairs:
            if times[getattr(pair, key)] > 1:
                message = f"item {item.code} has the same {key} twice"
                findings.at(pair, key, message)
    if len(item.pairs) == 1:
        findings.at(item, "pairs", f"item {item.code} has only one pair")


def _check_ordering(item: ItemFile, findings: Findings) -> None:
    if 0 < len(item.order) < FEWEST_STEPS_TO_ORDER:
        message = (
            f"item {item.code} has {len(item.order)} steps; "
            f"ordering needs at least {FEWEST_STEPS_TO_ORDER}"
        )
        findings.at(item, "order", message)
    times = Counter(step.text for step in item.order)
    for step in item.order:
        if times[step.text] > 1:
            findings.at(step, "text", f"item {item.code} has the same step twice")


def _check_minibranch(item: ItemFile, findings: Findings) -> None:
    name = f"item {item.code}"
    codes = [step.code for step in item.steps]
    for step in item.steps:
        step_name = f"{name}: step {step.code}"
        if codes.count(step.code) > 1:
            findings.at(step, "code", f"{step_name} is there twice")
        _check_options(step_name, step.options, findings)
        _check_number_right(step, step_name, findings)
        for option in step.options:
            if option.leads_to is not None and option.leads_to not in codes:
                message = (
                    f"{step_name}: option {option.letter} leads to a step "
                    f"that is not there, {option.leads_to}"
                )
                findings.at(option, "leads_to", message)
    _check_ways(item, findings)


def _check_ways(item: ItemFile, findings: Findings) -> None:
    """Every step can be come to, and every step can come to an end."""
    graph = {
        step.code: [option.leads_to or END for option in step.options]
        for step in item.steps
    }
    if not graph:
        return
    open_ways = reached(graph, item.steps[0].code)
    endless = without_ending(graph, {END})
    for step in item.steps:
        name = f"item {item.code}: step {step.code}"
        if step.code not in open_ways:
            findings.at(step, "code", f"{name} cannot be reached")
        if step.code in endless and step.options:
            findings.at(step, "code", f"{name} never comes to an end")
    found = circle(graph)
    if found:
        words = in_words(dict.fromkeys(found))
        message = f"item {item.code} cannot go in a circle: {words}"
        findings.at(item, "steps", message)


_CHECKS: dict[str, Callable[[ItemFile, Findings], None]] = {
    "single": _check_single,
    "multiple": _check_multiple,
    "truefalse": _check_truefalse,
    "matching": _check_matching,
    "ordering": _check_ordering,
    "minibranch": _check_minibranch,
}
