"""A therapist's own credentials, and what each next one asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.selectors.ladders import ladder_of, past_ladders_of
from home.access import OWN_RECORD, access, caller, clinics_of
from home.models import Role


@access(OWN_RECORD)
@never_cache
@require_GET
def credentials(request: HttpRequest) -> HttpResponse:
    """This will show what the caller holds, what comes next and what is decided."""
    person, now = caller(request), timezone.now()
    clinics = clinics_of(request, Role.THERAPIST)
    ladders = [ladder_of(person, clinic, now) for clinic in clinics]
    ladders += past_ladders_of(person, clinics, now)
    return render(
        request,
        "certificates/credentials.html",
        {"ladders": ladders, "many_clinics": len(ladders) > 1},
    )
