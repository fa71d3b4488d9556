"""What the audit log keeps as codes is read in words."""

import pytest

from home.models import Role
from modules.models import PracticumForm
from tests.cast import client_of, make_person
from tests.certificates.roster import grant
from tests.certificates.test_audit_page import page, told


@pytest.fixture
def auditor(clinic):
    return client_of(make_person("Ava Auditor", clinic, Role.AUDITOR))


@pytest.fixture
def held(alice, clinic):
    return grant(alice, clinic, "L1")


def told_of(client):
    """The facts of the newest entry: to read, and apart."""
    row = page(client).context["rows"][0]
    return dict(row.facts), dict(row.details)


class TestItsWords:
    def test_are_words_and_not_codes(self, auditor, held):
        told(
            "TESTED",
            held,
            was="SUPERSEDED",
            critical_fail=False,
            attempt="APPLICATION-APPROVE",
            published_on="2026-11-20",
            rows=61,
        )

        facts, _details = told_of(auditor)

        assert facts == {
            "Before": "Replaced",
            "Critical fail": "No",
            "Tried": "Application approve",
            "List as of": "20 Nov 2026",
            "Lines": "61",
        }

    @pytest.mark.parametrize(
        "action",
        [
            "POLICY-DRAFTED",
            "POLICY-EDITED",
            "POLICY-FIRST-SIGNED",
            "POLICY-SIGNED",
            "POLICY-WITHDRAWN",
        ],
    )
    def test_tell_what_was_done_with_the_gates_policy(self, auditor, held, action):
        told(action, held)

        assert page(auditor).context["rows"][0].action.startswith("Gate policy: ")
        assert action not in page(auditor).content.decode()

    def test_tell_what_was_tried_with_the_gates_policy(self, auditor, held):
        told("DENIED", held, attempt="POLICY-SIGN-FIRST")

        facts, _details = told_of(auditor)

        assert facts["Tried"] == "Sign the gate policy first"

    def test_name_a_form_and_a_track_by_its_title(self, auditor, held):
        PracticumForm.objects.create(code="PX", title="Observed stillness", content={})
        told("TESTED", held, form="PX", track="ZZ")

        facts, _details = told_of(auditor)

        assert facts == {"Practicum form": "Observed stillness", "Track": "ZZ"}

    def test_keep_digests_and_ids_apart(self, auditor, held, rita):
        told("TESTED", held, signature="a" * 64, credential=held.pk, person=rita.pk)

        facts, details = told_of(auditor)

        assert facts == {"Person": "Rita Rowe"}
        assert details.pop("Digest of the record")
        assert details == {
            "Id of what it is about": str(held.pk),
            "Digest of the signature": "a" * 64,
            "Credential": str(held.pk),
        }
        assert "<summary>Details</summary>" in page(auditor).content.decode()
