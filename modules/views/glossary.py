"""The words of the curriculum, in plain terms."""

from itertools import groupby

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from home.access import PEOPLE, access
from modules.models import GlossaryTerm


@access(PEOPLE)
@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    """This will list every term under its first letter."""
    rows = GlossaryTerm.objects.order_by(Lower("term"))
    letters = [
        {"letter": letter, "terms": list(terms)}
        for letter, terms in groupby(rows, key=lambda row: row.term[:1].upper())
    ]
    return render(request, "modules/glossary.html", {"letters": letters})
