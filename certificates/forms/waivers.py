"""Forms for waivers, and for what a director states about somebody."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from certificates.forms.signing import SigningForm
from certificates.requirements.declared import waived_thing
from certificates.requirements.statements import DIRECTOR, stated_by


class WaiverForm(SigningForm):
    """What is waived, until when, and why; signed."""

    code = forms.ChoiceField(label=_("What is waived"))
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most two years from today."),
    )
    field_order = ("code", "expires_on", "reason", "password")

    def __init__(self, *args: Any, codes: Mapping[str, str], **kwargs: Any) -> None:
        """
        Args:
            codes: what the clinic's sets let be waived: its words, by code.
        """
        super().__init__(*args, **kwargs)
        choices = [(code, capfirst(waived_thing(code, codes[code]))) for code in codes]
        self.fields["code"] = forms.ChoiceField(
            label=_("What is waived"), choices=choices
        )
        self.fields["reason"].help_text = _(
            "What stands in for it. Kept with your signature; never name a patient."
        )


class StatementForm(forms.Form):
    """One statement from the closed list, in its own words."""

    code = forms.ChoiceField(
        label=_("You state"),
        choices=lambda: list(stated_by(DIRECTOR).items()),
        widget=forms.RadioSelect,
    )
