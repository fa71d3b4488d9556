"""A clinic's version of the gate's policy, as tests draft and sign it."""

import datetime

import pytest

from certificates.actions.policies import (
    PolicyWish,
    digest_of_draft,
    edit_policy,
    start_policy,
)
from certificates.actions.policy_signing import (
    sign_policy,
    sign_policy_first,
    step_of,
)
from certificates.models import PolicyVersion, Signature
from home.errors import RuleBroken
from home.models import AuditEntry, Clinic, Person, Role
from tests.cast import NOW, make_person
from tests.certificates.signing import signing

# Everybody of `make_clear` was verified 30 days ago, and looked up 5 days ago.
VERIFIED = {"LICENCE-ACTIVE": {"verified_within_days": 29}}
LOOKED_UP = {"EXCLUSION-CLEAR": {"checked_within_days": 4}}
SOON = NOW + datetime.timedelta(minutes=1)
REASON = "The register changes often."


def edited(draft: PolicyVersion, by: Person, parameters=VERIFIED, /, at=NOW, **told):
    """This will write something into a draft that nobody else is writing."""
    wish = PolicyWish(parameters, **({"reason": REASON} | told))
    shown = digest_of_draft(draft)
    return edit_policy(draft, wish, by=by, at=at, shown_sha256=shown)


def drafted(clinic: Clinic, by: Person, parameters=VERIFIED, /, at=NOW, **told):
    """This will begin a draft and write into it."""
    return edited(start_policy(clinic, by=by, at=at), by, parameters, at=at, **told)


def sign_first(draft: PolicyVersion, by: Person, at=NOW) -> PolicyVersion:
    shown = step_of(draft, at).sha256
    return sign_policy_first(draft, signer=signing(by, at), shown_sha256=shown)


def sign_second(draft: PolicyVersion, by: Person, at=NOW) -> PolicyVersion:
    shown = step_of(draft, at).sha256
    return sign_policy(draft, signer=signing(by, at), shown_sha256=shown)


def signed(clinic: Clinic, first: Person, second: Person, parameters=VERIFIED, **told):
    """This will bring a version into force, signed by two."""
    at = told.pop("at", NOW)
    draft = drafted(clinic, first, parameters, at=at, **told)
    return sign_second(sign_first(draft, first, at), second, at)


def refusal_of(act, *facts, **told):
    """What a refused action leaves: nothing but one entry that says so."""
    before, rows = AuditEntry.objects.count(), list(PolicyVersion.objects.values())
    with pytest.raises(RuleBroken) as refusal:
        act(*facts, **told)
    entry = AuditEntry.objects.order_by("pk").last()
    assert AuditEntry.objects.count() == before + 1
    assert (entry.action, entry.facts["code"]) == ("DENIED", refusal.value.code)
    assert list(PolicyVersion.objects.values()) == rows
    return refusal.value


@pytest.fixture
def mona(clinic):
    return make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)


@pytest.fixture
def draft(clinic, rita):
    return drafted(clinic, rita)


@pytest.fixture
def first(draft, rita):
    return sign_first(draft, rita)


def nobody_signs(act, draft, by, at=SOON, shown=""):
    """A refused signature, of which the log alone tells."""
    before = Signature.objects.count()
    shown = shown or step_of(draft, at).sha256
    refusal = refusal_of(act, draft, signer=signing(by, at), shown_sha256=shown)
    assert Signature.objects.count() == before
    return refusal
