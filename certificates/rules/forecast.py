"""How many people and pairs are clear on each day ahead, as far as is known. Pure.

Every answer is the gate's own, about a session at ten in the morning: each person is
asked about alone on each day on which the answer can change, and each pair by what its
two hold. A day is judged by the policy that will be in force on it. Other bookings are
left aside: it is what a clinic has, not what is free.
"""

import datetime
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from certificates.clearance import days
from certificates.clearance.case import end_of_busy_time
from certificates.clearance.decide import decide
from certificates.clearance.question import PRACTITIONER, TEAM, Question
from certificates.clearance.world import (
    ClockFacts,
    MemberFacts,
    PersonFacts,
    PolicyFacts,
    SessionFacts,
    WorldFacts,
)
from certificates.rules.candidates import NO_DIGEST, level_of
from certificates.rules.turning_days import turning_days

AHEAD_DAYS = 90
BEGINS_AT = datetime.time(10)
LASTS = datetime.timedelta(minutes=90)
ORDINARY, TRAUMA = "A", "B"
CODE = "forecast"
ABOUT_A_PAIR = frozenset(
    {
        "LEVEL-SUFFICIENT",
        "SUPERVISOR-PRESENT",
        "TRAUMA-ENDORSED",
        "COMPOSITION",
        "SECOND-STAFF",
    }
)
# A version of the policy, and the moment from which it is in force.
Later = tuple[datetime.datetime, PolicyFacts]
# What somebody holds through a day, and their gender where it may be matched on.
Sort = tuple[frozenset[str], str]


@dataclass(frozen=True)
class DayAhead:
    """What is clear on one day.

    Args:
        leads: how many could lead without a supervisor.
        members: how many could be one of the two therapists.
        ordinary, trauma: how many pairs could run a session of configuration A, and B.
        ends: by name, why somebody who was clear the day before no longer is.
        begins: names of those who were not clear the day before and are now.
    """

    day: datetime.date
    leads: int
    members: int
    ordinary: int
    trauma: int
    ends: Mapping[str, str] = field(default_factory=dict)
    begins: Sequence[str] = ()

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.leads, self.members, self.ordinary, self.trauma


def as_it_stands(
    world: WorldFacts,
    policy: PolicyFacts,
    now: datetime.datetime,
    later: Sequence[Later] = (),
) -> list[DayAhead]:
    """Return the days ahead if nobody looks into a register or list again."""
    return _Forecast(world, policy, now, lambda starts_at: starts_at, later).days()


def if_checks_are_renewed(
    world: WorldFacts,
    policy: PolicyFacts,
    now: datetime.datetime,
    later: Sequence[Later] = (),
) -> list[DayAhead]:
    """Return the days ahead if licences and the exclusion list are checked in time."""
    return _Forecast(world, policy, now, lambda starts_at: now, later).days()


@dataclass
class _Forecast:
    """One forecast. `judged_at` gives the moment at which a session is judged."""

    world: WorldFacts
    policy: PolicyFacts
    now: datetime.datetime
    judged_at: Callable[[datetime.datetime], datetime.datetime]
    later: Sequence[Later] = ()
    pairs: dict[tuple, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        clinic = self.world.clinic
        if clinic is None:
            raise ValueError("A forecast is about a clinic.")
        self.clinic = clinic
        self.zone = zoneinfo.ZoneInfo(clinic.time_zone)
        self.first = self.now.astimezone(self.zone).date()
        busy = end_of_busy_time("MEDICATION", self.now, clinic.observe_minutes)
        # Without an observation time nobody can be judged, and nobody is clear.
        self.is_judged = busy is not None
        ahead = sorted(self.later, key=lambda row: row[0])
        self.asked = [(self.first, self.policy, _cut(self.policy))] + [
            (self._first_day(begins), held, _cut(held))
            for begins, policy in ahead
            for held in [_as_if_begun(policy, self.now)]
        ]

    def days(self) -> list[DayAhead]:
        people = self.world.people if self.is_judged else ()
        alone = {person.id: self._alone(person) for person in people}
        found, before = [], None
        for number in range(AHEAD_DAYS):
            day = self.first + datetime.timedelta(days=number)
            clear = [p for p in people if alone[p.id][number] == ""]
            told = self._day(day, clear)
            if before is not None:
                told = self._changed(told, before, clear, alone)
            found.append(told)
            before = {person.id for person in clear}
        return found

    def _changed(self, told, before, clear, alone) -> DayAhead:
        number = (told.day - self.first).days
        now = {person.id for person in clear}
        gone = [p for p in self.world.people if p.id in before - now]
        ends = {person.name: alone[person.id][number] for person in gone}
        begins = [person.name for person in clear if person.id not in before]
        return replace(told, ends=ends, begins=begins)

    def _alone(self, person: PersonFacts) -> list[str]:
        """Return for each day why somebody is not clear; empty where they are."""
        turns = [*turning_days(person), *(since for since, *_held in self.asked)]
        found: list[str] = []
        while len(found) < AHEAD_DAYS:
            day = self.first + datetime.timedelta(days=len(found))
            decision = self._ask(
                day, PRACTITIONER, [person], (MemberFacts(person.id, "co_therapist"),)
            )
            ends = [v.holds_until for v in decision.met if v.holds_until]
            later = [turn for turn in turns if turn > day]
            # What ends on a day closes those before it that last into it.
            changes = [end - self._span(day) for end in ends] + later
            until = min((c for c in changes if c > day), default=None)
            length = (until - day).days if until else AHEAD_DAYS
            why = " ".join(v.text for v in decision.reasons[:1])
            found += [why if not decision.decision else ""] * length
        return found[:AHEAD_DAYS]

    def _span(self, day: datetime.date) -> datetime.timedelta:
        """Return how many days later the observation of that day's session ends."""
        starts_at = self._starts_at(day)
        until = end_of_busy_time(
            "MEDICATION", starts_at + LASTS, self.clinic.observe_minutes
        )
        return days.day_of(until, self.zone) - day

    def _day(self, day: datetime.date, clear: Sequence[PersonFacts]) -> DayAhead:
        sorts: dict[Sort, list[PersonFacts]] = defaultdict(list)
        for person in clear:
            sorts[self._sort(person, day)].append(person)
        leads = sum(
            len(people)
            for sort, people in sorts.items()
            if self._may(day, (sort,), (people[0],), ORDINARY, {"SUPERVISOR-PRESENT"})
        )
        ordinary = self._count(day, sorts, ORDINARY)
        return DayAhead(
            day, leads, len(clear), ordinary, self._count(day, sorts, TRAUMA)
        )

    def _count(
        self, day: datetime.date, sorts: Mapping[Sort, list[PersonFacts]], code: str
    ) -> int:
        """Return how many pairs are permitted, those with a declared tie left out."""
        sort_of = {p.id: sort for sort, people in sorts.items() for p in people}
        tied = {frozenset({row.a, row.b}) for row in self.world.relations}
        ties = Counter(
            frozenset({sort_of[one] for one in pair})
            for pair in tied
            if len(pair) == 2 and pair <= sort_of.keys()
        )
        total = 0
        for (one, first), (other, second) in _each_pair(list(sorts.items())):
            many = len(first) * len(second)
            pair = (first[0], second[0])
            if one == other:
                many = len(first) * (len(first) - 1) // 2
                pair = (first[0], first[-1])
            if many and self._may(day, (one, other), pair, code, ABOUT_A_PAIR):
                total += many - ties[frozenset({one, other})]
        return total

    def _may(self, day, sorts, people, code: str, codes: Collection[str]) -> bool:
        """Whether people of these sorts may run a session, the best one leading."""
        key = (sorts, code, self._asked_on(day)[0])
        if key not in self.pairs:
            best = sorted(people, key=lambda one: level_of(one, self.clinic.slug))
            orders = [best, best[::-1]]
            self.pairs[key] = any(
                self._is_open(day, people, code, codes) for people in orders
            )
        return self.pairs[key]

    def _is_open(self, day, people, code, codes) -> bool:
        roles = ("lead", "co_therapist")
        seats = tuple(
            MemberFacts(one.id, role) for one, role in zip(people, roles, strict=False)
        )
        decision = self._ask(day, TEAM, people, seats, code)
        return not any(v.code in codes for v in decision.reasons)

    def _sort(self, person: PersonFacts, day: datetime.date) -> Sort:
        last = day + self._span(day)
        held = frozenset(
            row.type
            for row in person.credentials
            if row.clinic == self.clinic.slug
            and row.state == "ACTIVE"
            and row.valid_from is not None
            and row.valid_to is not None
            and row.valid_from <= day
            and last <= row.valid_to
        )
        return held, person.gender if person.matching_consent else ""

    def _ask(self, day, kind: str, people, members, code: str = ORDINARY):
        starts_at = self._starts_at(day)
        moment = max(self.judged_at(starts_at), self.now)
        free = tuple(replace(person, busy=()) for person in people)
        facts = WorldFacts(self.clinic, ClockFacts(moment, moment), free)
        claimed = SessionFacts(
            code=CODE,
            clinic=self.clinic.slug,
            kind="MEDICATION",
            starts_at=starts_at,
            ends_at=starts_at + LASTS,
            ordinal=1,
            staffing_code=code,
            preference="NONE_STATED",
        )
        subject = people[0].id if kind == PRACTITIONER else "team"
        question = Question(
            kind, subject, "book", "session", CODE, tuple(members), claimed
        )
        _since, whole, cut = self._asked_on(day)
        policy = whole if kind == PRACTITIONER else cut
        return decide(question, facts, policy, moment, NO_DIGEST)

    def _asked_on(self, day: datetime.date) -> tuple:
        """Return what is asked on a day, and since when: the last that has begun."""
        return [row for row in self.asked if row[0] <= day][-1]

    def _first_day(self, begins: datetime.datetime) -> datetime.date:
        """Return the first day whose session begins under a policy."""
        day = begins.astimezone(self.zone).date()
        is_late = self._starts_at(day) < begins
        return day + datetime.timedelta(days=int(is_late))

    def _starts_at(self, day: datetime.date) -> datetime.datetime:
        local = datetime.datetime.combine(day, BEGINS_AT, tzinfo=self.zone)
        return local.astimezone(datetime.UTC)


def _cut(policy: PolicyFacts) -> PolicyFacts:
    """Return the part of a policy that looks at a pair."""
    rows = [row for row in policy.criteria if row.code in ABOUT_A_PAIR]
    return replace(policy, criteria=tuple(rows))


def _as_if_begun(policy: PolicyFacts, now: datetime.datetime) -> PolicyFacts:
    """Return a version that begins later as in force; one that never is stays so."""
    return replace(policy, in_force_from=now) if policy.in_force_from else policy


def _each_pair(rows: Sequence) -> Iterator[tuple]:
    """Give each two, and each with itself."""
    for number, row in enumerate(rows):
        for other in rows[number:]:
            yield row, other
