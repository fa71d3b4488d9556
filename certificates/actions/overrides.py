"""Break-glass: a session under way goes on against the gate, and somebody looks at it.

For relief and continuity of care only. It opens nothing that has not begun, and some
things no emergency overcomes: the gate itself keeps those.
"""

import datetime

from django.utils.translation import gettext as _

from certificates.actions.exceptions import ReasonNamesPatient
from certificates.actions.session_actors import (
    DIRECTORS,
    Actor,
    require_known,
    seats_of,
)
from certificates.actions.session_events import hold_still
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_fresh,
    require_not_suspended,
    require_reason,
    require_unchanged,
    sign,
)
from certificates.models import Override, Session, SessionMember, Signature
from certificates.selectors.overrides import (
    is_overdue,
    override_in_force,
    shown_of_emergency,
    shown_of_review,
    was_found_unneeded,
    whom_to_tell,
)
from certificates.tasks import tell_of_emergency
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Person, Role
from home.patient_words import patient_words_in
from home.permissions import person_has_role

Finding = Override.Finding
LASTS = datetime.timedelta(hours=4)
REVIEWED_WITHIN = datetime.timedelta(hours=72)


class NotUnderWay(RuleBroken):
    """Starting a session is never an emergency."""

    code = "OVERRIDE-NOT-UNDER-WAY"


class OverridesClosed(RuleBroken):
    """An earlier emergency of the clinic was not reviewed in time."""

    code = "OVERRIDES-CLOSED"


class AlreadyOpen(RuleBroken):
    """An emergency of this session is in force already."""

    code = "OVERRIDE-IN-FORCE"


class ToldUnusable(RuleBroken):
    """Whoever is to be told is no director or safety officer off the team."""

    code = "OVERRIDE-TOLD-UNUSABLE"
    status = 422


class ReviewedBefore(RuleBroken):
    """Somebody has reviewed it."""

    code = "OVERRIDE-REVIEWED-BEFORE"


@refusals_logged("OVERRIDE")
def break_glass(
    session: Session, told: Person, *, reason: str, shown_sha256: str, signer: Signer
) -> Override:
    """This will let one session that is under way go on for four hours.

    Args:
        told: the second person, who is told at once.
        shown_sha256: the digest of what the signer had in view (`shown_of_emergency`).
    Raises:
        SessionUnknown, NotAllowed, SignInNotFresh: not a director of the clinic who
            is off the team, not suspended and freshly signed in.
        NotUnderWay, AlreadyOpen: there is nothing to keep going.
        OverridesClosed: an earlier one waits for its review for too long.
        ToldUnusable, ReasonMissing, ReasonNamesPatient: it cannot be kept like this.
        RecordChanged: it is not what was shown.
    """
    by, at = signer.person, signer.at
    require_known(Actor(by), session, at)
    fresh = hold_still(session, by.pk)
    role = _require_director(fresh, signer)
    if was_found_unneeded(fresh, by):
        raise NotAllowed(
            _(
                "Another director found that your emergency of this session was not "
                "needed. Ask another director."
            )
        )
    _require_emergency(fresh, at)
    if not whom_to_tell(fresh, by, at).filter(pk=told.pk).exists():
        raise ToldUnusable(_("Choose a director or safety officer off the team."))
    reason = _kept(reason, fresh)
    shown = shown_of_emergency(fresh)
    require_unchanged(shown, shown_sha256)
    deed = Deed(Signature.Meaning.OVERRIDDEN, fresh, fresh.clinic, None, shown)
    return _begin(fresh, told, sign(deed, signer, role, reason))


@refusals_logged("OVERRIDE-REVIEW")
def review_override(
    override: Override, finding: str, *, words: str, shown_sha256: str, signer: Signer
) -> Override:
    """This will keep what another director found when they looked at an emergency.

    One that is still in force and was not needed is over with it.

    Args:
        finding: one of `Override.Finding`.
        words: what they found, for directors.
    Raises:
        NotAllowed, SignInNotFresh: whoever invoked it, somebody of the team, or not a
            director of the clinic, freshly signed in and not suspended.
        ReviewedBefore: it was reviewed.
        ReasonMissing, ReasonNamesPatient: nothing that can be kept was written.
        RecordChanged: it is not what was shown.
    """
    fresh = _held(override)
    if fresh.reviewed_at is not None:
        raise ReviewedBefore(_("Somebody has reviewed this already."))
    if signer.person.pk == fresh.by_id:
        raise NotAllowed(_("You invoked it. Another director reviews it."))
    role = _require_director(fresh.session, signer)
    found, words = Finding(finding), _kept(words, fresh.session)
    shown = shown_of_review(fresh)
    require_unchanged(shown, shown_sha256)
    meaning = Signature.Meaning.OVERRIDE_REVIEWED
    deed = Deed(meaning, fresh, fresh.clinic, None, shown)
    signature = sign(deed, signer, role, words)
    fresh.reviewed_at, fresh.reviewed_by = signer.at, signer.person
    fresh.finding, fresh.review = found, words
    fresh.save(update_fields=["reviewed_at", "reviewed_by", "finding", "review"])
    facts = {"finding": str(found.value), "signature": signature.sha256}
    audit.append(
        "OVERRIDE-REVIEWED", by=signer.person, at=signer.at, about=fresh, **facts
    )
    return fresh


def _held(override: Override) -> Override:
    """Hold it and its session, so that nobody relieves on it while it is reviewed."""
    hold_still(override.session)
    rows = Override.objects.select_for_update(of=("self",))
    return rows.select_related("session__clinic", "clinic", "by", "told").get(
        pk=override.pk
    )


def _begin(session: Session, told: Person, signature: Signature) -> Override:
    """Keep it under its signature, log it, and have the second person told."""
    by, at = signature.by, signature.at
    row = Override.objects.create(
        session=session,
        clinic=session.clinic,
        by=by,
        reason=signature.reason,
        at=at,
        ends_at=at + LASTS,
        told=told,
        signature=signature,
        review_due_at=at + REVIEWED_WITHIN,
    )
    facts = {"session": session.pk, "told": told.pk, "signature": signature.sha256}
    audit.append("SESSION-OVERRIDDEN", by=by, at=at, about=row, **facts)
    tell_of_emergency.enqueue(str(row.pk))
    return row


def _require_emergency(fresh: Session, at: datetime.datetime) -> None:
    if fresh.state != Session.State.STARTED:
        raise NotUnderWay(_("Only a session under way can go on in an emergency."))
    if is_overdue(fresh.clinic, at):
        raise OverridesClosed(
            _(
                "An earlier emergency of this clinic has waited over 72 hours for its "
                "review. Until it is reviewed no other one can begin."
            )
        )
    if override_in_force(fresh, at):
        raise AlreadyOpen(_("An emergency of this session is in force already."))


def _require_director(session: Session, signer: Signer) -> Role:
    """Let a director of the clinic who has no part in the session sign."""
    by, at, clinic = signer.person, signer.at, session.clinic
    held = [role for role in sorted(DIRECTORS) if person_has_role(by, clinic, role, at)]
    if not held:
        raise NotAllowed(_("Only a director of this clinic can sign this."))
    if seats_of(by, session) or _was_there(by, session):
        raise NotAllowed(_("You are on this session’s team. Ask another director."))
    require_not_suspended(by, at)
    require_fresh(signer)
    return Role(held[0])


def _was_there(by: Person, session: Session) -> bool:
    """Whether they were on the team at any time, also before a relief."""
    teams = session.events.values_list("booked__members", flat=True)
    return any(row["id"] == str(by.pk) for team in teams if team for row in team)


def _kept(words: str, session: Session) -> str:
    words = require_reason(words)
    people = SessionMember.objects.filter(session=session)
    names = list(people.values_list("person__name", flat=True))
    found = patient_words_in(words, names)
    if found:
        raise ReasonNamesPatient(str(found[0]))
    return words
