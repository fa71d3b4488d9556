"""Who has reviewed which edition, and what is still open about a module."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from home.models import Clinic
from modules.models import ContentReview, ModuleEdition, ModulePage, ReviewPoint

CAPACITIES = len(ContentReview.Capacity)


def reviewed_by_all(clinic_ids: Iterable[int]) -> QuerySet[ContentReview, tuple[int]]:
    """This will ask for the ids of editions that every one of the clinics has reviewed.

    A clinic has reviewed an edition when its clinical and its medical director
    have. No clinic at all has reviewed nothing.
    """
    clinics = set(clinic_ids)
    counted = (
        ContentReview.objects.filter(clinic_id__in=clinics)
        .order_by()
        .values("edition_id")
        .annotate(reviews=Count("pk"))
        .filter(reviews=CAPACITIES * len(clinics))
    )
    return counted.values_list("edition_id")


def open_points(module_code: str) -> list[ReviewPoint]:
    """This will list the open points of a module, by number.

    Points without a module are about all of them.
    """
    return _about(module_code, ReviewPoint.objects.all())


def _about(module_code: str, points: Iterable[ReviewPoint]) -> list[ReviewPoint]:
    return [
        point
        for point in points
        if not point.module_codes or module_code in point.module_codes
    ]


@dataclass(frozen=True)
class ModuleToReview:
    """A module's newest edition as one clinic sees it."""

    edition: ModuleEdition
    points: tuple[ReviewPoint, ...]
    clinical: ContentReview | None
    medical: ContentReview | None

    @property
    def is_reviewed(self) -> bool:
        """True when both directors have recorded their review."""
        return bool(self.clinical and self.medical)


def modules_to_review(clinic: Clinic) -> list[ModuleToReview]:
    """This will list the newest edition of every live module, in four queries."""
    live = ModulePage.objects.live().order_by("path")
    order = {
        key: n for n, key in enumerate(live.values_list("translation_key", flat=True))
    }
    found = ModuleEdition.objects.newest().filter(module_key__in=order)
    editions = sorted(found, key=lambda edition: order[edition.module_key])
    reviews = _reviews_of(clinic, editions)
    points = list(ReviewPoint.objects.all())
    return [_to_review(edition, reviews, points) for edition in editions]


def module_to_review(clinic: Clinic, module_key: uuid.UUID) -> ModuleToReview | None:
    """This will give one module; None when it was never published."""
    edition = ModuleEdition.objects.newest().filter(module_key=module_key).first()
    if edition is None:
        return None
    reviews = _reviews_of(clinic, [edition])
    return _to_review(edition, reviews, list(ReviewPoint.objects.all()))


Reviews = dict[tuple[int, str], ContentReview]


def _reviews_of(clinic: Clinic, editions: list[ModuleEdition]) -> Reviews:
    rows = ContentReview.objects.filter(clinic=clinic, edition__in=editions)
    found = rows.select_related("by")
    return {(row.edition_id, row.capacity): row for row in found}


def _to_review(
    edition: ModuleEdition, reviews: Reviews, points: list[ReviewPoint]
) -> ModuleToReview:
    capacity = ContentReview.Capacity
    return ModuleToReview(
        edition=edition,
        points=tuple(_about(edition.code, points)),
        clinical=reviews.get((edition.pk, capacity.CLINICAL_DIRECTOR)),
        medical=reviews.get((edition.pk, capacity.MEDICAL_DIRECTOR)),
    )
