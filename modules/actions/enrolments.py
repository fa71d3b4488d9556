"""Beginning a track."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed
from home.models import Clinic, Person
from modules.models import Enrolment, TrackPage


def enrol(
    person: Person,
    *,
    track: TrackPage,
    clinic: Clinic,
    by: Person,
    at: datetime.datetime,
) -> Enrolment:
    """This will let the person begin a track; twice is the same as once.

    No other track has to be passed before. Reading ahead harms nobody, and whoever
    sits with a patient tomorrow should not find the page locked. What a track asks
    for first is asked where it counts: at the assessment, and at the credential.

    Raises:
        NotAllowed: somebody else is asking, the person does not work at the clinic
            today, or the track is not published.
    """
    if by != person:
        raise NotAllowed(_("Only you yourself can begin a track of yours."))
    day = clinic.day_of(at)
    if not person.memberships.in_force(day).filter(clinic=clinic).exists():
        raise NotAllowed(_("You are not on the roster of this clinic today."))
    if not track.live:
        raise NotAllowed(_("This track is not published."))
    with transaction.atomic():
        enrolment, is_new = Enrolment.objects.get_or_create(
            person=person,
            track_key=track.translation_key,
            defaults={
                "clinic": clinic,
                "track_code": track.code,
                "enrolled_at": at,
            },
        )
        if is_new:
            code = audit.code_or_digest(track.code)
            audit.append("TRACK-BEGUN", by=by, at=at, about=enrolment, track=code)
    return enrolment
