"""Somebody who has begun a part, without the pages of it."""

import uuid

from modules.models import Enrolment
from tests.cast import NOW


def enrol(person, clinic, track_code):
    """This will begin a part for the person."""
    return Enrolment.objects.create(
        person=person,
        clinic=clinic,
        track_key=uuid.uuid4(),
        track_code=track_code,
        enrolled_at=NOW,
    )
