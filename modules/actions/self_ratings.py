"""Somebody rates their own session, and locks it before they read the assessor's."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Person
from modules.actions.beginning_ratings import RatedAlready
from modules.actions.editions import canonical_sha256
from modules.actions.observation_drafts import (
    DraftClosed,
    locked_draft,
    refuse_patient_words,
)
from modules.actions.signing_observations import ShownOtherwise, require_whole
from modules.models import ObservationDraft, SelfRating
from modules.rating_rules import marks_from
from modules.selectors.observation_drafts import record_of, self_rating_of
from modules.selectors.practicum import is_shown_already
from modules.signed_practicum import digest_of_self_rating

State = ObservationDraft.State


class ReadAlready(RuleBroken):
    """The assessor's levels were open to read before one's own were locked."""

    code = "PRACTICUM-READ-ALREADY"


def lock_self_rating(
    draft: ObservationDraft, shown_sha256: str, *, by: Person, at: datetime.datetime
) -> SelfRating:
    """This will keep how somebody rated themselves, for good. Twice locks once.

    Raises:
        NotAllowed: it is somebody else's, or a rating of somebody else.
        DraftClosed: it was dropped.
        ShownOtherwise: it was saved again since it was shown.
        NotWhole: the form's rules are not met.
        ReadAlready: the assessor's levels are open already.
        RatedAlready: another one of the same session is locked.
    """
    with transaction.atomic():
        kept = locked_draft(draft, by)
        if not kept.is_own:
            raise NotAllowed(_("This is a form about somebody else."))
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        locked = self_rating_of(kept)
        if kept.state == State.SIGNED and locked:
            return locked
        _require_first(kept, locked, at)
        rating = _keep(kept, shown_sha256, at)
        kept.state = State.SIGNED
        kept.save(update_fields=["state"])
        audit.append(
            "SELF-RATING-LOCKED",
            by=by,
            at=at,
            about=rating,
            person=by.pk,
            record=rating.sha256,
        )
    return rating


def _require_first(
    kept: ObservationDraft, locked: SelfRating | None, at: datetime.datetime
) -> None:
    if locked:
        raise RatedAlready(
            _("You have locked your own rating of this session. It stays as it is.")
        )
    if not kept.is_under_way:
        raise DraftClosed(_("This form was put aside. Begin again to rate it."))
    if is_shown_already(kept, at):
        raise ReadAlready(
            _(
                "The assessor’s levels of this session are open to you already. A "
                "rating of one’s own comes before them."
            )
        )


def _keep(
    kept: ObservationDraft, shown_sha256: str, at: datetime.datetime
) -> SelfRating:
    shown, marks = record_of(kept), marks_from(kept.marks)
    if canonical_sha256(shown) != shown_sha256:
        raise ShownOtherwise(
            _(
                "The form was changed since this page was loaded. Look at it as it is "
                "now, then lock it."
            )
        )
    require_whole(kept, marks)
    refuse_patient_words(marks.note, kept.person)
    rating = SelfRating(
        person=kept.person,
        clinic=kept.clinic,
        form_code=kept.form_code,
        form_title=kept.form_title,
        form_content=kept.form_content,
        kind=kept.kind,
        session_code=kept.session_code,
        observed_on=kept.observed_on,
        rated_for=kept.rated_for,
        behaviours=shown["marks"]["behaviours"],
        ratings=shown["marks"]["ratings"],
        note=marks.note,
        locked_at=at,
    )
    rating.sha256 = digest_of_self_rating(rating)
    rating.save(force_insert=True)
    return rating
