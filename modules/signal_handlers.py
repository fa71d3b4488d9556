"""What learning does when Wagtail says that a page was published, moved or removed."""

import contextlib
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import page_published, page_unpublished, post_page_move

from home.models import Person
from modules.actions.editions import NothingToFreeze, keep_edition
from modules.models import LessonPage, ModulePage


def freeze_published(
    sender: type[Page], instance: Page, revision: Revision, **kwargs: Any
) -> None:
    """This will freeze the module that was published, or whose lesson was."""
    if isinstance(instance, ModulePage | LessonPage):
        _freeze_if_live(_module_of(instance), by=_publisher_of(revision))


def freeze_without_lesson(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """This will freeze a module again after one of its lessons was unpublished."""
    if isinstance(instance, LessonPage):
        _freeze_if_live(_module_of(instance))


def freeze_moved(
    sender: type[Page],
    instance: Page,
    parent_page_before: Page,
    parent_page_after: Page,
    **kwargs: Any,
) -> None:
    """This will freeze the modules that a lesson left, came to, or moved within.

    A module that came to another track waits there to be released.
    """
    if sender is ModulePage:
        _freeze_if_live(ModulePage.objects.filter(pk=instance.pk).first())
    if sender is LessonPage:
        for pk in {parent_page_before.pk, parent_page_after.pk}:
            _freeze_if_live(ModulePage.objects.filter(pk=pk).first())


def freeze_after_deletion(
    sender: type[LessonPage], instance: LessonPage, **kwargs: Any
) -> None:
    """This will freeze the module that lost a lesson, once the deletion stands.

    Deleting a whole module deletes its lessons first: then there is nothing to freeze.
    """
    module_path = instance.path[: -Page.steplen]

    def freeze() -> None:
        _freeze_if_live(ModulePage.objects.filter(path=module_path).first())

    transaction.on_commit(freeze)


def connect() -> None:
    """This will listen to Wagtail; called once when the app is ready."""
    page_published.connect(freeze_published, dispatch_uid="modules.published")
    page_unpublished.connect(freeze_without_lesson, dispatch_uid="modules.unpublished")
    post_page_move.connect(freeze_moved, dispatch_uid="modules.moved")
    post_delete.connect(
        freeze_after_deletion, sender=LessonPage, dispatch_uid="modules.deleted"
    )


def _publisher_of(revision: Revision) -> Person | None:
    """Who let the revision out: in the admin, whoever works there at this moment.

    At a set time, whoever approved it; without moderation, whoever wrote it.
    """
    user = get_active_log_context().user
    approved = TaskState.objects.filter(
        revision=revision, status=TaskState.STATUS_APPROVED
    ).order_by("finished_at")
    last = approved.last()
    if user is None and last:
        user = last.finished_by
    return Person.objects.filter(user=user or revision.user_id).first()


def _at_work() -> Person | None:
    """Whoever works in the admin at this moment."""
    user = get_active_log_context().user
    return Person.objects.filter(user=user).first() if user else None


def _module_of(page: ModulePage | LessonPage) -> ModulePage | None:
    if isinstance(page, ModulePage):
        return page
    return ModulePage.objects.parent_of(page).first()


def _freeze_if_live(module: ModulePage | None, by: Person | None = None) -> None:
    if module is None:
        return
    with contextlib.suppress(NothingToFreeze):
        keep_edition(module, by=by or _at_work(), at=timezone.now())
