"""What a requirement asks, in a sentence that people read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certificates.models import CurrencyRecord, Document
from certificates.requirements.editing import group_key
from certificates.requirements.statements import SELF, STATEMENTS
from certificates.requirements.supervised import PRESENCE
from certificates.selectors.requirements import SHORT
from modules.models import ModulePage, Observation, PracticumForm, TrackPage

Ask = Mapping[str, Any]
SUPERVISION = {
    "DIRECT": gettext_lazy("with a supervisor in the room"),
    "ON_SITE": gettext_lazy("with a supervisor on site"),
}


@dataclass(frozen=True)
class Names:
    """The titles of what requirements name by a code."""

    tracks: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)


def names_in_use() -> Names:
    """This will fetch every title that a requirement may need, in three queries."""
    return Names(
        tracks=dict(
            TrackPage.objects.live().order_by("path").values_list("code", "title")
        ),
        modules=dict(
            ModulePage.objects.live().order_by("path").values_list("code", "title")
        ),
        forms=dict(PracticumForm.objects.values_list("code", "title")),
    )


def in_words(node: Ask, names: Names) -> str:
    """This will say what one part asks: a leaf in a sentence, a group in its head."""
    if group_key(node):
        return group_in_words(node)
    say = SENTENCES.get(node["leaf"])
    return say(node, names) if say else _plainly(node)


def group_in_words(node: Ask) -> str:
    """This will say how many of its parts a group asks for."""
    if "all" in node:
        return _("All of these")
    count = node.get("at_least", 1)
    if "any" in node or count == 1:
        return _("One of these")
    return _("At least %(count)d of these") % {"count": count}


def _track(ask: Ask, names: Names) -> str:
    return names.tracks.get(ask["track"], ask["track"])


def _read(ask: Ask, names: Names) -> str:
    return _("Every lesson of “%(track)s” is read.") % {"track": _track(ask, names)}


def _passed(ask: Ask, names: Names) -> str:
    words = _("The assessment of “%(track)s” is passed, every critical item right.")
    return words % {"track": _track(ask, names)}


def _case(ask: Ask, names: Names) -> str:
    words = _("The case of “%(track)s” is passed without a critical choice.")
    return words % {"track": _track(ask, names)}


def _module(ask: Ask, names: Names) -> str:
    title = names.modules.get(ask["module"], ask["module"])
    words = _("Module “%(module)s” is finished in its newest edition.")
    if "acknowledge_within_days" in ask:
        words = ngettext(
            "Module “%(module)s” is finished; what a new edition changed is read "
            "within %(count)d day.",
            "Module “%(module)s” is finished; what a new edition changed is read "
            "within %(count)d days.",
            ask["acknowledge_within_days"],
        )
    return words % {"module": title, "count": ask.get("acknowledge_within_days", 0)}


def _observed(ask: Ask, names: Names) -> str:
    kinds = [_kind(Observation.SessionKind, kind).lower() for kind in ask["kinds"]]
    head = ngettext(
        "%(count)d observed %(kind)s session%(row)s",
        "%(count)d observed %(kind)s sessions%(row)s",
        ask["count"],
    ) % {
        "count": ask["count"],
        "kind": listed(kinds, _("or")),
        "row": _(" in a row") if ask.get("in_a_row") else "",
    }
    more = [str(SUPERVISION.get(ask.get("supervision", ""), "")), *_bars(ask)]
    if ask.get("distinct_assessors", 1) > 1:
        words = _("by at least %(count)d different assessors")
        more.append(words % {"count": ask["distinct_assessors"]})
    if "months" in ask:
        words = ngettext(
            "in the last %(n)d month", "in the last %(n)d months", ask["months"]
        )
        more.append(words % {"n": ask["months"]})
    title = names.forms.get(ask["form"], ask["form"])
    more.append(_("rated on “%(form)s”") % {"form": title})
    return ", ".join([head, *filter(None, more)]) + "."


def _bars(ask: Ask) -> list[str]:
    floors = []
    if ask.get("floor"):
        floors.append(_("every domain at %(floor)d or above") % {"floor": ask["floor"]})
    for domain, floor in sorted(ask.get("floors", {}).items()):
        words = _("%(domain)s at %(floor)d or above")
        floors.append(words % {"domain": domain, "floor": floor})
    for type_, floor in sorted(ask.get("floor_if_held", {}).items()):
        words = _("at %(floor)d or above for a holder of %(credential)s")
        floors.append(words % {"floor": floor, "credential": short_name(type_)})
    return floors


def _supervised(ask: Ask, names: Names) -> str:
    kind = _kind(Observation.SessionKind, ask["kind"]).lower() if "kind" in ask else ""
    return ngettext(
        "%(count)d %(kind)ssession worked with a supervisor %(near)s.",
        "%(count)d %(kind)ssessions worked with a supervisor %(near)s.",
        ask["count"],
    ) % {
        "count": ask["count"],
        "kind": f"{kind} " if kind else "",
        "near": _(PRESENCE[ask["presence"]]),
    }


def _stated(ask: Ask, names: Names) -> str:
    title = _(STATEMENTS[ask["code"]].title)
    who = _("the applicant") if ask["by"] == SELF else _("a clinical director")
    if "months" not in ask:
        return _("%(title)s, made by %(who)s.") % {"title": title, "who": who}
    return ngettext(
        "%(title)s, made by %(who)s within the last %(count)d month.",
        "%(title)s, made by %(who)s within the last %(count)d months.",
        ask["months"],
    ) % {"title": title, "who": who, "count": ask["months"]}


def _waived(ask: Ask, names: Names) -> str:
    what = ask.get("words") or ask["code"].replace("-", " ").lower()
    return _("A waiver is in force: %(what)s.") % {"what": what.rstrip(".")}


def _document(ask: Ask, names: Names) -> str:
    kind = _kind(Document.Kind, ask["kind"])
    if "verified_within_days" not in ask:
        return _("%(document)s, in date.") % {"document": kind}
    return ngettext(
        "%(document)s, in date, verified at its source within %(count)d day.",
        "%(document)s, in date, verified at its source within %(count)d days.",
        ask["verified_within_days"],
    ) % {"document": kind, "count": ask["verified_within_days"]}


def _credential(ask: Ask, names: Names) -> str:
    held = listed([short_name(type_) for type_ in ask["types"]], _("or"))
    if "months" not in ask:
        return _("%(credential)s is in force at this clinic.") % {"credential": held}
    return ngettext(
        "%(credential)s is held at this clinic for at least %(count)d month.",
        "%(credential)s is held at this clinic for at least %(count)d months.",
        ask["months"],
    ) % {"credential": held, "count": ask["months"]}


def _recorded(ask: Ask, names: Names) -> str:
    what = _kind(CurrencyRecord.Kind, ask["kind"])
    if "months" not in ask:
        return _("%(what)s, on record.") % {"what": what}
    return ngettext(
        "%(what)s, within the last %(count)d month.",
        "%(what)s, within the last %(count)d months.",
        ask["months"],
    ) % {"what": what, "count": ask["months"]}


def _exclusion(ask: Ask, names: Names) -> str:
    return ngettext(
        "The exclusion list is clear, looked at within %(count)d day.",
        "The exclusion list is clear, looked at within %(count)d days.",
        ask["within_days"],
    ) % {"count": ask["within_days"]}


def _not_suspended(ask: Ask, names: Names) -> str:
    return _("No suspension is open.")


def _no_concern(ask: Ask, names: Names) -> str:
    return _("No safety concern is open.")


def _plainly(ask: Ask) -> str:
    """A leaf without a sentence of its own: its name and what it is told."""
    told = [f"{name.replace('_', ' ')} {value}" for name, value in _asked(ask).items()]
    return ", ".join([ask["leaf"].replace("_", " ").capitalize(), *told]) + "."


def _asked(ask: Ask) -> dict[str, Any]:
    return {name: ask[name] for name in sorted(ask) if name not in ("leaf", "mark")}


def short_name(type_: str) -> str:
    """This will give a credential in a word, such as L2a."""
    return str(SHORT.get(type_, _("Candidate") if type_ == "CANDIDATE" else type_))


def listed(words: Sequence[str], last: str) -> str:
    """This will write a list as people do: a, b or c."""
    if len(words) < len(("one", "two")):
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _kind(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value.replace("_", " ").capitalize()))


SENTENCES: dict[str, Callable[[Ask, Names], str]] = {
    "track_read": _read,
    "track_passed": _passed,
    "scenario_passed": _case,
    "module_current": _module,
    "observations": _observed,
    "supervised_sessions": _supervised,
    "document_held": _document,
    "credential_held": _credential,
    "recorded": _recorded,
    "exclusion_clear": _exclusion,
    "no_open_suspension": _not_suspended,
    "no_open_concern": _no_concern,
    "attestation": _stated,
    "waiver": _waived,
}
