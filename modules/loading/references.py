"""Loads what stands beside the lessons: words, sources, points, cases, forms."""

from typing import Any

from modules.loading.report import Report
from modules.loading.rows import put_row
from modules.loading.words import plain_words
from modules.models import GlossaryTerm, PracticumForm, ReviewPoint, Scenario, Source
from modules.starter.reference_shapes import CurriculumFile, ReviewPointFile
from modules.starter.scenario_checks import graph_of
from modules.starter.shapes import DomainFile, PracticumFormFile, ScenarioFile
from modules.story_rules import as_kept

# Two lists of open points share one table: what could not be confirmed is
# numbered from here on.
NOT_CONFIRMED_FROM = 100


def load_references(curriculum: CurriculumFile, report: Report) -> None:
    """This will load glossary, sources and the points that are open."""
    for term in curriculum.terms:
        content = {"definition": term.meaning}
        put_row(GlossaryTerm, {"term": term.term}, content, report)
    for source in curriculum.sources:
        content = {"citation": source.citation, "read_as": source.read_as}
        put_row(Source, {"code": source.code}, content, report)
    for point in curriculum.review_points:
        _put_point(point, point.number, report)
    for point in curriculum.not_confirmed:
        _put_point(point, NOT_CONFIRMED_FROM + point.number, report)


def load_practice(curriculum: CurriculumFile, report: Report) -> None:
    """This will load the branching cases and the observation forms."""
    # A case that stands in for another comes after it.
    for scenario in sorted(curriculum.scenarios, key=lambda one: bool(one.parallel_to)):
        content = plain_words(_scenario(scenario))
        if scenario.parallel_to:
            like = Scenario.objects.get(code=scenario.parallel_to)
            content["parallel_to_id"] = like.pk
        put_row(Scenario, {"code": scenario.code}, content, report)
    for form in curriculum.forms:
        content = {"title": form.title, "content": plain_words(_form(form))}
        put_row(PracticumForm, {"code": form.code}, content, report)


def _put_point(point: ReviewPointFile, number: int, report: Report) -> None:
    content = {"text": plain_words(point.text), "module_codes": list(point.modules)}
    put_row(ReviewPoint, {"number": number}, content, report)


def _scenario(scenario: ScenarioFile) -> dict[str, Any]:
    return {
        "title": scenario.title,
        "track_code": scenario.part,
        "minutes": scenario.minutes,
        "content_note": scenario.content_note,
        "cast": scenario.cast,
        "pass_percent": scenario.pass_percent,
        "graph": as_kept(graph_of(scenario)),
    }


def _form(form: PracticumFormFile) -> dict[str, Any]:
    return {
        "intro": form.intro,
        "needed_for": list(form.needed_for),
        "answers": list(form.answers),
        "levels": [
            {
                "level": level.level,
                "meaning": level.meaning,
                "only_for": level.only_for,
            }
            for level in form.levels
        ],
        "highest_level_with_a_no": form.highest_level_with_a_no,
        "critical_fails": list(form.critical_fails),
        "critical_fails_note": form.critical_fails_note,
        "domains": [_domain(domain) for domain in form.domains],
    }


def _domain(domain: DomainFile) -> dict[str, Any]:
    return {
        "code": domain.code,
        "title": domain.title,
        "behaviours": list(domain.behaviours),
        "anchors": {str(level): text for level, text in domain.anchors.items()},
        "rated_once_for_pair": domain.rated_once_for_pair,
        "note": domain.note,
    }
