"""What the lists of the credentials office are asked for."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from certificates.forms.lists import ANY, ListForm
from certificates.models import ExclusionMatch
from certificates.models.licences import DocumentKind
from certificates.selectors.exclusions import TO_SETTLE
from home.models import Clinic

ALL, SETTLED = "all", "settled"
State = ExclusionMatch.State


class NamedForm(ListForm):
    """A list of people's things, at one of the caller's clinics or at all of them."""

    kept: frozenset[str] = frozenset()
    name = forms.CharField(label=_("Name"), required=False, max_length=160)

    def __init__(self, data: QueryDict, clinics: list[Clinic]) -> None:
        super().__init__(data)
        if len(clinics) > 1:
            self.fields["clinic"] = forms.ChoiceField(
                label=_("Clinic"),
                required=False,
                choices=[*ANY, *((one.slug, one.name) for one in clinics)],
            )


class DueForm(NamedForm):
    """Which of the checks that fall due are looked for."""

    sorts = ("due", "name", "what", "last")

    what = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            *ANY,
            ("EXCLUSION", _("Exclusion list")),
            ("LICENCE", _("Licence")),
        ],
    )
    overdue = forms.BooleanField(label=_("Overdue or never made"), required=False)


class EverybodyForm(NamedForm):
    """Whose documents are looked for."""

    sorts = ("name",)
    kept = frozenset({"show"})

    show = forms.ChoiceField(
        required=False, choices=[(ALL, ALL)], widget=forms.HiddenInput
    )


class WaitingFilesForm(NamedForm):
    """Which of the files that wait to be read are looked for."""

    sorts = ("day", "name", "kind")

    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[*ANY, *DocumentKind.choices]
    )


class MatchesForm(NamedForm):
    """Which of the lines are looked for that may be somebody who works here."""

    sorts = ("found", "name", "line", "state")
    kept = frozenset({"show"})

    show = forms.ChoiceField(
        required=False, choices=[(SETTLED, SETTLED)], widget=forms.HiddenInput
    )
    found = forms.ChoiceField(
        label=_("Found by"), required=False, choices=[*ANY, *ExclusionMatch.By.choices]
    )

    def __init__(self, data: QueryDict, clinics: list[Clinic]) -> None:
        super().__init__(data, clinics)
        self.shows_settled = data.get("show") == SETTLED
        states = [one for one in State if (one in TO_SETTLE) != self.shows_settled]
        choices = [*ANY, *((one.value, one.label) for one in states)]
        self.fields["state"] = forms.ChoiceField(
            label=_("Where it stands"), required=False, choices=choices
        )


class LoadedListsForm(ListForm):
    """Which of the lists that were loaded are looked for."""

    sorts = ("loaded", "name", "day", "lines")
    falling = ("loaded", "day", "lines")

    name = forms.CharField(label=_("List"), required=False, max_length=160)
