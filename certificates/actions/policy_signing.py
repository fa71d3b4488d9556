"""Two people sign a version of the gate's policy, under whom it would touch."""

import datetime

from django.utils.translation import gettext as _

from certificates.actions.first_signers import require_apart_from_first
from certificates.actions.policies import (
    clinic_of,
    log_policy,
    require_floors,
    require_not_past,
    still_a_policy_draft,
)
from certificates.actions.policy_steps import Step, step_of
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_not_suspended,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.models import PolicyVersion, Signature
from certificates.permissions import FIRST_SIGNERS, SECOND_SIGNERS
from certificates.selectors.policy_words import changed_codes
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import AuditEntry, Person
from home.permissions import person_has_role

State, Meaning = PolicyVersion.State, Signature.Meaning
WRITTEN = ("POLICY-DRAFTED", "POLICY-EDITED")


class PolicyReasonMissing(RuleBroken):
    """Whoever reads the versions later has to learn why."""

    code = "POLICY-REASON-MISSING"


class PolicyTheSame(RuleBroken):
    """It asks exactly what is in force at that moment."""

    code = "POLICY-THE-SAME"


class PolicyFirstStands(RuleBroken):
    """Somebody signed first already; the second signature is another act."""

    code = "POLICY-FIRST-STANDS"


class PolicyFirstMissing(RuleBroken):
    """There is no first signature under what is shown."""

    code = "POLICY-FIRST-MISSING"


@refusals_logged("POLICY-SIGN-FIRST")
def sign_policy_first(
    draft: PolicyVersion, *, signer: Signer, shown_sha256: str
) -> PolicyVersion:
    """This will put the first of two signatures under a draft. Nothing changes by it.

    Whoever wrote it may sign first, and never second.

    Raises:
        NotAllowed, SignInNotFresh: not a clinical director who may sign, or one who
            would gain by it.
        NoPolicyDraft: somebody was quicker. PolicyFirstStands: somebody signed first.
        PolicyTooLoose, PolicyBackdated, PolicyReasonMissing, PolicyTheSame: it is not
            whole yet.
        RecordChanged: the draft, or whom it would touch, is not what was shown.
    """
    clinic = clinic_of(draft)
    role = require_signer(signer, clinic, None, FIRST_SIGNERS)
    step = step_of(still_a_policy_draft(draft), signer.at)
    fresh = step.draft
    _require_whole(step, signer.at)
    require_unchanged(step.shown, shown_sha256)
    if standing_first(step, signer.at):
        raise PolicyFirstStands(_("Somebody signed first already. Look at it again."))
    _require_no_gain(step, signer.person)
    deed = Deed(Meaning.POLICY_FIRST, fresh, clinic, None, step.shown)
    signature = sign(deed, signer, role, fresh.reason)
    fresh.first_by, fresh.first_at = signer.person, signer.at
    fresh.save(update_fields=["first_by", "first_at"])
    facts = {"signature": signature.sha256, **step.preview.counts}
    log_policy("POLICY-FIRST-SIGNED", fresh, signer.person, signer.at, **facts)
    return fresh


@refusals_logged("POLICY-SIGN")
def sign_policy(
    draft: PolicyVersion, *, signer: Signer, shown_sha256: str
) -> PolicyVersion:
    """This will sign second: from its moment on, the clinic is judged by the version.

    Raises:
        NotAllowed, SignInNotFresh: not a clinical or medical director who may sign;
            whoever wrote it, signed first, is close to who did, or would gain by it.
        PolicyFirstMissing: nobody's first signature stands under what is shown.
        NoPolicyDraft, PolicyTooLoose, PolicyBackdated, PolicyReasonMissing,
            PolicyTheSame, RecordChanged: as for the first signature.
    """
    clinic, at = clinic_of(draft), signer.at
    role = require_signer(signer, clinic, None, SECOND_SIGNERS)
    step = step_of(still_a_policy_draft(draft), at)
    fresh = step.draft
    _require_whole(step, at)
    require_unchanged(step.shown, shown_sha256)
    first = standing_first(step, at)
    if first is None:
        raise PolicyFirstMissing(
            _("No first signature stands under what is shown. Two have to sign again.")
        )
    _require_second(step, first, signer.person)
    deed = Deed(Meaning.POLICY_SIGNED, fresh, clinic, None, step.shown)
    signature = sign(deed, signer, role, fresh.reason)
    fresh.state, fresh.second_by, fresh.signed_at = State.SIGNED, signer.person, at
    fresh.in_force_from = fresh.in_force_from or at
    fresh.save(update_fields=["state", "second_by", "signed_at", "in_force_from"])
    log_policy(
        "POLICY-SIGNED",
        fresh,
        signer.person,
        at,
        signature=signature.sha256,
        first=first.sha256,
        in_force_from=fresh.in_force_from,
        **step.preview.counts,
    )
    return fresh


def standing_first(step: Step, at: datetime.datetime) -> Signature | None:
    """This will give the first signature, where it is under exactly what is shown now.

    None as well when whoever gave it could not sign first now.
    """
    signature = first_signature_of(step.draft)
    if signature is None or signature.subject_sha256 != step.sha256:
        return None
    try:
        require_not_suspended(signature.by, at)
        _require_no_gain(step, signature.by)
    except NotAllowed:
        return None
    clinic = clinic_of(step.draft)
    held = (person_has_role(signature.by, clinic, role, at) for role in FIRST_SIGNERS)
    return signature if any(held) else None


def first_signature_of(draft: PolicyVersion) -> Signature | None:
    """This will find the first of two signatures, whether it stands or not."""
    if draft.first_at is None:
        return None
    rows = Signature.objects.filter(
        subject_kind=PolicyVersion._meta.label,
        subject_id=str(draft.pk),
        meaning=Meaning.POLICY_FIRST,
        by=draft.first_by_id,
        at=draft.first_at,
    )
    return rows.select_related("by").last()


def why_not_sign_policy(step: Step, first: Signature | None, person: Person) -> str:
    """This will say why somebody cannot sign next; empty when they can.

    Args:
        first: the first signature that stands; None while there is none.
    """
    try:
        if first is None:
            _require_no_gain(step, person)
        else:
            _require_second(step, first, person)
    except NotAllowed as refusal:
        return refusal.message
    return ""


def what_is_missing(step: Step, at: datetime.datetime) -> str:
    """This will say why a draft cannot be signed yet; empty when it can."""
    try:
        _require_whole(step, at)
    except RuleBroken as refusal:
        return refusal.message
    return ""


def _require_whole(step: Step, at: datetime.datetime) -> None:
    require_floors(step.draft.document)
    require_not_past(step.draft.in_force_from, at)
    if not step.draft.reason.strip():
        raise PolicyReasonMissing(
            _("Write the reason into the draft: whoever reads it later learns why.")
        )
    if not changed_codes(step.old, step.new) and not step.overtaken:
        raise PolicyTheSame(
            _("It asks exactly what is in force then, so there is nothing to sign.")
        )


def _require_second(step: Step, first: Signature, person: Person) -> None:
    if _has_written(step.draft, person):
        raise NotAllowed(
            _(
                "You wrote on this version, so you could only sign first. Somebody "
                "else signs second."
            )
        )
    require_apart_from_first(person, first.by)
    _require_no_gain(step, person)


def _require_no_gain(step: Step, person: Person) -> None:
    if str(person.pk) in step.gainers:
        raise NotAllowed(
            _("You would gain by it yourself. Another director signs for it.")
        )


def _has_written(draft: PolicyVersion, person: Person) -> bool:
    """The row keeps who began it; the log keeps all who ever edited it."""
    told = AuditEntry.objects.filter(
        subject_kind=draft._meta.label, subject_id=str(draft.pk), action__in=WRITTEN
    )
    return draft.drafted_by_id == person.pk or told.filter(by=person.pk).exists()
