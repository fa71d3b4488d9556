"""Rules for a module as a whole, and for the assessment that ends its part."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from modules.blueprints import Blueprint, cannot_fill
from modules.lint.findings import Finding, Kind, Place, error, warning
from modules.lint.lesson_rules import lesson_findings
from modules.lint.snapshot import Around, AssessmentSeen, ModuleSeen, QuestionSeen
from modules.question_rules import faults_of


def module_findings(module: ModuleSeen, around: Around) -> list[Finding]:
    """This will judge a module, every lesson in it, and its part's assessment."""
    found = list(_own(module))
    for lesson in module.lessons:
        found += lesson_findings(lesson, around)
    if module.assessment:
        found += assessment_findings(module.assessment, around)
    return found


def assessment_findings(assessment: AssessmentSeen, around: Around) -> list[Finding]:
    """This will judge whether the bank can fill the assessment, fairly."""
    place = Place(Kind.ASSESSMENT, assessment.number, assessment.title)
    active = [one for one in assessment.questions if one.is_active]
    critical = sum(one.is_critical for one in active)
    numbers = {"draw": assessment.draw_count, "there": len(active), "n": critical}
    found = []
    if not 0 < assessment.draw_count <= len(active):
        words = _("It draws %(draw)d questions; the bank has %(there)d in use.")
        found.append(error("BANK-TOO-SMALL", words % numbers, place))
    if critical > assessment.draw_count:
        words = _("It draws %(draw)d questions; %(n)d critical ones are always asked.")
        found.append(warning("DRAW-BELOW-CRITICAL", words % numbers, place))
    blueprint = Blueprint(assessment.draw_count, assessment.quotas)
    for fault in cannot_fill(blueprint, active):
        found.append(error("QUOTA-UNFILLED", fault, place))
    for question in active:
        found += _question(question, around)
    return found


def _own(module: ModuleSeen) -> Iterator[Finding]:
    place = Place(Kind.PAGE, module.number, f"{module.code} {module.title}")
    if not module.all_lessons:
        yield error("MODULE-EMPTY", _("The module has no lesson."), place)
    elif not any(lesson.is_live for lesson in module.lessons):
        words = _("No lesson of the module is published: nobody can finish it.")
        yield warning("MODULE-UNPUBLISHED", words, place)
    if module.assessment is None:
        words = _("The part of this module has no assessment.")
        yield warning("ASSESSMENT-MISSING", words, place)


def _question(question: QuestionSeen, around: Around) -> Iterator[Finding]:
    place = Place(Kind.QUESTION, question.number, question.code)
    for fault in faults_of(question.draft):
        yield error("QUESTION-AT-FAULT", fault, place)
    for code in dict.fromkeys(question.lesson_codes):
        if code not in around.lessons:
            words = _("It sends people to lesson %(code)s, which is not known.")
            yield warning("LESSON-UNKNOWN", words % {"code": code}, place)
    for code in dict.fromkeys(question.source_codes):
        if code not in around.sources:
            words = _("Source %(code)s is not known.") % {"code": code}
            yield warning("SOURCE-UNKNOWN", words, place)
