"""The observation form of the practicum as it comes in on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Person
from modules.actions.admitting import Observed
from modules.forms.watched_sessions import (
    NEEDED,
    NO,
    YES,
    CorrectionForm,
    WatchedSessionForm,
)
from modules.models import Observation, PracticumForm
from modules.rating_rules import LEVELS


class ObservationForm(WatchedSessionForm):
    """One observed session as it stands on paper; a field of levels per domain."""

    use_required_attribute = False

    supervision = forms.ChoiceField(
        label=_("Supervision"),
        choices=Observation.Supervision.choices,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    critical_fail = forms.ChoiceField(
        label=_("Did any of these happen?"),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )

    def __init__(self, *args: Any, form: PracticumForm, **kwargs: Any) -> None:
        super().__init__(*args, form=form, **kwargs)
        # A critical fail stops the rating: then no level is asked for.
        is_stopped = self.data.get("critical_fail") == YES
        for domain in form.content["domains"]:
            self.fields[domain["code"]] = forms.TypedChoiceField(
                label=domain["title"],
                choices=[(level, str(level)) for level in LEVELS],
                coerce=int,
                empty_value=None,
                required=not is_stopped,
                widget=forms.RadioSelect,
                error_messages=NEEDED,
            )
        # As the page has them, so that the list of errors can be followed downwards.
        domains = [domain["code"] for domain in form.content["domains"]]
        session = ["session_code", "observed_on", "kind", "supervision"]
        self.order_fields([*session, *domains, "critical_fail"])

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
            ratings={
                one["code"]: entered[one["code"]]
                for one in domains
                if entered[one["code"]] is not None
            },
            had_critical_fail=entered["critical_fail"] == YES,
        )


class PaperCorrectionForm(ObservationForm):
    """What a paper really says, and why it is entered once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = CorrectionForm.base_fields["reason"]
        fails = self.practicum_form.content.get("critical_fails", [])
        self.fields["critical_fail"].help_text = " · ".join(fails)
