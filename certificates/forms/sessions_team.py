"""Choosing a team: one field for each seat, the people of the clinic to choose from."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import Session, SessionMember
from certificates.rules.session_plans import Member
from home.models import Clinic, Membership, Person, Role

Seat = SessionMember.Role
PRESENCE = "presence"
THERAPISTS = frozenset({Role.THERAPIST, Role.ASSESSOR})
MEDICAL = frozenset({Role.MEDICAL_CLINICIAN, Role.MEDICAL_DIRECTOR})
NOT_AT_HAND = frozenset({Role.SCHEDULER, Role.AUDITOR})
ANYBODY_AT_HAND = frozenset(Role) - NOT_AT_HAND
FITS = {
    Seat.LEAD: THERAPISTS,
    Seat.CO_THERAPIST: THERAPISTS,
    Seat.SUPERVISOR: THERAPISTS,
    Seat.ASSESSOR: frozenset({Role.ASSESSOR}),
    Seat.MEDICAL_CLINICIAN: MEDICAL,
    Seat.SECOND_STAFF: ANYBODY_AT_HAND,
    Seat.OBSERVER: ANYBODY_AT_HAND,
}
NOBODY: Mapping[str, Collection[str]] = MappingProxyType({})
Roster = dict[str, tuple[str, frozenset[str]]]


class TeamForm(forms.Form):
    """One field for each seat. It refuses nothing that the gate would rather explain.

    Args:
        clinic: whose people can be chosen.
        seated: the session that is changed, or None. Whoever is on its team can be
            chosen again though they have left the clinic.
        clear: ids by seat of those who would be clear in it, who are listed first.
    """

    def __init__(
        self,
        *args: Any,
        clinic: Clinic,
        at: datetime.datetime,
        seated: Session | None = None,
        clear: Mapping[str, Collection[str]] = NOBODY,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clear = clear
        self.clinic = clinic
        self.seated = list(seated.members.all()) if seated else []
        self.roster = _roster(clinic, at, self.seated)
        self.seats: dict[str, tuple[Seat, str]] = {}
        counted = Counter(row.role for row in self.seated)
        for seat in FITS:
            for number in range(1, max(1, counted[seat.value]) + 1):
                self._add(seat, number)
        self._seat_those_booked()

    def members(self) -> tuple[Member, ...]:
        """This will give the team that was chosen, in the order of the seats."""
        return tuple(
            Member(
                self.cleaned_data[name],
                seat.value,
                self.cleaned_data[presence] if presence else "",
            )
            for name, (seat, presence) in self.seats.items()
            if self.cleaned_data.get(name)
        )

    def clean(self) -> dict[str, Any]:
        """This will ask where a supervisor is."""
        data = super().clean() or {}
        for name, (_seat, presence) in self.seats.items():
            if not presence:
                continue
            if data.get(name) and not data.get(presence):
                self.add_error(presence, _("Say where the supervisor is."))
            if not data.get(name):
                data[presence] = ""
        return data

    def _add(self, seat: Seat, number: int) -> None:
        name = seat.value if number == 1 else f"{seat.value}_{number}"
        label = seat.label if number == 1 else f"{seat.label} {number}"
        self.fields[name] = forms.ChoiceField(
            label=label,
            required=False,
            choices=list(_choices(self.roster, FITS[seat], self.clear.get(seat, ()))),
            error_messages={"invalid_choice": _("Choose somebody of this clinic.")},
        )
        if seat is Seat.LEAD:
            needed = _("a session needs one")
            self.fields[name].needed_for = needed  # type: ignore[attr-defined]
        presence = ""
        if seat is Seat.SUPERVISOR:
            presence = f"{PRESENCE}_{number}"
            self.fields[presence] = forms.ChoiceField(
                label=gettext_lazy("The supervisor is"),
                required=False,
                choices=[
                    ("", _("Nobody supervises")),
                    *SessionMember.Presence.choices,
                ],
            )
        self.seats[name] = (seat, presence)

    def _seat_those_booked(self) -> None:
        free = {
            seat: [name for name, (one, _p) in self.seats.items() if one is seat]
            for seat in FITS
        }
        for row in self.seated:
            name = free[Seat(row.role)].pop(0)
            self.initial.setdefault(name, str(row.person_id))
            presence = self.seats[name][1]
            if presence:
                self.initial.setdefault(presence, row.presence)


def _roster(
    clinic: Clinic, at: datetime.datetime, seated: Iterable[SessionMember]
) -> Roster:
    """Everybody at the clinic today, and those seated, with their roles, by id."""
    rows = Membership.objects.filter(clinic=clinic).in_force(clinic.day_of(at))
    told: dict[str, tuple[str, set[str]]] = {}
    for person, name, role in rows.values_list("person_id", "person__name", "role"):
        told.setdefault(str(person), (name, set()))[1].add(role)
    for row in seated:
        person_: Person = row.person
        told.setdefault(str(person_.pk), (person_.name, set()))
    return {pk: (name, frozenset(roles)) for pk, (name, roles) in told.items()}


def _choices(
    roster: Roster, fitting: frozenset[str], clear: Collection[str]
) -> Iterator[tuple[str, Any]]:
    """Who would be clear, whose role fits, and the others, for the gate to judge."""
    named = sorted((name, pk, roles) for pk, (name, roles) in roster.items())
    first = [(pk, name) for name, pk, _roles in named if pk in clear]
    by_name = [row for row in named if row[1] not in clear]
    fits = [(pk, name) for name, pk, roles in by_name if roles & fitting]
    others = [(pk, name) for name, pk, roles in by_name if not roles & fitting]
    yield "", _("Nobody")
    if first:
        yield _("Would be clear"), first
    if fits:
        yield _("Their role fits"), fits
    if others:
        yield _("Others at the clinic"), others
