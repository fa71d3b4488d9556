"""A case while it is written: what is still to be mended, and where."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from modules.case_graphs import in_order, leading_to
from modules.models import CaseDraft, LessonPage, Scenario, TrackPage
from modules.story_rules import Fault, faults_of_graph


@dataclass(frozen=True)
class Stop:
    """A moment or an ending in the overview, with what is wrong with it."""

    code: str
    title: str
    text: str
    choices: list[dict[str, Any]]
    from_codes: list[str]
    faults: list[str]
    is_start: bool = False
    is_critical: bool = False


def faults_of_draft(draft: CaseDraft) -> list[Fault]:
    """This will say everything that keeps the case from being published."""
    lessons = LessonPage.objects.live().values_list("code", flat=True)
    return [
        *_faults_of_details(draft),
        *faults_of_graph(draft.graph, frozenset(lessons)),
    ]


def told(fault: Fault) -> str:
    """This will say a fault in the reader's language."""
    return gettext(fault.words) % fault.told


def nodes_of(draft: CaseDraft, faults: list[Fault]) -> list[Stop]:
    """This will list the moments in the order they are met."""
    return [
        Stop(
            code,
            draft.graph["nodes"][code]["title"],
            draft.graph["nodes"][code]["text"],
            draft.graph["nodes"][code]["choices"],
            leading_to(draft.graph, code),
            [told(fault) for fault in faults if fault.stop == code],
            is_start=draft.graph["start"] == code,
        )
        for code in in_order(draft.graph)
    ]


def endings_of(draft: CaseDraft, faults: list[Fault]) -> list[Stop]:
    """This will list the endings."""
    return [
        Stop(
            code,
            "",
            text,
            [],
            leading_to(draft.graph, code),
            [told(fault) for fault in faults if fault.stop == code],
            is_critical=code in draft.graph["critical_endings"],
        )
        for code, text in draft.graph["endings"].items()
    ]


def tracks() -> list[tuple[str, str]]:
    """This will list the live parts of the curriculum a case can belong to."""
    rows = TrackPage.objects.live().order_by("code").values_list("code", "title")
    return [(code, f"{code} · {title}") for code, title in rows]


def stand_ins(draft: CaseDraft | None) -> Any:
    """This will list the cases a case can stand in for: never itself, never a chain."""
    rows = Scenario.objects.filter(parallel_to=None)
    return rows.exclude(pk=draft.scenario_id or 0) if draft else rows


def _faults_of_details(draft: CaseDraft) -> list[Fault]:
    found = [
        Fault(words, {}, key)
        for key, words in (
            ("content_note", _("the content note is missing")),
            ("cast", _("nobody is named who is in it")),
        )
        if not getattr(draft, key).strip()
    ]
    if not any(draft.track_code == code for code, _title in tracks()):
        found.append(Fault(_("the part it belongs to is not there"), {}, "track_code"))
    like = draft.parallel_to
    if like and (like.parallel_to_id or like.track_code != draft.track_code):
        words = _("the case it is parallel to belongs to another part or another case")
        found.append(Fault(words, {}, "parallel_to"))
    if like and draft.scenario and draft.scenario.parallels.exists():
        words = _("other cases are parallel to this one, so it stands for itself")
        found.append(Fault(words, {}, "parallel_to"))
    same = Scenario.objects.filter(code=draft.code).exclude(pk=draft.scenario_id or 0)
    if same.exists():
        found.append(Fault(_("another case has this code"), {}, "code"))
    return found
