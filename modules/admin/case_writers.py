"""Who may write cases, and what happens to words whose draft is gone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from home.access import Policy, may_enter_admin, person_of
from modules.models import CaseDraft

RIGHTS = ("modules.add_scenario", "modules.change_scenario")


def may_write_cases(request: HttpRequest) -> bool:
    """This will say whether the caller may write cases, in their own name."""
    may = may_enter_admin(request) and person_of(request) is not None
    return may and request.user.has_perms(RIGHTS)


CASE_WRITERS = Policy(
    "CASE-ADD-AND-CHANGE",
    "people whose group lets them add and change cases",
    may_write_cases,
)


def draft_or_typed(request: HttpRequest, pk: int) -> CaseDraft | HttpResponse:
    """This will find a draft; where it is gone, it gives back what was typed for it.

    Raises:
        Http404: it is gone, and nothing was sent.
    """
    rows = CaseDraft.objects.select_related("scenario", "parallel_to", "changed_by")
    draft = rows.filter(pk=pk).first()
    if draft:
        return draft
    typed = [
        value
        for name, value in request.POST.items()
        if "csrf" not in name and " " in str(value).strip()
    ]
    if not typed:
        raise Http404
    context = {"typed": typed}
    return render(request, "modules/admin/case_draft_gone.html", context, status=409)
