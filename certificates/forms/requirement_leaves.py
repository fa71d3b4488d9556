"""Forms for the leaves of a requirement tree, made from the catalogue.

Each parameter that a leaf may be told has one field here. A test compares the two
catalogues, so that no leaf can be added that nobody could edit.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.forms.floors import FloorsField
from certificates.models import CurrencyRecord, Document
from certificates.requirements import supervised
from certificates.requirements.holdings import DOCUMENTS
from certificates.requirements.leaves import CREDENTIALS, LEAVES
from certificates.requirements.statements import DIRECTOR, SELF, STATEMENTS
from certificates.requirements.tree import TreeInvalid, validate
from certificates.selectors.requirement_words import Names, short_name
from modules.models import Observation

MOST = 999
LEAF_LABELS = {
    "track_read": gettext_lazy("Lessons of a track read"),
    "track_passed": gettext_lazy("Assessment passed with every critical item right"),
    "scenario_passed": gettext_lazy("Case passed without a critical choice"),
    "module_current": gettext_lazy("Module finished in its newest edition"),
    "observations": gettext_lazy("Observed practice"),
    "supervised_sessions": gettext_lazy("Sessions under supervision"),
    "document_held": gettext_lazy("Document held, and verified"),
    "credential_held": gettext_lazy("Another credential held, for some time"),
    "recorded": gettext_lazy("Something recorded with a date"),
    "attestation": gettext_lazy("Statement made"),
    "waiver": gettext_lazy("Waiver in force"),
    "exclusion_clear": gettext_lazy("Exclusion list clear"),
    "no_open_suspension": gettext_lazy("No open suspension"),
    "no_open_concern": gettext_lazy("No open safety concern"),
}
MARKS = [
    ("", gettext_lazy("The clinic has decided this")),
    ("POL", gettext_lazy("A proposal: the clinic decides")),
    ("LOCAL", gettext_lazy("Follows local law: the clinic decides")),
]
Field = Callable[[Names, Any], forms.Field]


class MarkField(forms.ChoiceField):
    """Whether what stands there is settled."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Where this comes from"), choices=MARKS, required=False
        )


class LeafForm(forms.Form):
    """The parameters of one leaf; a parameter left empty is not asked.

    Args:
        name: the leaf, as the catalogue calls it.
        leaf: what it is told now; empty for a new one.
    """

    def __init__(self, data: Any, *, name: str, names: Names, leaf: Mapping) -> None:
        initial = {key: value for key, value in leaf.items() if key != "leaf"}
        super().__init__(data, initial=initial)
        self.name = name
        entry = LEAVES[name]
        for parameter in [*entry.needs, *entry.allows]:
            field = field_for(name, parameter)(names, leaf.get(parameter))
            field.required = parameter in entry.needs
            self.fields[parameter] = field
        self.fields["mark"] = MarkField()

    def clean(self) -> dict[str, Any]:
        """This will refuse what the catalogue refuses, and say it in a sentence."""
        told = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                validate(self.node())
            except TreeInvalid as problem:
                raise forms.ValidationError(self._why(str(problem))) from problem
        return told

    def _why(self, problem: str) -> str:
        if self.name == "attestation":
            return _("This is not a statement that they make. Choose another.")
        return _("This cannot be kept: it %(why)s") % {
            "why": problem.partition(": ")[2].partition(chr(10))[0]
        }

    def node(self) -> dict[str, Any]:
        """This will give the leaf as a tree keeps it."""
        told = {
            key: value
            for key, value in self.cleaned_data.items()
            if value not in ("", None, [], {}, False)
        }
        return {"leaf": self.name, **told}


def field_for(leaf: str, parameter: str) -> Field:
    """This will give what makes the field of one parameter."""
    return SPECIAL.get((leaf, parameter)) or FIELDS[parameter]


def _number(label: Any, help_text: Any = "") -> Field:
    return lambda names, now: forms.IntegerField(
        label=label, help_text=help_text, min_value=1, max_value=MOST
    )


def _text(label: Any, help_text: Any = "", longest: int = 160) -> Field:
    return lambda names, now: forms.CharField(
        label=label, help_text=help_text, max_length=longest
    )


def _choice(label: Any, choices: Any, empty: Any = "") -> Field:
    offered = [("", empty or gettext_lazy("Choose"))]
    return lambda names, now: forms.ChoiceField(
        label=label, choices=[*offered, *choices]
    )


def _some(label: Any, choices: Any) -> Field:
    return lambda names, now: forms.MultipleChoiceField(
        label=label, choices=list(choices), widget=forms.CheckboxSelectMultiple
    )


def _titled(label: Any, kind: str) -> Field:
    """One of the titles in use; what stands there now is offered even when gone."""

    def make(names: Names, now: Any) -> forms.Field:
        titles = dict(getattr(names, kind))
        choices = {code: f"{title} ({code})" for code, title in titles.items()}
        gone = {now: now} if now and now not in choices else {}
        offered = [("", _("Choose")), *choices.items(), *gone.items()]
        return forms.ChoiceField(label=label, choices=offered)

    return make


FIELDS: dict[str, Field] = {
    "track": _titled(gettext_lazy("Track"), "tracks"),
    "module": _titled(gettext_lazy("Module"), "modules"),
    "form": _titled(gettext_lazy("Rating form"), "forms"),
    "acknowledge_within_days": _number(
        gettext_lazy("Days to read what a new edition changed"),
        gettext_lazy("Empty: only the newest edition counts."),
    ),
    "kinds": _some(gettext_lazy("Kinds of session"), Observation.SessionKind.choices),
    "count": _number(gettext_lazy("How many")),
    "floor": _number(
        gettext_lazy("Every domain at this level or above"),
        gettext_lazy("Empty: any level counts."),
    ),
    "floors": lambda names, now: FloorsField(
        label=_("Some domains higher"),
        help_text=_("The domain and its level, such as MS3: 4, MS5: 4."),
    ),
    "floor_if_held": lambda names, now: FloorsField(
        label=_("Another level for who holds a credential"),
        help_text=_("The credential and the level, such as L3: 4."),
        known=CREDENTIALS,
    ),
    "supervision": _choice(
        gettext_lazy("Supervisor"),
        Observation.Supervision.choices,
        gettext_lazy("In the room or on site"),
    ),
    "distinct_assessors": _number(
        gettext_lazy("Different assessors, at least"),
        gettext_lazy("Empty: one is enough."),
    ),
    "in_a_row": lambda names, now: forms.BooleanField(
        label=_("In a row: the newest ones, without one that does not count")
    ),
    "presence": _choice(
        gettext_lazy("Supervisor"),
        [
            ("IN_ROOM", gettext_lazy("In the room")),
            ("ON_SITE", gettext_lazy("On site")),
        ],
    ),
    "types": _some(
        gettext_lazy("Any of these credentials"),
        [(type_, short_name(type_)) for type_ in CREDENTIALS],
    ),
    "months": _number(
        gettext_lazy("Within the last months"), gettext_lazy("Empty: at any time.")
    ),
    "within_days": _number(gettext_lazy("Looked at within how many days")),
    "verified_within_days": _number(
        gettext_lazy("Verified at its source within how many days"),
        gettext_lazy("Empty: a copy on record is enough."),
    ),
    "by": _choice(
        gettext_lazy("Made by"),
        [
            (SELF, gettext_lazy("The applicant")),
            (DIRECTOR, gettext_lazy("A clinical director")),
        ],
    ),
    "words": _text(
        gettext_lazy("What is waived, in words"),
        gettext_lazy("People read this; empty: the code in plain letters."),
    ),
}
SPECIAL: dict[tuple[str, str], Field] = {
    ("credential_held", "months"): _number(
        gettext_lazy("For at least how many months"),
        gettext_lazy("Empty: held today is enough."),
    ),
    ("document_held", "kind"): _choice(
        gettext_lazy("Document"),
        [row for row in Document.Kind.choices if row[0] in DOCUMENTS],
    ),
    ("recorded", "kind"): _choice(
        gettext_lazy("What was recorded"), CurrencyRecord.Kind.choices
    ),
    ("supervised_sessions", "kind"): _choice(
        gettext_lazy("Kind of session"),
        [row for row in Observation.SessionKind.choices if row[0] in supervised.KINDS],
        gettext_lazy("Any kind"),
    ),
    ("attestation", "code"): _choice(
        gettext_lazy("Statement"),
        [(code, row.title) for code, row in STATEMENTS.items()],
    ),
    ("waiver", "code"): _text(
        gettext_lazy("Code of the waiver"),
        gettext_lazy("Capital letters, digits and dashes, such as CASE-PRESENTATION."),
        32,
    ),
}
