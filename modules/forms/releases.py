"""The form by which somebody says what an edition asks, and puts it in force."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from modules.actions.releases import ACKNOWLEDGE, COSMETIC, Meaning
from modules.models import ModuleEdition


class ReleaseForm(forms.Form):
    """What is asked, why, and until when."""

    significance = forms.ChoiceField(
        label=_("What this edition asks of those who learned an earlier one"),
        choices=ModuleEdition.Significance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this edition asks.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=255,
        help_text=_("Shown to those who are asked. Not needed for a cosmetic edition."),
    )
    due_on = forms.DateField(
        label=_("Confirm by"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Only for “Acknowledge”. A retake is asked at once."),
        error_messages={"invalid": _("Give the day as year-month-day.")},
    )

    def clean(self) -> dict:
        """This will ask for the reason and the day where they are needed."""
        data = super().clean() or {}
        significance = data.get("significance")
        if significance and significance != COSMETIC and not data.get("reason"):
            self.add_error("reason", _("Say why people are asked."))
        if significance == ACKNOWLEDGE and not (
            data.get("due_on") or "due_on" in self.errors
        ):
            self.add_error("due_on", _("Name the last day to confirm."))
        return data

    def meaning(self) -> Meaning:
        """This will give what was said; a day only where it has a meaning."""
        data = self.cleaned_data
        is_dated = data["significance"] == ACKNOWLEDGE
        return Meaning(
            significance=data["significance"],
            reason=data["reason"],
            due_on=data["due_on"] if is_dated else None,
        )
