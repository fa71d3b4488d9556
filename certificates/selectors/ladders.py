"""Where somebody stands on the ladder at one clinic, and what comes next."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from certificates.clearance.verdicts import Result, Verdict
from certificates.models import Application, Certificate, Credential, Suspension
from certificates.requirements.evidence import Evidence
from certificates.requirements.tree import lines
from certificates.rules.live_states import LiveState, live_state
from certificates.selectors.evidence import evidence_in
from certificates.selectors.learning_why import Line, learning_whys
from certificates.selectors.pauses import Pause, pause_of
from certificates.selectors.person_files import PersonFile, person_file
from certificates.selectors.requirements import (
    CANDIDATE,
    Standing,
    standings,
    title_of,
)
from home.models import Clinic, Person
from modules.why import Why

ENROLLED = "L0"
ORDER = {Result.UNMET: 0, Result.UNKNOWN: 0, Result.NOT_APPLICABLE: 2}
# Holding one of these means that the candidacy for it is behind somebody.
REACHED_BY = {
    "L1": ("L1", "L2A", "L2B", "L3"),
    "L2": ("L2A", "L2B", "L3"),
    "L3": ("L3",),
    "T": ("T",),
}
# A higher level makes the lower one of the same work unnecessary.
ABOVE = {"L2A": ("L2B", "L3"), "L2B": ("L3",)}


@dataclass(frozen=True)
class Held:
    """One credential, what it is worth today, and its newest paper."""

    credential: Credential
    state: LiveState
    certificate: Certificate | None
    is_content_reviewed: bool

    @property
    def title(self) -> str:
        """The credential's name as people read it."""
        return title_of(self.credential.type, self.credential.target)


@dataclass(frozen=True)
class Step:
    """One credential that could come next."""

    standing: Standing
    application: Application | None
    # The last one, when it came back or was declined.
    refused: Application | None = None
    # The last day of one that was held and has run out.
    ended_on: datetime.date | None = None
    # What it was judged on.
    evidence: Evidence | None = None

    @property
    def lines(self) -> list[Verdict]:
        """Everything it asks for."""
        return lines(self.standing.verdict)

    @property
    def ordered_lines(self) -> list[Verdict]:
        """What is missing first, then what is met, last what the clinic looks at."""
        return sorted(self.lines, key=lambda verdict: ORDER.get(verdict.result, 1))

    @cached_property
    def whys(self) -> Mapping[Line, tuple[Why, ...]]:
        """What is missing of learning, by line."""
        return learning_whys(self.standing.tree, self.evidence) if self.evidence else {}

    @property
    def met_count(self) -> int:
        """How many of the lines are met."""
        return sum(verdict.is_good for verdict in self.lines)

    @property
    def asked_count(self) -> int:
        """How many of the lines ask something of the person."""
        return sum(verdict.is_good or verdict.is_open for verdict in self.lines)


@dataclass(frozen=True)
class Ladder:
    """One person at one clinic."""

    clinic: Clinic
    held: list[Held]
    steps: list[Step]
    applications: list[Application]
    # Somebody who left keeps what is here to read; nothing comes next.
    is_past: bool = False
    # While it stands, nothing is applied for.
    pause: Pause | None = None

    @property
    def next_step(self) -> Step | None:
        """What to work on now."""
        return self.steps[0] if self.steps else None

    @property
    def later_steps(self) -> list[Step]:
        """What could come after that."""
        return self.steps[1:]


def ladder_of(person: Person, clinic: Clinic, at: datetime.datetime) -> Ladder:
    """This will gather one person's ladder in a constant number of queries."""
    return ladder_in(person_file(person, clinic, at))


def past_ladders_of(
    person: Person, current: list[Clinic], at: datetime.datetime
) -> list[Ladder]:
    """This will gather what somebody was granted, or asked for, where they have left.

    Args:
        current: the clinics where they work as a therapist now.
    """
    granted = Q(credentials__person=person) | Q(applications__person=person)
    left = Clinic.objects.filter(granted).exclude(pk__in=[row.pk for row in current])
    files = [person_file(person, clinic, at) for clinic in left.distinct()]
    return [
        Ladder(file.clinic, held_in(file), [], applications_in(file), is_past=True)
        for file in files
    ]


def ladder_in(file: PersonFile) -> Ladder:
    """This will build the ladder on a file that is already fetched."""
    applications = applications_in(file)
    return Ladder(
        clinic=file.clinic,
        held=held_in(file),
        steps=steps_in(file, applications),
        applications=applications,
        pause=pause_of(_suspended_here(file)),
    )


def applications_in(file: PersonFile) -> list[Application]:
    """This will list the person's applications at the clinic, newest first."""
    rows = Application.objects.filter(person=file.person, clinic=file.clinic)
    rows = rows.select_related("clinic")
    return list(rows.defer("dossier").order_by("-submitted_at"))


def steps_in(file: PersonFile, applications: list[Application]) -> list[Step]:
    """This will list what could come next, nearest first."""
    evidence = evidence_in(file)
    found = standings(evidence, file.clinic)
    if _was_further(file):
        found = [row for row in found if row.credential_type != ENROLLED]
    return [
        Step(
            standing,
            _waiting(standing, applications),
            _refused(standing, applications),
            _ended_on(standing, file),
            evidence,
        )
        for standing in _ahead(found, _kinds_held(file))
    ]


def held_in(file: PersonFile) -> list[Held]:
    """This will list the credentials of a file, live ones first, newest first."""
    newest: dict = {}
    rows = Certificate.objects.filter(credential__in=[c.pk for c in file.credentials])
    for row in rows.defer("snapshot").order_by("issued_at"):
        newest[row.credential_id] = row
    drafts = rows.filter(snapshot__content_reviewed=False)
    on_drafts = set(drafts.values_list("credential_id", flat=True))
    held = [
        Held(
            credential,
            _live(credential, file),
            newest.get(credential.pk),
            is_content_reviewed=credential.pk not in on_drafts,
        )
        for credential in reversed(file.credentials)
    ]
    return sorted(held, key=lambda h: h.state is not LiveState.VALID)


def _live(credential: Credential, file: PersonFile) -> LiveState:
    return live_state(
        credential.state,
        (credential.valid_from, credential.valid_to),
        today=file.today,
        is_suspended=bool(_suspended_here(file)),
    )


def _suspended_here(file: PersonFile) -> list[Suspension]:
    here = (None, file.clinic.pk)
    return [row for row in file.open_suspensions if row.clinic_id in here]


def _was_further(file: PersonFile) -> bool:
    """Whether more than enrolment was ever granted here, and not taken away."""
    return any(
        row.type != ENROLLED and row.state != Credential.State.REVOKED
        for row in file.credentials
    )


def _kinds_held(file: PersonFile) -> set[tuple[str, str]]:
    """The kinds of credential that are live and not past their last day."""
    return {
        (row.type, row.target)
        for row in file.credentials
        if row.state in Credential.LIVE and row.valid_to >= file.today
    }


def _ahead(found: list[Standing], held: set[tuple[str, str]]) -> list[Standing]:
    """Leave out what is held, what is behind, and a candidacy nobody needs.

    What is held comes back when it is time to renew it.
    """
    types = {type_ for type_, _target in held}
    ready = {s.credential_type for s in found if s.is_ready}
    return [
        standing
        for standing in found
        if (standing.is_renewal or _kind(standing) not in held)
        and not _is_behind(standing, types, ready)
    ]


def _kind(standing: Standing) -> tuple[str, str]:
    return standing.credential_type, standing.target


def _is_behind(standing: Standing, held: set[str], ready: set[str]) -> bool:
    """Whether something higher is held, or within reach, that makes it unnecessary."""
    type_ = standing.credential_type
    if type_ == ENROLLED:
        return bool((held | ready) - {ENROLLED})
    if type_ == CANDIDATE:
        return bool((held | ready).intersection(REACHED_BY.get(standing.target, ())))
    return bool(held.intersection(ABOVE.get(type_, ())))


def _waiting(standing: Standing, applications: list[Application]) -> Application | None:
    kind = _kind(standing)
    return next(
        (
            row
            for row in applications
            if row.state in Application.OPEN
            and (row.credential_type, row.target) == kind
        ),
        None,
    )


def _refused(standing: Standing, applications: list[Application]) -> Application | None:
    """The last that was sent, when it was deferred or declined."""
    kind = _kind(standing)
    sent = [
        (row.submitted_at, row)
        for row in applications
        if row.submitted_at and (row.credential_type, row.target) == kind
    ]
    if not sent:
        return None
    last = max(sent, key=lambda one: one[0])[1]
    states = (Application.State.DEFERRED, Application.State.DECLINED)
    return last if last.state in states else None


def _ended_on(standing: Standing, file: PersonFile) -> datetime.date | None:
    """The last day of what ran out; a renewal is still in force."""
    ran_out = (*Credential.LIVE, Credential.State.EXPIRED)
    days = [
        row.valid_to
        for row in file.credentials
        if (row.type, row.target) == _kind(standing) and row.state in ran_out
    ]
    last = max(days, default=None)
    return last if last and last < file.today else None
