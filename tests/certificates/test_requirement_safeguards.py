"""What every version keeps, and whose hands bring one into force."""

import pytest
from django.db import IntegrityError, transaction

from certificates.actions.requirement_activation import (
    below_the_least,
    problems_of,
    retire_set,
    shown_for,
)
from certificates.actions.requirement_sets import edit_draft
from certificates.actions.signatures import digest_of_shown
from certificates.models import RequirementSet
from certificates.requirements.safeguards import missing_safeguards, setting_problems
from certificates.selectors.activation import preview_of
from certificates.selectors.requirements import set_name
from certificates.starter.reading import read_programme
from home.models import Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.desk import address, desk, is_closed
from tests.certificates.roster import make_clear
from tests.certificates.signing import signing
from tests.certificates.versions import (
    CONDUCT,
    activate,
    draft_of,
    refusal_of,
    shipped,
)

__all__ = ["desk"]
LICENCE = {"leaf": "document_held", "kind": "LICENCE", "verified_within_days": 120}
EXCLUSION = {"leaf": "exclusion_clear", "within_days": 31}
FREE = {"leaf": "no_open_suspension"}
LEAST = {"all": [{"all": [LICENCE, EXCLUSION]}, FREE]}


@pytest.fixture
def source(db):
    return shipped(LEAST)


@pytest.fixture
def draft(source, clinic, writer):
    return draft_of(source, clinic, writer, valid_months=12)


class TestTheLeast:
    def test_is_kept_by_the_shipped_programme(self):
        for entry in read_programme():
            name = set_name(entry.credential, entry.target)
            row = RequirementSet(
                credential_type=name,
                tree=entry.tree,
                renewal_tree=entry.renewal.tree,
                signers=entry.signers,
                valid_months=entry.valid_months,
                minimum_active_days=entry.renewal.minimum_active_days,
            )
            assert below_the_least(row) == [], name

    def test_is_found_below_groups_of_all(self):
        assert missing_safeguards("L1", LEAST) == []

    @pytest.mark.parametrize(
        ("parts", "words"),
        [
            ([EXCLUSION, FREE], "A licence"),
            ([LICENCE | {"verified_within_days": 121}, EXCLUSION, FREE], "A licence"),
            ([{"leaf": "document_held", "kind": "LICENCE"}, EXCLUSION, FREE], "lic"),
            ([LICENCE | {"kind": "BLS"}, EXCLUSION, FREE], "A licence"),
            ([LICENCE, FREE], "An exclusion check"),
            ([LICENCE, EXCLUSION | {"within_days": 32}, FREE], "An exclusion check"),
            ([LICENCE, EXCLUSION], "no suspension"),
            ([LICENCE, EXCLUSION, {"any": [FREE]}], "no suspension"),
            ([{"at_least": 2, "of": [LICENCE, EXCLUSION]}, FREE], "A licence"),
        ],
    )
    def test_is_missed_when_it_is_weaker_or_can_be_gone_around(self, parts, words):
        found = " ".join(missing_safeguards("L1", {"all": parts}))

        assert words in found

    @pytest.mark.parametrize(
        ("name", "changes", "count"),
        [
            ("L3", {}, 0),
            ("L3", {"signers": 1}, 1),
            ("S", {"signers": 1}, 1),
            ("L1", {"signers": 1}, 0),
            ("L1", {"valid_months": 37}, 1),
            ("L1", {"minimum_active_days": 1096}, 1),
        ],
    )
    def test_holds_for_figures(self, name, changes, count):
        told = {"signers": 2, "valid_months": 36, "minimum_active_days": 1095}

        assert len(setting_problems(name, **(told | changes))) == count

    def test_keeps_a_draft_from_coming_into_force(self, source, clinic, writer, rita):
        told = {"tree": {"all": [CONDUCT]}, "renewal_tree": {"all": [LICENCE]}}
        draft = draft_of(source, clinic, writer, **told)

        refused = refusal_of(activate, draft, rita)

        assert refused.code == "REQUIREMENTS-UNFINISHED"
        assert "A licence" in refused.message
        assert "Renewal: An exclusion check" in refused.message
        assert len(problems_of(draft)) == 5


class TestWhoBringsItIntoForce:
    def test_is_another_director(self, draft, rita):
        assert activate(draft, rita).activated_by == rita

    def test_may_be_a_medical_director(self, draft, clinic):
        mona = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)

        assert activate(draft, mona).activated_by == mona

    def test_is_nobody_who_ever_wrote_on_it(self, draft, writer, rita):
        told = {"by": rita, "at": NOW, "shown_sha256": draft.sha256}
        draft = edit_draft(draft, {"valid_months": 11}, **told)

        for somebody in (writer, rita):
            refused = refusal_of(activate, draft, somebody)
            assert refused.code == "NOT-ALLOWED"
            assert "You wrote on this version" in refused.message

    def test_is_nobody_who_would_gain(self, clinic, writer, rita):
        rita.memberships.create(
            clinic=clinic, role=Role.THERAPIST, starts_on=NOW.date()
        )
        make_clear(rita, clinic)
        more = {"leaf": "credential_held", "types": ["S"]}
        source = shipped({"all": [LEAST, more]})
        draft = draft_of(source, clinic, writer, tree=LEAST)

        refused = refusal_of(activate, draft, rita)

        assert "You would gain by it yourself" in refused.message

    def test_is_not_who_wrote_it_when_it_is_retired(self, draft, source, writer, rita):
        own = activate(draft, rita)
        preview = preview_of(own, source, own.clinic, NOW)
        digest = digest_of_shown(shown_for(source, own, preview))

        refused = refusal_of(
            retire_set, own, signer=signing(writer), shown_sha256=digest
        )
        assert "You wrote on this version" in refused.message
        retire_set(own, signer=signing(rita), shown_sha256=digest)

    def test_the_database_refuses_the_last_writer(self, draft, writer):
        with pytest.raises(IntegrityError), transaction.atomic():
            RequirementSet.objects.filter(pk=draft.pk).update(activated_by=writer)


class TestThePage:
    def test_says_why_not_or_asks_for_the_password(
        self, desk, draft, clinic, writer, rita
    ):
        mona = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)
        where = address("requirement_activate", "north", draft.pk)
        pages = {}
        for person in (writer, rita, mona):
            person.user.groups.add(desk)
            pages[person] = client_of(person).get(where).content.decode()

        assert "You wrote on this version" in pages[writer]
        assert 'name="password"' not in pages[writer]
        for person in (rita, mona):
            assert 'name="password"' in pages[person]

    def test_lets_a_medical_director_read_and_not_write(self, desk, draft, clinic):
        mona = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)
        mona.user.groups.add(desk)
        client = client_of(mona)

        kind = client.get(address("requirement_kind", "north", "L1"))
        assert address("requirement_activate", "north", draft.pk) in (
            kind.content.decode()
        )
        edit = address("requirement_draft", "north", draft.pk)
        assert f'"{edit}"' not in kind.content.decode()
        assert client.get(address("requirements")).status_code == 200
        assert is_closed(client.get(edit))
