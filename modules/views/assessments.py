"""Before an assessment: what it is, where one stands, and starting it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from home.access import PEOPLE, access
from modules.actions.attempts import start_attempt
from modules.actions.beginning_attempts import NotReady
from modules.actions.ending_attempts import close_overdue
from modules.models import Assessment
from modules.selectors.assessments import must_talk_first, standing_of, who_opens
from modules.selectors.attempts import percent_of, study_again
from modules.views.learner import learner_of


@access(PEOPLE)
@never_cache
@require_GET
def assessment(request: HttpRequest, code: str) -> HttpResponse:
    """This will tell what the assessment asks and where the person stands."""
    found = get_object_or_404(Assessment.objects.select_related("bank"), code=code)
    return _page(request, found)


@access(PEOPLE)
@require_POST
def attempt_start(request: HttpRequest, code: str) -> HttpResponse:
    """This will start an attempt, or go on with the open one."""
    found = get_object_or_404(Assessment.objects.select_related("bank"), code=code)
    person = learner_of(request)
    try:
        attempt = start_attempt(person, assessment=found, by=person, at=timezone.now())
    except NotReady as refusal:
        return _page(request, found, refusal)
    return redirect("attempt", attempt_id=attempt.pk)


def _page(
    request: HttpRequest, found: Assessment, refusal: NotReady | None = None
) -> HttpResponse:
    person, now = learner_of(request), timezone.now()
    close_overdue(at=now, person=person)
    standing = standing_of(person, found, now)
    failed = next((one for one in standing.attempts if not one.passed), None)
    again = None if standing.passed else failed
    context = {
        "assessment": found,
        "standing": standing,
        "attempts": [(one, percent_of(one)) for one in standing.attempts],
        "counts": _counts(found),
        "topics_again": study_again(again) if again else [],
        "must_talk": bool(again) and must_talk_first(person, found),
        "refusal": refusal,
        "openers": who_opens(person, now) if standing.is_locked else [],
    }
    status = refusal.status if refusal else 200
    return render(request, "modules/assessment.html", context, status=status)


def _counts(found: Assessment) -> dict[str, int]:
    active = found.bank.questions.filter(is_active=True)
    flags = list(active.values_list("is_critical", flat=True))
    critical = sum(flags)
    asked = min(max(found.draw_count, critical), len(flags))
    return {"asked": asked, "critical": critical}
