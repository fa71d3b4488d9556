"""What makes a question whole: the right key for its type, in one sentence a fault.

Pure. The Question form asks here before anything is saved.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from modules.starter.paths import circle, reached

END = ""
FEWEST_TO_ORDER = 3


@dataclass(frozen=True)
class Option:
    """One option as written: for matching `match`, for a case `step` and `leads_to`."""

    text: str
    feedback: str
    is_right: bool = False
    match: str = ""
    step: str = ""
    leads_to: str = ""


@dataclass(frozen=True)
class Draft:
    """A question as somebody typed it. `steps` are the codes of a case, in order."""

    type: str
    stem: str
    options: tuple[Option, ...]
    steps: tuple[str, ...] = field(default=())


def faults_of(draft: Draft) -> list[str]:
    """This will say what is wrong with a question; an empty list means whole."""
    faults = [*_every_type(draft), *_CHECKS[draft.type](draft)]
    if draft.type == "MINI_BRANCH":
        return faults
    return [*faults, *_no_steps(draft)]


def _every_type(draft: Draft) -> list[str]:
    faults = []
    if draft.type != "MINI_BRANCH" and not draft.stem.strip():
        faults.append(_("Write the question itself."))
    if any(not option.feedback.strip() for option in draft.options):
        faults.append(_("Every option needs feedback: it is what teaches."))
    # In a case, two steps may well offer the same words.
    times = Counter((option.step, option.text.strip()) for option in draft.options)
    if any(count > 1 for count in times.values()):
        faults.append(_("Two options say the same."))
    return faults


def _no_steps(draft: Draft) -> list[str]:
    if draft.steps or any(o.step or o.leads_to for o in draft.options):
        return [_("Only a case has steps: take them out, and empty their fields.")]
    return []


def _one_right(options: tuple[Option, ...], where: str = "") -> list[str]:
    right = sum(option.is_right for option in options)
    if len(options) >= 2 and right == 1:
        return []
    words = _(
        "%(where)sThis type needs at least two options, exactly one of them right; "
        "it has %(options)d, and %(right)d right."
    )
    return [words % {"where": where, "options": len(options), "right": right}]


def _single(draft: Draft) -> list[str]:
    return _one_right(draft.options)


def _multiple(draft: Draft) -> list[str]:
    if len(draft.options) < 3 or not any(option.is_right for option in draft.options):
        return [_("This type needs at least three options, and at least one right.")]
    return []


def _true_false(draft: Draft) -> list[str]:
    verdicts = (_("True"), _("False"))
    if not all(option.text.strip().startswith(verdicts) for option in draft.options):
        return [_("Begin every option with True or False, then the reason.")]
    return _one_right(draft.options)


def _matching(draft: Draft) -> list[str]:
    matches = [option.match.strip() for option in draft.options]
    if len(matches) < 2 or not all(matches):
        return [_("Matching needs at least two options, each with what it goes with.")]
    if len(set(matches)) < len(matches):
        return [_("Two options go with the same words; make them different.")]
    return []


def _ordering(draft: Draft) -> list[str]:
    if len(draft.options) < FEWEST_TO_ORDER:
        words = _("Ordering needs at least %(fewest)d options, in the right order.")
        return [words % {"fewest": FEWEST_TO_ORDER}]
    return []


def _mini_branch(draft: Draft) -> list[str]:
    known = set(draft.steps)
    if len(known) < 2 or len(known) < len(draft.steps):
        return [_("A case needs at least two steps, each with a code of its own.")]
    if any(option.step not in known for option in draft.options):
        return [_("Give every option the code of the step it belongs to.")]
    if any(o.leads_to not in known | {END} for o in draft.options):
        return [_("An option leads to a step that is not there.")]
    faults = []
    for code in draft.steps:
        options = tuple(option for option in draft.options if option.step == code)
        faults += _one_right(options, _("Step %(code)s: ") % {"code": code})
    return [*faults, *_ways(draft)]


def _ways(draft: Draft) -> list[str]:
    graph = {
        code: [option.leads_to for option in draft.options if option.step == code]
        for code in draft.steps
    }
    if circle(graph):
        return [_("The steps go in a circle; every way must come to an end.")]
    lost = [c for c in draft.steps if c not in reached(graph, draft.steps[0])]
    if lost:
        words = _("No option leads to step %(codes)s.")
        return [words % {"codes": ", ".join(lost)}]
    return []


_CHECKS: dict[str, Callable[[Draft], list[str]]] = {
    "SINGLE": _single,
    "MULTIPLE": _multiple,
    "TRUE_FALSE": _true_false,
    "MATCHING": _matching,
    "ORDERING": _ordering,
    "MINI_BRANCH": _mini_branch,
}
