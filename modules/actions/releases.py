"""Putting an edition in force, with what it asks of those who learned before it."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Person
from modules.edition_words import lesson_changes, reads_the_same
from modules.models import (
    EditionRelease,
    KeptTrack,
    ModuleEdition,
    ModulePage,
    TrackPage,
)
from modules.selectors.releases import (
    affected_by,
    authors_of,
    edition_in_force,
    has_taken_code,
)

COSMETIC = ModuleEdition.Significance.COSMETIC
ACKNOWLEDGE = ModuleEdition.Significance.ACKNOWLEDGE


class NotAPublisher(NotAllowed):
    """The person may not publish the module."""

    code = "RELEASE-NOT-PUBLISHER"


class NotWaiting(RuleBroken):
    """The edition is released already, or a newer one of its module is there."""

    code = "EDITION-NOT-WAITING"


class CodeTaken(RuleBroken):
    """Another live module has this code, as a copied page does."""

    code = "EDITION-CODE-TAKEN"


class MeaningIncomplete(RuleBroken):
    """Whoever is asked for something must be told why; to confirm, also until when."""

    code = "EDITION-MEANING-INCOMPLETE"


class ReleasedByAuthor(RuleBroken):
    """Who wrote a change does not decide alone what it means for others."""

    code = "PUBLISHED-BY-AUTHOR"


@dataclass(frozen=True)
class Meaning:
    """What an edition asks of those who learned an earlier one.

    Args:
        due_on: the last day to confirm, for ACKNOWLEDGE alone: a retake is asked at
            once, a cosmetic edition asks nothing.
    """

    significance: str = COSMETIC
    reason: str = ""
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class Witness:
    """What a release keeps of its circumstances: who wrote, and who is touched."""

    authors: tuple[str, ...] = ()
    affected: dict[str, Any] = field(default_factory=dict)


def release_edition(
    edition: ModuleEdition, meaning: Meaning, *, by: Person, at: datetime.datetime
) -> EditionRelease:
    """This will put an edition in force that waited for somebody to say what it asks.

    Raises:
        NotAPublisher: the person may not publish the module.
        NotWaiting: it is released, or a newer edition is there.
        CodeTaken: a copied module still has the code of the one it was copied from.
        MeaningIncomplete: the reason or the date is missing, or the date is past.
        ReleasedByAuthor: the person wrote the change, and it is more than cosmetic.
    """
    with transaction.atomic():
        module = _locked(edition)
        _refuse_stranger(module, by)
        _refuse_settled(edition)
        _refuse_incomplete(meaning, at)
        if has_taken_code(edition.module_key, edition.code):
            raise CodeTaken(
                _("Another module has the code %(code)s. Give this one its own.")
                % {"code": edition.code}
            )
        before = edition_in_force(edition.module_key)
        authors = authors_of(edition, before) if before else set()
        if before and by.pk in authors:
            _refuse_own(edition, before, meaning)
        affected = affected_by(edition.module_key, day=at.date())
        witness = Witness(tuple(sorted(str(pk) for pk in authors)), affected.kept())
        return put_in_force(edition, meaning, witness, by=by, at=at)


def put_in_force(
    edition: ModuleEdition,
    meaning: Meaning,
    witness: Witness,
    *,
    by: Person | None,
    at: datetime.datetime,
) -> EditionRelease:
    """This will release an edition. The caller has asked whether it may be."""
    _keep_track(edition)
    release = EditionRelease.objects.create(
        edition=edition,
        significance=meaning.significance,
        reason=meaning.reason,
        due_on=meaning.due_on,
        released_at=at,
        released_by=by,
        authors=list(witness.authors),
        affected=witness.affected,
    )
    audit.append(
        "MODULE-EDITION-RELEASED",
        by=by,
        at=at,
        about=release,
        edition=edition.pk,
        module=audit.code_or_digest(edition.code),
        number=edition.number,
        significance=release.significance,
    )
    return release


def is_only_cosmetic(edition: ModuleEdition, before: ModuleEdition) -> bool:
    """Whether an edition differs from one in case, punctuation and spacing alone."""
    if edition.track_key != before.track_key:
        return False
    changes = lesson_changes(before.lessons, edition.lessons)
    if changes.added or changes.removed or changes.was_reordered:
        return False
    told = [[row.title, row.lessons, row.content] for row in (before, edition)]
    return reads_the_same(*told)


def _keep_track(edition: ModuleEdition) -> None:
    """Keep the code of the track, once; a copied track has none of its own yet."""
    page = TrackPage.objects.filter(translation_key=edition.track_key).first()
    if page is None:
        return
    same = Q(key=edition.track_key) | Q(code=page.code)
    if not KeptTrack.objects.filter(same).exists():
        row = KeptTrack(key=edition.track_key, code=page.code, title=page.title)
        # Of two who release at once, one keeps it.
        KeptTrack.objects.bulk_create([row], ignore_conflicts=True)


def _locked(edition: ModuleEdition) -> ModulePage | None:
    """Two who release at once: the second waits here, as two publishers do."""
    rows = ModulePage.objects.select_for_update(of=("self",))
    return rows.filter(translation_key=edition.module_key, live=True).first()


def _refuse_stranger(module: ModulePage | None, by: Person) -> None:
    user = by.user
    if (
        module is None
        or user is None
        or not module.permissions_for_user(user).can_publish()
    ):
        raise NotAPublisher(_("Only who may publish this module releases it."))


def _refuse_settled(edition: ModuleEdition) -> None:
    rows = ModuleEdition.objects.filter(module_key=edition.module_key)
    is_settled = EditionRelease.objects.filter(edition=edition).exists()
    if is_settled or rows.filter(number__gt=edition.number).exists():
        raise NotWaiting(
            _("This edition was released or replaced in the meantime. Look again.")
        )


def _refuse_incomplete(meaning: Meaning, at: datetime.datetime) -> None:
    if meaning.significance != COSMETIC and not meaning.reason.strip():
        raise MeaningIncomplete(_("Say why people are asked."))
    if (meaning.significance == ACKNOWLEDGE) != (meaning.due_on is not None):
        raise MeaningIncomplete(
            _("A day is named where people confirm what changed, and only there.")
        )
    if meaning.due_on and meaning.due_on <= at.date():
        raise MeaningIncomplete(_("Choose a day that is still to come."))


def _refuse_own(
    edition: ModuleEdition, before: ModuleEdition, meaning: Meaning
) -> None:
    if meaning.significance != COSMETIC:
        raise ReleasedByAuthor(
            _("You wrote part of this edition. Somebody else has to release it.")
        )
    if not is_only_cosmetic(edition, before):
        raise ReleasedByAuthor(
            _(
                "You wrote part of this edition, and more than case, punctuation or "
                "spacing differs. Somebody else has to release it."
            )
        )
