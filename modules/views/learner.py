"""Who is learning: the path and the clinic of whoever asks."""

import zoneinfo

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from home.access import clinics_of, person_of
from home.errors import NotAllowed
from home.models import Clinic, Person, Role
from modules.selectors.path import Path, path_of
from modules.selectors.record_and_places import RecordAndPlaces, record_and_places


def learner_of(request: HttpRequest) -> Person:
    """This will give the person behind a request that a policy has let in."""
    person = person_of(request)
    if person is None:
        raise Http404
    return person


def standing_for(request: HttpRequest) -> RecordAndPlaces:
    """This will give the caller's record and places, judged by their own clinics."""
    clinic_ids = [clinic.pk for clinic in clinics_of(request)]
    return record_and_places(learner_of(request), clinic_ids=clinic_ids)


def path_for(request: HttpRequest) -> Path:
    """This will give the caller's path."""
    told = standing_for(request)
    return path_of(told.record, places=told.places, at=timezone.now())


def clinic_for(request: HttpRequest) -> Clinic:
    """This will give the clinic the caller learns at: first where they treat.

    Raises:
        NotAllowed: the caller is on no roster today.
    """
    clinics = [*clinics_of(request, Role.THERAPIST), *clinics_of(request)]
    if not clinics:
        raise NotAllowed(_("You are on no clinic’s roster today."))
    return clinics[0]


def zone_for(request: HttpRequest) -> zoneinfo.ZoneInfo:
    """This will give the time zone of the caller's clinic, for showing moments."""
    clinics = clinics_of(request)
    return zoneinfo.ZoneInfo(clinics[0].time_zone if clinics else "UTC")
