"""What a director's desk shows: what needs a decision, the most urgent tray first."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.models import Application, ExclusionMatch, Suspension
from certificates.selectors.concerns import waiting_for_officer
from certificates.selectors.conditions import overdue_conditions
from certificates.selectors.documents import handed_in_at
from certificates.selectors.due_checks import due_checks
from certificates.selectors.entries import first_hands, unconfirmed
from certificates.selectors.exclusions import found_on, matches_at
from certificates.selectors.requirements import short_title_of
from certificates.selectors.rosters import LIFT
from home.models import Clinic, Membership, Person

State = Application.State
TO_SETTLE = (ExclusionMatch.State.OPEN, ExclusionMatch.State.PROPOSED)


@dataclass(frozen=True)
class Task:
    """One thing to decide on: whose, what, where, and since when or by when."""

    name: str
    what: str
    url: str
    clinic: str
    day: datetime.date
    note: str = ""


@dataclass(frozen=True)
class Tray:
    """Things of one sort that wait.

    Args:
        tasks: empty where only the number may be told.
        url: where all of them stand; may be empty.
        is_grave: somebody may be at risk, or a day is past.
    """

    code: str
    label: str
    tasks: list[Task]
    count: int
    url: str = ""
    is_grave: bool = False


def trays_at(
    clinics: list[Clinic], director: Person, at: datetime.datetime
) -> list[Tray]:
    """This will list what waits at these clinics, in a constant number of queries.

    Nothing about the director themselves: somebody else decides that.
    """
    found = [
        _matches(clinics, director, at),
        _overdue(clinics, director, at),
        _reports(director, at),
        _lifts(clinics, director),
        _entries(clinics, director),
        *_applications(clinics, director),
    ]
    return [tray for tray in found if tray.count]


def second_trays_at(clinics: list[Clinic], signer: Person) -> list[Tray]:
    """This will list what waits for a second signature, also a medical director's."""
    second, *_others = _applications(clinics, signer)
    found = [_lifts(clinics, signer), _entries(clinics, signer), second]
    return [tray for tray in found if tray.count]


def office_trays_at(clinics: list[Clinic], at: datetime.datetime) -> list[Tray]:
    """This will count what waits for the office of these clinics, also where nothing.

    Only numbers: each list tells the rest.
    """
    due, checks = due_checks(clinics, at), reverse("credentialing_checks")
    overdue = sum(row.is_overdue for row in due)
    matches, copies = matches_at(clinics, at).count(), handed_in_at(clinics, at).count()
    matched, sent = reverse("credentialing_matches"), reverse("credentialing_handed_in")
    label = _("Possible matches with the exclusion list")
    late = _("Checks that are overdue or were never made")
    return [
        Tray("MATCHES", label, [], matches, matched, is_grave=matches > 0),
        Tray("OVERDUE", late, [], overdue, f"{checks}?overdue=on", overdue > 0),
        Tray("DUE", _("Checks that fall due soon"), [], len(due) - overdue, checks),
        Tray("HANDED-IN", _("Copies sent in, to be looked at"), [], copies, sent),
    ]


def _matches(clinics: list[Clinic], director: Person, at) -> Tray:
    """Lines of the exclusion list that may be somebody who works here."""
    here = Membership.objects.filter(clinic__in=clinics)
    here = here.in_force(min(clinic.day_of(at) for clinic in clinics)).order_by("pk")
    by_id = {clinic.pk: clinic for clinic in clinics}
    works = {
        person: by_id[clinic]
        for person, clinic in here.filter(
            person__exclusion_matches__state__in=TO_SETTLE
        ).values_list("person", "clinic")
    }
    rows = ExclusionMatch.objects.filter(state__in=TO_SETTLE, person__in=works)
    rows = rows.exclude(person=director).select_related("person", "list", "looked_up")
    tasks = [
        Task(
            name=row.person.name,
            what=str(row.get_matched_by_display()),
            url=reverse(
                "credentialing_match", args=[works[row.person_id].slug, row.pk]
            ),
            clinic=works[row.person_id].name,
            day=found_on(row, works[row.person_id]),
            note=_second(row.proposed_by_id, director),
        )
        for row in rows.order_by("list__loaded_at")
    ]
    label = _("Possible matches with the exclusion list")
    url = reverse("credentialing_matches")
    return Tray("MATCHES", label, tasks, len(tasks), url, is_grave=True)


def _overdue(clinics: list[Clinic], director: Person, at) -> Tray:
    tasks = [
        Task(
            name=row.application.person.name,
            what=row.text,
            url=_file(row.application.clinic, row.application.person_id),
            clinic=row.application.clinic.name,
            day=row.due_on,
        )
        for row in overdue_conditions(clinics, at)
        if row.application.person_id != director.pk
    ]
    url = _runs_out(kind="CONDITION", band="PAST")
    label = _("Conditions past their day")
    return Tray("CONDITIONS", label, tasks, len(tasks), url, is_grave=True)


def _reports(director: Person, at) -> Tray:
    """A number and no more: what is reported is for a safety officer's eyes."""
    count = waiting_for_officer(director, at)
    return Tray("REPORTS", _("Reports without a safety officer"), [], count, "", True)


def _lifts(clinics: list[Clinic], director: Person) -> Tray:
    rows = Suspension.objects.filter(
        clinic__in=clinics,
        lift_proposed_at__isnull=False,
        lifted_at__isnull=True,
    )
    rows = rows.exclude(person=director).select_related("person", "clinic")
    tasks = [
        Task(
            name=row.person.name,
            what=str(row.get_kind_display()),
            url=_lift(row, row.clinic, director),
            clinic=row.clinic.name,
            day=row.clinic.day_of(row.lift_proposed_at),
            note=_second(row.lift_proposed_by_id, director),
        )
        for row in rows.order_by("lift_proposed_at")
        if row.clinic and row.lift_proposed_at
    ]
    label = _("Suspensions to lift: a second signature")
    return Tray("LIFTS", label, tasks, len(tasks), _all_lifts({r.clinic for r in rows}))


def _entries(clinics: list[Clinic], director: Person) -> Tray:
    rows = list(unconfirmed(clinics).exclude(person=director))
    first = first_hands(rows)
    tasks = [
        Task(
            name=row.person.name,
            what=short_title_of(row.type, row.target),
            url=reverse(
                "credentialing_confirm_entry",
                args=[row.clinic.slug, row.person_id, row.pk],
            ),
            clinic=row.clinic.name,
            day=row.clinic.day_of(row.awarded_at),
            note=_second(first[str(row.pk)], director),
        )
        for row in rows
        if str(row.pk) in first
    ]
    label = _("Entered from a roster: a second signature")
    return Tray("ENTRIES", label, tasks, len(tasks))


def _applications(clinics: list[Clinic], director: Person) -> Iterator[Tray]:
    rows = Application.objects.filter(clinic__in=clinics, state__in=Application.OPEN)
    rows = rows.exclude(Q(state=State.DRAFT) | Q(person=director))
    rows = rows.select_related("person", "clinic").defer("dossier")
    order = F("appealed_at").asc(nulls_last=True), "submitted_at"
    waiting = list(rows.order_by(*order))
    second = [row for row in waiting if _is_half_signed(row)]
    labels = {
        State.APPEALED: _("Appeals to hear"),
        State.IN_REVIEW: _("In review"),
        State.READY: _("Ready for review"),
        State.VERIFYING: _("Being verified"),
        State.SUBMITTED: _("To verify"),
    }
    yield _tray("SECOND", _("Approvals: a second signature"), second, director)
    for state, label in labels.items():
        kept = [r for r in waiting if r.state == state and not _is_half_signed(r)]
        yield _tray(state, label, kept, director)


def _is_half_signed(row: Application) -> bool:
    return row.state == State.IN_REVIEW and row.first_by_id is not None


def _tray(code: str, label: str, rows: Iterable[Application], director) -> Tray:
    tasks = [
        Task(
            name=row.person.name,
            what=short_title_of(row.credential_type, row.target),
            url=reverse("credentialing_application", args=[row.pk]),
            clinic=row.clinic.name,
            day=row.clinic.day_of(row.appealed_at or row.submitted_at),
            note=_second(row.first_by_id, director),
        )
        for row in rows
        if row.submitted_at
    ]
    state = State.IN_REVIEW if code == "SECOND" else code
    url = reverse("credentialing_applications") + "?" + urlencode({"state": state})
    return Tray(code, label, tasks, len(tasks), url)


def _second(first: Any, director: Person) -> str:
    """Whoever signed first waits for somebody else."""
    words = _("Signed by you; somebody else signs next, if nothing changed since")
    return words if first == director.pk else ""


def _lift(row: Suspension, clinic: Clinic, director: Person) -> str:
    """Where to sign next; whoever signed first reads the file."""
    if row.lift_proposed_by_id == director.pk:
        return _file(clinic, row.person_id)
    return reverse("credentialing_lift", args=[clinic.slug, row.person_id, row.pk])


def _all_lifts(where: set[Clinic | None]) -> str:
    """The roster of the clinic where they wait; it shows one clinic at a time."""
    slugs = [clinic.slug for clinic in where if clinic]
    if len(slugs) != 1:
        return reverse("credentialing_desk")
    asked = {"clinic": slugs[0], "suspended": LIFT}
    return reverse("credentialing_people") + "?" + urlencode(asked)


def _file(clinic: Clinic, person_id: Any) -> str:
    return reverse("credentialing_person", args=[clinic.slug, person_id])


def _runs_out(**asked: str) -> str:
    return reverse("credentialing_lapses") + "?" + urlencode(asked)
