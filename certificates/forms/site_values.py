"""The form for the values a medical director sets for one clinic."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from certificates.actions.site_values import Values
from certificates.models import SiteValues

PRESSURE = RegexValidator(
    r"^\d{2,3}/\d{2,3}$", _("Two numbers with a stroke between them, such as 140/90.")
)


class SiteValuesForm(forms.ModelForm):
    """All four are asked for: no medication session opens without them."""

    class Meta:
        model = SiteValues
        fields = ("bp_review", "bp_stop", "observe_minutes", "release_criteria")
        labels = {
            "bp_review": _("Blood pressure: ask the medical clinician above"),
            "bp_stop": _("Blood pressure: do not begin above"),
            "observe_minutes": _("Minutes of observation afterwards"),
            "release_criteria": _("Criteria for going home"),
        }

        help_texts = {
            "bp_review": _("Systolic and diastolic, with a stroke between them."),
            "bp_stop": _("Systolic and diastolic, with a stroke between them."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        for name in ("bp_review", "bp_stop"):
            self.fields[name].validators.append(PRESSURE)

    def values(self) -> Values:
        """This will give what was typed as the action takes it."""
        return Values(**self.cleaned_data)
