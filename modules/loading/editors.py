"""The group of people who write: what they may do in the Wagtail admin.

They write drafts and send them on; whoever moderates lets them out.
"""

from django.contrib.auth.models import Group
from wagtail.models import Page

from modules.loading.group_rights import (
    grant,
    grant_on_files,
    grant_on_page,
    let_into_admin,
    rights_named,
)

GROUP = "Content editors"
PAGE_RIGHTS = ("add_page", "change_page")
ROW_RIGHTS = {
    "question": ("add", "change", "view"),
    "questionbank": ("add", "change", "view"),
    "assessment": ("add", "change", "view"),
    "glossaryterm": ("add", "change", "delete", "view"),
    "source": ("add", "change", "view"),
    "scenario": ("add", "change", "view"),
    "practicumform": ("view",),
}


def ensure_editors(curriculum: Page) -> Group:
    """This will give the group its rights on the curriculum; extra ones stay."""
    group, _created = Group.objects.get_or_create(name=GROUP)
    let_into_admin(group)
    grant(group, rights_named("modules", _row_rights()))
    grant_on_page(group, curriculum, PAGE_RIGHTS)
    grant_on_files(group)
    return group


def _row_rights() -> list[str]:
    return [
        f"{right}_{model}" for model, rights in ROW_RIGHTS.items() for right in rights
    ]
