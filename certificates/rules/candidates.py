"""Who of a roster could take which seat in a session, each judged alone. Pure.

The gate's own answer about one person; what only a whole team shows comes later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from certificates.clearance.decide import decide
from certificates.clearance.question import PRACTITIONER, TEAM, Question
from certificates.clearance.verdicts import Result, Verdict
from certificates.clearance.world import (
    MemberFacts,
    PersonFacts,
    PolicyFacts,
    SessionFacts,
    WorldFacts,
)

# Nobody waits for the digest of an answer that is not kept.
NO_DIGEST = "-"
MOST_MISSING = 2
LEVELS = ("L3", "L2B", "L2A", "L1")
CLINICIANS = frozenset({"MEDICAL_CLINICIAN", "MEDICAL_DIRECTOR"})
# What is asked about the session, whoever is chosen for it.
ABOUT_THE_SESSION = frozenset(
    {
        "POLICY-IN-FORCE",
        "CLOCK-SANE",
        "SITE-READY",
        "PREFERENCE-ASKED",
        "PREPARATION-DONE",
        "COURSE-LENGTH",
        "INTEGRATION-SINCE",
    }
)
# What nobody mends in time for a session, or is not for a scheduler to read into.
NOT_TO_BE_MENDED = frozenset(
    {
        "NOT-SUSPENDED",
        "MEMBER-AT-CLINIC",
        "NOT-DOUBLE-BOOKED",
        "LEVEL-SUFFICIENT",
        "TRAUMA-ENDORSED",
    }
)


@dataclass(frozen=True)
class Candidate:
    """Somebody for a seat, and what is still missing of what is asked of them alone.

    Args:
        is_booked: has a seat in this session already.
        load: in how many other sessions they are.
    """

    person: PersonFacts
    seat: MemberFacts
    missing: tuple[Verdict, ...]
    warnings: int
    is_booked: bool
    load: int

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def is_clear(self) -> bool:
        return not self.missing

    @property
    def rank(self) -> tuple:
        """Return the place in the order, the best first."""
        return (
            len(self.missing),
            not self.is_booked,
            self.warnings,
            self.load,
            self.person.name.casefold(),
            self.id,
        )


@dataclass(frozen=True)
class Asking:
    """One stored session, everybody who might be in it, and the policy."""

    world: WorldFacts
    session: SessionFacts
    policy: PolicyFacts
    now: datetime

    def candidates(self, role: str, presence: str | None = None) -> list[Candidate]:
        """Return who could take a seat, best first; hopeless cases are left out."""
        seated = {row.id for row in self.session.members}
        found = []
        for person in self.world.people:
            if not _may_hold(person, role, self.session):
                continue
            seat = MemberFacts(person.id, role, presence)
            decision = self._alone(seat)
            missing = about_people(decision.reasons)
            if len(missing) <= MOST_MISSING and not any(map(is_final, missing)):
                load = {row.session for row in person.busy} - {self.session.code}
                row = (person, seat, missing, len(decision.warnings))
                found.append(Candidate(*row, person.id in seated, len(load)))
        return sorted(found, key=lambda one: one.rank)

    def reasons(self, members: Iterable[MemberFacts]) -> tuple[Verdict, ...]:
        """Return everything that would stand in the way of this team."""
        return self.team(members, self.policy).reasons

    def team(self, members: Iterable[MemberFacts], policy: PolicyFacts):
        """Return the decision about a team, by this policy or a part of it."""
        question = self._question(TEAM, "team", tuple(members))
        return decide(question, self.world, policy, self.now, NO_DIGEST)

    def only(self, codes: Iterable[str]) -> PolicyFacts:
        """Return the policy cut down to some criteria, for a quick first look."""
        wanted = frozenset(codes)
        rows = tuple(row for row in self.policy.criteria if row.code in wanted)
        return replace(self.policy, criteria=rows)

    def _alone(self, seat: MemberFacts):
        question = self._question(PRACTITIONER, seat.id, (seat,))
        return decide(question, self.world, self.policy, self.now, NO_DIGEST)

    def _question(self, kind: str, subject: str, members) -> Question:
        return Question(
            subject_type=kind,
            subject_id=subject,
            action="book",
            resource_type="session",
            resource_id=self.session.code,
            members=members,
            claimed=SessionFacts(code=self.session.code),
        )


def about_people(reasons: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the reasons that another choice of people could change."""
    return tuple(row for row in reasons if row.code not in ABOUT_THE_SESSION)


def is_final(verdict: Verdict) -> bool:
    """Whether a reason makes it no use to suggest somebody."""
    says_no = verdict.result is Result.UNMET
    return (
        verdict.is_broken
        or verdict.code in NOT_TO_BE_MENDED
        or (verdict.code == "EXCLUSION-CLEAR" and says_no)
    )


def level_of(person: PersonFacts, clinic: str | None) -> int:
    """Return how high a level is, the highest first; for order only."""
    held = {
        row.type
        for row in person.credentials
        if row.clinic == clinic and row.state == "ACTIVE"
    }
    return next((n for n, level in enumerate(LEVELS) if level in held), len(LEVELS))


def holds(person: PersonFacts, clinic: str | None, *types: str) -> bool:
    """Whether somebody has credentials of all these types there, whatever their dates.

    Only to leave out early who cannot be meant; the gate looks at the dates.
    """
    held = {
        row.type
        for row in person.credentials
        if row.clinic == clinic and row.state == "ACTIVE"
    }
    return held >= set(types)


def _may_hold(person: PersonFacts, role: str, session: SessionFacts) -> bool:
    """Whether it is worth asking the gate about somebody in a seat."""
    clinic = session.clinic
    roles = {row.role for row in person.memberships if row.clinic == clinic}
    if role == "medical_clinician":
        return bool(roles & CLINICIANS)
    if role == "supervisor":
        return holds(person, clinic, "L3")
    if role == "assessor":
        return holds(person, clinic, "L3", "S")
    return role == "second_staff" or level_of(person, clinic) < len(LEVELS)
