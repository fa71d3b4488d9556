"""Bringing a clinic's draft into force, and going back to the shipped version."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.requirement_sets import (
    NotInForce,
    clinic_of,
    lock_versions,
    log_change,
    still_a_draft,
)
from certificates.actions.requirement_signers import SIGNERS, require_other_hand
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.models import RequirementSet, Signature
from certificates.requirements.editing import numbered, unfinished
from certificates.requirements.safeguards import missing_safeguards, setting_problems
from certificates.selectors.activation import Preview, preview_of
from certificates.selectors.requirement_versions import content_of, set_in_force
from home.actions.denials import refusals_logged
from home.errors import RuleBroken

State = RequirementSet.State


class DraftUnfinished(RuleBroken):
    """Something in the draft cannot be asked of anybody."""

    code = "REQUIREMENTS-UNFINISHED"


class NothingBehind(RuleBroken):
    """No shipped version stands behind the clinic's own."""

    code = "REQUIREMENTS-NOTHING-BEHIND"


@refusals_logged("REQUIREMENTS-ACTIVATE")
def activate_draft(
    draft: RequirementSet, *, signer: Signer, shown_sha256: str
) -> RequirementSet:
    """This will bring a draft into force and retire the clinic's version before it.

    Whoever wrote on it never signs, and nobody who would gain by it. No credential
    and no application changes by it.

    Args:
        shown_sha256: the digest of what `shown_for` gave when the page was made.
    Raises:
        NotAllowed, SignInNotFresh: not somebody else who may sign.
        NoDraft: somebody was quicker. DraftUnfinished: it cannot be asked of anybody.
        RecordChanged: the draft, or whom it would touch, is not what was shown.
    """
    at, clinic = signer.at, clinic_of(draft)
    role = require_signer(signer, clinic, None, SIGNERS)
    fresh = still_a_draft(draft)
    _require_finished(fresh)
    old = set_in_force(fresh.credential_type, clinic)
    preview = preview_of(old, fresh, clinic, at)
    require_other_hand(fresh, preview, signer.person)
    shown = shown_for(fresh, old, preview)
    require_unchanged(shown, shown_sha256)
    deed = Deed(Signature.Meaning.ACTIVATED, fresh, clinic, None, shown)
    signature = sign(deed, signer, role)
    if old and old.clinic_id:
        _retire(old, at)
        log_change("REQUIREMENTS-REPLACED", old, signer.person, at)
    fresh.state, fresh.activated_at, fresh.activated_by = (
        State.ACTIVE,
        at,
        signer.person,
    )
    fresh.save(update_fields=["state", "activated_at", "activated_by"])
    facts = {"replaces": old.pk if old else None, **preview.counts}
    signed = {"signature": signature.sha256}
    log_change("REQUIREMENTS-ACTIVATED", fresh, signer.person, at, **facts, **signed)
    return fresh


@refusals_logged("REQUIREMENTS-RETIRE")
def retire_set(row: RequirementSet, *, signer: Signer, shown_sha256: str) -> None:
    """This will retire a clinic's own version: the shipped one stands again.

    Raises:
        NotAllowed, SignInNotFresh: not somebody else who may sign; the shipped one.
        NotInForce: it is not in force any more.
        NothingBehind: no shipped version would stand in its place.
        RecordChanged: what was shown is no longer so.
    """
    clinic = clinic_of(row)
    role = require_signer(signer, clinic, None, SIGNERS)
    lock_versions(clinic, row.credential_type)
    fresh = RequirementSet.objects.select_related("clinic").get(pk=row.pk)
    if fresh.state != State.ACTIVE:
        raise NotInForce(_("This version is not in force any more."))
    behind = shipped_behind(fresh)
    preview = preview_of(fresh, behind, clinic, signer.at)
    require_other_hand(fresh, preview, signer.person)
    shown = shown_for(behind, fresh, preview)
    require_unchanged(shown, shown_sha256)
    deed = Deed(Signature.Meaning.RETIRED, fresh, clinic, None, shown)
    signature = sign(deed, signer, role)
    _retire(fresh, signer.at)
    facts = {"behind": behind.pk, "signature": signature.sha256, **preview.counts}
    log_change("REQUIREMENTS-RETIRED", fresh, signer.person, signer.at, **facts)


def shipped_behind(row: RequirementSet) -> RequirementSet:
    """This will give the shipped version that stands once a clinic's own is retired.

    Raises:
        NothingBehind: there is none.
    """
    shipped = RequirementSet.objects.filter(clinic__isnull=True, state=State.ACTIVE)
    found = shipped.filter(credential_type=row.credential_type).first()
    if found is None:
        raise NothingBehind(_("No shipped version would stand in its place."))
    return found


def shown_for(
    new: RequirementSet, old: RequirementSet | None, preview: Preview
) -> dict[str, Any]:
    """This will give what is signed: the whole version, and whom it touches."""
    return {
        "credential_type": new.credential_type,
        "version": new.version,
        "content": content_of(new),
        "replaces": {"id": old.pk, "sha256": old.sha256} if old else None,
        "preview": {"sha256": preview.sha256, **preview.counts},
    }


def problems_of(draft: RequirementSet) -> list[str]:
    """This will say, with its place, what keeps a draft from being asked of anybody."""
    paths = [(_("Part"), draft.tree), (_("Renewal, part"), draft.renewal_tree)]
    open_parts = [
        f"{label} {numbered(place)}: {problem}" if place else problem
        for label, tree in paths
        if tree
        for place, problem in unfinished(tree)
    ]
    return open_parts + below_the_least(draft)


def below_the_least(draft: RequirementSet) -> list[str]:
    """This will say where a version goes below what every version keeps."""
    name = draft.credential_type
    figures = ("signers", "valid_months", "minimum_active_days")
    told = {figure: getattr(draft, figure) for figure in figures}
    found = setting_problems(name, **told) + missing_safeguards(name, draft.tree)
    if draft.renewal_tree:
        words = _("Renewal: %(problem)s")
        missing = missing_safeguards(name, draft.renewal_tree)
        found += [words % {"problem": problem} for problem in missing]
    return found


def _require_finished(draft: RequirementSet) -> None:
    problems = problems_of(draft)
    if problems:
        raise DraftUnfinished(" ".join(problems))


def _retire(row: RequirementSet, at: datetime.datetime) -> None:
    row.state, row.retired_at = State.RETIRED, at
    row.save(update_fields=["state", "retired_at"])
