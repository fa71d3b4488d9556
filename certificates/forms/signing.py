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
        error_messages={"required": _("Write the reason.")},
        help_text=_("Kept with your signature, for directors. Never name a patient."),
    )
    password = forms.CharField(
        label=_("Your password, or a code"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password, or a code.")},
        help_text=_(
            "Each signature asks for it: your password, or the six digits of your "
            "authenticator app."
        ),
    )


class SuspendForm(SigningForm):
    """Keeping somebody from clinical work."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Suspension.Kind, initial="PRECAUTIONARY"
    )
    field_order = ("kind", "reason", "password")
