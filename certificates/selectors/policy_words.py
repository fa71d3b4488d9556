"""What a version of the gate's policy says, in words, and what changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.clearance.world import PolicyFacts
from certificates.rules.policy_parameters import PARAMETERS, Parameter

# Where each stands on the page: the people first, then the session, then the door.
PARTS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("The people"),
        (
            "LICENCE-ACTIVE",
            "EXCLUSION-CLEAR",
            "DRILL-CURRENT",
            "REFRESH-CURRENT",
            "NOT-DOUBLE-BOOKED",
        ),
    ),
    (
        gettext_lazy("The course of treatment"),
        ("PREPARATION-DONE", "COURSE-LENGTH", "PRESCRIBER-CLEARANCE"),
    ),
    (
        gettext_lazy("The door"),
        ("PAUSE-BY-TWO", "SESSION-OPENABLE", "CLOCK-SANE"),
    ),
)


@dataclass(frozen=True)
class Difference:
    """One value that is another than before, in words."""

    label: str
    was: str
    now: str


def values_of(policy: PolicyFacts) -> dict[str, Mapping[str, Any]]:
    """This will give the parameters of a version by criterion."""
    return {row.code: row.parameters for row in policy.criteria}


def parts_of_policy() -> list[tuple[str, list[Parameter]]]:
    """This will give what a version may set, under the headings of its page."""
    return [
        (str(heading), [one for one in PARAMETERS if one.code in codes])
        for heading, codes in PARTS
    ]


def in_words(policy: PolicyFacts) -> list[tuple[str, list[tuple[Parameter, str]]]]:
    """This will say everything that a version sets, under the same headings."""
    values = values_of(policy)
    return [
        (heading, [(one, _value(one, values)) for one in parameters])
        for heading, parameters in parts_of_policy()
    ]


def always_asked() -> list[str]:
    """This will say what every version asks in the same way."""
    settable = {one.code for one in PARAMETERS}
    return [row.description for row in CATALOGUE.values() if row.code not in settable]


def differences(old: PolicyFacts, new: PolicyFacts) -> list[Difference]:
    """This will say in words what the new version asks otherwise than the old one."""
    return list(_differences(values_of(old), values_of(new)))


def changed_codes(old: PolicyFacts, new: PolicyFacts) -> frozenset[str]:
    """This will name the criteria that the two versions ask otherwise."""
    was, now = values_of(old), values_of(new)
    return frozenset(
        code for code in was.keys() | now.keys() if was.get(code) != now.get(code)
    )


def _differences(was: Mapping, now: Mapping) -> Iterator[Difference]:
    for one in PARAMETERS:
        before, after = _value(one, was), _value(one, now)
        if before != after:
            yield Difference(str(one.label), before, after)


def _value(one: Parameter, values: Mapping[str, Mapping[str, Any]]) -> str:
    found = values.get(one.code, {}).get(one.name)
    return _("not asked") if found is None else one.in_words(found)
