"""An observed session that the assessor rated on paper and a director enters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Person, Role
from modules.actions.admitting import Observed
from modules.forms.practicum import ObservationForm


class PaperObservationForm(ObservationForm):
    """The assessor's own form, and who the assessor was."""

    assessor = forms.ModelChoiceField(
        label=_("Assessor"),
        queryset=Person.objects.none(),
        help_text=_("Who rated the session and signed the paper."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        content = self.practicum_form.content
        assessors = Person.objects.filter(
            memberships__clinic=self.clinic, memberships__role=Role.ASSESSOR
        )
        self.fields["assessor"].queryset = assessors.distinct()  # type: ignore[attr-defined]
        fails = content.get("critical_fails", [])
        self.fields["critical_fail"].help_text = " · ".join(fails)
        # As on the paper: who and when, then the ratings, then the critical fails.
        ratings = [domain["code"] for domain in content["domains"]]
        self.order_fields(["assessor", *self._about(), *ratings, "critical_fail"])

    def observed_on_paper(self) -> Observed:
        """This will give what the named assessor saw, once the form is valid."""
        return self.observed(self.cleaned_data["assessor"])

    def _about(self) -> list[str]:
        return ["kind", "supervision", "session_code", "observed_on"]
