"""A therapist gives a credential of their own back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.credentials import relinquish
from certificates.admin.signing import signer_of
from certificates.forms.credentials import RelinquishForm
from certificates.models import Credential
from certificates.selectors.requirements import title_of
from home.access import PEOPLE, access, caller
from home.errors import RuleBroken

UNUSABLE = 422
AT_THE_PASSWORD = ("PASSWORD-WRONG", "TOO-MANY-TRIES", "SIGN-IN-NOT-FRESH")


@access(PEOPLE)
@never_cache
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will ask once more, and for the password, and then end the credential."""
    rows = Credential.objects.filter(person=caller(request), state__in=Credential.LIVE)
    row = get_object_or_404(rows.select_related("clinic"), pk=pk)
    form, status = RelinquishForm(request.POST or None), 200
    if request.method == "POST":
        status = UNUSABLE
        if form.is_valid():
            try:
                relinquish(row, signer=signer_of(request, form))
            except RuleBroken as refusal:
                field = "password" if refusal.code in AT_THE_PASSWORD else None
                form.add_error(field, refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("The credential is given back."))
                return redirect("credentials")
    context = {
        "credential": row,
        "title": title_of(row.type, row.target),
        "trail": [{"label": _("Credentials"), "url": reverse("credentials")}],
        "consequences": [
            _("From that moment it no longer counts towards clearance for a session."),
            _("Whoever checks its certificate reads that it was given back."),
            _("It cannot be taken up again: a new one is granted on an application."),
        ],
        "form": form,
    }
    return render(request, "certificates/relinquish.html", context, status=status)
