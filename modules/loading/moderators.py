"""The people who read what editors send in, and the workflow that brings it to them."""

from django.contrib.auth.models import Group
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from modules.loading.group_rights import grant_on_files, grant_on_page, let_into_admin

GROUP = "Content moderators"
WORKFLOW = "Lesson moderation"
# No right on question banks: a moderator may be somebody who has to pass them.
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def ensure_moderators(curriculum: Page) -> Group:
    """This will give the group its rights and send the curriculum's drafts to it."""
    group, _created = Group.objects.get_or_create(name=GROUP)
    let_into_admin(group)
    grant_on_page(group, curriculum, PAGE_RIGHTS)
    grant_on_files(group)
    _attach(_ensure_workflow(group), curriculum)
    return group


def _ensure_workflow(group: Group) -> Workflow:
    """The workflow with its one step; steps that somebody arranged stay as they are."""
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW)
    if created:
        task = GroupApprovalTask.objects.create(name=WORKFLOW)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


def _attach(workflow: Workflow, curriculum: Page) -> None:
    """Whoever chose another workflow, or switched this one off, is not overruled."""
    if workflow.active:
        WorkflowPage.objects.get_or_create(
            page_id=curriculum.pk, defaults={"workflow": workflow}
        )
