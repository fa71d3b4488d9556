"""How many of their attempts somebody has used, and what directors opened for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from home.models import Clinic, Person
from modules.models import Assessment, Attempt, AttemptUnlock


@dataclass(frozen=True)
class AttemptsUsed:
    """One assessment that somebody has begun.

    Args:
        unlocks: what the clinic's directors opened, newest first.
        has_one_more: an unlock is not spent yet, whichever clinic it came from.
    """

    assessment: Assessment
    used: int
    is_passed: bool
    is_under_way: bool
    has_one_more: bool
    unlocks: tuple[AttemptUnlock, ...]

    @property
    def is_locked(self) -> bool:
        """True when only a director's unlock lets the person begin again."""
        is_free = self.used < self.assessment.max_attempts or self.has_one_more
        return not (self.is_passed or self.is_under_way or is_free)


def attempts_used(person: Person, clinic: Clinic) -> list[AttemptsUsed]:
    """This will list the assessments that the person has begun, in three queries."""
    attempts = list(Attempt.objects.filter(person=person).order_by("started_at"))
    unlocks = list(
        AttemptUnlock.objects.filter(person=person)
        .select_related("by")
        .order_by("-at", "-pk")
    )
    begun = {one.assessment_id for one in attempts}
    return [
        _used(assessment, attempts, unlocks, clinic)
        for assessment in Assessment.objects.filter(pk__in=begun)
    ]


def _used(
    assessment: Assessment,
    attempts: Iterable[Attempt],
    unlocks: Iterable[AttemptUnlock],
    clinic: Clinic,
) -> AttemptsUsed:
    own = [one for one in attempts if one.assessment_id == assessment.pk]
    opened = [one for one in unlocks if one.assessment_id == assessment.pk]
    spent = {one.unlock_id for one in own}
    return AttemptsUsed(
        assessment=assessment,
        used=len(own),
        is_passed=any(one.passed for one in own),
        is_under_way=any(one.submitted_at is None for one in own),
        has_one_more=any(one.pk not in spent for one in opened),
        unlocks=tuple(one for one in opened if one.clinic_id == clinic.pk),
    )
