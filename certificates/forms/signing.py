"""Forms that end in a signature, and the two that need a kind or a clinic."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Suspension


class SigningForm(forms.Form):
    """A reason, and the password as a fresh signature."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Kept with your signature, for directors. Never name a patient."),
    )
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Signing is done with the password, each time."),
    )


class DecisionForm(SigningForm):
    """A decision on the dossier that was shown."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _(
            "Needed to return or decline; the applicant reads it. Never name a patient."
        )


class SuspendForm(SigningForm):
    """Keeping somebody from clinical work."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Suspension.Kind, initial="PRECAUTIONARY"
    )
    field_order = ("kind", "reason", "password")
