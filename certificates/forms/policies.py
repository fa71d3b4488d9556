"""The form of a draft of the gate's policy: a plain field for each thing it may set."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.actions.policies import MOST_LETTERS, PolicyWish
from certificates.forms.signing import SigningForm
from certificates.models import PolicyVersion
from certificates.rules.policy_parameters import PARAMETERS, Count, Parameter
from certificates.selectors.policies import facts_of
from certificates.selectors.policy_words import parts_of_policy, values_of

AT_ONCE, LATER = "AT_ONCE", "LATER"
A_YEAR = datetime.timedelta(days=366)


class CountField(forms.IntegerField):
    """A whole number with its unit, never looser than the shipped policy."""

    def __init__(self, one: Count) -> None:
        words = _("From %(least)s to %(most)s. Shipped: %(shipped)s.")
        bounds = {"least": one.least, "most": one.most, "shipped": one.shipped}
        told = {name: one.in_words(value) for name, value in bounds.items()}
        super().__init__(
            label=str(one.label),
            help_text=f"{one.meaning} {words % told}",
            widget=forms.NumberInput(attrs={"min": one.least, "max": one.most}),
            validators=[_judged_by(one)],
        )


class ChoicesField(forms.MultipleChoiceField):
    """Ways that are let through: those of the shipped policy, or fewer."""

    def __init__(self, one: Parameter) -> None:
        super().__init__(
            label=str(one.label),
            help_text=f"{one.meaning} {_('Shipped: all of them.')}",
            choices=[*getattr(one, "options", {}).items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": one.problem([])},
        )


class PolicyForm(forms.Form):
    """Everything that a clinic may set, the reason, and the moment.

    Args:
        draft: as it stands.
    """

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST_LETTERS,
        help_text=gettext_lazy(
            "Why the clinic asks this. Both sign under it, and it is kept with the "
            "version. Never name a patient."
        ),
    )
    begins = forms.ChoiceField(
        label=gettext_lazy("From when it holds"),
        choices=[
            (AT_ONCE, gettext_lazy("As soon as the second person has signed")),
            (LATER, gettext_lazy("From a later moment, given below")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Never from before it is signed: what was decided keeps its version."
        ),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("For a later moment only."),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("On the clock of the clinic. For a later moment only."),
    )

    def __init__(self, data: Any, *, draft: PolicyVersion, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        super().__init__(data, initial=_initial(draft, self.zone))
        for one in PARAMETERS:
            field = CountField(one) if isinstance(one, Count) else ChoicesField(one)
            self.fields[name_of(one)] = field

    def parts(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """This will give the fields of the policy under their headings."""
        for heading, parameters in parts_of_policy():
            yield heading, [self[name_of(one)] for one in parameters]

    def about(self) -> list[forms.BoundField]:
        """This will give the fields besides: why, and from when."""
        return [self[name] for name in ("reason", "begins", "day", "time")]

    def clean(self) -> dict[str, Any]:
        """This will ask for a whole moment, one that the clinic's clock shows."""
        told = super().clean() or self.cleaned_data
        self.moment = None
        if told.get("begins") == LATER:
            missing = [name for name in ("day", "time") if told.get(name) is None]
            for name in missing:
                if name not in self.errors:
                    self.add_error(
                        name, _("A later moment needs the day and the time.")
                    )
            if not missing:
                self.moment = self._moment(told["day"], told["time"])
        return told

    def wish(self) -> PolicyWish:
        """This will give what was typed as the action takes it."""
        values: dict[str, dict[str, Any]] = defaultdict(dict)
        for one in PARAMETERS:
            values[one.code][one.name] = self.cleaned_data[name_of(one)]
        return PolicyWish(values, self.cleaned_data["reason"], self.moment)

    def _moment(
        self, day: datetime.date, time: datetime.time
    ) -> datetime.datetime | None:
        # Before any reckoning: the ends of the calendar have no other time zone.
        today = timezone.now().astimezone(self.zone).date()
        if not today - A_YEAR <= day <= today + A_YEAR:
            words = _("Choose a day from today on, and at most one year ahead.")
            self.add_error("day", words)
            return None
        moment = datetime.datetime.combine(day, time, self.zone)
        there_and_back = moment.astimezone(datetime.UTC).astimezone(self.zone)
        if there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None):
            words = _("The clocks are put forward that night: there is no such time.")
            self.add_error("time", words)
            return None
        return moment


class PolicySigningForm(SigningForm):
    """The password as a signature under what was shown."""

    reason = None  # type: ignore[assignment]
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


def name_of(one: Parameter) -> str:
    """This will name the field of a parameter."""
    return f"{one.code}-{one.name}".lower().replace("_", "-")


def _initial(draft: PolicyVersion, zone: ZoneInfo) -> dict[str, Any]:
    values: Mapping = values_of(facts_of(draft))
    told = {name_of(one): values[one.code][one.name] for one in PARAMETERS}
    told |= {"reason": draft.reason, "begins": AT_ONCE}
    if draft.in_force_from:
        local = draft.in_force_from.astimezone(zone)
        told |= {"begins": LATER, "day": local.date(), "time": local.time()}
    return told


def _judged_by(one: Parameter):
    def judge(value: Any) -> None:
        problem = one.problem(value)
        if problem:
            raise forms.ValidationError(problem)

    return judge
