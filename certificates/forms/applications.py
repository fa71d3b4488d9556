"""Forms about applications: decisions that are signed, appeals, and their grounds."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.actions.conditions import LONGEST, MOST, ConditionAsked
from certificates.forms.signing import SigningForm

SAY_WHAT = _("Please say what is to be done.")
GIVE_DAY = _("Please give the last day.")


class DecisionForm(SigningForm):
    """A decision on the record that was shown."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    # A short mark for each section, to tell in words what changed meanwhile.
    marks = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def shown_marks(self) -> dict[str, str]:
        """This will read the marks; nothing is decided on them."""
        try:
            found = json.loads(self.data.get("marks", "") or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class GrantForm(DecisionForm):
    """A grant needs no words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required = False
        reason.label = _("A note, if there is one")
        reason.help_text = _(
            "Kept with your signature. The applicant reads it. Never name a patient."
        )


class ReasonForm(DecisionForm):
    """A decision that the applicant has to understand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "The applicant reads it. Never name a patient."
        )


class ConditionsForm(GrantForm):
    """A grant with one to six conditions, each with its last day."""

    def __init__(
        self,
        *args: Any,
        conditions: Sequence[Mapping[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            given = conditions[number - 1] if number <= len(conditions) else {}
            is_first = number == 1
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("What is to be done"),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=LONGEST,
                required=is_first,
                error_messages={"required": SAY_WHAT},
                initial=given.get("text", ""),
            )
            self.fields[f"due_{number}"] = forms.DateField(
                label=_("To be met by"),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                required=is_first,
                error_messages={"required": GIVE_DAY},
                initial=given.get("due_on", ""),
            )
        self.order_fields([*self._condition_names(), "reason", "password"])

    def clean(self) -> dict[str, Any]:
        """This will ask for words and a day together."""
        told = super().clean() or {}
        for number in range(1, MOST + 1):
            text, due = told.get(f"text_{number}"), told.get(f"due_{number}")
            if text and not due and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", GIVE_DAY)
            if due and not text and f"text_{number}" not in self.errors:
                self.add_error(f"text_{number}", SAY_WHAT)
        return told

    def conditions(self) -> list[ConditionAsked]:
        """This will give what was asked, in its order."""
        told = self.cleaned_data
        return [
            ConditionAsked(told[f"text_{number}"], told[f"due_{number}"])
            for number in range(1, MOST + 1)
            if told.get(f"text_{number}") and told.get(f"due_{number}")
        ]

    def pairs(self) -> list[dict[str, Any]]:
        """This will give the fields two by two; the first always stands open."""
        found = []
        for number in range(1, MOST + 1):
            text, due = self[f"text_{number}"], self[f"due_{number}"]
            is_used = bool(text.value() or due.value() or text.errors or due.errors)
            title = _("Condition %(number)d") % {"number": number}
            pair = {"title": title, "text": text, "due": due}
            found.append(pair | {"is_first": number == 1, "is_open": is_used})
        return found

    def others(self) -> list[forms.BoundField]:
        """This will give the visible fields that are no condition."""
        names = self._condition_names()
        return [field for field in self.visible_fields() if field.name not in names]

    @staticmethod
    def _condition_names() -> list[str]:
        numbers = range(1, MOST + 1)
        return [f"{kind}_{number}" for number in numbers for kind in ("text", "due")]


class MeetForm(DecisionForm):
    """That a condition is met."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("How you know, if it needs saying")


class AppealForm(forms.Form):
    """Why a decision should be heard again."""

    grounds = forms.CharField(
        label=_("Why should it be heard again?"),
        error_messages={"required": _("Write why it should be heard again.")},
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=_("Say what was overlooked or has changed. Never name a patient."),
    )
