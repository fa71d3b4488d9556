"""Playing a draft, as an author tries it out: nothing of it is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from home.access import access
from modules.admin.case_writers import CASE_WRITERS
from modules.models import CaseDraft
from modules.stories import Moment, lessons_reopened, moment, score

LONGEST = 200


@access(CASE_WRITERS)
@never_cache
@require_GET
def case_play(request: HttpRequest, pk: int) -> HttpResponse:
    """This will tell the moment that waits. The way so far stands in the address."""
    draft = get_object_or_404(CaseDraft, pk=pk)
    begun = request.GET.get("from") or draft.graph["start"]
    letters = request.GET.get("way", "")[:LONGEST]
    decided, code = _walked(draft.graph, begun, letters)
    way = "".join(one.choice["id"] for one in decided)
    node = draft.graph["nodes"].get(code)
    context = {
        "draft": draft,
        "begun": begun,
        "way": way,
        "back": way[:-1],
        "code": code,
        "number": len(decided) + 1,
        "last": decided[-1] if decided else None,
        "node": node,
        "ending": draft.graph["endings"].get(code),
        "is_critical": code in draft.graph["critical_endings"],
        "score": None if node else score(decided, draft.pass_percent),
        "lessons": lessons_reopened(decided),
    }
    return render(request, "modules/admin/case_play.html", context)


def _walked(graph: dict, code: str, letters: str) -> tuple[list[Moment], str]:
    """Follow the letters as far as they lead somewhere."""
    decided: list[Moment] = []
    for letter in letters:
        found = moment(graph, code, letter)
        if found is None:
            break
        decided.append(found)
        code = found.choice["next"]
    return decided, code
