"""Whether an observation form can be rated."""

from collections import Counter

from .findings import Findings
from .known_codes import KnownCodes, Naming, check_unique
from .shapes import DomainFile, PracticumFormFile

LEVELS = [1, 2, 3, 4, 5]
# A full rubric, or only the bar.
_ANCHORED = ([1, 2, 3, 4], [3])


def check_form(form: PracticumFormFile, known: KnownCodes, findings: Findings) -> None:
    """Note everything that would keep an assessor from rating on this form."""
    Naming(form, "needed_for", "the form", findings).check(
        form.needed_for, known.levels, "level"
    )
    if [one.level for one in form.levels] != LEVELS:
        findings.at(form, "levels", "the form needs the levels 1 to 5 in order")
    if form.highest_level_with_a_no not in LEVELS:
        message = "the form needs a level of 1 to 5 for highest_level_with_a_no"
        findings.at(form, "highest_level_with_a_no", message)
    kept_for = [one.only_for for one in form.levels if one.only_for]
    Naming(form, "levels", "the form", findings).check(kept_for, known.levels, "level")
    for key in ("answers", "critical_fails", "domains"):
        if not getattr(form, key):
            findings.at(form, key, f"the form has no {key}")
    check_unique(form.domains, "code", "domain", findings)
    for domain in form.domains:
        _check_domain(domain, findings)
    _check_same_anchors(form, findings)


def _check_domain(domain: DomainFile, findings: Findings) -> None:
    name = f"domain {domain.code}"
    if not domain.behaviours:
        findings.at(domain, "behaviours", f"{name} has no behaviours")
    for behaviour, times in Counter(domain.behaviours).items():
        if times > 1:
            findings.at(domain, "behaviours", f'{name} has "{behaviour}" twice')
    if sorted(domain.anchors) not in _ANCHORED:
        message = f"{name} needs anchors for the levels 1 to 4, or for 3 alone"
        findings.at(domain, "anchors", message)


def _check_same_anchors(form: PracticumFormFile, findings: Findings) -> None:
    """A form has a full rubric in every domain, or only the bar in every domain."""
    counts = Counter(len(domain.anchors) for domain in form.domains)
    usual = counts.most_common(1)[0][0] if counts else 0
    for domain in form.domains:
        if len(domain.anchors) != usual:
            message = (
                f"domain {domain.code} has {len(domain.anchors)} anchors; "
                f"the other domains have {usual}"
            )
            findings.at(domain, "anchors", message)
