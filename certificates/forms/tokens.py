"""The form on which a director makes a token for another system."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.actions.tokens import Wanted

DAYS = (30, 90, 180, 365)


class TokenForm(forms.Form):
    """Who is to hold it, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Which system holds it"),
        max_length=80,
        help_text=_("As your colleagues call it, such as “Booking calendar”."),
        error_messages={"required": _("Name the system that is to hold it.")},
    )
    purpose = forms.CharField(
        label=_("What for"),
        max_length=64,
        help_text=_("Stands on the record of everything it asks. Never a patient."),
        error_messages={"required": _("Say what it is for.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[
            ("ask", _("Ask whether a team may run a session")),
            ("read", _("Read the clinic’s sessions")),
            ("book", _("Book, change and cancel sessions; ask and read")),
        ],
        widget=forms.CheckboxSelectMultiple,
        initial=["ask"],
        error_messages={"required": _("Choose at least one thing it may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long it lives"),
        choices=[(n, _("%(n)s days") % {"n": n}) for n in DAYS],
        coerce=int,
        initial=90,
    )

    def wanted(self, at: datetime.datetime) -> Wanted:
        """This will give the token that the form describes."""
        data = self.cleaned_data
        expires_at = at + datetime.timedelta(days=data["days"])
        scopes = tuple(data["scopes"])
        return Wanted(data["name"], data["purpose"], scopes, expires_at)
