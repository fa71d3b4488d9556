"""Entering something into a person's file, in the Wagtail admin."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.documents import (
    record_currency,
    record_document,
    record_exclusion_check,
    record_verification,
)
from certificates.admin.applications import DIRECTORS
from certificates.admin.entering import enter
from certificates.admin.office import OFFICE, office_frame, office_person
from certificates.admin.people import frame_of
from certificates.admin.reach import directed_person
from certificates.forms.documents import (
    CurrencyForm,
    DocumentForm,
    ExclusionCheckForm,
    VerificationForm,
)
from certificates.forms.observations import PaperObservationForm
from certificates.models import Document
from home.access import access
from modules.actions.practicum import record_observation
from modules.models import PracticumForm

TYPED = require_http_methods(["GET", "POST"])


@access(OFFICE)
@never_cache
@TYPED
def add_document(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will put a document into the person's file."""
    where, found = office_person(request, clinic, pk)
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        initial={"jurisdiction": where.jurisdiction},
    )
    return enter(
        request,
        form,
        lambda **who: record_document(found, form.entry(), **who),
        office_frame(where, found, _("Add a document")),
    )


@access(OFFICE)
@never_cache
@TYPED
def add_verification(
    request: HttpRequest, clinic: str, pk: UUID, document: UUID
) -> HttpResponse:
    """This will add what the source said about one of the person's documents."""
    where, found = office_person(request, clinic, pk)
    row = get_object_or_404(Document, pk=document, person=found)
    form = VerificationForm(
        request.POST or None, request.FILES or None, initial={"on": _today(where)}
    )
    heading = _("Verify: %(document)s") % {"document": row.get_kind_display()}
    return enter(
        request,
        form,
        lambda **who: record_verification(row, form.entry(), **who),
        office_frame(where, found, heading),
    )


@access(OFFICE)
@never_cache
@TYPED
def add_exclusion_check(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will add what the exclusion list said about the person."""
    where, found = office_person(request, clinic, pk)
    form = ExclusionCheckForm(request.POST or None, initial={"on": _today(where)})
    return enter(
        request,
        form,
        lambda **who: record_exclusion_check(found, **form.cleaned_data, **who),
        office_frame(where, found, _("Add an exclusion check")),
    )


@access(DIRECTORS)
@never_cache
@TYPED
def add_currency(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will add a dated fact such as an emergency drill."""
    where, found = directed_person(request, clinic, pk)
    form = CurrencyForm(request.POST or None, initial={"on": _today(where)})
    return enter(
        request,
        form,
        lambda **who: record_currency(found, **form.cleaned_data, **who),
        frame_of(where, found, _("Add a drill, a refresh or another date")),
    )


@access(DIRECTORS)
@never_cache
@TYPED
def add_observation(
    request: HttpRequest, clinic: str, pk: UUID, rubric: str
) -> HttpResponse:
    """This will enter an observed session from the assessor's paper form."""
    where, found = directed_person(request, clinic, pk)
    row = get_object_or_404(PracticumForm, code=rubric)
    form = PaperObservationForm(
        request.POST or None, form=row, clinic=where, today=_today(where)
    )
    return enter(
        request,
        form,
        lambda **who: record_observation(found, form.observed_on_paper(), **who),
        frame_of(where, found, _("Observed session: %(form)s") % {"form": row.title}),
    )


def _today(clinic):
    return clinic.day_of(timezone.now())
