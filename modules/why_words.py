"""What a finding says to people: why something is not complete. Pure.

Neutral in person: the therapist reads it of themselves, a director of the therapist.
"""

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.completion import Finding, Rule


def in_words(finding: Finding) -> str:
    """This will say in a sentence what is missing, or from when something will be."""
    return _SENTENCES[finding.code](finding)


def lessons_left(finding: Finding) -> str:
    """This will say how many lessons are left, and which comes next."""
    sentence = ngettext(
        "One lesson is still to be finished: %(next)s.",
        "%(count)s lessons are still to be finished. The next one is %(next)s.",
        finding.left,
    )
    first = finding.lessons[0]
    return sentence % {"count": finding.left, "next": f"{first.code} {first.title}"}


def _begun(finding: Finding) -> str:
    return _("%(track)s is not begun yet.") % {"track": finding.subject}


def _first(finding: Finding) -> str:
    words = _("%(track)s comes first, and is not passed yet.")
    return words % {"track": finding.subject}


def _read(finding: Finding) -> str:
    if not finding.lessons:
        return _("%(what)s has no lessons yet.") % {"what": finding.subject}
    words = ngettext(
        "%(what)s: one of %(asked)d lessons is still to be finished.",
        "%(what)s: %(left)d of %(asked)d lessons are still to be finished.",
        finding.left,
    )
    told = {"what": finding.subject, "left": finding.left, "asked": finding.asked}
    return words % told


def _passed(finding: Finding) -> str:
    told = {"score": finding.done, "asked": finding.asked, "what": finding.subject}
    if not finding.evidence:
        words = _("The assessment of %(what)s is not taken yet.")
    elif finding.is_critical and finding.done >= finding.asked:
        words = _(
            "The last assessment of %(what)s reached %(score)d%%, but not every "
            "safety-critical question was right."
        )
    elif finding.asked:
        words = _(
            "The last assessment of %(what)s reached %(score)d%%; %(asked)d%% is "
            "needed."
        )
    else:
        words = _("The last assessment of %(what)s reached %(score)d%%: not passed.")
    return words % told


def _case(finding: Finding) -> str:
    told = {"what": finding.subject, "points": finding.done, "asked": finding.asked}
    if not finding.evidence:
        words = _("The case of %(what)s is not worked through yet.")
    elif finding.is_critical:
        words = _("The case of %(what)s was stopped at a safety line.")
    else:
        words = _(
            "The case of %(what)s reached %(points)d of %(asked)d points: not passed."
        )
    return words % told


def _changed(finding: Finding) -> str:
    if finding.changed is None:
        return _read(finding)
    told = {
        "what": finding.subject,
        "left": finding.left,
        "day": date_format(finding.changed.published_at, "j F Y"),
    }
    if finding.is_met and finding.due_on:
        words = ngettext(
            "%(what)s changed on %(day)s: one lesson is to be read again before "
            "%(due)s.",
            "%(what)s changed on %(day)s: %(left)d lessons are to be read again before "
            "%(due)s.",
            finding.left,
        )
        return words % {**told, "due": date_format(finding.due_on, "j F Y")}
    words = ngettext(
        "%(what)s changed on %(day)s: one lesson is to be read again.",
        "%(what)s changed on %(day)s: %(left)d lessons are to be read again.",
        finding.left,
    )
    return words % told


_SENTENCES: dict[Rule, Callable[[Finding], str]] = {
    Rule.BEGUN: _begun,
    Rule.FIRST: _first,
    Rule.READ: _read,
    Rule.PASSED: _passed,
    Rule.CASE: _case,
    Rule.MODULE_READ: _read,
    Rule.CURRENT: _changed,
}
