"""Publishing a case: whole, and by somebody who did not write it."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.actions.case_drafts import ChangedMeanwhile, locked
from modules.actions.editions import canonical_sha256
from modules.case_contents import DETAILS, content_of, digest_of_draft
from modules.edition_words import reads_the_same
from modules.models import CaseDraft, CasePublication, Scenario
from modules.selectors.case_drafts import faults_of_draft


class NotWhole(RuleBroken):
    """Something is still to be mended."""

    code = "CASE-NOT-WHOLE"


class PublishedByAuthor(RuleBroken):
    """Who wrote a case does not decide alone that others meet it."""

    code = "PUBLISHED-BY-AUTHOR"


class CaseChanged(RuleBroken):
    """The published case is not the one the draft was begun from."""

    code = "CASE-CHANGED"


@dataclass(frozen=True)
class Looked:
    """What somebody looked at before publishing.

    Args:
        seen: the digest of the draft.
        replaces: the digest of the published case that it may replace, although the
            draft was begun from an earlier one.
    """

    seen: str
    replaces: str = ""


def publish_case(
    draft: CaseDraft, looked: Looked, *, by: Person, at: datetime.datetime
) -> Scenario:
    """This will let people meet the case. Runs that were begun keep what they had.

    Raises:
        ChangedMeanwhile: the draft is not as it was looked at.
        NotWhole: it has a fault.
        CaseChanged: the published case was changed since the draft was begun.
        PublishedByAuthor: the person wrote in it, and it is more than cosmetic.
    """
    with transaction.atomic():
        draft = locked(draft)
        if digest_of_draft(draft) != looked.seen:
            raise ChangedMeanwhile(
                _("The draft was changed since you looked at it. Look again.")
            )
        if faults_of_draft(draft):
            raise NotWhole(_("Mend what is marked first."))
        scenario = _published(draft)
        _refuse_overwriting(draft, scenario, looked)
        is_cosmetic = is_only_cosmetic(draft, scenario)
        if str(by.pk) in draft.authors and not is_cosmetic:
            raise PublishedByAuthor(
                _("You wrote part of this case. Somebody else has to publish it.")
            )
        scenario = _written(draft, scenario)
        _keep(draft, scenario, is_cosmetic=is_cosmetic, by=by, at=at)
        draft.delete()
        return scenario


def is_only_cosmetic(draft: CaseDraft, scenario: Scenario | None) -> bool:
    """Whether it differs from what is published in punctuation and the like alone."""
    if scenario is None:
        return False
    return reads_the_same(content_of(draft), content_of(scenario))


def digest_of_published(scenario: Scenario | None) -> str:
    """This will bind what is published; empty for a case that is new."""
    return canonical_sha256(content_of(scenario)) if scenario else ""


def _published(draft: CaseDraft) -> Scenario | None:
    rows = Scenario.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(pk=draft.scenario_id or 0).first()


def _refuse_overwriting(
    draft: CaseDraft, scenario: Scenario | None, looked: Looked
) -> None:
    now = digest_of_published(scenario)
    if now not in {draft.base_sha256, looked.replaces}:
        raise CaseChanged(
            _("The published case was changed since this draft was begun. Look again.")
        )


def _written(draft: CaseDraft, scenario: Scenario | None) -> Scenario:
    scenario = scenario or Scenario(code=draft.code)
    for name in (*DETAILS, "graph"):
        setattr(scenario, name, content_of(draft)[name])
    scenario.save()
    return scenario


def _keep(
    draft: CaseDraft,
    scenario: Scenario,
    *,
    is_cosmetic: bool,
    by: Person,
    at: datetime.datetime,
) -> None:
    content = content_of(scenario)
    kept = CasePublication.objects.create(
        scenario=scenario,
        number=CasePublication.objects.filter(scenario=scenario).count() + 1,
        content=content,
        sha256=canonical_sha256(content),
        is_cosmetic=is_cosmetic,
        authors=draft.authors,
        by=by,
        at=at,
    )
    audit.append(
        "CASE-PUBLISHED",
        by=by,
        at=at,
        about=scenario,
        case=audit.code_or_digest(scenario.code),
        number=kept.number,
        sha256=kept.sha256,
        is_cosmetic=is_cosmetic,
    )
