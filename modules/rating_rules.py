"""What makes the rating of an observed session whole. No queries.

The form says the rules: which behaviours are watched, how high a domain may be rated
with a No in it, and which level is kept for whom. A critical fail stops the rating:
nothing is left to be rated then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

YES, PARTLY, NO, NOT_SEEN = "YES", "PARTLY", "NO", "NOT_SEEN"
# In the order in which the forms name them.
ANSWERS = {
    YES: gettext_lazy("Yes"),
    PARTLY: gettext_lazy("Partly"),
    NO: gettext_lazy("No"),
    NOT_SEEN: gettext_lazy("Not seen"),
}
LEVELS = range(1, 6)

Form = Mapping[str, Any]


@dataclass(frozen=True)
class Marks:
    """What was marked on a form so far.

    Args:
        behaviours: an answer for each behaviour of a domain, in the form's order; an
            empty one is not marked yet.
        ratings: levels by domain.
        critical: which of the form's critical fails happened, counted from 0.
        note: in the rater's words; never who the patient is.
    """

    behaviours: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)
    critical: Sequence[int] = ()
    note: str = ""

    @property
    def is_stopped(self) -> bool:
        """True when a critical fail ended the rating."""
        return bool(self.critical)

    def plain(self) -> dict[str, Any]:
        """This will give the marks as a column of JSON keeps them."""
        return {
            "behaviours": {code: list(row) for code, row in self.behaviours.items()},
            "ratings": dict(self.ratings),
            "critical": list(self.critical),
            "note": self.note,
        }


def marks_from(kept: Mapping[str, Any]) -> Marks:
    """This will read what `Marks.plain` gave; a column that is empty marks nothing."""
    return Marks(
        behaviours=kept.get("behaviours", {}),
        ratings=kept.get("ratings", {}),
        critical=tuple(kept.get("critical", ())),
        note=kept.get("note", ""),
    )


def as_signed(marks: Marks) -> Marks:
    """This will leave out every level once a critical fail has stopped the rating."""
    return replace(marks, ratings={}) if marks.is_stopped else marks


@dataclass(frozen=True)
class Fault:
    """One thing that keeps the rating from being whole.

    Args:
        code: MALFORMED, UNMARKED, UNRATED, NO-IN-IT, LEVEL-KEPT or NOT-ASKED.
        domain: its code; empty when it is about the whole form.
        behaviour: which one of the domain's, counted from 0; None when it is none.
        text: for the person who rates.
    """

    code: str
    domain: str
    behaviour: int | None
    text: str


def faults(form: Form, marks: Marks, *, rated_for: str = "") -> tuple[Fault, ...]:
    """This will tell everything that is still to be mended, in the form's order.

    Args:
        form: the content of a practicum form.
        rated_for: the credential the session is rated for, where a level is kept for
            one.
    Returns: empty when the rating can be signed.
    """
    return tuple(_faults(form, marks, rated_for))


def _faults(form: Form, marks: Marks, rated_for: str) -> Iterator[Fault]:
    strange = tuple(_strange(form, marks))
    if strange:
        yield from strange
        return
    for domain in form["domains"]:
        if marks.is_stopped:
            yield from _rated_after_the_stop(domain, marks)
            continue
        yield from _unmarked(domain, marks)
        yield from _wrong_level(form, domain, marks, rated_for)


def highest_level(form: Form, answers: Sequence[str], *, rated_for: str = "") -> int:
    """This will tell how high a domain with these answers may be rated."""
    kept = [row["level"] for row in form["levels"] if _is_kept(row, rated_for)]
    top = min(kept, default=LEVELS.stop) - 1
    # Forms of before the rule was written down have no such bar.
    bar = form.get("highest_level_with_a_no", top)
    return min(top, bar) if NO in answers else top


def _is_kept(level: Mapping[str, Any], rated_for: str) -> bool:
    """A level that is given for one credential only, and this is not the one."""
    kept_for = level.get("only_for", "")
    return bool(kept_for) and kept_for != rated_for


def _strange(form: Form, marks: Marks) -> Iterator[Fault]:
    """What no page of ours sends."""
    known = {one["code"]: len(one["behaviours"]) for one in form["domains"]}
    for code in sorted({*marks.behaviours, *marks.ratings} - set(known)):
        yield _malformed(code)
    for code in sorted(set(known) & set(marks.behaviours)):
        answers = marks.behaviours[code]
        if len(answers) != known[code] or not set(answers) <= {"", *ANSWERS}:
            yield _malformed(code)
    for code in sorted(set(known) & set(marks.ratings)):
        level = marks.ratings[code]
        if type(level) is not int or level not in LEVELS:
            yield _malformed(code)
    fails = range(len(form.get("critical_fails", ())))
    if any(type(one) is not int or one not in fails for one in marks.critical):
        yield _malformed("")


def _malformed(domain: str) -> Fault:
    text = _("This does not fit the form. Load the page again and mark it once more.")
    return Fault("MALFORMED", domain, None, text)


def _rated_after_the_stop(domain: Mapping[str, Any], marks: Marks) -> Iterator[Fault]:
    if domain["code"] in marks.ratings:
        text = _("A critical fail stops the rating: no level is given any more.")
        yield Fault("NOT-ASKED", domain["code"], None, text)


def _unmarked(domain: Mapping[str, Any], marks: Marks) -> Iterator[Fault]:
    code = domain["code"]
    answers = marks.behaviours.get(code, ())
    for place in range(len(domain["behaviours"])):
        if place >= len(answers) or not answers[place]:
            yield Fault("UNMARKED", code, place, _("Mark what you saw."))


def _wrong_level(
    form: Form, domain: Mapping[str, Any], marks: Marks, rated_for: str
) -> Iterator[Fault]:
    code = domain["code"]
    level = marks.ratings.get(code)
    if level is None:
        yield Fault("UNRATED", code, None, _("Choose a level."))
        return
    answers = marks.behaviours.get(code, ())
    if level > highest_level(form, (), rated_for=rated_for):
        yield Fault("LEVEL-KEPT", code, None, kept_words(form, level))
    elif level > highest_level(form, answers, rated_for=rated_for):
        yield Fault("NO-IN-IT", code, None, no_words(form))


def no_words(form: Form) -> str:
    """This will say how high a domain with a No in it may be rated, and what to do."""
    return _(
        "With a No in it, this domain is rated %(level)s at most. Look at the level "
        "again, or at the No."
    ) % {"level": form["highest_level_with_a_no"]}


def kept_words(form: Form, level: int) -> str:
    """This will say whom a level is kept for."""
    found = [row.get("only_for", "") for row in form["levels"] if row["level"] == level]
    kept_for = found[0] if found else ""
    return _(
        "Level %(level)s is kept for Endorsement %(credential)s. Choose a lower one."
    ) % {"level": level, "credential": kept_for}
