"""What a case says, whole and in parts, and the digests that bind it."""

from typing import Any

from modules.actions.editions import canonical_sha256
from modules.case_graphs import is_stop
from modules.models import CaseDraft, Scenario
from modules.story_rules import as_kept

DETAILS = (
    "code",
    "title",
    "track_code",
    "minutes",
    "content_note",
    "cast",
    "pass_percent",
    "parallel_to_id",
)


def content_of(row: Scenario | CaseDraft) -> dict[str, Any]:
    """This will give all that a case says, as it is published."""
    told = {name: getattr(row, name) for name in DETAILS}
    is_draft = isinstance(row, CaseDraft)
    return told | {"graph": as_kept(row.graph) if is_draft else row.graph}


def digest_of_details(draft: CaseDraft) -> str:
    """This will bind what the details said."""
    return canonical_sha256([getattr(draft, name) for name in DETAILS])


def digest_of_draft(draft: CaseDraft) -> str:
    """This will bind all that the draft says."""
    return canonical_sha256([digest_of_details(draft), draft.graph])


def digest_of_stop(graph: dict[str, Any], code: str) -> str:
    """This will bind what one moment or ending says; empty where there is none."""
    if not is_stop(graph, code):
        return ""
    if code in graph["nodes"]:
        return canonical_sha256([graph["nodes"][code], graph["start"] == code])
    is_critical = code in graph["critical_endings"]
    return canonical_sha256([graph["endings"][code], is_critical])
