"""Whether parts, modules and lessons stand in an order that can be followed."""

from collections.abc import Mapping, Sequence

from .findings import Findings
from .known_codes import KnownCodes, Naming, check_unique, in_words
from .paths import circle
from .shapes import BankFile, ContentsFile, LessonFile, ModuleFile, ScenarioFile


def check_contents(
    contents: ContentsFile, known: KnownCodes, findings: Findings
) -> None:
    """Every code is there once, and parts ask only for parts that exist."""
    for key in ("code", "slug", "name", "bank"):
        check_unique(contents.parts, key, f"part {key}", findings)
    check_unique(contents.modules, "code", "module", findings)
    _check_lessons_listed_once(contents.modules, findings)
    for part in contents.parts:
        naming = Naming(part, "prerequisites", f"part {part.code}", findings)
        naming.check(part.prerequisites, known.parts, "part")


def _check_lessons_listed_once(
    modules: Sequence[ModuleFile], findings: Findings
) -> None:
    seen: set[str] = set()
    for module in modules:
        for code in module.lessons:
            if code in seen:
                findings.at(module, "lessons", f"lesson {code} is listed twice")
            seen.add(code)


def check_banks_and_cases(
    contents: ContentsFile,
    banks: Sequence[BankFile],
    scenarios: Sequence[ScenarioFile],
    findings: Findings,
) -> None:
    """Every part finds its bank and its case, and neither is left over."""
    for part in contents.parts:
        name = f"part {part.code}"
        Naming(part, "bank", name, findings).check(
            [part.bank], frozenset(bank.slug for bank in banks), "bank"
        )
        wanted = [part.scenario] if part.scenario else []
        Naming(part, "scenario", name, findings).check(
            wanted, frozenset(one.slug for one in scenarios), "case"
        )
    part_of = {part.bank: part.code for part in contents.parts}
    part_of |= {part.scenario: part.code for part in contents.parts if part.scenario}
    first = [one for one in scenarios if not one.parallel_to]
    owned: list[BankFile | ScenarioFile] = [*banks, *first]
    for one in owned:
        if part_of.get(one.slug) != one.part:
            message = f"part {one.part} in curriculum.yaml does not name {one.slug}"
            findings.at(one, "part", message)
    part_of_case = {one.code: one.part for one in first}
    for one in scenarios:
        if one.parallel_to and part_of_case.get(one.parallel_to) != one.part:
            message = (
                f"the case is parallel to {one.parallel_to}, which is no case of part "
                f"{one.part} or stands in for another itself"
            )
            findings.at(one, "parallel_to", message)


def check_prerequisites(
    contents: ContentsFile, lessons: Mapping[str, LessonFile], findings: Findings
) -> None:
    """Note when lessons or parts wait for each other in a circle."""
    graph: dict[str, tuple[str, ...]] = {}
    for part in contents.parts:
        graph[part.code] = (*part.prerequisites, *part.lesson_codes)
        for code in part.lesson_codes:
            own = lessons[code].prerequisites if code in lessons else ()
            graph[code] = (*part.prerequisites, *own)
    found = circle(graph)
    if not found:
        return
    message = f"these wait for each other: {in_words(dict.fromkeys(found))}"
    first = next((lessons[code] for code in found if code in lessons), None)
    if first is not None:
        findings.at(first, "prerequisites", message)
        return
    part = next(one for one in contents.parts if one.code == found[0])
    findings.at(part, "prerequisites", message)
