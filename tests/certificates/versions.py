"""A shipped requirement set and a clinic's versions of it, as tests make them."""

import pytest

from certificates.actions.requirement_activation import activate_draft, shown_for
from certificates.actions.requirement_sets import edit_draft, start_draft
from certificates.actions.signatures import digest_of_shown
from certificates.models import RequirementSet, Signature
from certificates.selectors.activation import Preview, preview_of
from certificates.selectors.requirement_versions import set_in_force
from home.errors import RuleBroken
from home.models import AuditEntry, Clinic, Person
from tests.cast import NOW
from tests.certificates.readiness import requirement_set
from tests.certificates.signing import signing

CONDUCT = {"leaf": "recorded", "kind": "CONDUCT"}
CASE = {"leaf": "recorded", "kind": "CASE"}
SHIPPED_TREE = {"all": [CONDUCT]}


def shipped(tree: dict = SHIPPED_TREE, **fields) -> RequirementSet:
    """This will put a version of the shipped programme into force."""
    return requirement_set(fields.pop("name", "L1"), tree, **fields)


def draft_of(
    source: RequirementSet, clinic: Clinic, by: Person, **changes
) -> RequirementSet:
    """This will begin a draft and write something into it."""
    draft = start_draft(source, clinic, by=by, at=NOW)
    if not changes:
        return draft
    return edit_draft(draft, changes, by=by, at=NOW, shown_sha256=draft.sha256)


def seen(draft: RequirementSet, at=NOW) -> tuple[Preview, str]:
    """This will give what a director is shown before signing, and its digest."""
    old = set_in_force(draft.credential_type, draft.clinic)
    preview = preview_of(old, draft, draft.clinic, at)
    return preview, digest_of_shown(shown_for(draft, old, preview))


def activate(draft: RequirementSet, by: Person, at=NOW) -> RequirementSet:
    """This will bring a draft into force as it stands."""
    _preview, digest = seen(draft, at)
    return activate_draft(draft, signer=signing(by, at), shown_sha256=digest)


TWO = {"all": [CONDUCT, CASE]}


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def refusal_of(act, *facts, **told):
    """What a refused action leaves: nothing but one entry that says so."""
    before = AuditEntry.objects.count(), Signature.objects.count()
    rows = list(RequirementSet.objects.order_by("pk").values())
    with pytest.raises(RuleBroken) as refusal:
        act(*facts, **told)
    entry = AuditEntry.objects.order_by("pk").last()
    assert (AuditEntry.objects.count(), Signature.objects.count()) == (
        before[0] + 1,
        before[1],
    )
    assert (entry.action, entry.facts["code"]) == ("DENIED", refusal.value.code)
    assert list(RequirementSet.objects.order_by("pk").values()) == rows
    return refusal.value


@pytest.fixture
def source(db, least_aside):
    return shipped()


@pytest.fixture
def draft(source, clinic, writer):
    return draft_of(source, clinic, writer, tree=TWO)
