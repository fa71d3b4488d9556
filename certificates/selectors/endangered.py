"""Which booked sessions are in danger, and why: the gate asked afresh, not recorded.

A constant number of queries for each clinic, however many sessions and people.
"""

import datetime
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import F, Max, Q

from certificates.clearance.case import THERAPISTS
from certificates.clearance.decide import decide
from certificates.clearance.policy import default_policy
from certificates.clearance.question import Question
from certificates.clearance.verdicts import Verdict
from certificates.clearance.world import PolicyFacts, SessionFacts, WorldFacts
from certificates.models import PolicyVersion, Session, SessionEvent, SessionMember
from certificates.rules.endangered import (
    AHEAD_DAYS,
    Danger,
    Outlook,
    Standing,
    keys_met,
    standing_of,
    with_learning,
    with_new_policy,
)
from certificates.rules.session_plans import LONGEST
from certificates.selectors.facts import worlds_for
from certificates.selectors.known_since import known_since
from certificates.selectors.policies import as_judged
from certificates.selectors.reading_again import reading_again
from certificates.selectors.sessions import SessionFilter, sessions_at
from home.models import Clinic

# Answers are judged here and kept nowhere, so nobody asks what they rest on.
NO_DIGEST = "-"
Answers = Mapping[int, Mapping]


@dataclass(frozen=True)
class SessionOutlook:
    """A booked session, and what the gate says about it now.

    Args:
        names: of everybody named, by id.
        since: by evidence, the newest moment at which something was logged about it.
    """

    session: Session
    clinic: Clinic
    standing: Standing
    names: Mapping[str, str]
    since: Mapping[str, datetime.datetime] = field(default_factory=dict)

    @property
    def outlook(self) -> Outlook:
        """How it stands."""
        return self.standing.outlook

    @property
    def has_team(self) -> bool:
        """Whether anybody is booked for it."""
        return bool(self.names)

    @property
    def begins(self) -> datetime.datetime | None:
        """When it begins, by the clinic's own clock."""
        return self.local(self.session.starts_at)

    def local(self, moment: datetime.datetime | None) -> datetime.datetime | None:
        """This will tell a moment by the clinic's own clock, for people to read."""
        zone = zoneinfo.ZoneInfo(self.clinic.time_zone)
        # Without its zone: a page would put it into the reader's.
        return moment.astimezone(zone).replace(tzinfo=None) if moment else None

    def who(self, danger: Danger) -> str:
        """This will name the person a danger is about; empty for the whole team."""
        return self.names.get(danger.verdict.subject, "")

    def known_since(self, danger: Danger) -> datetime.datetime | None:
        """This will tell since when the danger could be known, where the log says."""
        verdict = danger.verdict
        ids = verdict.confidential_evidence or verdict.evidence
        moments = [self.since[id_] for id_ in ids if id_ in self.since]
        return danger.since or max(moments, default=None)


def outlooks_at(
    clinics: Iterable[Clinic], at: datetime.datetime, days: int = AHEAD_DAYS
) -> list[SessionOutlook]:
    """This will ask the gate about every booked session ahead, earliest first.

    Those without a date stand before all others: nobody knows how near they are.

    Args:
        days: how far ahead to look.
    """
    found = [row for clinic in clinics for row in _at(clinic, at, days)]
    return sorted(found, key=in_time)


def in_time(row: SessionOutlook) -> tuple[bool, datetime.datetime | None, str]:
    """This will order sessions by when they begin, those without a date first."""
    begins = row.session.starts_at
    return begins is not None, begins, row.session.code


def endangered_at(
    clinics: Iterable[Clinic], at: datetime.datetime, days: int = AHEAD_DAYS
) -> list[SessionOutlook]:
    """This will list the booked sessions ahead that are in danger, earliest first."""
    rows = outlooks_at(clinics, at, days)
    return [row for row in rows if row.outlook is Outlook.ENDANGERED]


def question_about(code: str) -> Question:
    """This will give the question whether a stored session may be booked as it is."""
    return Question(
        subject_type="team",
        subject_id=code,
        action="book",
        resource_type="session",
        resource_id=code,
        members=(),
        claimed=SessionFacts(code=code),
    )


def _at(clinic: Clinic, at: datetime.datetime, days: int) -> list[SessionOutlook]:
    sessions = _booked(clinic, at, days)
    if not sessions:
        return []
    worlds = worlds_for(sessions, application_at=at, clinic=clinic)
    shared = _Shared(
        at=at,
        policies=_Policies.of(clinic, at + datetime.timedelta(days=days)),
        answers=_last_answers(sessions),
        again=reading_again(
            member.person_id for session in sessions for member in _therapists(session)
        ),
    )
    rows = [_outlook(row, worlds[row.code], shared) for row in sessions]
    since = known_since(
        danger.verdict for row in rows for danger in row.standing.dangers
    )
    return [replace(row, since=since) for row in rows]


def _booked(clinic: Clinic, at: datetime.datetime, days: int) -> list[Session]:
    wanted = SessionFilter(
        states=[Session.State.BOOKED],
        begins_from=at - LONGEST,
        begins_before=at + datetime.timedelta(days=days),
        with_undated=True,
    )
    rows = sessions_at([clinic], wanted)
    return [row for row in rows if row.ends_at is None or row.ends_at > at]


def _therapists(session: Session) -> list[SessionMember]:
    return [row for row in session.members.all() if row.role in THERAPISTS]


def _outlook(session: Session, world: WorldFacts, shared: "_Shared") -> SessionOutlook:
    people = {str(row.person_id): row.person.name for row in session.members.all()}
    at, starts_at = shared.at, session.starts_at or shared.at
    answer = shared.answers.get(session.pk)
    policy, later = shared.policies.at(at), shared.policies.at(max(starts_at, at))
    now = _asked(session.code, world, policy, at)
    standing = standing_of(
        now,
        None if answer is None else keys_met(answer, people),
        people,
        session.clinic.day_of(starts_at),
    )
    if later.sha256 != policy.sha256:
        then = _asked(session.code, world, replace(later, in_force_from=at), at)
        standing = with_new_policy(standing, now, then, later.in_force_from)
    therapists = dict.fromkeys(str(row.person_id) for row in _therapists(session))
    again = [verdict for one in therapists for verdict in shared.again.get(one, ())]
    return SessionOutlook(
        session, session.clinic, with_learning(standing, again), people
    )


def _asked(
    code: str, world: WorldFacts, policy: PolicyFacts, at: datetime.datetime
) -> tuple[Verdict, ...]:
    return decide(question_about(code), world, policy, at, NO_DIGEST).verdicts


def _last_answers(sessions: Sequence[Session]) -> Answers:
    """This will give the gate's last recorded answer at a step of each session."""
    judged = SessionEvent.objects.filter(
        session__in=sessions, decision__isnull=False
    ).order_by()
    newest = judged.values("session").annotate(newest=Max("pk")).values("newest")
    rows = SessionEvent.objects.filter(pk__in=newest).order_by()
    return dict(rows.values_list("session_id", "decision__answer"))


@dataclass(frozen=True)
class _Policies:
    """What a clinic judges by, at each moment up to one; the newest version first."""

    rows: Sequence[tuple[datetime.datetime, PolicyFacts]]

    @classmethod
    def of(cls, clinic: Clinic, until: datetime.datetime) -> "_Policies":
        """This will read them in one query, in the order of `policy_in_force`."""
        rows = PolicyVersion.objects.filter(
            Q(clinic__isnull=True) | Q(clinic=clinic),
            state=PolicyVersion.State.SIGNED,
            in_force_from__lte=until,
        ).order_by(F("clinic").asc(nulls_last=True), "-version")
        return cls(
            [(row.in_force_from, as_judged(row)) for row in rows if row.in_force_from]
        )

    def at(self, moment: datetime.datetime) -> PolicyFacts:
        """This will give the policy in force at a moment."""
        found = (facts for begins, facts in self.rows if begins <= moment)
        return next(found, default_policy())


@dataclass(frozen=True)
class _Shared:
    """What is fetched once for all sessions of a clinic."""

    at: datetime.datetime
    policies: _Policies
    answers: Answers
    again: Mapping[str, Sequence[Verdict]]
