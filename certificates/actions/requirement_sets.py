"""Drafts of a clinic's own requirement sets: cloned, edited, discarded."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certificates.actions.requirement_limits import require_sound
from certificates.models import RequirementSet
from certificates.permissions import person_directs
from certificates.requirements.editing import as_group
from certificates.selectors.requirement_versions import (
    CONTENT,
    SETTINGS,
    digest_of_content,
)
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person

State = RequirementSet.State
Moment = datetime.datetime


class DraftExists(RuleBroken):
    """The clinic is writing a version of this credential already."""

    code = "REQUIREMENTS-DRAFT-EXISTS"


class NotInForce(RuleBroken):
    """Only the version in force can be cloned or retired."""

    code = "REQUIREMENTS-NOT-IN-FORCE"


class NoDraft(RuleBroken):
    """The version is no draft any more: it stays as it is."""

    code = "REQUIREMENTS-NO-DRAFT"


class DraftChanged(RuleBroken):
    """Somebody else changed the draft since it was shown."""

    code = "REQUIREMENTS-DRAFT-CHANGED"


@refusals_logged("REQUIREMENTS-DRAFT")
def start_draft(
    source: RequirementSet, clinic: Clinic, *, by: Person, at: Moment
) -> RequirementSet:
    """This will clone a version in force into a draft of the clinic.

    Raises:
        NotAllowed: not a clinical director of the clinic, or another clinic's version.
        NotInForce: it is not in force. DraftExists: there is a draft already.
    """
    _require_director(by, clinic, at)
    if source.clinic_id not in (None, clinic.pk):
        raise NotAllowed(_("This version belongs to another clinic."))
    rows = lock_versions(clinic, source.credential_type)
    source = RequirementSet.objects.get(pk=source.pk)
    if source.state != State.ACTIVE:
        raise NotInForce(_("Only a version that is in force can be cloned."))
    if rows.filter(state=State.DRAFT).exists():
        raise DraftExists(_already())
    draft = _clone(
        source, clinic, (rows.aggregate(Max("version"))["version__max"] or 0)
    )
    draft.edited_by, draft.edited_at = by, at
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as problem:
        raise DraftExists(_already()) from problem
    log_change("REQUIREMENTS-DRAFTED", draft, by, at, cloned_from=source.pk)
    return draft


@refusals_logged("REQUIREMENTS-EDIT")
def edit_draft(
    draft: RequirementSet,
    changes: Mapping[str, Any],
    *,
    by: Person,
    at: Moment,
    shown_sha256: str,
) -> RequirementSet:
    """This will change a draft that is still the one that was shown.

    Args:
        changes: new values of the fields in `CONTENT`.
    Raises:
        NotAllowed: not a clinical director of the clinic.
        NoDraft: it is in force or discarded. DraftChanged: somebody was quicker.
        DraftUnsound: a value that no version can have.
    """
    fresh = locked_draft(draft, by, at)
    _require_as_shown(fresh, shown_sha256)
    for name in changes.keys() & set(CONTENT):
        setattr(fresh, name, changes[name])
    require_sound(fresh)
    fresh.sha256 = digest_of_content(fresh)
    fresh.edited_by, fresh.edited_at = by, at
    fresh.save(update_fields=[*CONTENT, "sha256", "edited_by", "edited_at"])
    log_change("REQUIREMENTS-EDITED", fresh, by, at)
    return fresh


@refusals_logged("REQUIREMENTS-DISCARD")
def discard_draft(
    draft: RequirementSet, *, by: Person, at: Moment, shown_sha256: str
) -> None:
    """This will delete a draft; nothing but a draft is ever deleted.

    Raises:
        NotAllowed, NoDraft, DraftChanged: as for an edit.
    """
    fresh = locked_draft(draft, by, at)
    _require_as_shown(fresh, shown_sha256)
    log_change("REQUIREMENTS-DISCARDED", fresh, by, at)
    fresh.delete()


def _clone(source: RequirementSet, clinic: Clinic, highest: int) -> RequirementSet:
    told = {name: getattr(source, name) for name in SETTINGS}
    renewal = source.renewal_tree
    draft = RequirementSet(
        credential_type=source.credential_type,
        clinic=clinic,
        version=highest + 1,
        tree=as_group(source.tree),
        renewal_tree=as_group(renewal) if renewal else None,
        cloned_from=source,
        **told,
    )
    draft.sha256 = digest_of_content(draft)
    return draft


def clinic_of(row: RequirementSet) -> Clinic:
    """This will give the clinic whose version it is.

    Raises:
        NotAllowed: the shipped programme belongs to nobody here.
    """
    if row.clinic is None:
        raise NotAllowed(_("The shipped programme is not changed here. Clone it."))
    return row.clinic


def lock_versions(clinic: Clinic | None, name: str):
    """This will hold a clinic's versions of one credential until this is over."""
    rows = RequirementSet.objects.filter(clinic=clinic, credential_type=name)
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    return rows


def locked_draft(draft: RequirementSet, by: Person, at: Moment) -> RequirementSet:
    """This will read a draft afresh, once whoever else is changing it is done.

    Raises:
        NotAllowed: not a clinical director of the clinic, or the shipped programme.
        NoDraft: it is in force or discarded.
    """
    _require_director(by, clinic_of(draft), at)
    return still_a_draft(draft)


def still_a_draft(draft: RequirementSet) -> RequirementSet:
    """This will read a draft afresh, for whoever was let in already.

    Raises:
        NotAllowed: the shipped programme. NoDraft: it is in force or discarded.
    """
    clinic = clinic_of(draft)
    rows = lock_versions(clinic, draft.credential_type).select_related("clinic")
    fresh = rows.filter(pk=draft.pk, state=State.DRAFT).first()
    if fresh is None:
        raise NoDraft(
            _("This is no draft any more: it is in force, or somebody discarded it.")
        )
    return fresh


def _require_director(by: Person, clinic: Clinic, at: Moment) -> None:
    if not person_directs(by, clinic, at):
        raise NotAllowed(_("Only a clinical director of this clinic can do this."))


def _require_as_shown(draft: RequirementSet, shown_sha256: str) -> None:
    if draft.sha256 != shown_sha256:
        raise DraftChanged(
            _(
                "Somebody changed this draft while you had it open, so nothing was "
                "saved. Look at it again; what you typed is still here."
            )
        )


def log_change(
    action: str, row: RequirementSet, by: Person, at: Moment, **facts: Any
) -> None:
    """This will write the one audit entry of what happened to a version."""
    audit.append(action, by=by, at=at, about=row, sha256=row.sha256, **facts)


def _already() -> str:
    return _("Somebody is writing a new version already. Continue that draft.")
