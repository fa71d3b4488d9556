"""Booking a session, by the clinic's own clocks."""

import datetime
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.forms.sessions_team import TeamForm
from certificates.models import Session
from certificates.rules.session_plans import LONGEST_COURSE, Booking
from home.models import Clinic

FIRST_YEAR, LAST_YEAR = 2000, 2200
MINUTE = datetime.timedelta(minutes=1)
FIRST_FIELDS = (
    "code",
    "kind",
    "day",
    "begins",
    "minutes",
    "route",
    "ordinal",
    "staffing_code",
    "preference",
)
PLAIN = ("route", "ordinal", "staffing_code", "preference")


class BookingForm(TeamForm):
    """Everything that is booked. What was typed is kept when it is refused."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=32,
        help_text=gettext_lazy(
            "Letters and digits of your own, such as KAP-0142. Never a name, a date of "
            "birth or a number by which a patient is known."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "field__short"}),
        error_messages={"required": gettext_lazy("Give the session a code.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of session"),
        choices=[("", gettext_lazy("Choose")), *Session.Kind.choices],
        error_messages={"required": gettext_lazy("Choose the kind of session.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say on which day.")},
    )
    begins = forms.TimeField(
        label=gettext_lazy("Begins"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Say when it begins.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Length in minutes"),
        min_value=5,
        max_value=24 * 60,
        initial=90,
        help_text=gettext_lazy(
            "Without the time of observation: the gate adds it by itself."
        ),
        error_messages={"required": gettext_lazy("Say how long it lasts.")},
    )
    route = forms.RegexField(
        r"^[A-Za-z]{2,8}$",
        label=gettext_lazy("Route"),
        required=False,
        help_text=gettext_lazy(
            "Medication sessions only: an abbreviation, such as IM or SL."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "field__short"}),
        error_messages={
            "invalid": gettext_lazy("Give the route as an abbreviation, such as IM.")
        },
    )
    ordinal = forms.IntegerField(
        label=gettext_lazy("Which medication session of the course"),
        required=False,
        min_value=1,
        max_value=LONGEST_COURSE,
        help_text=gettext_lazy("Medication sessions only. The first one is 1."),
    )
    staffing_code = forms.ChoiceField(
        label=gettext_lazy("Staffing code"), choices=Session.StaffingCode.choices
    )
    preference = forms.ChoiceField(
        label=gettext_lazy("What the patient said about the team"),
        choices=Session.Preference.choices,
    )

    def __init__(
        self,
        *args: Any,
        clinic: Clinic,
        at: datetime.datetime,
        seated: Session | None = None,
        **kwargs: Any,
    ) -> None:
        self.stored, self.as_booked = seated, _as_booked(seated, clinic)
        self.at = at
        kwargs["initial"] = self.as_booked | (kwargs.get("initial") or {})
        super().__init__(*args, clinic=clinic, at=at, seated=seated, **kwargs)
        self.order_fields(FIRST_FIELDS)
        self.fields["begins"].help_text = _("By the clocks of %(clinic)s.") % {
            "clinic": clinic.name
        }
        for name in _NEEDED:
            needed = _("needed for a medication session")
            self.fields[name].needed_for = needed  # type: ignore[attr-defined]
        if seated:
            for name in ("code", "kind"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _(
                    "It stays. To change it, cancel this session and book another."
                )

    def clean_route(self) -> str:
        """This will write the route in capital letters."""
        return self.cleaned_data["route"].upper()

    def clean(self) -> dict[str, Any]:
        """This will refuse what only a medication session has, and a skipped time."""
        data = super().clean()
        is_medication = data.get("kind") == Session.Kind.MEDICATION
        for name, words in _NEEDED.items():
            if name in self.errors:
                continue
            if is_medication and not data.get(name):
                self.add_error(name, str(words))
            if data.get("kind") and not is_medication and data.get(name):
                self.add_error(name, _("Only a medication session has this."))
        if data.get("day") and data.get("begins"):
            self._read_time(data)
        return data

    def booking(self) -> Booking:
        """This will give what is to be booked."""
        data = self.cleaned_data
        starts_at = data["starts_at"]
        return Booking(
            code=data["code"],
            kind=data["kind"],
            starts_at=starts_at,
            ends_at=starts_at + self._length(),
            members=self.members(),
            **{name: data[name] for name in PLAIN},
        )

    def clean_day(self) -> datetime.date:
        """This will refuse a year that nobody books for, which is a slip."""
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Look at the year again."))
        return day

    def _length(self) -> datetime.timedelta:
        """How long it is; to the second as it is stored while nobody changes it."""
        was, is_kept = self.stored, self._is_kept("minutes", self.cleaned_data)
        if is_kept and was and was.starts_at and was.ends_at:
            return was.ends_at - was.starts_at
        return self.cleaned_data["minutes"] * MINUTE

    def _is_kept(self, name: str, data: dict[str, Any]) -> bool:
        """Whether a field says what is stored; it shows whole minutes only."""
        return name in self.as_booked and data[name] == self.as_booked[name]

    def _read_time(self, data: dict[str, Any]) -> None:
        """Read a clock time as the one moment it names, if it names one."""
        if self.stored and all(self._is_kept(one, data) for one in ("day", "begins")):
            data["starts_at"] = self.stored.starts_at
            return
        zone = zoneinfo.ZoneInfo(self.clinic.time_zone)
        local = datetime.datetime.combine(data["day"], data["begins"])
        early, late = (
            local.replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC)
            for fold in (0, 1)
        )
        data["starts_at"] = early
        if early < late:
            self.add_error("begins", _("The clocks show this time twice that day."))
        elif early > late:
            self.add_error("begins", _("The clocks skip this time on that day."))
        elif early + (data.get("minutes") or 0) * MINUTE <= self.at:
            self.add_error("day", _("This time has passed already."))


_NEEDED = {
    "route": gettext_lazy("Give the route as an abbreviation, such as IM."),
    "ordinal": gettext_lazy("Say which session of the course this is, from 1."),
}


def _as_booked(session: Session | None, clinic: Clinic) -> dict[str, Any]:
    """What stands in the form before anything is changed."""
    if session is None:
        return {}
    booked = {name: getattr(session, name) for name in ("code", "kind", *PLAIN)}
    if session.starts_at is None:
        return booked
    local = session.starts_at.astimezone(zoneinfo.ZoneInfo(clinic.time_zone))
    booked |= {
        "day": local.date(),
        "begins": local.time().replace(second=0, microsecond=0),
    }
    if session.ends_at is None:
        return booked
    return booked | {"minutes": int((session.ends_at - session.starts_at) / MINUTE)}
