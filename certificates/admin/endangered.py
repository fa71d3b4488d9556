"""Booked sessions in danger, as a list in the Wagtail admin and on the desk."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.admin.lists import Column, file_of, list_context
from certificates.exports import Sheet
from certificates.forms.lists import ANY, ListForm
from certificates.rules.endangered import (
    AHEAD_DAYS,
    LONGEST_AHEAD_DAYS,
    Outlook,
    Why,
)
from certificates.selectors.endangered import (
    SessionOutlook,
    endangered_at,
    in_time,
    outlooks_at,
)
from certificates.selectors.endangered_words import ToldReason, told_reasons
from home.access import access, clinics_of, roles
from home.models import Clinic, Role

DIRECTORS = (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
OUTLOOKS = {
    Outlook.ENDANGERED.value: gettext_lazy("In danger"),
    Outlook.MEND_BEFORE.value: gettext_lazy("Something falls due before it"),
    Outlook.NOT_READY.value: gettext_lazy("Not ready yet"),
}
COLUMNS = (
    Column(gettext_lazy("Begins"), "day", is_number=True),
    Column(gettext_lazy("Session"), "code"),
    Column(gettext_lazy("How it stands"), "outlook"),
    Column(gettext_lazy("What to mend first")),
)


class EndangeredForm(ListForm):
    """Which of the booked sessions ahead are looked for."""

    ALL = "ALL"
    sorts = ("day", "code", "outlook")

    code = forms.CharField(label=gettext_lazy("Session"), required=False, max_length=32)
    name = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=160)
    outlook = forms.ChoiceField(
        label=gettext_lazy("How it stands"),
        required=False,
        choices=[
            ("", OUTLOOKS[Outlook.ENDANGERED.value]),
            *list(OUTLOOKS.items())[1:],
            (ALL, gettext_lazy("All of these")),
        ],
    )
    why = forms.ChoiceField(
        label=gettext_lazy("Why"),
        required=False,
        choices=[
            *ANY,
            (Why.SAYS_NO.value, gettext_lazy("Something on record says no")),
            (Why.NO_LONGER.value, gettext_lazy("It no longer holds")),
            (Why.NEW_POLICY.value, gettext_lazy("A new version of the policy")),
            (Why.READ_AGAIN.value, gettext_lazy("A module is to be read again")),
            (Why.LAPSES_BEFORE.value, gettext_lazy("It falls due before")),
        ],
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days ahead"),
        required=False,
        min_value=1,
        max_value=LONGEST_AHEAD_DAYS,
        widget=forms.NumberInput({"placeholder": AHEAD_DAYS}),
    )


@dataclass(frozen=True)
class Line:
    """One session of the list, in words."""

    row: SessionOutlook
    reasons: list[ToldReason]

    @property
    def outlook(self) -> str:
        """How it stands, in words."""
        return str(OUTLOOKS[self.row.outlook.value])


@access(roles(*DIRECTORS))
@never_cache
@require_GET
def endangered(request: HttpRequest) -> HttpResponseBase:
    """This will list the booked sessions ahead that something endangers."""
    clinics = clinics_of(request, *DIRECTORS)
    form, now = EndangeredForm(request.GET), timezone.now()
    asked = form.asked()
    rows = outlooks_at(clinics, now, asked.get("days", AHEAD_DAYS))
    found = _asked_for(rows, asked)
    readers = clinics_of(request, Role.CLINICAL_DIRECTOR)
    file = file_of(request, lambda: endangered_sheet(found, readers, now))
    if file:
        return file
    context: dict[str, Any] = {
        "header_title": _("Sessions in danger"),
        "header_icon": "warning",
        "breadcrumbs_items": [{"url": "", "label": _("Sessions in danger")}],
        "many_clinics": len(clinics) > 1,
        "days": asked.get("days", AHEAD_DAYS),
    }
    context |= list_context(request, form, COLUMNS, found)
    context["lines"] = lines_of(context["page_obj"], readers)
    return render(request, "certificates/admin/endangered.html", context)


def in_danger(
    clinics: list[Clinic], at: datetime.datetime, shown: int
) -> dict[str, Any]:
    """This will give what the desk shows of the sessions in danger.

    Args:
        clinics: those whose clinical director looks; confidential reasons are told.
        shown: how many of them are listed; all of them are counted.
    """
    rows = endangered_at(clinics, at)
    return {"lines": lines_of(rows[:shown], clinics), "count": len(rows)}


def lines_of(rows: Sequence[SessionOutlook], readers: Sequence[Clinic]) -> list[Line]:
    """This will put rows into words.

    Args:
        readers: the clinics at which confidential reasons may be read.
    """
    return [Line(row, told_reasons(row, row.clinic in readers)) for row in rows]


def endangered_sheet(
    found: Sequence[SessionOutlook], readers: Sequence[Clinic], now: datetime.datetime
) -> Sheet:
    """This will give the list for a file: one line for each reason."""
    heads = [
        _("Begins"),
        _("Session"),
        _("Clinic"),
        _("How it stands"),
        _("Person"),
        _("Reason"),
        _("Why"),
        _("Known since"),
        _("To mend it"),
        _("Code"),
    ]
    lines = lines_of(found, readers)
    rows = (
        (
            line.row.local(line.row.session.starts_at),
            line.row.session.code,
            line.row.clinic.name,
            line.outlook,
            reason.who,
            reason.text,
            reason.why,
            line.row.local(reason.since),
            reason.remedy,
            reason.code,
        )
        for line in lines
        for reason in line.reasons
    )
    return Sheet(f"sessions-in-danger-{now:%Y-%m-%d}", heads, rows)


def _asked_for(rows: list[SessionOutlook], asked: dict) -> list[SessionOutlook]:
    wanted = asked.get("outlook", Outlook.ENDANGERED.value)
    name, code = asked.get("name", "").casefold(), asked.get("code", "").casefold()
    kept = [
        row
        for row in rows
        if row.outlook is not Outlook.CLEAR
        and wanted in (row.outlook.value, EndangeredForm.ALL)
        and code in row.session.code.casefold()
        and any(name in one.casefold() for one in row.names.values() or [""])
        and _has_why(row, asked.get("why"))
    ]
    return _in_order(kept, asked.get("sort", "day"))


def _has_why(row: SessionOutlook, why: str | None) -> bool:
    return why is None or any(d.why.value == why for d in row.standing.dangers)


def _in_order(found: list[SessionOutlook], sort: str) -> list[SessionOutlook]:
    key = {
        "day": in_time,
        "code": lambda row: row.session.code.casefold(),
        "outlook": lambda row: list(Outlook).index(row.outlook),
    }[sort.lstrip("-")]
    return sorted(found, key=key, reverse=sort.startswith("-"))
