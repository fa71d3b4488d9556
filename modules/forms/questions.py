"""The forms by which authors keep questions and assessments."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from modules.blueprints import Blueprint, cannot_fill
from modules.models import Question
from modules.question_rules import Draft, Option, faults_of
from modules.rich_text import KINDS, SOURCE_KINDS

_CODE = re.compile(r"[A-Z][A-Z0-9-]*(\.[0-9]+)?")
_MARKS = [(kind, KINDS[kind][1]) for kind in KINDS if kind not in SOURCE_KINDS]


class CodeListField(forms.Field):
    """A list of codes, typed with commas between."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        """This will show a list as text, and typed text as it was typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        """This will read the codes.

        Raises:
            ValidationError: a piece is no code, such as "F1.1" or "S31" is.
        """
        if isinstance(value, list):
            return value
        codes = [code.strip() for code in (value or "").split(",") if code.strip()]
        for code in codes:
            if not _CODE.fullmatch(code):
                words = _("“%(code)s” is not a code. Put commas between codes.")
                raise ValidationError(words % {"code": code})
        return codes


class QuestionForm(WagtailAdminModelForm):
    """A question with its steps and options, checked as one whole."""

    lesson_codes = CodeListField(
        required=False,
        label=gettext_lazy("Lessons"),
        help_text=gettext_lazy("Codes such as F1.1, F2.3: what to study again."),
    )
    source_codes = CodeListField(
        required=False,
        label=gettext_lazy("Sources"),
        help_text=gettext_lazy("Codes such as S31."),
    )
    marks = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Marks"),
        choices=_MARKS,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """This will refuse a question that could not be graded or does not teach."""
        cleaned = super().clean()
        steps = _kept_rows(self.formsets["steps"])
        options = _kept_rows(self.formsets["options"])
        if steps is None or options is None or not cleaned.get("type"):
            return cleaned
        draft = Draft(
            type=cleaned["type"],
            stem=cleaned.get("stem") or "",
            options=tuple(_option(row) for row in options),
            steps=tuple(row["code"] for row in steps),
        )
        for fault in faults_of(draft):
            self.add_error(None, fault)
        return cleaned


class AssessmentForm(WagtailAdminModelForm):
    """An assessment that its bank can fill."""

    def clean(self) -> dict[str, Any]:
        """This will refuse to draw more questions than there are, of any topic."""
        cleaned = super().clean()
        bank, wanted = cleaned.get("bank"), cleaned.get("draw_count")
        if not bank or not wanted:
            return cleaned
        there = list(bank.questions.filter(is_active=True))
        if not 0 < wanted <= len(there):
            words = _("This bank has %(there)d questions in use; draw 1 to that.")
            self.add_error("draw_count", words % {"there": len(there)})
        self._clean_quotas(Blueprint(wanted, self._quotas()), there)
        return cleaned

    def _clean_quotas(self, blueprint: Blueprint, there: list[Question]) -> None:
        for fault in cannot_fill(blueprint, there):
            self.add_error(None, fault)

    def _quotas(self) -> dict[str, int]:
        """The quotas that will be kept; none where a row has faults itself."""
        rows = _kept_rows(self.formsets["quotas"]) or []
        found: dict[str, int] = {}
        for row in rows:
            if row["topic"] in found:
                words = _("“%(topic)s” has two quotas. Keep one.")
                self.add_error(None, words % {"topic": row["topic"]})
            found[row["topic"]] = row["count"]
        return found


def _option(row: dict[str, Any]) -> Option:
    return Option(
        text=row["text"],
        feedback=row["feedback"],
        is_right=row["is_right"],
        match=row["match"],
        step=row["step_code"],
        leads_to=row["leads_to"],
    )


def _kept_rows(formset: forms.BaseFormSet) -> list[dict[str, Any]] | None:
    """The rows that will be kept, in order; None where a row has faults itself."""
    if not formset.is_valid():
        return None
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data]
    kept = [row for row in rows if not row.get("DELETE")]
    return sorted(kept, key=lambda row: row.get("ORDER") or 0)
