"""Reads the whole starter curriculum from its folder, or says all that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .bank_checks import check_bank
from .findings import Findings
from .known_codes import KnownCodes, check_unique
from .lesson_reading import read_lessons
from .order_checks import check_banks_and_cases, check_contents, check_prerequisites
from .placed import Placed
from .practicum_checks import check_form
from .reference_checks import (
    check_glossary,
    check_ledger,
    check_points,
    check_rules,
    check_sources,
)
from .reference_shapes import (
    CurriculumFile,
    GlossaryFile,
    LedgerFile,
    ReviewPointsFile,
    RulesFile,
    SourcesFile,
)
from .scenario_checks import check_scenario
from .shapes import (
    BankFile,
    ContentsFile,
    LessonFile,
    OutlinesFile,
    PracticumFormFile,
    ScenarioFile,
)
from .shelf import Shape, Shelf

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class _References:
    """The files of which there is one each. None where it cannot be read."""

    contents: ContentsFile | None
    glossary: GlossaryFile | None
    sources: SourcesFile | None
    not_confirmed: ReviewPointsFile | None
    review_points: ReviewPointsFile | None
    rules: RulesFile | None
    ledger: LedgerFile | None


@dataclass(frozen=True)
class _Learning:
    """The files of which there are many."""

    lessons: Mapping[str, LessonFile]
    banks: tuple[BankFile, ...]
    scenarios: tuple[ScenarioFile, ...]
    forms: tuple[PracticumFormFile, ...]


def read_curriculum(folder: Path = CONTENT) -> CurriculumFile:
    """Read and check every content file.

    Raises:
        ContentErrors: with every fault found, each with its file and line.
    """
    findings = Findings()
    shelf = Shelf(folder, findings)
    references = _read_references(shelf)
    known = _known_codes(references, findings)
    learning = _read_learning(shelf, references.contents, known)
    _check_references(references, known, findings)
    _check_learning(learning, references.contents, known, findings)
    shelf.check_cited(known.sources)
    findings.raise_if_any()
    return _whole(references, learning)


def _read_references(shelf: Shelf) -> _References:
    return _References(
        contents=shelf.read(ContentsFile, "curriculum.yaml"),
        glossary=shelf.read(GlossaryFile, "glossary.yaml"),
        sources=shelf.read(SourcesFile, "sources.yaml"),
        not_confirmed=shelf.read(ReviewPointsFile, "not_confirmed.yaml"),
        review_points=shelf.read(ReviewPointsFile, "review_points.yaml"),
        rules=shelf.read(RulesFile, "rules.yaml"),
        ledger=shelf.read(LedgerFile, "ledger.yaml"),
    )


def _known_codes(references: _References, findings: Findings) -> KnownCodes:
    """What may be named. A file with a fault lists nothing, to spare false faults."""

    def is_sound(file: Placed) -> bool:
        return not findings.touch(file.file)

    contents, sources = references.contents, references.sources
    ledger = references.ledger
    parts = modules = lessons = levels = source_codes = None
    if contents and is_sound(contents):
        parts = frozenset(part.code for part in contents.parts)
        modules = frozenset(module.code for module in contents.modules)
        lessons = frozenset(code for one in contents.modules for code in one.lessons)
    if ledger and is_sound(ledger):
        levels = frozenset(step.code for step in ledger.ladder)
    if sources and is_sound(sources):
        source_codes = frozenset(source.code for source in sources.sources)
    return KnownCodes(parts, modules, lessons, levels, source_codes)


def _read_learning(
    shelf: Shelf, contents: ContentsFile | None, known: KnownCodes
) -> _Learning:
    outlines = shelf.read(OutlinesFile, "outlines.yaml")
    if outlines:
        check_unique(outlines.outlines, "code", "outline", shelf.findings)
    lessons = read_lessons(shelf, contents, outlines, known) if contents else {}
    return _Learning(
        lessons=lessons,
        banks=tuple(shelf.read_all(BankFile, "banks")),
        scenarios=tuple(shelf.read_all(ScenarioFile, "scenarios")),
        forms=tuple(shelf.read_all(PracticumFormFile, "practicum")),
    )


def _check_references(
    references: _References, known: KnownCodes, findings: Findings
) -> None:
    if references.contents:
        check_contents(references.contents, known, findings)
    if references.glossary:
        check_glossary(references.glossary, findings)
    if references.sources:
        check_sources(references.sources, findings)
    for points in (references.not_confirmed, references.review_points):
        if points:
            check_points(points, known, findings)
    if references.rules:
        check_rules(references.rules, findings)
    if references.ledger:
        check_ledger(references.ledger, findings)


def _check_learning(
    learning: _Learning,
    contents: ContentsFile | None,
    known: KnownCodes,
    findings: Findings,
) -> None:
    for bank in learning.banks:
        check_bank(bank, known, findings)
    items = [item for bank in learning.banks for item in bank.items]
    check_unique(items, "code", "item", findings)
    for scenario in learning.scenarios:
        check_scenario(scenario, known, findings)
    check_unique(learning.scenarios, "code", "case", findings)
    for form in learning.forms:
        check_form(form, known, findings)
    check_unique(learning.forms, "code", "form", findings)
    if contents and known.parts is not None:
        check_banks_and_cases(contents, learning.banks, learning.scenarios, findings)
        check_prerequisites(contents, learning.lessons, findings)


def _whole(references: _References, learning: _Learning) -> CurriculumFile:
    """Put everything together. A file that could not be read has raised before."""
    contents = _present(references.contents)
    return CurriculumFile(
        title=contents.title,
        intro=contents.intro,
        parts=contents.parts,
        lessons=learning.lessons,
        banks=learning.banks,
        scenarios=learning.scenarios,
        forms=learning.forms,
        terms=_present(references.glossary).terms,
        sources=_present(references.sources).sources,
        not_confirmed=_present(references.not_confirmed).points,
        review_points=_present(references.review_points).points,
        rules=_present(references.rules),
        ledger=_present(references.ledger),
    )


def _present(file: Shape | None) -> Shape:
    if file is None:
        raise LookupError("a file that could not be read was not noted")
    return file
