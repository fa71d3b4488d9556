"""The form by which a director opens one more attempt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.models.assessments import LONGEST_REASON


class UnlockForm(forms.Form):
    """Why somebody may try once more."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Write the reason, in a sentence or two.")},
        help_text=_("What you went through together. Kept; never name a patient."),
    )
