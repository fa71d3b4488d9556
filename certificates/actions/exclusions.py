"""Settling a line of the exclusion list that may be one of our people.

Dismissing takes two people, neither of them the person nor close to them nor to each
other; confirming takes one, since it is the careful answer. What was confirmed is put
right by two clinical directors, and what was found by hand like any line.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.actions.credentials import lock_people
from certificates.actions.file_keepers import require_keeper_of_another
from certificates.actions.match_signers import (
    SECOND,
    first_roles,
    first_still_counts,
    require_second,
)
from certificates.actions.signatures import (
    Deed,
    ReasonMissing,
    Signer,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.models import ExclusionCheck, ExclusionMatch, Signature
from certificates.selectors.exclusions import (
    found_checks,
    shown_of,
    standing_matches,
)
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Membership, Person, Role

Meaning = Signature.Meaning
State, Outcome = ExclusionMatch.State, ExclusionCheck.Outcome


class MatchMoved(RuleBroken):
    """The match is not, or no longer, where this step could be taken."""

    code = "MATCH-MOVED"


@dataclass(frozen=True)
class Look:
    """What somebody made of a match.

    Args:
        clinic: for which they sign; the person works there.
        shown_sha256: the digest of what they had in view.
        reason: in words; needed for the first signature and to confirm.
    """

    clinic: Clinic
    shown_sha256: str
    reason: str = ""


@refusals_logged("MATCH-PROPOSE")
def propose_dismissal(
    match: ExclusionMatch, look: Look, *, signer: Signer
) -> Signature:
    """This will give the first signature that a line is somebody else.

    One that was confirmed stays so until the second signature.

    Raises:
        NotAllowed: not of the office, or no clinical director for a confirmed one,
            the same person, close to them, suspended.
        SignInNotFresh: the proof of who signs is too old.
        ReasonMissing: no word on how one can tell.
        MatchMoved, RecordChanged: somebody was quicker, or something changed.
    """
    row = _locked(match)
    role = _require_signer(row, look, signer, first_roles(row))
    reason = _require_words(look.reason)
    _require_shown(row, look, (State.OPEN, State.CONFIRMED))
    _move(
        row,
        state=State.PROPOSED,
        proposed_by=signer.person,
        proposed_at=signer.at,
        reason=reason,
    )
    return _sign(row, look, signer, role, Meaning.MATCH_PROPOSED)


@refusals_logged("MATCH-DISMISS")
def dismiss_match(match: ExclusionMatch, look: Look, *, signer: Signer) -> Signature:
    """This will give the second signature: the line is somebody else.

    When nothing else that was found about the person stands, they are clear.

    Raises:
        NotAllowed: not a clinical director, the one who gave the first signature or
            close to them, the same person, close to them, suspended; or the first
            signature does not count any more.
        SignInNotFresh: the proof of who signs is too old.
        MatchMoved, RecordChanged: somebody was quicker, or something changed.
    """
    row = _locked(match)
    role = _require_signer(row, look, signer, SECOND)
    _require_shown(row, look, (State.PROPOSED,))
    require_second(row, signer.person, signer.at)
    _move(
        row,
        state=State.DISMISSED,
        settled_by=signer.person,
        settled_at=signer.at,
    )
    signature = _sign(row, look, signer, role, Meaning.MATCH_DISMISSED)
    if not standing_matches().filter(person=row.person_id).exists():
        for check in found_checks().filter(person=row.person_id):
            _correct(check, Outcome.CLEAR, signer)
    return signature


@refusals_logged("MATCH-CONFIRM")
def confirm_match(match: ExclusionMatch, look: Look, *, signer: Signer) -> Signature:
    """This will confirm that the line is the person: the gate then answers no.

    Raises:
        NotAllowed: not a clinical director, the same person, close to them, suspended.
        SignInNotFresh: the proof of who signs is too old.
        ReasonMissing: no word on how one can tell.
        MatchMoved, RecordChanged: somebody was quicker, or something changed.
    """
    row = _locked(match)
    role = _require_signer(row, look, signer, SECOND)
    reason = _require_words(look.reason)
    _require_shown(row, look, (State.OPEN, State.PROPOSED))
    _move(
        row,
        state=State.CONFIRMED,
        reason=reason,
        settled_by=signer.person,
        settled_at=signer.at,
    )
    signature = _sign(row, look, signer, role, Meaning.MATCH_CONFIRMED)
    found = found_checks().filter(person=row.person_id, list=row.list_id)
    check = found.filter(outcome=Outcome.POTENTIAL_MATCH).first()
    if check is not None:
        _correct(check, Outcome.CONFIRMED, signer)
    return signature


@refusals_logged("MATCH-WITHDRAW")
def withdraw_proposal(
    match: ExclusionMatch, *, by: Person, at: datetime.datetime
) -> None:
    """This will take one's own first signature back; the match stands as before.

    One that does not count any more is taken back by anybody of the office.

    Raises:
        NotAllowed: somebody else gave it, and it counts.
        MatchMoved: it was settled meanwhile.
    """
    row = _locked(match)
    if row.state != State.PROPOSED:
        raise _moved()
    if row.proposed_by_id != by.pk:
        if first_still_counts(row, at):
            raise NotAllowed(_("Only who gave the first signature can take it back."))
        require_keeper_of_another(by, row.person, at)
    before = {"state": State.CONFIRMED if row.is_confirmed else State.OPEN}
    reason = _confirmed_reason(row) if row.is_confirmed else ""
    _move(row, **before, proposed_by=None, proposed_at=None, reason=reason)
    person = row.person_id
    audit.append("MATCH-PROPOSAL-WITHDRAWN", by=by, at=at, about=row, person=person)


def _require_signer(
    match: ExclusionMatch, look: Look, signer: Signer, roles: tuple[Role, ...]
) -> Role:
    role = require_signer(signer, look.clinic, match.person, roles)
    works = Membership.objects.in_force(look.clinic.day_of(signer.at))
    if not works.filter(person=match.person_id, clinic=look.clinic).exists():
        raise NotAllowed(_("This person does not work at your clinic."))
    return role


def _require_words(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(_("Say in a few words how you can tell."))
    return reason.strip()


def _require_shown(
    row: ExclusionMatch, look: Look, states: tuple[ExclusionMatch.State, ...]
) -> None:
    """See that it is the match that the signer had in view, where it then stood."""
    if row.state not in states:
        raise _moved()
    require_unchanged(shown_of(row), look.shown_sha256)


def _locked(match: ExclusionMatch) -> ExclusionMatch:
    """Read it so that nobody settles this or another one of the person meanwhile."""
    lock_people(match.person_id)
    rows = ExclusionMatch.objects.select_for_update(of=("self",))
    rows = rows.select_related(
        "list", "looked_up", "person__provider_identity", "proposed_by"
    )
    return rows.get(pk=match.pk)


def _confirmed_reason(row: ExclusionMatch) -> str:
    given = Signature.objects.filter(
        subject_kind=ExclusionMatch._meta.label,
        subject_id=str(row.pk),
        meaning=Meaning.MATCH_CONFIRMED,
    )
    newest = given.order_by("at").last()
    return newest.reason if newest else ""


def _moved() -> MatchMoved:
    return MatchMoved(_("Somebody has taken this step already. Look at it again."))


def _move(row: ExclusionMatch, **changes) -> None:
    """Change a match only from the state in which it was looked at."""
    rows = ExclusionMatch.objects.filter(pk=row.pk, state=row.state)
    if not rows.update(**changes):
        raise _moved()


def _sign(
    row: ExclusionMatch, look: Look, signer: Signer, role: Role, meaning: Meaning
) -> Signature:
    deed = Deed(meaning, row, look.clinic, row.person, shown_of(row))
    signature = sign(deed, signer, role, look.reason.strip())
    audit.append(
        str(meaning),
        by=signer.person,
        at=signer.at,
        about=row,
        person=row.person_id,
        clinic=look.clinic.pk,
        signature=signature.sha256,
    )
    return signature


def _correct(
    check: ExclusionCheck, outcome: ExclusionCheck.Outcome, signer: Signer
) -> None:
    """Put right what a look found."""
    right = ExclusionCheck.objects.create(
        person=check.person,
        on=check.on,
        outcome=outcome,
        by=signer.person,
        recorded_at=signer.at,
        list=check.list,
        corrects=check,
    )
    facts = {"list": check.list_id} if check.list_id else {}
    audit.append(
        "EXCLUSION-CHECKED",
        by=signer.person,
        at=signer.at,
        about=right,
        person=check.person_id,
        outcome=str(outcome),
        **facts,
    )
