"""What no version may leave out, whoever writes it. Pure.

A director writes what a credential asks, and another one brings it into force; still,
some things stand however many sign. A part is necessary when it is reached from the
top through `all` only: whatever stands in a choice can be gone around.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

# NCQA recredentials after 36 months at the latest.
LONGEST_MONTHS = 36
LONGEST_DAYS = 1095
# Monthly, as for Medicare; a licence as NCQA asks to have it looked up.
EXCLUSION_DAYS, LICENCE_DAYS = 31, 120
# Whoever leads, or rates others, is approved by two.
TWO_SIGN = ("L3", "S")
LEAST_SIGNERS = 2
# It lets somebody study and watch: nobody is treated by them yet.
ENROLMENT = "L0"

Leaf = Mapping[str, Any]


def signers_at_least(name: str) -> int:
    """This will say how many have to sign for a credential, whatever a version says."""
    return LEAST_SIGNERS if name in TWO_SIGN else 1


def setting_problems(
    name: str, *, signers: int, valid_months: int, minimum_active_days: int
) -> list[str]:
    """This will say which figures of a version go below what always holds."""
    found = []
    if signers < signers_at_least(name):
        found.append(_("An approval of this credential is always signed by two."))
    if valid_months > LONGEST_MONTHS:
        words = _("A credential lasts at most %(months)d months.")
        found.append(words % {"months": LONGEST_MONTHS})
    if minimum_active_days > LONGEST_DAYS:
        words = _("The minimum is at most %(days)d days.")
        found.append(words % {"days": LONGEST_DAYS})
    return found


def missing_safeguards(name: str, tree: Mapping[str, Any]) -> list[str]:
    """This will say what a tree has to ask of everybody, and does not."""
    asked = list(_necessary(tree))
    found = []
    if not any(_is_licence(leaf) for leaf in asked):
        words = _("A licence, looked up within %(days)d days, is asked of everybody.")
        found.append(words % {"days": LICENCE_DAYS})
    if name != ENROLMENT and not any(_is_exclusion(leaf) for leaf in asked):
        words = _("An exclusion check within %(days)d days is asked of everybody.")
        found.append(words % {"days": EXCLUSION_DAYS})
    if not any(leaf["leaf"] == "no_open_suspension" for leaf in asked):
        found.append(_("That no suspension is open is asked of everybody."))
    return found


def _necessary(tree: Mapping[str, Any]) -> Iterator[Leaf]:
    if "leaf" in tree:
        yield tree
    for part in tree.get("all", ()):
        yield from _necessary(part)


def _is_licence(leaf: Leaf) -> bool:
    is_one = leaf["leaf"] == "document_held" and leaf.get("kind") == "LICENCE"
    return is_one and 0 < leaf.get("verified_within_days", 0) <= LICENCE_DAYS


def _is_exclusion(leaf: Leaf) -> bool:
    is_one = leaf["leaf"] == "exclusion_clear"
    return is_one and 0 < leaf.get("within_days", 0) <= EXCLUSION_DAYS
