"""Forms about the exclusion list: who somebody is to it, and whether a line is them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.actions.identities import IdentityEntry
from certificates.forms.signing import SigningForm


class IdentityForm(forms.Form):
    """What an outside register knows somebody by."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    middle_name = forms.CharField(label=_("Middle name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    other_last_names = forms.CharField(
        label=_("Other last names"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as a name at birth. One a line."),
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Without it a line with the same name has to be looked at."),
    )
    # Room for the spaces and hyphens with which numbers are copied.
    npi = forms.CharField(
        label=_("NPI"),
        required=False,
        max_length=20,
        help_text=_("Ten digits. Leave it empty for somebody who has none."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_npi(self) -> str:
        """This will take spaces and hyphens away: numbers are copied with them."""
        return "".join(self.cleaned_data["npi"].replace("-", " ").split())

    def entry(self) -> IdentityEntry:
        """This will give what was typed as the action takes it."""
        return IdentityEntry(**self.cleaned_data)


class MatchForm(SigningForm):
    """A word on a match that was shown, and the signature."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("How you can tell")
        self.fields["reason"].help_text = _(
            "Such as: another date of birth, seen on the licence. Kept with your "
            "signature."
        )
