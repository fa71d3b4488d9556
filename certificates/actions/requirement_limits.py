"""Within which limits a requirement set is written, whoever writes it."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from certificates.models import RequirementSet
from certificates.requirements.editing import (
    TreeTooBig,
    checked,
    group_key,
    numbered,
    walk,
)
from certificates.requirements.tree import TreeInvalid, validate
from home.errors import RuleBroken

MONTHS, WINDOW_DAYS, MINIMUM_DAYS, WORDS = (1, 120), (1, 730), (0, 1825), 600
SIGNERS = (1, 2)


class DraftUnsound(RuleBroken):
    """A value that no version can have. The message says which and where."""

    code = "REQUIREMENTS-UNSOUND"
    status = 422


def require_sound(draft: RequirementSet) -> None:
    """This will refuse what could not be kept; groups may still be empty.

    Raises:
        DraftUnsound: a figure is outside its limits, or a part cannot be judged.
    """
    _require_settings(draft)
    for tree in (draft.tree, draft.renewal_tree):
        if tree is not None:
            _require_tree(tree)


def is_day_of_year(month_day: str) -> bool:
    """This will say whether 06-30 is a day that every year has."""
    try:
        datetime.date.fromisoformat(f"2023-{month_day}")
    except ValueError:
        return False
    return len(month_day) == len("06-30")


def _require_settings(draft: RequirementSet) -> None:
    limits = {
        _("Validity in months"): (draft.valid_months, MONTHS),
        _("Renewal window in days"): (draft.renewal_window_days, WINDOW_DAYS),
        _("Minimum in days"): (draft.minimum_active_days, MINIMUM_DAYS),
    }
    for label, (value, (least, most)) in limits.items():
        if not least <= value <= most:
            words = _("%(label)s has to be between %(least)d and %(most)d.")
            raise DraftUnsound(words % {"label": label, "least": least, "most": most})
    if draft.signers not in SIGNERS:
        raise DraftUnsound(_("An approval is signed by one or by two."))
    if not 0 < len(draft.may_do.strip()) <= WORDS:
        raise DraftUnsound(_("Say what the holder may do, in a few sentences."))
    is_fixed = draft.renewal_dating == RequirementSet.Dating.CALENDAR
    if draft.renewal_dating not in RequirementSet.Dating.values:
        raise DraftUnsound(_("Choose how a renewal is dated."))
    if is_fixed != is_day_of_year(draft.renewal_month_day):
        raise DraftUnsound(
            _("A fixed day of the year goes with a day, such as 06-30, and only then.")
        )


def _require_tree(tree: dict) -> None:
    try:
        checked(tree)
    except TreeTooBig as problem:
        raise DraftUnsound(str(problem)) from problem
    for place, node in walk(tree):
        # An empty group is unfinished, not unsound: something stands in for its parts.
        key = group_key(node)
        alone: Any = {**node, key: [{"leaf": "no_open_suspension"}]} if key else node
        if key == "of" and isinstance(node.get("at_least"), int):
            alone["at_least"] = min(node["at_least"], 1)
        try:
            validate(alone)
        except TreeInvalid as problem:
            words = _("Part %(number)s cannot be kept like this.")
            raise DraftUnsound(words % {"number": numbered(place) or "–"}) from problem
