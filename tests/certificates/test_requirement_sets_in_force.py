"""Bringing a clinic's version into force, and going back to the shipped one."""

from dataclasses import replace

import pytest

from certificates.actions.requirement_activation import (
    activate_draft,
    retire_set,
    shown_for,
)
from certificates.actions.requirement_sets import (
    edit_draft,
)
from certificates.actions.signatures import digest_of_shown
from certificates.models import (
    Application,
    Credential,
    CurrencyRecord,
    RequirementSet,
    Signature,
)
from certificates.selectors.activation import preview_of
from certificates.selectors.requirement_versions import set_in_force
from certificates.signed_records import digest_of_signature
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing
from tests.certificates.versions import (
    CASE,
    CONDUCT,
    TWO,
    activate,
    draft,
    draft_of,
    refusal_of,
    seen,
    source,
)

__all__ = ["draft", "source"]


def activation_with(digest):
    return lambda draft, *, signer: activate_draft(
        draft, signer=signer, shown_sha256=digest
    )


class TestBringingIntoForce:
    def test_makes_it_the_clinics_and_leaves_the_shipped_one(
        self, draft, source, clinic, other_clinic, rita
    ):
        activate(draft, rita)

        draft.refresh_from_db()
        assert (draft.state, draft.activated_by, draft.activated_at) == (
            "ACTIVE",
            rita,
            NOW,
        )
        assert set_in_force("L1", clinic) == draft
        assert set_in_force("L1", other_clinic) == source

    def test_retires_the_clinics_version_before_it(self, draft, clinic, rita, writer):
        first = activate(draft, rita)

        second = activate(draft_of(first, clinic, writer, valid_months=12), rita)

        first.refresh_from_db()
        assert (first.state, first.retired_at) == ("RETIRED", NOW)
        assert set_in_force("L1", clinic) == second

    def test_signs_for_the_whole_of_it_and_nobody(self, draft, rita):
        preview, digest = seen(draft)

        activate(draft, rita)

        signature = Signature.objects.get()
        assert (signature.meaning, signature.about) == ("ACTIVATED", None)
        assert signature.shown["content"]["tree"] == TWO
        assert signature.shown["preview"]["sha256"] == preview.sha256
        assert signature.subject_sha256 == digest
        assert signature.sha256 == digest_of_signature(signature)
        entry = AuditEntry.objects.get(action="REQUIREMENTS-ACTIVATED")
        assert entry.facts["signature"] == signature.sha256
        assert entry.facts["replaces"] == draft.cloned_from_id

    def test_changes_no_credential_and_no_application(self, draft, clinic, rita, alice):
        held = grant(alice, clinic, "L1")
        waiting = Application.objects.create(
            person=alice,
            clinic=clinic,
            credential_type="L1",
            requirement_set=draft.cloned_from,
            state="SUBMITTED",
            submitted_at=NOW,
            dossier_sha256="0" * 64,
        )
        before = [list(model.objects.values()) for model in (Credential, Application)]

        activate(draft, rita)

        assert before == [
            list(model.objects.values()) for model in (Credential, Application)
        ]
        assert (held.state, waiting.requirement_set) == ("ACTIVE", draft.cloned_from)

    def test_is_refused_with_an_empty_group_and_says_where(self, draft, rita, writer):
        empty = {"all": [CONDUCT, {"any": [CASE, {"all": []}]}]}
        told = {"by": writer, "at": NOW, "shown_sha256": draft.sha256}
        draft = edit_draft(draft, {"tree": empty}, **told)

        refused = refusal_of(activate, draft, rita)

        assert refused.code == "REQUIREMENTS-UNFINISHED"
        assert "Part 2.2: This group is empty" in refused.message

    def test_is_refused_when_people_changed_meanwhile(self, draft, alice, rita):
        _preview, digest = seen(draft)
        CurrencyRecord.objects.create(
            person=alice, kind="CONDUCT", on=NOW.date(), recorded_at=NOW
        )

        refused = refusal_of(activation_with(digest), draft, signer=signing(rita))

        assert (refused.code, refused.status) == ("RECORD-CHANGED", 409)

    def test_is_refused_when_the_draft_changed_meanwhile(self, draft, rita, writer):
        _preview, digest = seen(draft)
        told = {"by": writer, "at": NOW, "shown_sha256": draft.sha256}
        edit_draft(draft, {"valid_months": 13}, **told)

        refused = refusal_of(activation_with(digest), draft, signer=signing(rita))

        assert refused.code == "RECORD-CHANGED"

    def test_is_for_directors_freshly_signed_in(
        self, draft, clinic, alice, charlie, rita
    ):
        old = replace(signing(rita), at=NOW + days(1))
        digest = seen(draft)[1]

        for somebody in (alice, charlie):
            told = {"signer": signing(somebody)}
            refused = refusal_of(activation_with(digest), draft, **told)
            assert refused.code == "NOT-ALLOWED"
        stale = refusal_of(activation_with(digest), draft, signer=old)
        assert stale.code == "SIGN-IN-NOT-FRESH"

    def test_is_done_once(self, draft, clinic, rita):
        second = make_person("Dora Dean", clinic, Role.CLINICAL_DIRECTOR)
        digest = seen(draft)[1]
        activate(draft, rita)

        refused = refusal_of(activation_with(digest), draft, signer=signing(second))

        assert refused.code == "REQUIREMENTS-NO-DRAFT"


class TestRetiring:
    @pytest.fixture
    def own(self, draft, rita):
        return activate(draft, rita)

    def retire(self, own, by, source, **changes):
        preview = preview_of(own, source, own.clinic, NOW)
        digest = digest_of_shown(shown_for(source, own, preview))
        told = {"signer": signing(by), "shown_sha256": digest}
        return retire_set(own, **(told | changes))

    def test_puts_the_shipped_one_in_its_place(self, own, source, clinic, rita):
        self.retire(own, rita, source)

        own.refresh_from_db()
        assert (own.state, own.retired_at) == ("RETIRED", NOW)
        assert set_in_force("L1", clinic) == source
        signature = Signature.objects.get(meaning="RETIRED")
        entry = AuditEntry.objects.get(action="REQUIREMENTS-RETIRED")
        assert entry.facts["signature"] == signature.sha256

    def test_is_refused_on_the_shipped_one(self, own, source, rita):
        told = {"signer": signing(rita), "shown_sha256": "0" * 64}

        for act in (retire_set, activate_draft):
            assert refusal_of(act, source, **told).code == "NOT-ALLOWED"

    def test_is_refused_twice(self, own, source, rita):
        self.retire(own, rita, source)

        refused = refusal_of(self.retire, own, rita, source)

        assert refused.code == "REQUIREMENTS-NOT-IN-FORCE"

    def test_is_refused_with_nothing_behind(self, own, source, rita):
        RequirementSet.objects.filter(pk=source.pk).update(state="RETIRED")

        refused = refusal_of(self.retire, own, rita, source)

        assert refused.code == "REQUIREMENTS-NOTHING-BEHIND"

    def test_is_refused_to_others_and_on_what_was_not_shown(
        self, own, source, charlie, rita
    ):
        told = {"shown_sha256": "0" * 64}

        assert refusal_of(self.retire, own, charlie, source).code == "NOT-ALLOWED"
        changed = refusal_of(self.retire, own, rita, source, **told)
        assert changed.code == "RECORD-CHANGED"
