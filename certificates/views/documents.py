"""A therapist's own documents: handing in a copy, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.artefacts import bytes_of, hand_in
from certificates.actions.file_keepers import KEEPERS
from certificates.forms.documents import HandInForm
from certificates.models import Artefact
from certificates.selectors.documents import document_lines, files_of, roster_of
from certificates.selectors.policies import check_days
from home.access import OWN_RECORD, PEOPLE, access, caller, clinics_of
from home.errors import RuleBroken

# Whatever a file holds, a browser neither shows nor runs it on this site.
HELD_BACK = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


@access(OWN_RECORD)
@never_cache
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """This will show the caller's documents, and take a copy of another one."""
    return _page(request, HandInForm())


@access(PEOPLE)
@require_POST
def hand_in_file(request: HttpRequest) -> HttpResponse:
    """This will keep a copy for the office to read."""
    form, person = HandInForm(request.POST, request.FILES), caller(request)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        hand_in(person, form.upload(), by=person, at=timezone.now())
    except RuleBroken as refusal:
        form.add_error("file", refusal.message)
        return _page(request, form, refusal.status)
    messages.success(request, _("Sent. The office records it, and asks the source."))
    return redirect("documents")


@access(OWN_RECORD)
@never_cache
@require_GET
def artefact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will give a file to the person it is about, and to who keeps their file."""
    row = get_object_or_404(Artefact.objects.select_related("person"), pk=pk)
    if row.person != caller(request) and not _keeps_file_of(request, row):
        raise Http404
    response = HttpResponse(bytes_of(row), content_type=row.content_type)
    told = content_disposition_header(True, row.file_name)
    for header, value in (HELD_BACK | {"Content-Disposition": told or ""}).items():
        response[header] = value
    return response


def _keeps_file_of(request: HttpRequest, row: Artefact) -> bool:
    clinics = clinics_of(request, *KEEPERS)
    return roster_of(clinics, timezone.now()).filter(person=row.person_id).exists()


def _page(request: HttpRequest, form: HandInForm, status: int = 200) -> HttpResponse:
    person, now = caller(request), timezone.now()
    limits = check_days(now, clinics_of(request))
    context = {
        "form": form,
        "lines": document_lines(person, now.date(), limits.verified),
        "files": files_of(person),
        "may_hand_in": PEOPLE.allows(request),
        "trail": [{"label": _("Credentials"), "url": reverse("credentials")}],
    }
    return render(request, "certificates/documents.html", context, status=status)
