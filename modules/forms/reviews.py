"""The form by which a director records a review."""

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.models import ContentReview


class ReviewForm(forms.Form):
    """Which capacity, of which edition, and what the director notes."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    capacity = forms.ChoiceField(label=_("I review as"), choices=[])
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you settled or want changed. Never anything of a patient."),
    )
    has_read = forms.BooleanField(
        label=_("I have read every lesson of this edition and the open points above."),
        error_messages={
            "required": _("Please confirm that you have read the whole edition.")
        },
    )

    def __init__(self, *args, capacities: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"] = forms.ChoiceField(
            label=_("I review as"),
            choices=[
                (capacity, ContentReview.Capacity(capacity).label)
                for capacity in capacities
            ],
        )
