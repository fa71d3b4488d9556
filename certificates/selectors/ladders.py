"""Where somebody stands on the ladder at one clinic, and what comes next."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from certificates.clearance.verdicts import Verdict
from certificates.live_states import LiveState, live_state
from certificates.models import Application, Certificate, Credential
from certificates.requirements.tree import lines
from certificates.selectors.evidence import evidence_in
from certificates.selectors.person_files import PersonFile, person_file
from certificates.selectors.requirements import (
    CANDIDATE,
    Standing,
    standings,
    title_of,
)
from home.models import Clinic, Person

# How long before its last day a credential may be followed by a new one.
RENEWAL_DAYS = 90
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

    @property
    def lines(self) -> list[Verdict]:
        """Everything it asks for."""
        return lines(self.standing.verdict)

    @property
    def ordered_lines(self) -> list[Verdict]:
        """What is missing first, then what is met."""
        return sorted(self.lines, key=lambda verdict: not verdict.is_open)

    @property
    def met_count(self) -> int:
        """How many of the lines are met."""
        return sum(verdict.is_good for verdict in self.lines)


@dataclass(frozen=True)
class Ladder:
    """One person at one clinic."""

    clinic: Clinic
    held: list[Held]
    steps: list[Step]
    applications: list[Application]
    # Somebody who left keeps what is here to read; nothing comes next.
    is_past: bool = False

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
    )


def applications_in(file: PersonFile) -> list[Application]:
    """This will list the person's applications at the clinic, newest first."""
    rows = Application.objects.filter(person=file.person, clinic=file.clinic)
    return list(rows.defer("dossier").order_by("-submitted_at"))


def steps_in(file: PersonFile, applications: list[Application]) -> list[Step]:
    """This will list what could come next, nearest first."""
    found = standings(evidence_in(file))
    return [
        Step(standing, _waiting(standing, applications))
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
    here = (None, file.clinic.pk)
    return live_state(
        credential.state,
        (credential.valid_from, credential.valid_to),
        today=file.today,
        is_suspended=any(row.clinic_id in here for row in file.open_suspensions),
    )


def _kinds_held(file: PersonFile) -> set[tuple[str, str]]:
    """The kinds that are live and not yet due for renewal."""
    renewable = file.today + datetime.timedelta(days=RENEWAL_DAYS)
    return {
        (row.type, row.target)
        for row in file.credentials
        if row.state in Credential.LIVE and row.valid_to > renewable
    }


def _ahead(found: list[Standing], held: set[tuple[str, str]]) -> list[Standing]:
    """Leave out what is held, what is behind, and a candidacy nobody needs."""
    types = {type_ for type_, _target in held}
    ready = {s.credential_type for s in found if s.is_ready}
    return [
        standing
        for standing in found
        if (standing.credential_type, standing.target) not in held
        and not types.intersection(ABOVE.get(standing.credential_type, ()))
        and not (
            standing.credential_type == CANDIDATE
            and (types | ready).intersection(REACHED_BY.get(standing.target, ()))
        )
    ]


def _waiting(standing: Standing, applications: list[Application]) -> Application | None:
    kind = (standing.credential_type, standing.target)
    return next(
        (
            row
            for row in applications
            if row.state == Application.State.SUBMITTED
            and (row.credential_type, row.target) == kind
        ),
        None,
    )
