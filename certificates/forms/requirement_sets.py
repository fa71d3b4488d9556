"""Forms for a draft of a requirement set: its settings, its groups, its signature."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.actions.requirement_limits import (
    MINIMUM_DAYS,
    MONTHS,
    WINDOW_DAYS,
    WORDS,
    is_day_of_year,
)
from certificates.forms.requirement_leaves import LeafForm, MarkField
from certificates.forms.signing import SigningForm
from certificates.models import RequirementSet
from certificates.requirements.editing import (
    MOST,
    group_key,
    group_of,
    regrouped,
)
from certificates.selectors.requirement_versions import SETTINGS
from certificates.selectors.requirement_words import Names

GROUP_LABELS = {
    "all": gettext_lazy("All of several parts"),
    "any": gettext_lazy("Any one of several parts"),
    "at_least": gettext_lazy("At least some of several parts"),
}
CALENDAR = RequirementSet.Dating.CALENDAR


class GroupForm(forms.Form):
    """How many of its parts a group asks for.

    Args:
        leaf: the group as it is; its parts stay.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("What is asked of the parts below"),
        choices=list(GROUP_LABELS.items()),
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label=gettext_lazy("At least how many"),
        help_text=gettext_lazy("For “at least some” only."),
        min_value=1,
        max_value=MOST,
        required=False,
    )

    def __init__(self, data: Any, *, leaf: Mapping) -> None:
        kind = "at_least" if "at_least" in leaf else group_key(leaf)
        told = {"kind": kind, "count": leaf.get("at_least"), "mark": leaf.get("mark")}
        super().__init__(data, initial=told)
        self.leaf = leaf
        self.fields["mark"] = MarkField()

    def clean(self) -> dict[str, Any]:
        """This will ask for a number where one is needed."""
        told = super().clean() or self.cleaned_data
        needs_count = told.get("kind") == "at_least" and "count" not in self.errors
        if needs_count and not told.get("count"):
            self.add_error("count", _("Say how many of the parts are asked for."))
        return told

    def node(self) -> dict[str, Any]:
        """This will give the group as a tree keeps it, with the parts it has."""
        told = self.cleaned_data
        bare = {key: value for key, value in self.leaf.items() if key != "mark"}
        node = regrouped(bare, told["kind"], told["count"] or 1)
        return node | ({"mark": told["mark"]} if told["mark"] else {})


def part_form(data: Any, node: Mapping, names: Names) -> LeafForm | GroupForm:
    """This will give the form of one part, as it stands in a tree."""
    if group_key(node):
        return GroupForm(data, leaf=node)
    return LeafForm(data, name=node["leaf"], names=names, leaf=node)


def new_part(what: str) -> dict[str, Any]:
    """This will give a part without anything in it: a group, or a leaf by name."""
    return group_of(what, []) if what in GROUP_LABELS else {"leaf": what}


class SettingsForm(forms.ModelForm):
    """Everything a version says besides its trees."""

    class Meta:
        model = RequirementSet
        fields = SETTINGS
        labels = {
            "may_do": gettext_lazy("What the holder may do"),
            "valid_months": gettext_lazy("Valid for how many months"),
            "signers": gettext_lazy("Signatures under an approval"),
            "renewal_window_days": gettext_lazy(
                "Renewal opens how many days before the last day"
            ),
            "renewal_dating": gettext_lazy("A renewal is dated"),
            "renewal_month_day": gettext_lazy("The fixed day, as month and day"),
            "minimum_active_days": gettext_lazy(
                "A renewed credential lasts at least how many days"
            ),
        }
        help_texts = {
            "may_do": gettext_lazy("Printed on the certificate and read by everybody."),
            "signers": "",
            "renewal_window_days": "",
            "renewal_month_day": gettext_lazy(
                "Such as 06-30. For a fixed day of the year only."
            ),
            "minimum_active_days": gettext_lazy("0 where no minimum is set."),
        }
        widgets = {
            "may_do": forms.Textarea(attrs={"rows": 3}),
            "renewal_dating": forms.RadioSelect,
            "renewal_month_day": forms.TextInput(attrs={"placeholder": "06-30"}),
        }

    signers = forms.TypedChoiceField(
        label=gettext_lazy("Signatures under an approval"),
        coerce=int,
        choices=[
            (1, gettext_lazy("One director")),
            (2, gettext_lazy("Two different people")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        limits = {
            "valid_months": MONTHS,
            "renewal_window_days": WINDOW_DAYS,
            "minimum_active_days": MINIMUM_DAYS,
        }
        for name, (least, most) in limits.items():
            self.fields[name] = forms.IntegerField(
                label=self.Meta.labels[name],
                help_text=str(self.Meta.help_texts.get(name, "")),
                min_value=least,
                max_value=most,
            )
        self.order_fields(SETTINGS)

    def clean(self) -> dict[str, Any]:
        """This will let a fixed day go with a day that every year has."""
        told = super().clean() or self.cleaned_data
        day = told.get("renewal_month_day", "")
        if told.get("renewal_dating") != CALENDAR:
            told["renewal_month_day"] = ""
        elif not is_day_of_year(day):
            words = _("Write a day that every year has, such as 06-30.")
            self.add_error("renewal_month_day", words)
        if len(told.get("may_do", "")) > WORDS:
            words = _("Say it in at most %(count)d letters.")
            self.add_error("may_do", words % {"count": WORDS})
        return told

    def values(self) -> dict[str, Any]:
        """This will give what was typed as the action takes it."""
        return {name: self.cleaned_data[name] for name in SETTINGS}

    def _post_clean(self) -> None:
        """The draft is written by the action, not by the form."""


class ActivationForm(SigningForm):
    """The password as a signature under what was shown."""

    reason = None  # type: ignore[assignment]
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
