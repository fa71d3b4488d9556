"""The form for an observed session: a level for each domain of its rubric."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.actions.observations import ObservationEntry
from certificates.models.sessions import OPAQUE_CODE
from home.models import Clinic, Person, Role
from modules.models import Observation, PracticumForm

LEVELS = [(n, str(n)) for n in range(1, 6)]


class ObservationForm(forms.Form):
    """One observed session, as the assessor rated it."""

    kind = forms.ChoiceField(label=_("Session"), choices=Observation.SessionKind)
    supervision = forms.ChoiceField(
        label=_("Supervision"), choices=Observation.Supervision
    )
    session_code = forms.CharField(
        label=_("Session code"),
        validators=[OPAQUE_CODE],
        max_length=32,
        help_text=_("Capitals, digits and hyphens; never a patient’s name."),
    )
    observed_on = forms.DateField(
        label=_("Observed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    assessor = forms.ModelChoiceField(
        label=_("Assessor"), queryset=Person.objects.none()
    )

    def __init__(self, *args, rubric: PracticumForm, clinic: Clinic, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.rubric, self.clinic = rubric, clinic
        self.fields["assessor"].queryset = Person.objects.filter(
            memberships__clinic=clinic, memberships__role=Role.ASSESSOR
        ).distinct()
        for domain in rubric.content.get("domains", []):
            self.fields[f"rating_{domain['code']}"] = forms.TypedChoiceField(
                label=f"{domain['code']} {domain['title']}",
                choices=[("", "–"), *LEVELS],
                coerce=int,
            )
        self.fields["had_critical_fail"] = forms.BooleanField(
            label=_("A critical fail was seen"),
            required=False,
            help_text=" · ".join(rubric.content.get("critical_fails", [])),
        )

    def entry(self) -> ObservationEntry:
        """This will give what was typed as the action takes it."""
        told = self.cleaned_data
        ratings = {
            name.removeprefix("rating_"): level
            for name, level in told.items()
            if name.startswith("rating_")
        }
        return ObservationEntry(
            clinic=self.clinic,
            assessor=told["assessor"],
            form=self.rubric,
            kind=told["kind"],
            session_code=told["session_code"],
            observed_on=told["observed_on"],
            ratings=ratings,
            supervision=told["supervision"],
            had_critical_fail=told["had_critical_fail"],
        )
