"""Whether the gate could answer yes to anybody right now."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.clearance.policy import PolicyUnreadable
from certificates.selectors.policies import policy_in_force
from home.access import ANYONE, access


@access(ANYONE)
@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """This will answer 200, or 503 when the gate would deny whatever it is asked."""
    problem = _problem()
    state = {"status": "failing" if problem else "ok"}
    return JsonResponse(
        state | ({"problem": problem} if problem else {}),
        status=503 if problem else 200,
    )


def _problem() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        policy_in_force(timezone.now())
    except DatabaseError:
        return "The database is out of reach."
    except (PolicyUnreadable, KeyError):
        return "The policy in force cannot be read."
    return ""
