"""The site's own addresses, and a view that does nothing but know who asks."""

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from certificates.api.answers import answered
from certificates.api.callers import ASK, token_of
from home.access import TOKEN, access


@access(TOKEN)
@csrf_exempt
@require_POST
def empty(request: HttpRequest) -> JsonResponse:
    """This will look the token up, count the request, and answer nothing."""
    token_of(request, ASK)
    return answered({})


urlpatterns = [
    path("empty", empty),
    path("", include("kap_training.urls")),
]
