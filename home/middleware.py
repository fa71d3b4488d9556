"""What happens around every request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.errors import RuleBroken
from home.fetches import is_fetched, refused

Respond = Callable[[HttpRequest], HttpResponse]


class RuleBrokenMiddleware:
    """Shows a refusal that no form caught as a page of its own, with its status."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """This will answer a RuleBroken; anything else is a bug and rises."""
        if not isinstance(exception, RuleBroken):
            return None
        if is_fetched(request):
            return refused(exception)
        context = {"message": exception.message, "code": exception.code}
        return render(request, "refused.html", context, status=exception.status)


class AdminPolicyMiddleware:
    """Gives Wagtail's admin the looser content policy that its editor needs."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response["Content-Security-Policy"] = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response
