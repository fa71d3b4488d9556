"""Going over to a newer edition, and confirming what changed in one."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.models import Acknowledgement, EditionMove, ModuleEdition
from modules.selectors.edition_changes import Changes, changes_for
from modules.selectors.reading_editions import standing_in


class NothingNewer(RuleBroken):
    """The person reads the edition in force already."""

    code = "EDITION-NOTHING-NEWER"


class NothingToConfirm(RuleBroken):
    """No change waits for this person's confirmation."""

    code = "EDITION-NOTHING-TO-CONFIRM"


class ChangedMeanwhile(RuleBroken):
    """What was shown is no longer what there is to confirm."""

    code = "EDITION-CHANGED-MEANWHILE"


def move_over(
    person: Person, module_key: uuid.UUID, *, at: datetime.datetime
) -> ModuleEdition:
    """This will take the person out of the edition they began, into the one in force.

    What they finished stays; twice is the same as once.

    Raises:
        NothingNewer: they read the one in force, or have begun none.
    """
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        standing = standing_in(person, module_key)
        if standing.newer is None or standing.in_force is None:
            raise NothingNewer(_("You are reading the newest edition already."))
        edition = standing.in_force
        EditionMove.objects.create(person=person, edition=edition, at=at)
        audit.append(
            "EDITION-MOVED-TO",
            by=person,
            at=at,
            about=edition,
            number=edition.number,
            left=standing.edition.number if standing.edition else None,
        )
    return edition


def acknowledge(
    person: Person,
    module_key: uuid.UUID,
    *,
    passages_sha256: str,
    at: datetime.datetime,
) -> Acknowledgement:
    """This will keep that the person read what changed, and confirms it.

    Args:
        passages_sha256: of what was shown to them.
    Raises:
        NothingToConfirm: no change asks it of them.
        ChangedMeanwhile: something else is to be confirmed by now.
    """
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        changes = changes_for(person, module_key)
        if changes is None or not changes.asked:
            raise NothingToConfirm(_("There is nothing to confirm in this module."))
        if changes.sha256 != passages_sha256:
            raise ChangedMeanwhile(
                _("The module changed again in the meantime. Here is what it says now.")
            )
        return _confirmed(person, changes, at)


def _confirmed(
    person: Person, changes: Changes, at: datetime.datetime
) -> Acknowledgement:
    kept = Acknowledgement.objects.create(
        person=person,
        edition=changes.after,
        from_edition=changes.before,
        passages_sha256=changes.sha256,
        at=at,
    )
    audit.append(
        "EDITION-ACKNOWLEDGED",
        by=person,
        at=at,
        about=changes.after,
        number=changes.after.number,
        before=changes.before.number,
        passages=changes.sha256,
    )
    return kept
