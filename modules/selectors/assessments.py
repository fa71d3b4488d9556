"""Where a person stands with an assessment: what is open, what is over, what waits."""

import datetime
import zoneinfo
from dataclasses import dataclass

from django.db.models import Count, Q

from home.models import Membership, Person, Role
from home.selectors import in_force, memberships_of
from modules.blueprints import Asked, Blueprint
from modules.completion import before_the_assessment, track_passed
from modules.models import (
    Assessment,
    Attempt,
    AttemptItem,
    AttemptUnlock,
    Enrolment,
)
from modules.readiness import obstacle
from modules.records import LearningRecord, TrackRecord
from modules.selectors.record import learning_record
from modules.why import Why, of_record

MISSES_TO_TALK_ABOUT = 2


@dataclass(frozen=True)
class Standing:
    """Args:
    track: the part of the curriculum it ends; None while that is not published.
    attempts: the submitted ones, newest first.
    obstacle: what to do first, in one sentence; empty when nothing is.
    again_at: when a new try opens; None when none has to be waited for.
    zone: the time zone of the clinic the person learns at.
    most: how many attempts there are without a director.
    unlock: one more that a director opened, and that is not spent yet.
    why: everything that is missing for it, while it is not passed.
    """

    track: TrackRecord | None
    open_attempt: Attempt | None
    attempts: tuple[Attempt, ...]
    obstacle: str
    again_at: datetime.datetime | None
    zone: datetime.tzinfo
    most: int
    unlock: AttemptUnlock | None = None
    why: tuple[Why, ...] = ()

    @property
    def passed(self) -> Attempt | None:
        """The attempt that passed, if one did."""
        return next((one for one in self.attempts if one.passed), None)

    @property
    def used(self) -> int:
        """How many attempts were begun."""
        return len(self.attempts) + bool(self.open_attempt)

    @property
    def allowed(self) -> int:
        """How many attempts there are, with what directors opened."""
        return max(self.most, self.used) + bool(self.unlock)

    @property
    def is_locked(self) -> bool:
        """True when all attempts are used, and nobody opened one more."""
        is_done = bool(self.passed or self.open_attempt)
        return not is_done and self.used >= self.most and self.unlock is None

    @property
    def may_start(self) -> bool:
        """True when a new attempt may be made now."""
        is_free = not (self.passed or self.open_attempt or self.again_at)
        return is_free and not self.obstacle and not self.is_locked


def standing_of(
    person: Person, assessment: Assessment, at: datetime.datetime
) -> Standing:
    """This will gather what decides whether the person may start."""
    record = learning_record(person, clinic_ids=())
    attempts = list(person.attempts.filter(assessment=assessment))
    submitted = tuple(one for one in attempts if one.submitted_at)
    return Standing(
        track=record.track(assessment.track_code),
        open_attempt=next((one for one in attempts if not one.submitted_at), None),
        attempts=submitted,
        obstacle=obstacle(record, assessment.track_code),
        again_at=_again_at(assessment, submitted, at),
        zone=zone_of(person, assessment.track_code),
        most=assessment.max_attempts,
        unlock=_unspent(person, assessment, attempts),
        why=_why(record, assessment),
    )


def _why(record: LearningRecord, assessment: Assessment) -> tuple[Why, ...]:
    track = record.track(assessment.track_code)
    if track is None or (track.attempt and track.attempt.passed):
        return ()
    passed = track_passed(track, assessment.pass_percent)
    found = before_the_assessment(record, track)
    return of_record([*found, passed] if passed.evidence else found, record)


def who_opens(person: Person, at: datetime.datetime) -> list[Membership]:
    """This will list the clinical directors who may open one more attempt for them."""
    clinics = {row.clinic_id for row in memberships_of(person, at)}
    rows = Membership.objects.filter(
        clinic__in=clinics, role=Role.CLINICAL_DIRECTOR
    ).exclude(person=person)
    named = rows.select_related("person", "clinic").order_by("clinic__name", "pk")
    return in_force(named, at)


def zone_of(person: Person, track_code: str) -> datetime.tzinfo:
    """This will give the time zone of the clinic where the person takes a track."""
    rows = Enrolment.objects.filter(person=person, track_code=track_code)
    name = rows.values_list("clinic__time_zone", flat=True).first()
    return zoneinfo.ZoneInfo(name) if name else datetime.UTC


def times_asked(person: Person, assessment: Assessment) -> Asked:
    """This will count how often each question was asked, of the person and of all."""
    rows = AttemptItem.objects.filter(attempt__assessment=assessment).order_by()
    counted = rows.values("question_code").annotate(
        own=Count("pk", filter=Q(attempt__person=person)), everybody=Count("pk")
    )
    found = list(counted.values_list("question_code", "own", "everybody"))
    return Asked(
        this_person={code: own for code, own, _all in found},
        everybody={code: everybody for code, _own, everybody in found},
    )


def blueprint_of(assessment: Assessment) -> Blueprint:
    """This will give what an attempt is drawn by."""
    quotas = {quota.topic: quota.count for quota in assessment.quotas.all()}
    return Blueprint(assessment.draw_count, quotas)


def must_talk_first(person: Person, assessment: Assessment) -> bool:
    """This will tell whether the same critical question was missed twice."""
    rows = AttemptItem.objects.filter(
        attempt__person=person,
        attempt__assessment=assessment,
        is_critical=True,
        is_right=False,
    )
    missed = rows.order_by().values("question_code").annotate(times=Count("pk"))
    return missed.filter(times__gte=MISSES_TO_TALK_ABOUT).exists()


def _unspent(
    person: Person, assessment: Assessment, attempts: list[Attempt]
) -> AttemptUnlock | None:
    """Asked only of those who have used all there are."""
    if len(attempts) < assessment.max_attempts:
        return None
    rows = AttemptUnlock.objects.filter(person=person, assessment=assessment)
    return rows.filter(attempts__isnull=True).order_by("at").first()


def _again_at(
    assessment: Assessment, submitted: tuple[Attempt, ...], at: datetime.datetime
) -> datetime.datetime | None:
    """From when its time was over, however late the clock was looked at."""
    if not submitted or any(one.passed for one in submitted):
        return None
    newest = max(submitted, key=_ended_at)
    hours = (newest.criterion or {}).get("wait_hours", assessment.wait_hours)
    again_at = _ended_at(newest) + datetime.timedelta(hours=hours)
    return again_at if again_at > at else None


def _ended_at(attempt: Attempt) -> datetime.datetime:
    ends = [end for end in (attempt.submitted_at, attempt.closes_at) if end]
    return min(ends, default=attempt.started_at)
