"""An assessor signs what they observed, bound to exactly what was in view."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.fresh_sign_in import SignIn
from home.models import Person
from modules.actions.admitting import Observed, require_admitted
from modules.actions.beginning_ratings import require_correctable
from modules.actions.editions import canonical_sha256
from modules.actions.observation_drafts import (
    DraftClosed,
    locked_draft,
    refuse_patient_words,
)
from modules.actions.practicum import hold_still, keep_observation, tell_of_fail
from modules.models import (
    Observation,
    ObservationDetail,
    ObservationDraft,
    PracticumForm,
)
from modules.rating_rules import Marks, as_signed, faults, marks_from
from modules.selectors.observation_drafts import (
    pair_marks,
    record_of,
    self_rating_of,
)
from modules.signed_practicum import digest_of_signed

# 21 CFR 11.200: each signing is preceded by a fresh proof of who signs.
FRESH = datetime.timedelta(minutes=5)
OBSERVED, STOPPED, CORRECTED = "OBSERVED", "STOPPED", "CORRECTED"
State = ObservationDraft.State


class NotWhole(RuleBroken):
    """Something on the form is still to be marked or mended."""

    code = "PRACTICUM-NOT-WHOLE"
    status = 422


class ShownOtherwise(RuleBroken):
    """What the assessor looked at is not what is kept."""

    code = "PRACTICUM-CHANGED"


class SignInStale(RuleBroken):
    """Too long ago, or not yet: who signs has to prove again who they are."""

    code = "SIGN-IN-NOT-FRESH"
    status = 403


class PairDiffers(RuleBroken):
    """What is rated once for the pair was rated otherwise for the partner."""

    code = "PRACTICUM-PAIR-DIFFERS"


@dataclass(frozen=True)
class Proof:
    """Who signs proved it, and says over what.

    Args:
        shown_sha256: the digest of the record that the page showed.
    """

    sign_in: SignIn
    shown_sha256: str


def sign_observation(
    draft: ObservationDraft, proof: Proof, *, by: Person, at: datetime.datetime
) -> Observation:
    """This will put a rating on record with its signature. Twice signs once.

    Raises:
        NotAllowed: it is somebody else's, or a rating of oneself.
        DraftClosed: it was dropped.
        SignInStale: the fresh sign-in is older than five minutes.
        ShownOtherwise: it was saved again since it was shown.
        NotWhole: the form's rules are not met.
        CorrectedAlready: what it puts right was put right meanwhile.
        PairDiffers: the partner's signed form says otherwise where both share.
        NotTheirAssessor, ObservationRefused, RecordedAlready, RuleBroken: as when a
            session is recorded, asked again now.
    """
    with transaction.atomic():
        kept = locked_draft(draft, by)
        signed = ObservationDetail.objects.filter(draft_key=kept.pk).first()
        if signed:
            return signed.observation
        _require_open(kept)
        _require_fresh(proof.sign_in, at)
        shown = _require_shown(kept, proof.shown_sha256)
        marks = as_signed(marks_from(kept.marks))
        require_whole(kept, marks)
        _require_same_pair(kept, marks)
        refuse_patient_words(marks.note, kept.person, kept.rater)
        if kept.corrects:
            hold_still(kept.person)
            require_correctable(kept.corrects, by)
        observed = _observed(kept, marks)
        require_admitted(kept.person, observed, by=by, at=at)
        observation = keep_observation(kept.person, observed, by=by, at=at)
        _keep_detail(observation, kept, shown, _signature(kept, proof.sign_in, at))
        kept.state = State.SIGNED
        kept.save(update_fields=["state"])
        tell_of_fail(observation)
    return observation


def _require_open(kept: ObservationDraft) -> None:
    if kept.is_own:
        raise NotAllowed(_("Nobody signs a rating of their own work."))
    if not kept.is_under_way:
        raise DraftClosed(_("This form was put aside. Begin again to rate it."))


def _require_fresh(sign_in: SignIn, at: datetime.datetime) -> None:
    if not datetime.timedelta() <= at - sign_in.at <= FRESH:
        raise SignInStale(_("Type your password once more, then sign."))


def _require_shown(kept: ObservationDraft, sha256: str) -> dict:
    shown = record_of(kept)
    if canonical_sha256(shown) != sha256:
        raise ShownOtherwise(
            _(
                "The form was changed since this page was loaded. Look at it as it is "
                "now, then sign."
            )
        )
    return shown


def require_whole(kept: ObservationDraft, marks: Marks) -> None:
    """This will refuse a form on which something is left.

    Raises:
        NotWhole: with how much it is.
    """
    left = len(faults(kept.form_content, marks, rated_for=kept.rated_for))
    if left:
        raise NotWhole(
            ngettext(
                "One thing on the form is still to be marked or mended.",
                "%(left)s things on the form are still to be marked or mended.",
                left,
            )
            % {"left": left}
        )


def _require_same_pair(kept: ObservationDraft, marks: Marks) -> None:
    theirs = pair_marks(kept, State.SIGNED)
    if marks.is_stopped:
        return
    for code, level in theirs.ratings.items():
        same_marks = list(marks.behaviours[code]) == list(theirs.behaviours[code])
        if marks.ratings[code] != level or not same_marks:
            title = next(
                one["title"]
                for one in kept.form_content["domains"]
                if one["code"] == code
            )
            raise PairDiffers(
                _(
                    "“%(title)s” is rated once for the pair, and you signed it "
                    "otherwise for the partner. Rate it the same, or correct that one."
                )
                % {"title": title}
            )


def _observed(kept: ObservationDraft, marks: Marks) -> Observed:
    form = PracticumForm(
        code=kept.form_code, title=kept.form_title, content=kept.form_content
    )
    return Observed(
        form=form,
        clinic=kept.clinic,
        assessor=kept.rater,
        kind=kept.kind,
        supervision=kept.supervision,
        session_code=kept.session_code,
        observed_on=kept.observed_on,
        ratings=dict(marks.ratings),
        had_critical_fail=marks.is_stopped,
        corrects=kept.corrects,
    )


def _signature(
    kept: ObservationDraft, sign_in: SignIn, at: datetime.datetime
) -> dict[str, str]:
    meaning = STOPPED if kept.state == State.STOPPED else OBSERVED
    return {
        "name": kept.rater.name,
        "role": "ASSESSOR",
        "meaning": CORRECTED if kept.corrects_id else meaning,
        "method": sign_in.method,
        "signed_in_at": sign_in.at.isoformat(),
        "at": at.isoformat(),
    }


def _keep_detail(
    observation: Observation, kept: ObservationDraft, shown: dict, signature: dict
) -> None:
    marks = as_signed(marks_from(kept.marks))
    detail = ObservationDetail.objects.create(
        observation=observation,
        draft_key=kept.pk,
        behaviours=shown["marks"]["behaviours"],
        critical_fails=shown["marks"]["critical"],
        stopped_at=kept.stopped_at if marks.is_stopped else None,
        note=marks.note,
        consent_recorded=kept.consent_recorded,
        rated_for=kept.rated_for,
        reason=kept.reason,
        self_rating=self_rating_of(kept),
        signature=signature,
        shown=shown,
        sha256=canonical_sha256(shown),
    )
    audit.append(
        "OBSERVATION-SIGNED",
        by=kept.rater,
        at=observation.recorded_at,
        about=observation,
        person=observation.person_id,
        record=detail.sha256,
        signed=digest_of_signed(observation, detail),
        sign_in=signature["method"],
    )
