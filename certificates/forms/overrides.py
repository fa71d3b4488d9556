"""Forms of an emergency: invoked by one director, reviewed by another."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from certificates.forms.credentials import ShownForm
from certificates.models import Override
from home.models import Person


class EmergencyForm(ShownForm):
    """Why the session has to go on, and who is told."""

    told = forms.ModelChoiceField(
        label=_("Who is told at once"),
        queryset=Person.objects.none(),
        empty_label=_("Choose"),
        help_text=_("A director or safety officer who is not on the team."),
        error_messages={
            "required": _("Choose who is told."),
            "invalid_choice": _("Choose a director or safety officer off the team."),
        },
    )
    field_order = ("reason", "told", "password")

    def __init__(self, *args, people: QuerySet[Person], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        told = self.fields["told"]
        assert isinstance(told, forms.ModelChoiceField)  # noqa: S101 - for the reader
        told.queryset = people
        self.fields["reason"].help_text = _(
            "What happened, and why the patient cannot be left. Never who the patient "
            "is."
        )


class ReviewForm(ShownForm):
    """What another director found."""

    finding = forms.ChoiceField(
        label=_("What you found"),
        choices=Override.Finding,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it was needed.")},
    )
    field_order = ("finding", "reason", "password")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("In words")
        self.fields["reason"].help_text = _(
            "What you looked at, and what is to change. Never who the patient is."
        )
