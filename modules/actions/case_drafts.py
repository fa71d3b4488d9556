"""Writing a case: begun from nothing or from one there is, changed part by part.

Several people may write in one draft. What each of them saves is laid over what they
saw; where somebody else changed the same part meanwhile, it is refused and told.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.actions.editions import canonical_sha256
from modules.case_contents import (
    DETAILS,
    content_of,
    digest_of_details,
    digest_of_draft,
    digest_of_stop,
)
from modules.case_graphs import (
    blank_graph,
    is_stop,
    renamed,
    with_ending,
    with_new,
    with_node,
    without,
)
from modules.models import CaseDraft, Scenario
from modules.story_rules import as_drafted


class ChangedMeanwhile(RuleBroken):
    """Somebody else changed the same part since it was opened."""

    code = "CASE-DRAFT-CHANGED"


class DraftGone(RuleBroken):
    """The draft was published or discarded since the page was opened."""

    code = "CASE-DRAFT-GONE"


class StopCodeTaken(RuleBroken):
    """Another moment or ending has the code."""

    code = "CASE-STOP-CODE-TAKEN"
    status = 422


@dataclass(frozen=True)
class Part:
    """Which moment or ending is saved, and as what.

    Args:
        was: its code when it was opened.
        code: the code it is to have.
        seen: its digest when it was opened.
    """

    was: str
    code: str
    seen: str

    def is_taken(self, graph: dict[str, Any], place: str) -> bool:
        """Whether something else has the code: `place` is `nodes` or `endings`."""
        others = "endings" if place == "nodes" else "nodes"
        is_moved = self.code != self.was and is_stop(graph, self.code)
        return is_moved or self.code in graph[others]


def begin_case(
    details: dict[str, Any], *, by: Person, at: datetime.datetime
) -> CaseDraft:
    """This will begin a case from nothing."""
    with transaction.atomic():
        draft = CaseDraft(**details, graph=blank_graph())
        return _begun(draft, by, at)


def draft_of(scenario: Scenario, *, by: Person, at: datetime.datetime) -> CaseDraft:
    """This will begin another version of a case, or give the one that is begun."""
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
        found = CaseDraft.objects.filter(scenario=scenario).first()
        if found:
            return found
        draft = CaseDraft(
            scenario=scenario,
            base_sha256=canonical_sha256(content_of(scenario)),
            graph=as_drafted(scenario.graph),
            **{name: getattr(scenario, name) for name in DETAILS},
        )
        return _begun(draft, by, at, authors=[])


def save_details(
    draft: CaseDraft,
    details: dict[str, Any],
    *,
    seen: str,
    by: Person,
    at: datetime.datetime,
) -> CaseDraft:
    """This will change what the case is called and for whom it is.

    Raises:
        ChangedMeanwhile: somebody else did since.
    """
    with transaction.atomic():
        draft = locked(draft)
        if digest_of_details(draft) != seen:
            raise _changed()
        for name, value in details.items():
            setattr(draft, name, value)
        return _changed_by(draft, by, at)


def save_node(
    draft: CaseDraft,
    part: Part,
    node: dict[str, Any],
    *,
    by: Person,
    at: datetime.datetime,
) -> CaseDraft:
    """This will save a moment. `is_start` in it says whether the case begins there.

    Raises:
        ChangedMeanwhile: somebody else changed or removed it since.
        StopCodeTaken: another moment or ending has its new code.
    """
    told = {key: value for key, value in node.items() if key != "is_start"}
    return _save_stop(
        draft,
        part,
        "nodes",
        lambda graph: with_node(graph, part.code, told, is_start=node["is_start"]),
        by=by,
        at=at,
    )


def save_ending(
    draft: CaseDraft,
    part: Part,
    ending: dict[str, Any],
    *,
    by: Person,
    at: datetime.datetime,
) -> CaseDraft:
    """This will save an ending.

    Raises: as `save_node`.
    """
    is_critical = ending["is_critical"]
    return _save_stop(
        draft,
        part,
        "endings",
        lambda graph: with_ending(
            graph, part.code, ending["text"], is_critical=is_critical
        ),
        by=by,
        at=at,
    )


def add_stop(
    draft: CaseDraft, kind: str, *, by: Person, at: datetime.datetime
) -> tuple[CaseDraft, str]:
    """This will add an empty moment or ending, and give its code."""
    with transaction.atomic():
        draft = locked(draft)
        draft.graph, code = with_new(draft.graph, kind)
        return _changed_by(draft, by, at), code


def remove_stop(
    draft: CaseDraft, part: Part, *, by: Person, at: datetime.datetime
) -> CaseDraft:
    """This will take a moment or ending out; what led to it leads nowhere yet.

    Raises:
        ChangedMeanwhile: somebody else changed it since.
    """
    with transaction.atomic():
        draft = locked(draft)
        if not is_stop(draft.graph, part.was):
            return draft
        if digest_of_stop(draft.graph, part.was) != part.seen:
            raise _changed()
        draft.graph = without(draft.graph, part.was)
        return _changed_by(draft, by, at)


def discard_draft(
    draft: CaseDraft, *, seen: str, by: Person, at: datetime.datetime
) -> None:
    """This will throw a draft away; what is published stays as it is.

    Raises:
        ChangedMeanwhile: somebody wrote in it since.
    """
    with transaction.atomic():
        draft = locked(draft)
        if digest_of_draft(draft) != seen:
            raise _changed()
        _tell("CASE-DRAFT-DISCARDED", draft, by, at)
        draft.delete()


def locked(draft: CaseDraft) -> CaseDraft:
    """This will give the draft as it stands, and let nobody else change it now.

    Raises:
        DraftGone: it is not there any more.
    """
    found = (
        CaseDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    )
    if found is None:
        raise DraftGone(_("This draft was published or discarded meanwhile."))
    return found


def _save_stop(
    draft: CaseDraft,
    part: Part,
    place: str,
    change: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    by: Person,
    at: datetime.datetime,
) -> CaseDraft:
    with transaction.atomic():
        draft = locked(draft)
        if digest_of_stop(draft.graph, part.was) != part.seen:
            raise _changed()
        if part.is_taken(draft.graph, place):
            raise StopCodeTaken(_("Another moment or ending has this code."))
        is_there = is_stop(draft.graph, part.was)
        graph = renamed(draft.graph, part.was, part.code) if is_there else draft.graph
        draft.graph = change(graph)
        return _changed_by(draft, by, at)


def _begun(
    draft: CaseDraft,
    by: Person,
    at: datetime.datetime,
    authors: list[str] | None = None,
) -> CaseDraft:
    draft.authors = [str(by.pk)] if authors is None else authors
    draft.begun_at = draft.changed_at = at
    draft.changed_by = by
    draft.save()
    _tell("CASE-DRAFT-BEGUN", draft, by, at)
    return draft


def _changed_by(draft: CaseDraft, by: Person, at: datetime.datetime) -> CaseDraft:
    draft.authors = sorted({*draft.authors, str(by.pk)})
    draft.changed_at, draft.changed_by = at, by
    draft.save()
    _tell("CASE-DRAFT-CHANGED", draft, by, at)
    return draft


def _tell(action: str, draft: CaseDraft, by: Person, at: datetime.datetime) -> None:
    audit.append(
        action,
        by=by,
        at=at,
        about=draft,
        case=audit.code_or_digest(draft.code),
        sha256=digest_of_draft(draft),
    )


def _changed() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _(
            "Somebody else changed this since you opened it. Nothing was overwritten: "
            "what you typed and what is saved now are both below."
        )
    )
