"""Steps in settling a match, as tests take them; and who takes them."""

import pytest

from certificates.actions.documents import record_exclusion_check
from certificates.actions.exclusions import (
    Look,
    confirm_match,
    dismiss_match,
    propose_dismissal,
)
from certificates.actions.signatures import (
    digest_of_shown,
)
from certificates.models import ExclusionCheck, ExclusionMatch
from certificates.selectors.exclusions import (
    shown_of,
    standing_checks,
)
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.exclusion_lists import known, line, load
from tests.certificates.roster import TODAY
from tests.certificates.signing import signing

ACTS = {
    "propose": propose_dismissal,
    "dismiss": dismiss_match,
    "confirm": confirm_match,
}


@pytest.fixture
def dora(clinic):
    return make_person("Dora Dale", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def stan(clinic):
    return make_person("Stan Stone", clinic, Role.STAFF)


@pytest.fixture
def match(alice):
    known(alice)
    load(line())
    return ExclusionMatch.objects.get()


def look(match, clinic, reason="Another address; seen on the licence."):
    match = ExclusionMatch.objects.get(pk=match.pk)
    return Look(clinic, digest_of_shown(shown_of(match)), reason)


def act(name, match, clinic, by, **changes):
    told = look(match, clinic, **changes)
    return ACTS[name](match, told, signer=signing(by))


def standing(person):
    rows = standing_checks().filter(person=person)
    return list(rows.values_list("on", "outcome"))


def outcome_now(person):
    return standing(person)[-1][1]


def by_hand(person, outcome, by, on=TODAY):
    return record_exclusion_check(person, on=on, outcome=outcome, by=by, at=NOW)


def put_right(check, first, second):
    """What two people come to about a check, without their signatures."""
    ExclusionMatch.objects.create(
        person=check.person,
        matched_by="HAND",
        looked_up=check,
        state="DISMISSED",
        reason="Somebody else.",
        proposed_by=first,
        settled_by=second,
    )
    return ExclusionCheck.objects.create(
        person=check.person,
        on=check.on,
        outcome="CLEAR",
        by=second,
        recorded_at=NOW,
        corrects=check,
    )
