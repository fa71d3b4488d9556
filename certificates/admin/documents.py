"""The credentials office in the Wagtail admin: what is due, who handed in what."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.artefacts import set_aside
from certificates.actions.documents import record_document
from certificates.admin.entering import enter
from certificates.admin.office import (
    OFFICE,
    directs,
    office_frame,
    office_person,
)
from certificates.forms.documents import HandedInForm, SetAsideForm
from certificates.models import Artefact
from certificates.selectors.documents import (
    files_of,
)
from certificates.selectors.office_files import office_file
from home.access import access, caller
from home.models import Person

TYPED = require_http_methods(["GET", "POST"])


@access(OFFICE)
@never_cache
@require_GET
def documents(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will show somebody's documents, checks and register entry."""
    where, found = office_person(request, clinic, pk)
    context = office_frame(where, found) | {
        "office": office_file(found, where, timezone.now()),
        "is_self": found == caller(request),
        "directs": directs(request, where),
    }
    return render(request, "certificates/admin/documents.html", context)


@access(OFFICE)
@never_cache
@TYPED
def record_file(
    request: HttpRequest, clinic: str, pk: UUID, artefact: UUID
) -> HttpResponse:
    """This will record a document from what somebody handed in."""
    where, found = office_person(request, clinic, pk)
    row = _handed_in(found, artefact)
    told = {"kind": row.kind, "jurisdiction": where.jurisdiction}
    form = HandedInForm(request.POST or None, initial=told)
    frame = office_frame(where, found, _("Record what was handed in"))
    return enter(
        request,
        form,
        lambda **who: record_document(found, form.entry(row), **who),
        frame | {"artefact": row},
    )


@access(OFFICE)
@never_cache
@TYPED
def set_file_aside(
    request: HttpRequest, clinic: str, pk: UUID, artefact: UUID
) -> HttpResponse:
    """This will tell the person that a file cannot be used."""
    where, found = office_person(request, clinic, pk)
    row = _handed_in(found, artefact)
    form = SetAsideForm(request.POST or None)
    frame = office_frame(where, found, _("Set aside"))
    more = {"artefact": row, "button": _("Set aside"), "done": _("Set aside.")}
    return enter(
        request,
        form,
        lambda **who: set_aside(row, form.cleaned_data["reason"], **who),
        frame | more,
    )


def _handed_in(person: Person, pk: UUID) -> Artefact:
    """One that somebody dealt with meanwhile is found too: the action says so."""
    return get_object_or_404(files_of(person), pk=pk)
