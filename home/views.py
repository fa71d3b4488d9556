"""Pages of the ground: the sign-in, an expired form."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from home.access import ANYONE, SIGNED_IN, access
from home.fetches import expired, is_fetched, signed_out


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This will explain a form that outlived its sign-in; what was typed is kept."""
    if is_fetched(request):
        return expired() if request.user.is_authenticated else signed_out()
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


@access(ANYONE)
@never_cache
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """This will send every other login path to the one that counts.

    Raises:
        PermissionDenied: somebody who is signed in was sent here by a page that is
            not for them; sending them on would go round for ever.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
    query = "?" + urlencode({"next": target}) if safe else ""
    return redirect(reverse("account_login") + query)


@access(SIGNED_IN)
@never_cache
@require_GET
def sign_in_address(request: HttpRequest) -> HttpResponse:
    """This will say who changes the address somebody signs in with: the clinic.

    The password signs, and a new one is sent to the address: whoever could change
    the address in an open session could sign.
    """
    return render(request, "account/email.html")
