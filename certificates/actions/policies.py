"""A clinic's own versions of the gate's policy: drafted, edited, withdrawn."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.clearance.policy import POLICY_ID, default_policy, policy_sha256
from certificates.clearance.world import PolicyFacts
from certificates.models import PolicyVersion
from certificates.permissions import person_directs
from certificates.rules.policy_floors import problems_of
from certificates.selectors.policies import policy_in_force
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person

State = PolicyVersion.State
Moment = datetime.datetime
MOST_LETTERS = 2000


class PolicyDraftExists(RuleBroken):
    """The clinic is writing a version already."""

    code = "POLICY-DRAFT-EXISTS"


class NoPolicyDraft(RuleBroken):
    """The version is no draft any more: it stays as it is."""

    code = "POLICY-NO-DRAFT"


class PolicyDraftChanged(RuleBroken):
    """Somebody else changed the draft since it was shown."""

    code = "POLICY-DRAFT-CHANGED"


class PolicyTooLoose(RuleBroken):
    """It asks less than what protects the patient in every version."""

    code = "POLICY-TOO-LOOSE"


class PolicyBackdated(RuleBroken):
    """No version holds from before it was signed: old decisions keep theirs."""

    code = "POLICY-BACKDATED"


@dataclass(frozen=True)
class PolicyWish:
    """What a draft is to say.

    Args:
        parameters: new values by criterion and name; what is not named stays.
        in_force_from: an aware moment; None for the moment of the second signature.
    """

    parameters: Mapping[str, Mapping[str, Any]]
    reason: str = ""
    in_force_from: Moment | None = None


@refusals_logged("POLICY-DRAFT")
def start_policy(clinic: Clinic, *, by: Person, at: Moment) -> PolicyVersion:
    """This will clone the version in force at a clinic into a draft.

    Raises:
        NotAllowed: not a clinical director of the clinic.
        PolicyDraftExists: there is a draft already.
    """
    _require_director(by, clinic, at)
    rows = lock_policies(clinic)
    if rows.filter(state=State.DRAFT).exists():
        raise PolicyDraftExists(_already())
    source, _row = policy_in_force(at, clinic)
    highest = rows.aggregate(Max("version"))["version__max"] or 0
    # No number that a shipped version has: an answer names its policy by it.
    highest = max(highest, default_policy().version)
    document = _document(source, highest + 1)
    draft = PolicyVersion(
        clinic=clinic,
        policy_id=POLICY_ID,
        version=highest + 1,
        document=document,
        sha256=policy_sha256(document),
        drafted_by=by,
        drafted_at=at,
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as problem:
        raise PolicyDraftExists(_already()) from problem
    log_policy("POLICY-DRAFTED", draft, by, at, cloned_from=source.sha256)
    return draft


@refusals_logged("POLICY-EDIT")
def edit_policy(
    draft: PolicyVersion,
    wish: PolicyWish,
    *,
    by: Person,
    at: Moment,
    shown_sha256: str,
) -> PolicyVersion:
    """This will change a draft that is still the one that was shown.

    A first signature under it no longer stands afterwards.

    Raises:
        NotAllowed: not a clinical director of the clinic.
        NoPolicyDraft: it is signed or withdrawn.
        PolicyDraftChanged: somebody was quicker.
        PolicyTooLoose: it asks less than every version keeps.
        PolicyBackdated: it would hold from a moment that is past.
    """
    fresh = _written_by(draft, by, at)
    _require_as_shown(fresh, shown_sha256)
    document = _with_values(fresh.document, wish.parameters)
    require_floors(document)
    require_not_past(wish.in_force_from, at)
    fresh.document, fresh.sha256 = document, policy_sha256(document)
    fresh.reason = wish.reason.strip()[:MOST_LETTERS]
    fresh.in_force_from = wish.in_force_from
    fresh.first_by, fresh.first_at = None, None
    fresh.save()
    log_policy("POLICY-EDITED", fresh, by, at)
    return fresh


@refusals_logged("POLICY-WITHDRAW")
def withdraw_policy(
    draft: PolicyVersion, *, by: Person, at: Moment, shown_sha256: str
) -> PolicyVersion:
    """This will put a draft aside; it is kept, and never signed.

    Raises:
        NotAllowed, NoPolicyDraft, PolicyDraftChanged: as for an edit.
    """
    fresh = _written_by(draft, by, at)
    _require_as_shown(fresh, shown_sha256)
    fresh.state = State.WITHDRAWN
    fresh.save(update_fields=["state"])
    log_policy("POLICY-WITHDRAWN", fresh, by, at)
    return fresh


def digest_of_draft(draft: PolicyVersion) -> str:
    """This will give the digest that the forms of a draft carry along."""
    told = {
        "sha256": draft.sha256,
        "reason": draft.reason,
        "in_force_from": as_told(draft.in_force_from),
        "state": draft.state,
    }
    return sha256_of(canonical_json(told))


def as_told(moment: Moment | None) -> str | None:
    """This will write a moment so that it is the same in every time zone."""
    return moment.astimezone(datetime.UTC).isoformat() if moment else None


def clinic_of(row: PolicyVersion) -> Clinic:
    """This will give the clinic whose version it is.

    Raises:
        NotAllowed: it is every clinic's, and nobody changes it here.
    """
    if row.clinic is None:
        raise NotAllowed(
            _("This version is every clinic’s. Begin a draft of your own.")
        )
    return row.clinic


def lock_policies(clinic: Clinic):
    """This will hold a clinic's versions until this is over."""
    rows = PolicyVersion.objects.filter(clinic=clinic, policy_id=POLICY_ID)
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    return rows


def still_a_policy_draft(draft: PolicyVersion) -> PolicyVersion:
    """This will read a draft afresh, once whoever else is changing it is done.

    Raises:
        NotAllowed: every clinic's. NoPolicyDraft: it is signed or withdrawn.
    """
    rows = lock_policies(clinic_of(draft)).select_related("clinic", "first_by")
    fresh = rows.filter(pk=draft.pk, state=State.DRAFT).first()
    if fresh is None:
        raise NoPolicyDraft(
            _("This is no draft any more: it was signed, or somebody withdrew it.")
        )
    return fresh


def require_floors(document: Mapping[str, Any]) -> None:
    """This will refuse a version that asks less than every version keeps.

    Raises:
        PolicyTooLoose: each floor is named in a sentence.
    """
    problems = problems_of(document)
    if problems:
        raise PolicyTooLoose(" ".join(problems))


def require_not_past(moment: Moment | None, at: Moment) -> None:
    """This will refuse a moment that lies before the one in which it is asked for.

    Raises:
        PolicyBackdated: it does.
    """
    if moment and moment < at:
        raise PolicyBackdated(
            _(
                "The moment from which it should hold is past. No version holds from "
                "before it is signed: choose a later moment, or leave it empty."
            )
        )


def log_policy(
    action: str, row: PolicyVersion, by: Person, at: Moment, **facts: Any
) -> None:
    """This will write the one audit entry of what happened to a version."""
    told = {"version": row.version, "sha256": row.sha256}
    audit.append(action, by=by, at=at, about=row, **told, **facts)


def _document(source: PolicyFacts, version: int) -> dict[str, Any]:
    criteria = [
        {"code": row.code, "parameters": dict(row.parameters)}
        for row in source.criteria
    ]
    return {"id": POLICY_ID, "version": version, "criteria": criteria}


def _with_values(
    document: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Parameters of a criterion that the version does not name change nothing."""
    criteria = [
        row | {"parameters": {**row["parameters"], **values.get(row["code"], {})}}
        for row in document["criteria"]
    ]
    return {**document, "criteria": criteria}


def _written_by(draft: PolicyVersion, by: Person, at: Moment) -> PolicyVersion:
    _require_director(by, clinic_of(draft), at)
    return still_a_policy_draft(draft)


def _require_director(by: Person, clinic: Clinic, at: Moment) -> None:
    if not person_directs(by, clinic, at):
        raise NotAllowed(_("Only a clinical director of this clinic can do this."))


def _require_as_shown(draft: PolicyVersion, shown_sha256: str) -> None:
    if digest_of_draft(draft) != shown_sha256:
        raise PolicyDraftChanged(
            _(
                "Somebody changed this draft while you had it open, so nothing was "
                "saved. Look at it again; what you typed is still here."
            )
        )


def _already() -> str:
    return _("Somebody is writing a new version already. Continue that draft.")
