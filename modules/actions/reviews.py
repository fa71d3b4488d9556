"""A director states that an edition was read and may be taught at a clinic."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role
from home.permissions import person_has_role
from modules.models import ContentReview, ModuleEdition

Capacity = ContentReview.Capacity


class NotTheDirector(NotAllowed):
    """The person does not hold that director's role at the clinic."""

    code = "REVIEW-NOT-DIRECTOR"


class AlreadyReviewed(RuleBroken):
    """The review of this capacity is there, or this person gave the other one."""

    code = "REVIEW-ALREADY-RECORDED"


class EditionSuperseded(RuleBroken):
    """A newer edition was released in the meantime."""

    code = "REVIEW-EDITION-SUPERSEDED"


def record_review(
    edition: ModuleEdition,
    *,
    clinic: Clinic,
    capacity: str,
    by: Person,
    at: datetime.datetime,
    note: str = "",
) -> ContentReview:
    """This will record one director's review of the newest edition of a module.

    Raises:
        NotTheDirector: the person does not direct that clinic in this capacity.
        EditionSuperseded: a newer edition is the one to review.
        AlreadyReviewed: the review is recorded, or the other one is by this person.
    """
    if capacity not in Capacity or not person_has_role(by, clinic, Role(capacity), at):
        raise NotTheDirector(
            _("Only this clinic's clinical or medical director records a review.")
        )
    with transaction.atomic():
        _refuse_superseded(edition)
        _refuse_second(edition, clinic, capacity, by)
        review = _create(
            edition=edition, clinic=clinic, capacity=capacity, by=by, at=at, note=note
        )
        audit.append(
            "MODULE-REVIEWED",
            by=by,
            at=at,
            about=review,
            edition=edition.pk,
            sha256=edition.content_sha256,
            capacity=capacity,
        )
    return review


def _refuse_superseded(edition: ModuleEdition) -> None:
    later = ModuleEdition.objects.filter(
        module_key=edition.module_key,
        number__gt=edition.number,
        release__isnull=False,
    )
    if later.exists():
        raise EditionSuperseded(
            _("A newer edition has been released since. Please review that one.")
        )


def _refuse_second(
    edition: ModuleEdition, clinic: Clinic, capacity: str, by: Person
) -> None:
    found = ContentReview.objects.filter(edition=edition, clinic=clinic)
    if found.filter(capacity=capacity).exists():
        raise AlreadyReviewed(_("This review is already recorded."))
    if found.filter(by=by).exists():
        raise AlreadyReviewed(
            _("The clinical and the medical review are given by two people.")
        )


def _create(**fields) -> ContentReview:
    """Two clicks at once: the constraint lets the first one through."""
    try:
        with transaction.atomic():
            return ContentReview.objects.create(**fields)
    except IntegrityError as twice:
        raise AlreadyReviewed(_("This review is already recorded.")) from twice
