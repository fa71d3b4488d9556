"""Tokens of other systems, in the Wagtail admin: made, shown once, revoked."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.tokens import TokenOver, issue_token, revoke_token
from certificates.forms.tokens import TokenForm
from certificates.models import ApiToken
from home.access import access, caller, clinics_of, roles
from home.models import Clinic, Role

DIRECTOR = (Role.CLINICAL_DIRECTOR,)


@access(roles(*DIRECTOR))
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """This will list a clinic's tokens, and make a new one, which is shown once."""
    clinics = clinics_of(request, *DIRECTOR)
    clinic = _chosen(clinics, request.GET.get("clinic", clinics[0].slug))
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        wanted = form.wanted(now)
        _token, secret = issue_token(clinic, wanted, by=caller(request), at=now)
        form = TokenForm()
    rows = ApiToken.objects.filter(clinic=clinic).select_related(
        "created_by", "revoked_by"
    )
    now = timezone.now()
    context = {
        "header_title": _("Tokens of other systems"),
        "header_icon": "key",
        "breadcrumbs_items": [{"url": "", "label": _("Tokens")}],
        "clinic": clinic,
        "clinics": clinics,
        "form": form,
        "secret": secret,
        "live": [row for row in rows if not row.revoked_at and row.expires_at > now],
        "over": [row for row in rows if row.revoked_at or row.expires_at <= now],
    }
    status = 422 if form.is_bound else 200
    return render(request, "certificates/admin/tokens.html", context, status=status)


@access(roles(*DIRECTOR))
@never_cache
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, clinic: str, pk: uuid.UUID) -> HttpResponse:
    """This will end a token at once, when that is said a second time."""
    place = _chosen(clinics_of(request, *DIRECTOR), clinic)
    token = ApiToken.objects.filter(clinic=place, pk=pk).first()
    if token is None:
        raise Http404
    back = f"{reverse('credentialing_tokens')}?clinic={place.slug}"
    if request.method != "POST":
        return _asked_again(request, place, token, back)
    try:
        revoke_token(token, by=caller(request), at=timezone.now())
        text = _("“%(name)s” is revoked. What it asks from now on is refused.")
        messages.success(request, text % {"name": token.name})
    except TokenOver as refusal:
        messages.warning(request, str(refusal))
    return redirect(back)


def _asked_again(
    request: HttpRequest, clinic: Clinic, token: ApiToken, back: str
) -> HttpResponse:
    """Say whose token it is and what ends with it, before it does."""
    if token.revoked_at:
        messages.warning(request, _("This token was revoked before."))
        return redirect(back)
    heading = _("Revoke “%(name)s”") % {"name": token.name}
    context = {
        "header_title": heading,
        "header_icon": "key",
        "breadcrumbs_items": [
            {"url": back, "label": _("Tokens")},
            {"url": "", "label": heading},
        ],
        "clinic": clinic,
        "row": token,
        "back_url": back,
    }
    return render(request, "certificates/admin/token_revoke.html", context)


def _chosen(clinics: list[Clinic], slug: str) -> Clinic:
    for clinic in clinics:
        if clinic.slug == slug:
            return clinic
    raise Http404
