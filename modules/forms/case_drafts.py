"""The forms by which a case is written: what it is, its moments, its endings.

What is unfinished is kept as it is; only a case without a fault is published.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.case_graphs import (
    NEW_CRITICAL,
    NEW_ENDING,
    NEW_NODE,
    NEW_NODE_APART,
    in_order,
)
from modules.models import CaseDraft, Scenario
from modules.selectors.case_drafts import stand_ins, tracks

CRITICAL = "critical"
SCORES = [
    ("", _("Not said yet")),
    ("2", _("2: the best choice")),
    ("1", _("1: acceptable, at a cost")),
    ("0", _("0: poor")),
    (CRITICAL, _("Crosses a safety line")),
]
MOST_CHOICES = 8
A_CODE = RegexValidator(
    r"^[A-Za-z0-9-]+\Z", _("Letters, digits and hyphens only, without spaces.")
)


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class DetailsForm(forms.ModelForm):
    """What a case is called, for whom it is, and what stands before it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    track_code = forms.ChoiceField(label=_("Part"))

    class Meta:
        model = CaseDraft
        fields = [
            "title",
            "code",
            "track_code",
            "minutes",
            "pass_percent",
            "content_note",
            "cast",
            "parallel_to",
        ]
        widgets = {"content_note": _long(2), "cast": _long(3)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft = self.instance if self.instance.pk else None
        known = tracks()
        gone = {draft.track_code} - {code for code, _t in known} if draft else set()
        field: Any = self.fields["track_code"]
        field.choices = [*known, *((code, code) for code in gone)]
        like: Any = self.fields["parallel_to"]
        like.queryset = stand_ins(draft)
        like.empty_label = gettext("None")
        self.fields["code"].disabled = bool(draft and draft.scenario_id)
        self.fields["minutes"].validators.append(MinValueValidator(1))
        self.fields["pass_percent"].validators += [
            MinValueValidator(1),
            MaxValueValidator(100),
        ]

    def clean_code(self) -> str:
        """This will refuse the code of a case that is there."""
        code = str(self.cleaned_data["code"])
        taken = Scenario.objects.filter(code=code).exclude(pk=self.instance.scenario_id)
        if taken.exists():
            raise forms.ValidationError(_("Another case has this code."))
        return code

    def details(self) -> dict[str, Any]:
        """This will give what was typed, by the names of the draft's fields."""
        data = {name: self.cleaned_data[name] for name in self.Meta.fields}
        like = data.pop("parallel_to")
        return data | {"parallel_to_id": like.pk if like else None}


class StopForm(forms.Form):
    """What a moment and an ending share."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        validators=[A_CODE],
        help_text=_("What leads here follows when you change it."),
    )


class NodeForm(StopForm):
    """One moment, without its choices."""

    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    text = forms.CharField(label=_("What happens"), required=False, widget=_long(5))
    afterward = forms.CharField(
        label=_("Told on leaving, whatever was chosen"),
        required=False,
        widget=_long(2),
    )
    lessons = forms.CharField(
        label=_("Lessons to read again after a poor choice"),
        required=False,
        max_length=120,
        help_text=_("Their codes, such as F3.2, with commas between them."),
    )
    is_start = forms.BooleanField(label=_("The case begins here"), required=False)
    field_order = ["title", "text"]

    def node(self) -> dict[str, Any]:
        """This will give the moment as a graph holds it, without its choices."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "text": data["text"],
            "afterward": data["afterward"],
            "lessons": data["lessons"].replace(",", " ").split(),
            "is_start": data["is_start"],
        }


class ChoiceForm(forms.Form):
    """One choice of a moment."""

    text = forms.CharField(label=_("Choice"), required=False, widget=_long(2))
    feedback = forms.CharField(
        label=_("What it brings, told afterwards"), required=False, widget=_long(2)
    )
    score = forms.ChoiceField(label=_("Worth"), choices=SCORES, required=False)
    next = forms.ChoiceField(label=_("Leads to"), required=False)
    is_removed = forms.BooleanField(label=_("Remove this choice"), required=False)

    def __init__(self, *args: Any, places: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["next"]
        field.choices = places

    def choice(self) -> dict[str, Any] | None:
        """This will give the choice; None for one that is empty or removed."""
        data = self.cleaned_data
        told = [data[name] for name in ("text", "feedback", "score", "next")]
        if data["is_removed"] or not any(told):
            return None
        is_critical = data["score"] == CRITICAL
        has_points = data["score"] and not is_critical
        return {
            "text": data["text"],
            "feedback": data["feedback"],
            "critical": is_critical,
            "points": int(data["score"]) if has_points else None,
            "next": data["next"],
        }


def choices_of(
    data: Any, node: dict[str, Any], graph: dict[str, Any]
) -> forms.BaseFormSet:
    """This will give a form for each choice of a moment, and empty ones to go on.

    Args:
        data: what was sent; None shows what the moment has.
    """
    there = [_shown(one) for one in node["choices"]]
    made = forms.formset_factory(
        ChoiceForm,
        extra=max(3 - len(there), 1),
        max_num=MOST_CHOICES,
        absolute_max=MOST_CHOICES,
    )
    places = places_of(graph)
    return made(data, initial=there, prefix="choices", form_kwargs={"places": places})


def _shown(choice: dict[str, Any]) -> dict[str, Any]:
    points = "" if choice["points"] is None else str(choice["points"])
    return choice | {"score": CRITICAL if choice["critical"] else points}


def places_of(graph: dict[str, Any]) -> list[Any]:
    """This will list where a choice can lead, what is made anew included."""

    def label(code: str, words: str) -> tuple[str, str]:
        short = Truncator(words).chars(40)
        return code, f"{code} · {short}" if short else code

    nodes, endings = graph["nodes"], graph["endings"]
    critical = set(graph["critical_endings"])
    groups = [
        (
            gettext("Make anew"),
            [
                (NEW_NODE, gettext("A new moment")),
                (NEW_NODE_APART, gettext("A new moment of its own")),
                (NEW_ENDING, gettext("A new ending")),
                (NEW_CRITICAL, gettext("A new critical ending")),
            ],
        ),
        (
            gettext("Moments"),
            [label(one, nodes[one]["title"]) for one in in_order(graph)],
        ),
        (
            gettext("Endings"),
            [label(one, text) for one, text in endings.items() if one not in critical],
        ),
        (
            gettext("Critical endings"),
            [label(one, text) for one, text in endings.items() if one in critical],
        ),
    ]
    return [
        ("", gettext("Nowhere yet")),
        *((name, all_) for name, all_ in groups if all_),
    ]


class EndingForm(StopForm):
    """One ending."""

    text = forms.CharField(label=_("How it ends"), required=False, widget=_long(4))
    is_critical = forms.BooleanField(
        label=_("Critical: a safety line was crossed, and it is talked through"),
        required=False,
    )
    field_order = ["text", "is_critical"]

    def ending(self) -> dict[str, Any]:
        """This will give the ending as it is saved."""
        return {name: self.cleaned_data[name] for name in ("text", "is_critical")}
