"""Giving a group rights it does not have yet; what somebody added to it stays."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

# Media has no right of its own to choose: whoever may enter the admin may choose.
FILE_RIGHTS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailmedia": ("add_media", "change_media"),
}


def grant(group: Group, rights: Iterable[Permission]) -> None:
    """This will give the group those of the rights that it lacks."""
    missing = set(rights) - set(group.permissions.all())
    if missing:
        group.permissions.add(*missing)


def let_into_admin(group: Group) -> None:
    """This will open the door of the Wagtail admin to the group."""
    grant(group, rights_named("wagtailadmin", ["access_admin"]))


def grant_on_page(group: Group, page: Page, names: Iterable[str]) -> None:
    """This will give the group rights on the page and all below it."""
    # The foreign key wants the plain page, not the curriculum's own type.
    plain = Page.objects.get(pk=page.pk)
    for right in rights_named("wagtailcore", names):
        GroupPagePermission.objects.get_or_create(
            group=group, page=plain, permission=right
        )


def grant_on_files(group: Group) -> None:
    """This will let the group add, change and choose images, documents and media."""
    root = Collection.get_first_root_node()
    for app, names in FILE_RIGHTS.items():
        for right in rights_named(app, names):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=right
            )


def rights_named(app: str, names: Iterable[str]) -> list[Permission]:
    """This will find an app's rights by their names."""
    return list(
        Permission.objects.filter(content_type__app_label=app, codename__in=list(names))
    )
