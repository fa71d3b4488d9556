"""Which session was watched: the fields that every practicum form begins with."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Clinic
from modules.actions.admitting import kinds_of
from modules.actions.beginning_ratings import Begun
from modules.models import Observation, PracticumForm
from modules.session_codes import validate_session_code

NEEDED = {"required": _("Choose one.")}
YES, NO = "yes", "no"


class WatchedSessionForm(forms.Form):
    """The session by its code, its day and its kind."""

    session_code = forms.CharField(
        label=_("Session code"),
        max_length=32,
        help_text=_("The session’s code, such as KAP-0142. Never a patient’s name."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "field__short",
            }
        ),
    )
    observed_on = forms.DateField(
        label=_("Day of the session"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=_("Kind of session"), widget=forms.RadioSelect, error_messages=NEEDED
    )

    def __init__(
        self,
        *args: Any,
        form: PracticumForm,
        clinic: Clinic,
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.practicum_form = form
        self.clinic = clinic
        self.today = today
        labels = dict(Observation.SessionKind.choices)
        kinds = [(kind, labels[kind]) for kind in kinds_of(form.code)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0][0]
        self.fields["observed_on"].widget.attrs["max"] = today.isoformat()

    def clean_session_code(self) -> str:
        """This will spare a hand the shift key on a tablet, then look at the code."""
        code = self.cleaned_data["session_code"].upper()
        validate_session_code(code)
        return code

    def clean_observed_on(self) -> datetime.date:
        """This will refuse a day that is still to come at the clinic."""
        day = self.cleaned_data["observed_on"]
        if day > self.today:
            raise forms.ValidationError(
                _("The session cannot be in the future. Check the day.")
            )
        return day


class OwnSessionForm(WatchedSessionForm):
    """A session that somebody rates themselves in."""

    def begun(self) -> Begun:
        """This will give the session, once the form is valid."""
        entered = self.cleaned_data
        return Begun(
            form=self.practicum_form,
            clinic=self.clinic,
            kind=entered["kind"],
            session_code=entered["session_code"],
            observed_on=entered["observed_on"],
        )


class ObservedSessionForm(WatchedSessionForm):
    """A session that an assessor watched, before it is rated."""

    supervision = forms.ChoiceField(
        label=_("Supervision"),
        choices=Observation.Supervision.choices,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    rated_for = forms.ChoiceField(
        label=_("What is it rated for?"),
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    consent = forms.BooleanField(
        label=_("The patient’s consent to being observed was on record before."),
        error_messages={
            "required": _(
                "A session is observed only with the patient’s consent on record. "
                "Without it there is nothing to rate."
            )
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = self.practicum_form.content["levels"]
        kept = sorted({row["only_for"] for row in levels if row.get("only_for")})
        if not kept:
            del self.fields["rated_for"]
            return
        usual = ", ".join(self.practicum_form.content.get("needed_for", []))
        named = [(code, _("Endorsement %(code)s") % {"code": code}) for code in kept]
        choices = [(NO, usual or _("The usual levels")), *named]
        self.fields["rated_for"].choices = choices  # type: ignore[attr-defined]
        self.fields["rated_for"].initial = NO

    def begun(self) -> Begun:
        """This will give the session, once the form is valid."""
        entered = self.cleaned_data
        rated_for = entered.get("rated_for", NO)
        return Begun(
            form=self.practicum_form,
            clinic=self.clinic,
            kind=entered["kind"],
            session_code=entered["session_code"],
            observed_on=entered["observed_on"],
            supervision=entered["supervision"],
            rated_for="" if rated_for == NO else rated_for,
            consent_recorded=entered["consent"],
        )


class CorrectionForm(ObservedSessionForm):
    """A session that was rated before, and why the rating is put right."""

    reason = forms.CharField(
        label=_("Why is it put right?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Write why it is put right.")},
        help_text=_(
            "The person who was observed reads it. Never who the patient is. The "
            "earlier rating stays on record and counts no more."
        ),
    )
