"""People in the Wagtail admin: the roster, and one person's file."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.credentials import revoke
from certificates.actions.suspensions import Ground, lift_suspension, suspend_person
from certificates.admin.applications import DIRECTORS, FIELD_OF, PER_PAGE, UNUSABLE
from certificates.admin.reach import (
    directed_clinic,
    directed_clinics,
    directed_person,
)
from certificates.forms.signing import SigningForm, SuspendForm
from certificates.fresh_sign_in import require_password
from certificates.models import Credential, Suspension
from certificates.selectors.ladders import ladder_in
from certificates.selectors.person_files import person_file
from certificates.selectors.requirements import title_of
from certificates.selectors.rosters import people_at, roster_row
from home.access import access, caller, signed_in_user
from home.errors import RuleBroken
from home.models import Clinic, Person
from modules.models import PracticumForm


@access(DIRECTORS)
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """This will list who is at a clinic, what they hold, and why they may not work."""
    clinics, now = directed_clinics(request), timezone.now()
    slug = request.GET.get("clinic", clinics[0].slug)
    clinic, search = directed_clinic(request, slug), request.GET.get("q", "").strip()
    page = Paginator(people_at(clinic, now, search), PER_PAGE)
    page_obj = page.get_page(request.GET.get("page"))
    context = {
        "header_title": _("People"),
        "header_icon": "group",
        "breadcrumbs_items": [{"url": "", "label": _("People")}],
        "clinic": clinic,
        "clinics": clinics,
        "search": search,
        "page_obj": page_obj,
        "rows": [roster_row(person, clinic, now) for person in page_obj],
        "query": urlencode({"clinic": clinic.slug, "q": search}) + "&",
    }
    return render(request, "certificates/admin/people.html", context)


@access(DIRECTORS)
@never_cache
@require_GET
def person(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will show one person's whole file."""
    where, found = directed_person(request, clinic, pk)
    now = timezone.now()
    file = person_file(found, where, now)
    context = frame_of(where, found, "") | {
        "file": file,
        "ladder": ladder_in(file),
        "open_here": [
            row for row in file.open_suspensions if row.clinic_id in (None, where.pk)
        ],
        "is_self": found == caller(request),
        "rubrics": PracticumForm.objects.only("code", "title"),
    }
    return render(request, "certificates/admin/person.html", context)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will keep somebody from clinical work at once."""
    where, found = directed_person(request, clinic, pk)
    form = SuspendForm(request.POST or None)

    def act() -> None:
        ground = Ground(form.cleaned_data["kind"], form.cleaned_data["reason"])
        suspend_person(found, where, ground, by=caller(request), at=timezone.now())

    frame = frame_of(where, found, _("Suspend")) | {
        "lead": _(
            "From the moment you sign, the gate answers no for this person at every "
            "clinic. A suspension is neutral and can be lifted."
        ),
        "button": _("Suspend now"),
    }
    return _sign(request, form, act, frame)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, clinic: str, pk: UUID, suspension: UUID) -> HttpResponse:
    """This will lift a suspension and give the credentials back."""
    where, found = directed_person(request, clinic, pk)
    rows = Suspension.objects.filter(person=found, lifted_at__isnull=True)
    row = get_object_or_404(rows, pk=suspension)
    form = SigningForm(request.POST or None)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        lift_suspension(
            row, where, reason=reason, by=caller(request), at=timezone.now()
        )

    frame = frame_of(where, found, _("Lift the suspension")) | {
        "lead": _("Credentials that were suspended with it stand again, if in date."),
        "button": _("Lift it now"),
    }
    return _sign(request, form, act, frame)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def take_away(
    request: HttpRequest, clinic: str, pk: UUID, credential: UUID
) -> HttpResponse:
    """This will revoke a credential for good."""
    where, found = directed_person(request, clinic, pk)
    rows = Credential.objects.filter(person=found, clinic=where)
    row = get_object_or_404(rows, pk=credential)
    form = SigningForm(request.POST or None)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        revoke(row, reason=reason, by=caller(request), at=timezone.now())

    heading = _("Revoke %(title)s") % {"title": title_of(row.type, row.target)}
    frame = frame_of(where, found, heading) | {
        "lead": _(
            "This cannot be undone. Whoever checks the certificate reads “revoked” "
            "from this moment on."
        ),
        "button": _("Revoke for good"),
    }
    return _sign(request, form, act, frame)


def _sign(request: HttpRequest, form, act, frame: dict) -> HttpResponse:
    """Do what was asked once the form is whole and the password right."""
    template, status = "certificates/admin/sign.html", 200
    if request.method == "POST":
        status = UNUSABLE
        if form.is_valid():
            try:
                require_password(signed_in_user(request), form.cleaned_data["password"])
                act()
            except RuleBroken as refusal:
                form.add_error(FIELD_OF.get(refusal.code), refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("Done and signed."))
                return redirect(frame["back_url"])
    return render(request, template, frame | {"form": form}, status=status)


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
