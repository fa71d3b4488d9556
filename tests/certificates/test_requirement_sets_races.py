"""Directors who write and sign the same version at the same moment, on PostgreSQL."""

import pytest
from django.db import connection

from certificates.actions.requirement_activation import activate_draft
from certificates.actions.requirement_sets import (
    discard_draft,
    edit_draft,
    start_draft,
)
from certificates.models import RequirementSet, Signature
from home.errors import RuleBroken
from home.models import AuditEntry, Role
from tests.cast import NOW, make_clinic, make_person
from tests.certificates.signing import signing
from tests.certificates.versions import draft_of, seen, shipped
from tests.races import CLIENTS, at_once

pytestmark = pytest.mark.races


@pytest.fixture
def clinic(on_postgresql, least_aside):
    return make_clinic()


@pytest.fixture
def directors(clinic):
    return [
        make_person(f"D{n} Rowe", clinic, Role.CLINICAL_DIRECTOR)
        for n in range(CLIENTS)
    ]


def told(act):
    """What an act did, or the code it was refused with."""
    try:
        act()
    except RuleBroken as refusal:
        return refusal.code
    return "done"


class TestEightDirectors:
    def test_begin_one_draft(self, clinic, directors):
        source = shipped()

        results = at_once(
            lambda n: told(lambda: start_draft(source, clinic, by=directors[n], at=NOW))
        )

        assert connection.vendor == "postgresql"
        assert sorted(results) == ["REQUIREMENTS-DRAFT-EXISTS"] * 7 + ["done"]
        assert RequirementSet.objects.filter(state="DRAFT").count() == 1
        assert AuditEntry.objects.filter(action="REQUIREMENTS-DRAFTED").count() == 1

    def test_change_a_draft_one_after_the_other_knows_it(self, clinic, directors):
        draft = draft_of(shipped(), clinic, directors[0])

        def change(n):
            who = {"by": directors[n], "at": NOW, "shown_sha256": draft.sha256}
            return told(lambda: edit_draft(draft, {"valid_months": 12 + n}, **who))

        results = at_once(change)

        assert sorted(results) == ["REQUIREMENTS-DRAFT-CHANGED"] * 7 + ["done"]
        assert AuditEntry.objects.filter(action="REQUIREMENTS-EDITED").count() == 1

    def test_bring_it_into_force_once(self, clinic, writer, directors):
        first = draft_of(shipped(), clinic, writer)
        draft = first
        digest = seen(draft)[1]

        def sign(n):
            who = {"signer": signing(directors[n]), "shown_sha256": digest}
            return told(lambda: activate_draft(draft, **who))

        results = at_once(sign)

        assert sorted(results) == ["REQUIREMENTS-NO-DRAFT"] * 7 + ["done"]
        own = RequirementSet.objects.filter(clinic=clinic)
        assert [row.state for row in own] == ["ACTIVE"]
        assert Signature.objects.count() == 1
        assert AuditEntry.objects.filter(action="DENIED").count() == 7

    def test_sign_or_discard_and_one_of_it_happens(self, clinic, writer, directors):
        draft = draft_of(shipped(), clinic, writer)
        digest = seen(draft)[1]

        def act(n):
            if n % 2:
                who = {"by": directors[n], "at": NOW, "shown_sha256": draft.sha256}
                return told(lambda: discard_draft(draft, **who))
            who = {"signer": signing(directors[n]), "shown_sha256": digest}
            return told(lambda: activate_draft(draft, **who))

        results = at_once(act)

        assert results.count("done") == 1
        assert results.count("REQUIREMENTS-NO-DRAFT") == 7
        left = RequirementSet.objects.filter(clinic=clinic)
        assert [row.state for row in left] in ([], ["ACTIVE"])
        assert Signature.objects.count() == left.count()
