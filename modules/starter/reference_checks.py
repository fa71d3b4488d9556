"""Whether words, sources, open points, rules and ledger hold together."""

import re

from .findings import Findings
from .known_codes import KnownCodes, Naming, check_unique
from .reference_shapes import (
    GlossaryFile,
    LedgerFile,
    ReviewPointsFile,
    RulesFile,
    SourcesFile,
)

_SOURCE_CODE = re.compile(r"S\d\d+")


def check_glossary(glossary: GlossaryFile, findings: Findings) -> None:
    check_unique(glossary.terms, "term", "term", findings)


def check_sources(sources: SourcesFile, findings: Findings) -> None:
    check_unique(sources.sources, "code", "source", findings)
    for source in sources.sources:
        if not _SOURCE_CODE.fullmatch(source.code):
            message = f"source {source.code} needs a code such as S01"
            findings.at(source, "code", message)


def check_points(
    points: ReviewPointsFile, known: KnownCodes, findings: Findings
) -> None:
    """Every point has its own number and touches at least one known module."""
    check_unique(points.points, "number", "point", findings)
    for point in points.points:
        name = f"point {point.number}"
        Naming(point, "modules", name, findings).check(
            point.modules, known.modules, "module"
        )
        if not point.modules:
            findings.at(point, "modules", f"{name} touches no module")


def check_rules(rules: RulesFile, findings: Findings) -> None:
    """Every rule has its own code and opens its type with one that is explained."""
    check_unique(rules.rules, "code", "rule", findings)
    for rule in rules.rules:
        if not rule.type.startswith(tuple(rules.types)):
            message = f"rule {rule.code} begins its type with none of "
            findings.at(rule, "type", message + ", ".join(rules.types))


def check_ledger(ledger: LedgerFile, findings: Findings) -> None:
    check_unique(ledger.ladder, "code", "ladder step", findings)
    check_unique(ledger.facts, "topic", "fact", findings)
