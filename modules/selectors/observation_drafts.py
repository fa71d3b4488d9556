"""Questions about ratings under way: whose they are, and what a pair shares."""

from typing import Any
from uuid import UUID

from modules.models import Observation, ObservationDetail, ObservationDraft, SelfRating
from modules.rating_rules import Marks, as_signed, marks_from


def draft_of(rater_id: UUID, draft_id: UUID) -> ObservationDraft | None:
    """This will find somebody's own draft; None when there is none, or another's."""
    rows = ObservationDraft.objects.select_related("person", "rater", "clinic")
    return rows.filter(pk=draft_id, rater=rater_id).first()


def drafts_under_way(rater_id: UUID) -> list[ObservationDraft]:
    """This will list what somebody began to rate and has not signed, newest first."""
    rows = ObservationDraft.objects.filter(
        rater=rater_id, state__in=ObservationDraft.UNDER_WAY
    )
    return list(rows.select_related("person", "clinic").defer("form_content"))


def record_of(draft: ObservationDraft) -> dict[str, Any]:
    """This will give the whole record that is signed or locked, as plain data.

    Signatures are bound to its digest: changing its shape orphans those of drafts
    that are being signed at that moment. What was signed keeps its own copy.
    """
    return {
        "draft": str(draft.pk),
        "person": {"id": str(draft.person_id), "name": draft.person.name},
        "rater": {"id": str(draft.rater_id), "name": draft.rater.name},
        "clinic": {"id": draft.clinic_id, "name": draft.clinic.name},
        "form": {
            "code": draft.form_code,
            "title": draft.form_title,
            "content": draft.form_content,
        },
        "session": {
            "code": draft.session_code,
            "kind": draft.kind,
            "supervision": draft.supervision,
            "observed_on": draft.observed_on.isoformat(),
            "rated_for": draft.rated_for,
            "consent_recorded": draft.consent_recorded,
        },
        "marks": as_signed(marks_from(draft.marks)).plain(),
        "stopped_at": draft.stopped_at.isoformat() if draft.stopped_at else None,
        "corrects": str(draft.corrects_id) if draft.corrects_id else None,
        "reason": draft.reason,
    }


def self_rating_of(row: Observation | ObservationDraft) -> SelfRating | None:
    """This will find how the person rated the same session themselves."""
    return SelfRating.objects.filter(
        person=row.person_id,
        clinic=row.clinic_id,
        form_code=row.form_code,
        kind=row.kind,
        session_code=row.session_code,
    ).first()


def marks_of(row: Observation) -> Marks:
    """This will give what was marked on record; what came in on paper has levels."""
    detail = ObservationDetail.objects.filter(observation=row).first()
    return marks_from(detail.shown["marks"] if detail else {"ratings": row.ratings})


def pair_marks(draft: ObservationDraft, *states: str) -> Marks:
    """This will give what the same assessor marked for the partner and both share.

    Of the partner's form only the domains that the form rates once for the pair.

    Args:
        states: of the partner's form; the first one that is found counts.
    """
    shared = shared_domains(draft)
    if draft.is_own or not shared:
        return Marks()
    theirs = _partners_marks(draft, states)
    return Marks(
        behaviours={k: v for k, v in theirs.behaviours.items() if k in shared},
        ratings={k: v for k, v in theirs.ratings.items() if k in shared},
    )


def shared_domains(draft: ObservationDraft) -> set[str]:
    """This will name the domains that are rated once for the pair."""
    domains = draft.form_content["domains"]
    return {one["code"] for one in domains if one.get("rated_once_for_pair")}


def _partners_marks(draft: ObservationDraft, states: tuple[str, ...]) -> Marks:
    rows = ObservationDraft.objects.filter(
        rater=draft.rater_id,
        clinic=draft.clinic_id,
        form_code=draft.form_code,
        kind=draft.kind,
        session_code=draft.session_code,
    ).exclude(person__in=[draft.person_id, draft.rater_id])
    for state in states:
        found = rows.filter(state=state).order_by("-saved_at").first()
        if found:
            return as_signed(marks_from(found.marks))
    return Marks()
