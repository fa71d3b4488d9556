"""A practicum form with its marks, as pages show it. No queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from modules.rating_rules import (
    ANSWERS,
    LEVELS,
    Fault,
    Marks,
    faults,
    highest_level,
    no_words,
)

Form = Mapping[str, Any]
# Told as soon as they are there; what is still empty is told when somebody is done.
AT_ONCE = ("NO-IN-IT", "LEVEL-KEPT")


@dataclass(frozen=True)
class Choice:
    """One radio button or checkbox."""

    id: str
    value: str
    label: str
    is_chosen: bool
    is_high: bool = False


@dataclass(frozen=True)
class BehaviourShown:
    """One behaviour and the four answers to it."""

    name: str
    text: str
    answer: str
    choices: tuple[Choice, ...]
    fault: str


@dataclass(frozen=True)
class DomainShown:
    """One domain: what to look for, what was seen, and the level it earns.

    Args:
        level: the one chosen, with its own words; None when there is none.
        no_words: what to say when the level is too high for a No.
    """

    code: str
    title: str
    note: str
    is_shared: bool
    behaviours: tuple[BehaviourShown, ...]
    levels: tuple[Choice, ...]
    level: Choice | None
    fault: str
    no_words: str


@dataclass(frozen=True)
class Difference:
    """Where two versions of a form part."""

    where: str
    here: str
    there: str


def domains_shown(
    form: Form, marks: Marks, *, rated_for: str = "", is_done: bool = False
) -> list[DomainShown]:
    """This will give every domain of a form with what was marked.

    Args:
        is_done: somebody wants to sign: what is empty is told as well.
    """
    found = [
        one
        for one in faults(form, marks, rated_for=rated_for)
        if is_done or one.code in AT_ONCE
    ]
    return [_domain(form, one, marks, rated_for, found) for one in form["domains"]]


def critical_shown(form: Form, marks: Marks) -> list[Choice]:
    """This will give every critical fail of a form, and whether it is marked."""
    return [
        Choice(f"critical-{place}", str(place), text, place in marks.critical)
        for place, text in enumerate(form.get("critical_fails", []))
    ]


def differences(form: Form, here: Marks, there: Marks) -> list[Difference]:
    """This will tell, in the form's order, where what is here differs from there."""
    found = []
    pairs = zip(
        domains_shown(form, here, rated_for="S"),
        domains_shown(form, there, rated_for="S"),
        strict=True,
    )
    for mine, theirs in pairs:
        for one, other in zip(mine.behaviours, theirs.behaviours, strict=True):
            where = f"{mine.title}: {one.text}"
            found.append(Difference(where, one.answer, other.answer))
        where = _("%(title)s: level") % {"title": mine.title}
        found.append(Difference(where, _value(mine.level), _value(theirs.level)))
    fails = zip(critical_shown(form, here), critical_shown(form, there), strict=True)
    found += [
        Difference(fail.label, _happened(fail), _happened(same)) for fail, same in fails
    ]
    found.append(Difference(_("Note"), here.note, there.note))
    nothing = _("nothing")
    return [
        Difference(one.where, one.here or nothing, one.there or nothing)
        for one in found
        if one.here != one.there
    ]


def errors_in(domains: Sequence[DomainShown]) -> list[dict[str, str]]:
    """This will list what is told on the form, each with where it stands."""
    found = []
    for domain in domains:
        found += [
            {"message": f"{one.text}: {one.fault}", "url": f"#{one.choices[0].id}"}
            for one in domain.behaviours
            if one.fault
        ]
        if domain.fault:
            url = f"#{domain.levels[0].id}"
            message = f"{domain.title}: {domain.fault}"
            found.append({"message": message, "url": url})
    return found


def _domain(
    form: Form,
    domain: Mapping[str, Any],
    marks: Marks,
    rated_for: str,
    found: Sequence[Fault],
) -> DomainShown:
    code = domain["code"]
    told = {one.behaviour: one.text for one in found if one.domain == code}
    levels = _levels(form, domain, marks.ratings.get(code), rated_for)
    bar = form.get("highest_level_with_a_no")
    return DomainShown(
        code=code,
        title=domain["title"],
        note=domain.get("note", ""),
        is_shared=domain.get("rated_once_for_pair", False),
        behaviours=tuple(
            _behaviour(code, place, text, marks, told.get(place, ""))
            for place, text in enumerate(domain["behaviours"])
        ),
        levels=levels,
        level=next((one for one in levels if one.is_chosen), None),
        fault=told.get(None, ""),
        no_words=no_words(form) if bar else "",
    )


def _behaviour(
    code: str, place: int, text: str, marks: Marks, fault: str
) -> BehaviourShown:
    name = f"{code}-{place}"
    answers = marks.behaviours.get(code, ())
    given = answers[place] if place < len(answers) else ""
    choices = tuple(
        Choice(f"{name}-{value}", value, str(label), value == given)
        for value, label in ANSWERS.items()
    )
    return BehaviourShown(name, text, str(ANSWERS.get(given, "")), choices, fault)


def _levels(
    form: Form, domain: Mapping[str, Any], given: int | None, rated_for: str
) -> tuple[Choice, ...]:
    """Each by its own anchor, or else by its meaning; none that is kept for others."""
    meanings = {row["level"]: row["meaning"] for row in form["levels"]}
    anchors, top = domain["anchors"], highest_level(form, (), rated_for=rated_for)
    bar = form.get("highest_level_with_a_no", top)
    return tuple(
        Choice(
            f"{domain['code']}-level-{level}",
            str(level),
            anchors.get(str(level)) or meanings.get(level, ""),
            level == given,
            is_high=level > bar,
        )
        for level in LEVELS
        if level <= top or level == given
    )


def _value(level: Choice | None) -> str:
    return level.value if level else ""


def _happened(fail: Choice) -> str:
    return _("happened") if fail.is_chosen else ""
