"""What somebody wants to see of the list of sessions."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Session
from home.models import Clinic

AHEAD, TODAY, PAST, UNDATED = "ahead", "today", "past", "undated"
MINE = "mine"


class SessionListForm(forms.Form):
    """Filters of the list; whatever cannot be read counts as not asked for."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=[
            (AHEAD, _("Today and ahead")),
            (TODAY, _("Today")),
            (PAST, _("Past")),
            (UNDATED, _("Without a date")),
        ],
        required=False,
    )
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("Everybody’s")), (MINE, _("Mine"))],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Every kind")), *Session.Kind.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Every state")), *Session.State.choices],
        required=False,
    )
    clinic = forms.ChoiceField(label=_("Clinic"), required=False)

    def __init__(self, *args, clinics: Collection[Clinic], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.clinics = clinics
        if len(clinics) < 2:
            del self.fields["clinic"]
            return
        field = self.fields["clinic"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader
        named = [(clinic.slug, clinic.name) for clinic in clinics]
        field.choices = [("", _("All of mine")), *named]

    def wanted(self, name: str) -> str:
        """This will give one filter, empty where nothing usable was asked."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def at_clinics(self) -> list[Clinic]:
        """The clinics that are looked at."""
        slug = self.wanted("clinic")
        return [row for row in self.clinics if not slug or row.slug == slug]
