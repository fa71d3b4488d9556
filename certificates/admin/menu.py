"""The menu "Credentialing" and its addresses."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from certificates.admin import (
    attempts,
    audit,
    confirming,
    credentials,
    desk,
    endangered,
    forecast,
    gate_addresses,
    lapses,
    lifting,
    office_addresses,
    people,
    policy_addresses,
    records,
    requirement_addresses,
    review_addresses,
    roster,
    site_values,
    timeline,
    waivers,
)
from home.access import clinics_of
from home.models import Role

ROOT = "credentialing/"
PERSON = ROOT + "<slug:clinic>/people/<uuid:pk>/"
SUSPENSION = PERSON + "suspensions/<uuid:suspension>/"

OF_A_PERSON = [
    (PERSON, people.person, "person"),
    (PERSON + "suspend/", credentials.suspend, "suspend"),
    (SUSPENSION + "propose/", lifting.propose, "propose_lift"),
    (SUSPENSION + "withdraw/", lifting.withdraw, "withdraw_lift"),
    (SUSPENSION + "lift/", lifting.lift, "lift"),
    (
        PERSON + "credentials/<uuid:credential>/revoke/",
        credentials.take_away,
        "revoke",
    ),
    (PERSON + "credentials/appoint/", credentials.appoint, "appoint"),
    (PERSON + "credentials/enter/", credentials.enter, "enter_credential"),
    (
        PERSON + "credentials/<uuid:credential>/confirm/",
        confirming.confirm,
        "confirm_entry",
    ),
    (PERSON + "dates/add/", records.add_currency, "add_currency"),
    (
        PERSON + "observations/<slug:rubric>/add/",
        records.add_observation,
        "add_observation",
    ),
]


class RoleItem(MenuItem):
    """An entry for those who hold a role at some clinic; a superuser's is nothing."""

    def __init__(self, *args, roles: tuple[Role, ...], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        """This will show the entry to its roles only."""
        return bool(clinics_of(request, *self.roles))


def menu_item() -> SubmenuMenuItem:
    """This will build the menu; it hides when all of it is hidden."""
    director, medical = (Role.CLINICAL_DIRECTOR,), (Role.MEDICAL_DIRECTOR,)
    readers = (Role.CLINICAL_DIRECTOR, Role.AUDITOR)
    signers = (*director, *medical)
    listers = (*signers, Role.STAFF)
    entries = [
        (_("Desk"), "credentialing_desk", "home", signers),
        (_("Sessions in danger"), "credentialing_endangered", "warning", signers),
        (_("Forecast"), "credentialing_forecast", "calendar", signers),
        (_("Applications"), "credentialing_applications", "doc-full", listers),
        (_("People"), "credentialing_people", "group", readers),
        (_("What runs out"), "credentialing_lapses", "time", readers),
        (_("Requirements"), "credentialing_requirements", "list-ul", signers),
        *policy_addresses.ENTRIES,
        (_("Audit log"), "credentialing_audit", "history", readers),
        *office_addresses.ENTRIES,
        (_("Site values"), "credentialing_site_values", "cog", medical),
        *gate_addresses.ENTRIES,
    ]
    items = [
        RoleItem(
            label,
            reverse_lazy(name),
            name=name,
            icon_name=icon,
            order=order,
            roles=roles,
        )
        for order, (label, name, icon, roles) in enumerate(entries)
    ]
    return SubmenuMenuItem(
        _("Credentialing"),
        Menu(items=items),
        name="credentialing",
        icon_name="clipboard-list",
        order=150,
    )


def urls() -> list[URLPattern]:
    """This will give the addresses below the admin."""
    views = [
        *review_addresses.VIEWS,
        (ROOT + "desk/", desk.desk, "desk"),
        (ROOT + "sessions-in-danger/", endangered.endangered, "endangered"),
        (ROOT + "forecast/", forecast.forecast, "forecast"),
        (ROOT + "people/", roster.people, "people"),
        (ROOT + "lapses/", lapses.lapses, "lapses"),
        (ROOT + "audit-log/", audit.audit_log, "audit"),
        (PERSON + "timeline/", timeline.timeline, "timeline"),
        (ROOT + "site-values/", site_values.site_values, "site_values"),
    ]
    views += OF_A_PERSON
    views += requirement_addresses.VIEWS
    views += office_addresses.VIEWS
    views += policy_addresses.VIEWS
    views += gate_addresses.VIEWS
    views += waivers.VIEWS
    views += attempts.VIEWS
    return [path(at, view, name=f"credentialing_{name}") for at, view, name in views]
