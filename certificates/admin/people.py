"""One person's file in the Wagtail admin, and what is signed about them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.actions.founding import open_kinds
from certificates.admin.applications import DIRECTORS
from certificates.admin.reach import directed_person
from certificates.selectors.credential_lives import lives_in, suspensions_in
from certificates.selectors.ladders import ladder_in
from certificates.selectors.person_files import person_file
from certificates.selectors.requirements import waivers_asked
from home.access import access, caller
from home.models import Clinic, Person
from modules.models import PracticumForm


@access(DIRECTORS)
@never_cache
@require_GET
def person(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will show one person's whole file."""
    where, found = directed_person(request, clinic, pk)
    now = timezone.now()
    file = person_file(found, where, now)
    ladder = ladder_in(file)
    context = frame_of(where, found, "") | {
        "file": file,
        "ladder": ladder,
        "lives": lives_in(file, ladder.held),
        "suspensions": suspensions_in(file, caller(request)),
        "may_appoint": bool(open_kinds(where)),
        "may_waive": bool(waivers_asked(where)),
        "is_self": found == caller(request),
        "rubrics": PracticumForm.objects.all(),
    }
    return render(request, "certificates/admin/person.html", context)


def frame_of(clinic: Clinic, found: Person, heading: str) -> dict:
    """This will give what every page about one person has around it."""
    roster = reverse("credentialing_people") + f"?clinic={clinic.slug}"
    back = reverse("credentialing_person", args=[clinic.slug, found.pk])
    trail = [
        {"url": roster, "label": _("People")},
        {"url": back if heading else "", "label": found.name},
    ]
    if heading:
        trail.append({"url": "", "label": heading})
    return {
        "header_title": heading or found.name,
        "header_icon": "user",
        "breadcrumbs_items": trail,
        "clinic": clinic,
        "subject": found,
        "heading": heading,
        "back_url": back,
    }
