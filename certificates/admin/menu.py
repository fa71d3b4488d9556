"""The menu "Credentialing" and its addresses."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from certificates.admin import applications, people, records, site_values
from home.access import clinics_of
from home.models import Role

ROOT = "credentialing/"
PERSON = ROOT + "<slug:clinic>/people/<uuid:pk>/"


class RoleItem(MenuItem):
    """An entry for those who hold a role at some clinic; a superuser's is nothing."""

    def __init__(self, *args, role: Role, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.role = role

    def is_shown(self, request: HttpRequest) -> bool:
        """This will show the entry to its role only."""
        return bool(clinics_of(request, self.role))


def menu_item() -> SubmenuMenuItem:
    """This will build the menu; it hides when all of it is hidden."""
    director, medical = Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR
    entries = [
        (_("Applications"), "credentialing_applications", "doc-full", director),
        (_("People"), "credentialing_people", "group", director),
        (_("Site values"), "credentialing_site_values", "cog", medical),
    ]
    items = [
        RoleItem(
            label,
            reverse_lazy(name),
            name=name,
            icon_name=icon,
            order=order,
            role=role,
        )
        for order, (label, name, icon, role) in enumerate(entries)
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
    one = ROOT + "applications/<uuid:pk>/"
    views = [
        (ROOT, applications.applications, "applications"),
        (one, applications.dossier, "application"),
        (one + "approve/", applications.approve, "approve"),
        (one + "return/", applications.send_back, "return"),
        (one + "decline/", applications.decline, "decline"),
        (ROOT + "people/", people.people, "people"),
        (ROOT + "site-values/", site_values.site_values, "site_values"),
        (PERSON, people.person, "person"),
        (PERSON + "suspend/", people.suspend, "suspend"),
        (PERSON + "suspensions/<uuid:suspension>/lift/", people.lift, "lift"),
        (PERSON + "credentials/<uuid:credential>/revoke/", people.take_away, "revoke"),
        (PERSON + "documents/add/", records.add_document, "add_document"),
        (
            PERSON + "documents/<uuid:document>/verify/",
            records.add_verification,
            "add_verification",
        ),
        (PERSON + "exclusion/add/", records.add_exclusion_check, "add_exclusion"),
        (PERSON + "dates/add/", records.add_currency, "add_currency"),
        (
            PERSON + "observations/<slug:rubric>/add/",
            records.add_observation,
            "add_observation",
        ),
    ]
    return [path(at, view, name=f"credentialing_{name}") for at, view, name in views]
