"""The observation form of the practicum."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person
from modules.actions.admitting import Observed, kinds_of
from modules.models import Observation, PracticumForm
from modules.rating_rules import LEVELS
from modules.session_codes import validate_session_code

NEEDED = {"required": _("Choose one.")}
YES, NO = "yes", "no"


class ObservationForm(forms.Form):
    """One observed session; a field of levels for every domain."""

    kind = forms.ChoiceField(
        label=_("Kind of session"), widget=forms.RadioSelect, error_messages=NEEDED
    )
    supervision = forms.ChoiceField(
        label=_("Supervision"),
        choices=Observation.Supervision.choices,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
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
    critical_fail = forms.ChoiceField(
        label=_("Did any of these happen?"),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )

    def __init__(
        self, *args: Any, form: PracticumForm, clinic: Clinic, today: datetime.date
    ) -> None:
        super().__init__(*args)
        self.practicum_form = form
        self.clinic = clinic
        self.today = today
        labels = dict(Observation.SessionKind.choices)
        kinds = [(kind, labels[kind]) for kind in kinds_of(form.code)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0][0]
        self.fields["observed_on"].widget.attrs["max"] = today.isoformat()
        for domain in form.content["domains"]:
            self.fields[domain["code"]] = forms.TypedChoiceField(
                label=domain["title"],
                choices=[(level, str(level)) for level in LEVELS],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages=NEEDED,
            )
        # As the page has them, so that the list of errors can be followed downwards.
        domains = [domain["code"] for domain in form.content["domains"]]
        session = ["session_code", "observed_on", "kind", "supervision"]
        self.order_fields([*session, *domains, "critical_fail"])

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

    def domains(self) -> Iterator[dict[str, Any]]:
        """This will pair every domain with its field and what each level looks like."""
        meanings = {
            str(row["level"]): row["meaning"]
            for row in self.practicum_form.content["levels"]
        }
        for domain in self.practicum_form.content["domains"]:
            field = self[domain["code"]]
            yield {
                "domain": domain,
                "field": field,
                "levels": _levels(field, domain["anchors"], meanings),
            }

    def observed(self, assessor: Person) -> Observed:
        """This will give what the assessor saw, once the form is valid."""
        entered = self.cleaned_data
        domains = self.practicum_form.content["domains"]
        return Observed(
            form=self.practicum_form,
            clinic=self.clinic,
            assessor=assessor,
            kind=entered["kind"],
            supervision=entered["supervision"],
            session_code=entered["session_code"],
            observed_on=entered["observed_on"],
            ratings={one["code"]: entered[one["code"]] for one in domains},
            had_critical_fail=entered["critical_fail"] == YES,
        )


def _levels(
    field: BoundField, anchors: dict[str, str], meanings: dict[str, str]
) -> list[dict[str, Any]]:
    """A level is told by this domain's own anchor, or else by its general meaning."""
    return [
        {
            "radio": radio,
            "number": str(level),
            "anchor": anchors.get(str(level), ""),
            "meaning": meanings.get(str(level), ""),
        }
        for level, radio in zip(LEVELS, field, strict=True)
    ]
