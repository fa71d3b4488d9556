"""What a list is asked for: filters and an order, in its address."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from certificates.models import CredentialType
from certificates.rules.lapse_bands import Band, LapseKind
from certificates.rules.live_states import LiveState
from certificates.selectors.audit_log import ORDERS, LogWish
from certificates.selectors.rosters import LIFT, SORTS, RosterWish
from certificates.selectors.state_words import APPLICATION_WORDS
from home.models import Role

ANY = [("", _("Any"))]
STATES = [
    (LiveState.VALID, _("Active")),
    (LiveState.PROVISIONAL, _("Provisional")),
    (LiveState.NOT_YET_VALID, _("Begins later")),
    (LiveState.SUSPENDED, _("Suspended")),
    (LiveState.EXPIRED, _("Expired")),
    (LiveState.REVOKED, _("Revoked")),
    (LiveState.SUPERSEDED, _("Replaced")),
    (LiveState.RELINQUISHED, _("Given back")),
    ("NONE", _("None in force")),
]


class ListForm(forms.Form):
    """Filters of a list. What cannot be read is as if it had not been asked."""

    sorts: tuple[str, ...] = ()
    # What begins with the newest or the highest.
    falling: tuple[str, ...] = ()
    # Which of several lists this is: no filter, and not cleared with them.
    kept = frozenset({"clinic"})

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="filter-%s")
        both = [value for key in self.sorts for value in (key, f"-{key}")]
        self.fields["sort"] = forms.ChoiceField(
            choices=[(value, value) for value in both],
            required=False,
            widget=forms.HiddenInput,
        )

    def asked(self) -> dict:
        """This will give what was asked and could be read, empty fields left out."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") and value is not False
        }

    @property
    def is_filtered(self) -> bool:
        """True when something narrows the list."""
        return bool(self.asked().keys() - {"sort"} - self.kept)


class RosterForm(ListForm):
    """Who is looked for on a roster."""

    sorts = SORTS
    falling = ("level",)

    clinic = forms.SlugField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"), required=False, max_length=160, widget=forms.TextInput
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[*ANY, *Role.choices]
    )
    credential = forms.ChoiceField(
        label=_("Credential"), required=False, choices=[*ANY, *CredentialType.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *STATES])
    suspended = forms.ChoiceField(
        label=_("Suspended"),
        required=False,
        choices=[*ANY, ("yes", _("Yes")), ("no", _("No")), (LIFT, _("A lift waits"))],
    )
    within = forms.IntegerField(
        label=_("Lapses within days"), required=False, min_value=0, max_value=90
    )

    def wish(self) -> RosterWish:
        """This will give what was asked, as the roster takes it."""
        asked = self.asked()
        asked.pop("clinic", None)
        return RosterWish(**asked)


class ApplicationsForm(ListForm):
    """Which applications are looked for; those that wait, when nothing is said."""

    WAITING, ALL = "WAITING", "ALL"
    sorts = ("submitted", "name", "credential", "state")

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (WAITING, _("Waiting")),
            *(one for one in APPLICATION_WORDS.items() if one[0] != "DRAFT"),
            (ALL, _("All")),
        ],
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=160)
    credential = forms.ChoiceField(
        label=_("Credential"), required=False, choices=[*ANY, *CredentialType.choices]
    )


class LapsesForm(ListForm):
    """Which of the things that run out are looked for."""

    sorts = ("day", "name", "what", "sessions")
    falling = ("sessions",)

    name = forms.CharField(label=_("Name"), required=False, max_length=160)
    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[*ANY, *LapseKind.choices]
    )
    band = forms.ChoiceField(
        label=_("How soon"), required=False, choices=[*ANY, *Band.choices]
    )
    endangers = forms.BooleanField(
        label=_("Endangers a booked session"), required=False
    )


class AuditForm(ListForm):
    """Which entries of the audit log are looked for."""

    sorts = tuple(ORDERS)
    falling = sorts

    clinic = forms.SlugField(required=False, widget=forms.HiddenInput)
    action = forms.CharField(label=_("What"), required=False, max_length=64)
    name = forms.CharField(label=_("Done by"), required=False, max_length=160)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def wish(self) -> LogWish:
        """This will give what was asked, as the log takes it."""
        asked = self.asked()
        return LogWish(**{k: v for k, v in asked.items() if k != "clinic"})
