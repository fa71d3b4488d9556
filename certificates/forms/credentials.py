"""Forms that end in a signature about somebody's credentials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.forms.signing import SigningForm, SuspendForm
from certificates.models import CandidateTarget, CredentialType
from certificates.selectors.requirements import title_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _kinds() -> list[tuple[str, str]]:
    """Every kind of credential; a Candidate for each target."""
    candidate = CredentialType.CANDIDATE
    plain = [kind for kind in CredentialType if kind != candidate]
    return [(kind.value, title_of(kind)) for kind in plain] + [
        (f"{candidate}-{target}", title_of(candidate, target))
        for target in CandidateTarget
    ]


class ShownForm(SigningForm):
    """A reason, signed over exactly what the page shows."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SuspensionForm(SuspendForm):
    """Keeping somebody from clinical work, in words that they may read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "The person may read it: say neutrally what is looked into. Never name a "
            "patient."
        )


class SecondLiftForm(ShownForm):
    """The second of two signatures: the reason was given with the first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("A note of your own, if there is one")


class AppointmentForm(forms.Form):
    """A founding appointment: what was documented outside, and who reviewed it."""

    type = forms.ChoiceField(label=_("Appointed to"))
    experience = forms.CharField(
        label=_("Training and experience outside"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text=_("What was documented: courses, years, settings. Never a patient."),
    )
    reviewer_name = forms.CharField(
        label=_("Reviewed by"),
        max_length=160,
        help_text=_("Somebody outside the clinic who looked at the documents."),
    )
    reviewer_organisation = forms.CharField(label=_("Organisation"), max_length=160)
    reviewed_on = forms.DateField(label=_("Day of the review"), widget=DAY)
    password = SigningForm.base_fields["password"]

    def __init__(self, *args: Any, kinds: list[CredentialType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["type"] = forms.ChoiceField(
            label=_("Appointed to"), choices=choices
        )


class RosterCredentialForm(forms.Form):
    """A credential that somebody holds already, from the clinic's own roster."""

    kind = forms.ChoiceField(label=_("Credential"), choices=_kinds)
    valid_from = forms.DateField(label=_("First day"), widget=DAY)
    valid_to = forms.DateField(label=_("Last day"), widget=DAY)
    source = forms.CharField(
        label=_("From which roster or paper"),
        max_length=400,
        help_text=_("Whoever confirms it looks there. Never name a patient."),
    )
    password = SigningForm.base_fields["password"]

    def kind_of(self) -> tuple[str, str]:
        """This will give credential type and target of a valid form."""
        type_, _dash, target = self.cleaned_data["kind"].partition("-")
        return type_, target


class ConfirmForm(forms.Form):
    """The second signature under what somebody else entered, exactly as shown."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = SigningForm.base_fields["password"]


class RelinquishForm(forms.Form):
    """Giving one's own credential back, having just signed in again."""

    password = SigningForm.base_fields["password"]
