"""Which teams could run a booked session, best first, and which nearly could. Pure.

Everybody is asked about alone first; then pairs of those who are left, by the part of
the policy that looks at a team; and whoever is suggested was permitted by the whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, islice

from certificates.clearance.case import THERAPISTS, is_usable_minutes
from certificates.clearance.verdicts import Kind, Verdict
from certificates.clearance.world import MemberFacts, PolicyFacts, WorldFacts
from certificates.rules.candidates import (
    ABOUT_THE_SESSION,
    MOST_MISSING,
    Asking,
    Candidate,
    about_people,
    is_final,
    level_of,
)

MOST_SHOWN = 10
PARTNERS_TRIED = 3
ABOUT_A_TEAM = (
    "LEVEL-SUFFICIENT",
    "SUPERVISOR-PRESENT",
    "TEAM-DISTINCT",
    "TRAUMA-ENDORSED",
    "COMPOSITION",
    "RELATION-DECLARED",
    "SECOND-STAFF",
    "MEDICAL-CLINICIAN",
)
# What one more person on the team mends: the seat, and where a supervisor is.
MENDED_BY = {
    "MEDICAL-CLINICIAN": ("medical_clinician", None),
    "SUPERVISOR-PRESENT": ("supervisor", "IN_ROOM"),
    "SECOND-STAFF": ("second_staff", None),
}


@dataclass(frozen=True)
class Suggestion:
    """A team, and what it still lacks.

    Args:
        members: everybody, therapists first.
        kept: how many of them are booked for the session already.
    """

    members: tuple[MemberFacts, ...]
    missing: tuple[Verdict, ...]
    warnings: tuple[Verdict, ...]
    kept: int

    @property
    def is_clear(self) -> bool:
        return not self.missing

    @property
    def therapists(self) -> frozenset[str]:
        return frozenset(row.id for row in self.members if row.role in THERAPISTS)


@dataclass(frozen=True)
class WhoCould:
    """The answer.

    Args:
        anyway: what the session itself still lacks, whoever is chosen.
        clinicians, second_staff: who could take these seats, each judged alone.
    """

    anyway: tuple[Verdict, ...]
    clear: tuple[Suggestion, ...] = ()
    nearly: tuple[Suggestion, ...] = ()
    clinicians: tuple[Candidate, ...] = ()
    second_staff: tuple[Candidate, ...] = ()


def who_could(world: WorldFacts, policy: PolicyFacts, now: datetime) -> WhoCould:
    """Return which teams of the people in this world could run its stored session.

    Nothing is suggested while nobody can say how long the session lasts: whoever were
    named then would be named unjudged.

    Raises:
        ValueError: no session is stored in this world.
    """
    session = world.session
    if session is None:
        raise ValueError("Only for a booked session can a team be looked for.")
    asking = Asking(world, session, policy, now)
    anyway = _about_the_session(asking)
    if not _can_be_judged(asking, anyway):
        return WhoCould(anyway)
    return _Search(asking).found(anyway)


def _about_the_session(asking: Asking) -> tuple[Verdict, ...]:
    """Return what is missing whoever is chosen: asked about anybody at all."""
    anybody = next(iter(asking.world.people), None)
    if anybody is None:
        return ()
    reasons = asking.reasons([MemberFacts(anybody.id, "lead")])
    kept = {*ABOUT_THE_SESSION, "QUESTION-COMPLETE"}
    return tuple(row for row in reasons if row.code in kept)


def _can_be_judged(asking: Asking, anyway: Sequence[Verdict]) -> bool:
    clinic = asking.world.clinic
    lasts = asking.session.kind != "MEDICATION" or (
        clinic is not None and is_usable_minutes(clinic.observe_minutes)
    )
    return lasts and all(row.code != "QUESTION-COMPLETE" for row in anyway)


@dataclass
class _Search:
    """One search; who could take which seat is asked once."""

    asking: Asking
    pools: dict[str, list[Candidate]] = field(default_factory=dict)

    def found(self, anyway: tuple[Verdict, ...]) -> WhoCould:
        leads = self.pool("lead")
        sure = [one for one in leads if one.is_clear]
        clear: list[Suggestion] = []
        nearly: list[Suggestion] = []
        quick = self.asking.only(ABOUT_A_TEAM)
        for team in self._in_order(sure):
            members = self._with_crew(team)
            reasons = about_people(self.asking.team(members, quick).reasons)
            if any(map(_is_hopeless, reasons)):
                continue
            if reasons and not all(map(_is_signed_for, reasons)):
                members = self._mended(members, reasons, quick)
            suggestion = self._judged(members)
            if suggestion and suggestion.is_clear:
                clear.append(suggestion)
            elif suggestion and len(nearly) < MOST_SHOWN:
                nearly.append(suggestion)
            if len(clear) == MOST_SHOWN:
                break
        nearly += self._with_who_nearly_is([row for row in leads if row.missing], sure)
        return WhoCould(
            anyway,
            tuple(clear),
            tuple(_best(nearly)),
            tuple(self.pool("medical_clinician")) if self._needs_clinician else (),
            tuple(self.pool("second_staff")) if self._needs_clinician else (),
        )

    @property
    def _needs_clinician(self) -> bool:
        return self.asking.session.kind == "MEDICATION"

    def pool(self, role: str) -> list[Candidate]:
        """Return who could take a seat, best first, asking once."""
        if role not in self.pools:
            presence = "IN_ROOM" if role == "supervisor" else None
            self.pools[role] = self.asking.candidates(role, presence)
        return self.pools[role]

    def _in_order(self, sure: list[Candidate]) -> list[tuple[Candidate, ...]]:
        """Return every team of one or two, those like the booked one first."""
        booked = [r for r in self.asking.session.members if r.role in THERAPISTS]
        usual = len(booked) or (2 if self._needs_clinician else 1)
        teams = [*((one,) for one in sure), *combinations(sure, 2)]

        def place(team: tuple[Candidate, ...]) -> tuple:
            changed = sum(not one.is_booked for one in team)
            warned = sum(one.warnings for one in team)
            load = sum(one.load for one in team)
            names = [one.rank[-2:] for one in team]
            return (len(team) != usual, changed, warned, load, names)

        return sorted(teams, key=place)

    def _with_crew(self, team: Iterable[Candidate]) -> tuple[MemberFacts, ...]:
        """Return the therapists, whoever holds most leads, and the rest as booked."""
        clinic = self.asking.session.clinic
        ordered = sorted(team, key=lambda one: level_of(one.person, clinic))
        roles = ("lead", "co_therapist")
        seated = [MemberFacts(c.id, r) for c, r in zip(ordered, roles, strict=False)]
        taken = {row.id for row in seated}
        crew = [row for row in self._kept_crew() if row.id not in taken]
        return (*seated, *crew)

    def _kept_crew(self) -> list[MemberFacts]:
        """Return those of the booked team who treat nobody and are clear themselves."""
        return [
            row
            for row in self.asking.session.members
            if row.role not in THERAPISTS and self._is_clear(row)
        ]

    def _is_clear(self, row: MemberFacts) -> bool:
        """Whether somebody may keep their seat; an observer is judged with the team."""
        if row.role == "observer":
            return True
        return any(one.id == row.id and one.is_clear for one in self.pool(row.role))

    def _mended(
        self, members: tuple[MemberFacts, ...], reasons: Sequence[Verdict], quick
    ) -> tuple[MemberFacts, ...]:
        """Return the team with whoever it lacks beside the therapists."""
        for code, (role, presence) in MENDED_BY.items():
            if any(row.code == code for row in reasons):
                more = self._somebody(role, {row.id for row in members})
                if more:
                    members = (*members, MemberFacts(more.id, role, presence))
                    reasons = self.asking.team(members, quick).reasons
        return members

    def _somebody(self, role: str, taken: set[str]) -> Candidate | None:
        """Return the best for a seat who is free; somebody nearly clear if need be."""
        return next((one for one in self.pool(role) if one.id not in taken), None)

    def _judged(self, members: tuple[MemberFacts, ...]) -> Suggestion | None:
        """Return the team by the whole policy; None when it is no use to tell of it.

        A team that does not fit what the patient wants is never told of: the reason
        would tell somebody's gender, or that they keep it to themselves.
        """
        decision = self.asking.team(members, self.asking.policy)
        missing = about_people(decision.reasons)
        if len(missing) > MOST_MISSING or any(map(_is_hopeless, missing)):
            return None
        booked = {(row.id, row.role) for row in self.asking.session.members}
        kept = sum((row.id, row.role) in booked for row in members)
        return Suggestion(members, missing, decision.warnings, kept)

    def _with_who_nearly_is(
        self, nearly: Sequence[Candidate], sure: Sequence[Candidate]
    ) -> Iterator[Suggestion]:
        """Give teams with one who lacks something, the others lacking nothing."""
        quick = self.asking.only(ABOUT_A_TEAM)
        for one in nearly[: 2 * MOST_SHOWN]:
            teams = self._in_order([one, *sure[:PARTNERS_TRIED]])
            with_one = (team for team in teams if one in team)
            suggestions = (
                self._judged(self._mended(m, self.asking.team(m, quick).reasons, quick))
                for m in map(self._with_crew, with_one)
            )
            yield from islice((row for row in suggestions if row), 2)


def _best(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    ordered = sorted(suggestions, key=lambda one: (len(one.missing), -one.kept))
    return ordered[:MOST_SHOWN]


def _is_signed_for(verdict: Verdict) -> bool:
    return verdict.type is Kind.SIGN


def _is_hopeless(verdict: Verdict) -> bool:
    is_wish = verdict.code == "COMPOSITION" and not _is_signed_for(verdict)
    return is_wish or verdict.code == "TEAM-DISTINCT" or is_final(verdict)
