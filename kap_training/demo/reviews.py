"""The first modules that the directors of Northfield have read and reviewed."""

from kap_training.demo.actors import NORTH
from kap_training.demo.stage import Stage
from modules.actions.reviews import record_review
from modules.models import ContentReview, ModuleEdition

Capacity = ContentReview.Capacity

BY_BOTH = ("F1", "F2")
BY_ONE = ("F3",)


def record_reviews(stage: Stage) -> None:
    """This will record a few reviews now; most of the content waits for its own."""
    editions = {row.code: row for row in ModuleEdition.objects.newest()}
    clinic, at = stage.clinics[NORTH], stage.now
    for code in (*BY_BOTH, *BY_ONE):
        record_review(
            editions[code],
            clinic=clinic,
            capacity=Capacity.CLINICAL_DIRECTOR,
            by=stage.people["rita"],
            at=at,
        )
    for code in BY_BOTH:
        record_review(
            editions[code],
            clinic=clinic,
            capacity=Capacity.MEDICAL_DIRECTOR,
            by=stage.people["ngozi"],
            at=at,
        )
