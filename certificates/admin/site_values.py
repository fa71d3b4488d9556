"""The values a medical director sets, in the Wagtail admin."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.site_values import set_site_values
from certificates.forms.site_values import SiteValuesForm
from certificates.models import SiteValues
from home.access import access, caller, clinics_of, roles
from home.models import Clinic, Role


@access(roles(Role.MEDICAL_DIRECTOR))
@never_cache
@require_http_methods(["GET", "POST"])
def site_values(request: HttpRequest) -> HttpResponse:
    """This will show a clinic's values and set new ones."""
    clinics = clinics_of(request, Role.MEDICAL_DIRECTOR)
    clinic = _chosen(clinics, request.GET.get("clinic", clinics[0].slug))
    rows = SiteValues.objects.filter(clinic=clinic).select_related("set_by")
    newest = rows.last()
    form = SiteValuesForm(request.POST or None, instance=newest)
    if request.method == "POST" and form.is_valid():
        set_site_values(clinic, form.values(), by=caller(request), at=timezone.now())
        messages.success(request, _("The values are set from today."))
        return redirect(request.get_full_path())
    context = {
        "header_title": _("Site values"),
        "header_icon": "cog",
        "breadcrumbs_items": [{"url": "", "label": _("Site values")}],
        "clinic": clinic,
        "clinics": clinics,
        "earlier": rows.order_by("-id")[:10],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(
        request, "certificates/admin/site_values.html", context, status=status
    )


def _chosen(clinics: list[Clinic], slug: str) -> Clinic:
    for clinic in clinics:
        if clinic.slug == slug:
            return clinic
    raise Http404
