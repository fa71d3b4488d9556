"""Questions as files in the Wagtail admin: look first, then take all or nothing."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.menu import MenuItem

from home.access import Policy, access, person_of
from modules.actions.question_export import FORMATS, export_questions
from modules.actions.question_import import (
    ImportRefused,
    Preview,
    State,
    import_questions,
    preview_of,
)
from modules.admin.learning import KeptPolicy
from modules.forms.exchange import ExportForm, ImportForm
from modules.models import Question

KEY_WRITERS = Policy(
    "QUESTION-ADD-AND-CHANGE",
    "authors whose group lets them add and change questions",
    lambda request: all(
        KeptPolicy(Question).user_has_permission(request.user, action)
        for action in ("add", "change")
    ),
)
STATE_WORDS = {
    State.NEW: gettext_lazy("New"),
    State.CHANGED: gettext_lazy("Changed"),
    State.SAME: gettext_lazy("As it is"),
    State.FAULT: gettext_lazy("At fault"),
}
FIELD_WORDS = {
    "type": gettext_lazy("type"),
    "stem": gettext_lazy("question"),
    "options": gettext_lazy("options"),
    "is_critical": gettext_lazy("critical"),
    "is_active": gettext_lazy("in use"),
    "lesson_codes": gettext_lazy("lessons"),
    "source_codes": gettext_lazy("sources"),
    "common_errors": gettext_lazy("common errors"),
    "marks": gettext_lazy("marks"),
    "note": gettext_lazy("note"),
}


@never_cache
@access(KEY_WRITERS)
@require_http_methods(["GET", "POST"])
def question_exchange(request: HttpRequest) -> HttpResponse:
    """This will show what a file would do, and take it when that was seen."""
    if request.method != "POST":
        chosen = {"bank": request.GET.get("bank")}
        return _page(request, ImportForm(initial=chosen), None)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, None)
    digest = request.POST.get("digest")
    if digest:
        try:
            taken = _take(request, form, digest)
        except ImportRefused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _told(taken))
            bank = form.cleaned_data["bank"]
            return redirect(f"{reverse('questions:index')}?bank={bank.pk}")
    return _page(request, form, preview_of(form.rows, form.cleaned_data["bank"]))


@never_cache
@access(KEY_WRITERS)
@require_POST
def question_export(request: HttpRequest) -> HttpResponse:
    """This will give one bank as a file."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, ImportForm(), None, export=form)
    bank, name = form.cleaned_data["bank"], form.cleaned_data["format"]
    written = export_questions(bank, name, by=person_of(request), at=timezone.now())
    file = FORMATS[name]
    return HttpResponse(
        written.text,
        content_type=file.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{bank.code}.{file.ending}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def menu_item() -> MenuItem:
    """This will give the entry of the admin's menu."""
    return ExchangeMenuItem(
        gettext_lazy("Questions as files"),
        reverse("question_exchange"),
        name="question-exchange",
        icon_name="upload",
        order=152,
    )


def urls() -> list[URLPattern]:
    """This will give the addresses below /admin/."""
    return [
        path("question-exchange/", question_exchange, name="question_exchange"),
        path("question-exchange/export/", question_export, name="question_export"),
    ]


class ExchangeMenuItem(MenuItem):
    """Shown to whoever may write keys."""

    def is_shown(self, request: HttpRequest) -> bool:
        """This will ask for the same right as the pages."""
        return KEY_WRITERS.allows(request)


def _take(request: HttpRequest, form: ImportForm, digest: str) -> Preview:
    return import_questions(
        form.rows,
        form.cleaned_data["bank"],
        digest=digest,
        by=person_of(request),
        at=timezone.now(),
    )


def _page(
    request: HttpRequest,
    form: ImportForm,
    preview: Preview | None,
    *,
    export: ExportForm | None = None,
) -> HttpResponse:
    is_faulty = bool(form.errors or (export and export.errors))
    is_faulty = is_faulty or bool(preview and not preview.is_whole)
    counts = _counts(preview) if preview else Counter()
    context = {
        "form": form,
        "export": export or ExportForm(),
        "preview": preview,
        "lines": _lines(preview) if preview else [],
        "counts": [(STATE_WORDS[state], counts[state]) for state in State],
        "to_take": counts[State.NEW] + counts[State.CHANGED],
        "faults": counts[State.FAULT],
        "cases": Question.objects.filter(type="MINI_BRANCH").select_related("bank"),
    }
    status = 422 if is_faulty else 200
    return render(request, "modules/admin/exchange.html", context, status=status)


def _counts(preview: Preview) -> Counter:
    return Counter(line.state for line in preview.lines)


def _lines(preview: Preview) -> list[dict]:
    """The rows as they are shown: those at fault first, then in the file's order."""
    told = [
        {
            "number": line.number,
            "code": line.code,
            "stem": line.draft.stem if line.draft else "",
            "state": line.state,
            "state_words": STATE_WORDS[line.state],
            "reasons": line.faults,
            "differs": [FIELD_WORDS[name] for name in line.differs],
        }
        for line in preview.lines
    ]
    return sorted(told, key=lambda line: line["state"] is not State.FAULT)


def _told(taken: Preview) -> str:
    counts = _counts(taken)
    new, changed = counts[State.NEW], counts[State.CHANGED]
    added = ngettext("%(n)d question added", "%(n)d questions added", new) % {"n": new}
    return _("%(added)s, %(changed)d changed.") % {"added": added, "changed": changed}
