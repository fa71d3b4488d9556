"""Pages of the ground: health, an expired form."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from home.access import ANYONE, access


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This will explain a form that outlived its sign-in; what was typed is kept."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


@access(ANYONE)
@never_cache
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """This will send every other login path to the one that counts."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
    query = "?" + urlencode({"next": target}) if safe else ""
    return redirect(reverse("account_login") + query)
