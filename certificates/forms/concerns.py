"""Reporting a concern, and the steps of looking into one."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.actions.concern_reviews import ORDER
from certificates.actions.concerns import Report
from certificates.models import Concern
from certificates.selectors.rosters import people_at
from home.models import Clinic, Person
from home.patient_words import patient_words_in

LONGEST = 4000
ACCOUNT_HELP = gettext_lazy(
    "What you saw or heard, in a few sentences. Write “the patient”: no name, date of "
    "birth, telephone or record number."
)
CHOOSE = {"required": gettext_lazy("Choose one.")}


class PersonAtTheClinic(forms.ModelChoiceField):
    """Chooses one person of the clinic; an unknown id is refused in plain words."""

    default_error_messages = {
        "required": gettext_lazy("Choose the person."),
        "invalid_choice": gettext_lazy("This person is not on the clinic’s roster."),
    }


class ConcernForm(forms.Form):
    """A report about somebody at the same clinic."""

    person = PersonAtTheClinic(
        label=gettext_lazy("Whom it is about"),
        queryset=Person.objects.none(),
        empty_label=gettext_lazy("Choose"),
    )
    account = forms.CharField(
        label=gettext_lazy("What happened"),
        error_messages={"required": gettext_lazy("Write what happened.")},
        help_text=ACCOUNT_HELP,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    occurred_on = forms.DateField(
        label=gettext_lazy("On which day"),
        help_text=gettext_lazy("Leave it empty if there were several."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    session_code = forms.CharField(
        label=gettext_lazy("Session code"),
        help_text=gettext_lazy(
            "If it was in a session: its code, such as KAP-0142. Nobody from that "
            "session will be given the report."
        ),
        max_length=32,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "field__short",
            }
        ),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How serious it is"),
        choices=Concern.Severity.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        help_text=gettext_lazy(
            "The last one pauses the person’s clinical work the moment you send this, "
            "until two directors let it go on. The other two change nothing by "
            "themselves."
        ),
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy(
            "If it is about harm: I know that sending this pauses their clinical work"
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, clinic: Clinic, by: Person, at: datetime.datetime
    ) -> None:
        super().__init__(*args)
        self.by = by
        people = people_at(clinic, at).prefetch_related(None).exclude(pk=by.pk)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["occurred_on"].widget.attrs["max"] = clinic.day_of(at).isoformat()

    def clean(self) -> dict[str, Any]:
        """This will look for a patient's name, however much else is to mend."""
        data = super().clean() or {}
        named = [person.name for person in (data.get("person"), self.by) if person]
        for sentence in patient_words_in(data.get("account") or "", named):
            self.add_error("account", sentence)
        return data

    def clean_is_sure(self) -> bool:
        """This will ask once more before somebody's work is paused."""
        is_sure: bool = self.cleaned_data["is_sure"]
        if self.cleaned_data.get("severity") in Concern.SUSPENDS and not is_sure:
            raise forms.ValidationError(
                _("Tick this if you mean it, or choose another answer above.")
            )
        return is_sure

    def report(self) -> Report:
        """This will give the report, once the form is valid."""
        data = self.cleaned_data
        return Report(
            data["person"],
            data["severity"],
            data["account"],
            data["occurred_on"],
            data["session_code"],
        )


class NoteForm(forms.Form):
    """What the officer learned, or why they do this."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        error_messages={"required": gettext_lazy("Write a note.")},
        help_text=gettext_lazy(
            "Kept with the report, for its safety officer only. Never name a patient."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class RaiseForm(NoteForm):
    """A higher severity, and why."""

    severity = forms.ChoiceField(
        label=gettext_lazy("It weighs more than it said"),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        help_text=gettext_lazy(
            "If a patient came to harm or could have, the person’s clinical work is "
            "paused at once."
        ),
    )
    field_order = ("severity", "note")

    def __init__(self, *args: Any, concern: Concern) -> None:
        super().__init__(*args)
        higher = ORDER[ORDER.index(concern.severity) + 1 :]
        choices = [row for row in Concern.Severity.choices if row[0] in higher]
        self.fields["severity"].choices = choices  # type: ignore[attr-defined]


class HandOverForm(NoteForm):
    """Another safety officer who stands apart, and why."""

    officer = PersonAtTheClinic(
        label=gettext_lazy("To whom"),
        queryset=Person.objects.none(),
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of the officers in the list.")
        },
        help_text=gettext_lazy(
            "Safety officers who are not named, not of the session’s team and without "
            "a declared tie."
        ),
    )
    field_order = ("officer", "note")

    def __init__(self, *args: Any, officers: Any) -> None:
        super().__init__(*args)
        field = self.fields["officer"]
        field.queryset = officers  # type: ignore[attr-defined]
        if not officers.exists():
            field.help_text = _(
                "No other safety officer stands apart from this report. A clinical "
                "director can give somebody the role."
            )


class CloseForm(NoteForm):
    """The outcome, what was found, and a signature over the report as shown."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=Concern.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        help_text=gettext_lazy(
            "Directors who decide about a pause read these words, and nothing else."
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Your password, or a code"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy(
            "You sign this: your password, or the six digits of your authenticator app."
        ),
    )
    field_order = ("shown", "outcome", "note", "password")
