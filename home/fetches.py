"""What a page's own script asks for, and how it is refused: in words it can read."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from home.errors import RuleBroken

SIGNED_OUT = "SIGNED-OUT"
EXPIRED = "FORM-EXPIRED"


def is_fetched(request: HttpRequest) -> bool:
    """This will say whether a script asks, and wants only the part that changes."""
    return request.headers.get("X-Requested-With") == "fetch"


def is_sent_for(request: HttpRequest, person_id: object) -> bool:
    """This will say whether what waited in the browser was written by this person.

    Another may have signed in on the same device since. A script that names nobody
    speaks for whoever is signed in.
    """
    meant = request.headers.get("X-Person", "")
    return not meant or meant == str(person_id)


def signed_out() -> JsonResponse:
    """This will tell a script that its person has to sign in; what waits may stay."""
    told = {"code": SIGNED_OUT, "message": _("Sign in again; nothing was changed.")}
    return JsonResponse(told, status=401)


def expired() -> JsonResponse:
    """This will tell a script that its form is too old; what waits may stay."""
    told = {"code": EXPIRED, "message": _("This page is too old. Load it again.")}
    return JsonResponse(told, status=403)


def refused(refusal: RuleBroken) -> JsonResponse:
    """This will tell a script which rule said no."""
    told = {"code": refusal.code, "message": refusal.message}
    return JsonResponse(told, status=refusal.status)
