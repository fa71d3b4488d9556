"""The group of people who write: what they may do in the Wagtail admin."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

GROUP = "Content editors"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
ROW_RIGHTS = {
    "question": ("add", "change", "view"),
    "questionbank": ("add", "change", "view"),
    "assessment": ("add", "change", "view"),
    "glossaryterm": ("add", "change", "delete", "view"),
    "source": ("add", "change", "view"),
    "scenario": ("view",),
    "practicumform": ("view",),
}


def ensure_editors(curriculum: Page) -> Group:
    """This will give the group its rights on the curriculum; extra ones stay."""
    group, _created = Group.objects.get_or_create(name=GROUP)
    wanted = {
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        ),
        *_row_rights(),
    }
    missing = wanted - set(group.permissions.all())
    if missing:
        group.permissions.add(*missing)
    for codename in PAGE_RIGHTS:
        right = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.get_or_create(
            group=group, page=Page.objects.get(pk=curriculum.pk), permission=right
        )
    return group


def _row_rights() -> list[Permission]:
    names = [
        f"{right}_{model}" for model, rights in ROW_RIGHTS.items() for right in rights
    ]
    return list(
        Permission.objects.filter(content_type__app_label="modules", codename__in=names)
    )
