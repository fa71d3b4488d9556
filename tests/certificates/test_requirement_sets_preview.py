"""Whom a version touches: told before it is signed, and exactly what happens."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from certificates.models import Application, Credential, CurrencyRecord, Suspension
from certificates.requirements.tree import judge, missing
from certificates.selectors.activation import preview_of
from certificates.selectors.evidence import evidence_for
from certificates.selectors.requirements import offered_set, tree_for
from home.models import Person, Role
from tests.cast import LONG_AGO, NOW, make_clinic, make_person
from tests.certificates.judged import leaf
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import TODAY, days, grant
from tests.certificates.versions import CASE, CONDUCT, activate, draft_of, seen, shipped

KINDS = ("CONDUCT", "CASE", "DRILL")
leaves = st.one_of(
    st.sampled_from([leaf("recorded", kind=kind) for kind in KINDS]),
    st.sampled_from([leaf("recorded", kind=kind, months=1) for kind in KINDS]),
    st.just(leaf("no_open_suspension")),
    st.just(leaf("credential_held", types=["L1", "L2A"])),
    st.just(leaf("document_held", kind="BLS")),
)
trees = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda rows: {"all": rows}),
        st.lists(parts, min_size=1, max_size=3).map(lambda rows: {"any": rows}),
        st.lists(parts, min_size=2, max_size=3).map(
            lambda rows: {"at_least": 2, "of": rows}
        ),
    ),
    max_leaves=5,
).map(lambda tree: {"all": [tree]})


@dataclass(frozen=True)
class Somebody:
    """One person of a small world; `recorded` says how many days ago."""

    is_therapist: bool
    recorded: dict[str, int]
    holds: str
    is_suspended: bool
    applies: str


people = st.lists(
    st.builds(
        Somebody,
        is_therapist=st.booleans(),
        recorded=st.dictionaries(
            st.sampled_from(KINDS), st.integers(0, 60), max_size=3
        ),
        holds=st.sampled_from(["", *Credential.State.values, "LAPSED"]),
        is_suspended=st.booleans(),
        applies=st.sampled_from(["", "DRAFT", "SUBMITTED", "IN_REVIEW", "WITHDRAWN"]),
    ),
    max_size=4,
)


def settle(number, who, clinic, asked):
    """This will put one person of the small world on record."""
    person = Person.objects.create(name=f"P{number}")
    if who.is_therapist:
        person.memberships.create(
            clinic=clinic, role=Role.THERAPIST, starts_on=LONG_AGO
        )
    for kind, ago in who.recorded.items():
        CurrencyRecord.objects.create(
            person=person, kind=kind, on=TODAY - days(ago), recorded_at=NOW
        )
    if who.holds:
        is_over = who.holds == "LAPSED"
        state = "ACTIVE" if is_over else who.holds
        ends = TODAY - days(1) if is_over else TODAY + days(number)
        grant(person, clinic, "L1", state=state, valid_to=ends)
    if who.is_suspended:
        Suspension.objects.create(
            person=person, kind="ADMINISTRATIVE", starts_at=NOW, recorded_at=NOW
        )
    if who.applies:
        Application.objects.create(
            person=person,
            clinic=clinic,
            credential_type="L1",
            requirement_set=asked,
            state=who.applies,
            submitted_at=NOW,
            dossier_sha256="0" * 64,
        )
    return person


def standing_of(person, clinic):
    """One person judged as everybody is, by what stands at the clinic now."""
    stands = offered_set(clinic, "L1")
    live = person.credentials.filter(
        clinic=clinic, type="L1", state__in=Credential.LIVE, valid_to__gte=TODAY
    ).first()
    verdict = judge(
        tree_for(stands, is_renewal=live is not None),
        evidence_for(person, clinic, NOW),
    )
    return verdict, live


def is_concerned(person, clinic):
    """Whoever may apply, or holds it."""
    is_therapist = person.memberships.filter(role=Role.THERAPIST).exists()
    return is_therapist or standing_of(person, clinic)[1] is not None


class TestThePreview:
    @settings(
        max_examples=40,
        deadline=None,
        # Each world is written to a database: making a failing one small takes long.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(people=people, trees=st.tuples(trees, trees, st.none() | trees))
    @example(
        people=[Somebody(True, {"CONDUCT": 3}, "ACTIVE", False, "SUBMITTED")],
        trees=({"all": [CONDUCT]}, {"all": [CASE]}, None),
    )
    def test_is_what_happens(self, db, least_aside, people, trees):
        old, new, renewal = trees
        with transaction.atomic():
            clinic = make_clinic("small")
            writer, director = (
                make_person(name, clinic, Role.CLINICAL_DIRECTOR)
                for name in ("Wilma Wood", "Dina Dean")
            )
            source = shipped(old)
            every = [
                settle(number, who, clinic, source) for number, who in enumerate(people)
            ]
            concerned = [one for one in every if is_concerned(one, clinic)]
            was = {one: standing_of(one, clinic)[0].is_good for one in concerned}
            draft = draft_of(source, clinic, writer, tree=new, renewal_tree=renewal)
            preview, _digest = seen(draft)

            activate(draft, director)

            after = {one: standing_of(one, clinic) for one in concerned}
            assert offered_set(clinic, "L1") == draft
            expect_exactly(preview, was, after)
            transaction.set_rollback(True)


def expect_exactly(preview, was, after):
    """This will compare a preview with what was and what came of it."""
    now = {one: verdict.is_good for one, (verdict, _live) in after.items()}
    names = {
        "gains": [one.name for one in now if now[one] and not was[one]],
        "loses": [one.name for one in now if was[one] and not now[one]],
        "owes": [one.name for one in now if after[one][1] and not now[one]],
    }
    for which, expected in names.items():
        assert [row.name for row in getattr(preview, which)] == expected, which
    for row in (*preview.loses, *preview.owes, *preview.gains):
        person = next(one for one in after if one.name == row.name)
        verdict, live = after[person]
        texts = dict.fromkeys(line.text for line in missing(verdict))
        assert row.missing == tuple(texts)
        assert row.holds_until == (live.valid_to if live else None)
    waiting = Application.objects.filter(state__in=Application.OPEN)
    assert {row.application.pk for row in preview.waiting} == {
        row.pk for row in waiting
    }
    assert preview.judged == len(after)


class TestOnePerson:
    @pytest.fixture
    def source(self, clinic):
        return shipped({"all": [CONDUCT]})

    def test_owes_by_the_renewals_own_path(self, source, clinic, alice, rita):
        grant(alice, clinic, "L1")
        told = {"tree": {"all": [CASE]}, "renewal_tree": {"all": [CONDUCT]}}

        preview, _digest = seen(draft_of(source, clinic, rita, **told))

        (row,) = preview.owes
        assert (row.name, row.missing) == (
            "Alice Ames",
            ("No signed code of conduct is on record.",),
        )
        assert row.holds_until == TODAY + days(600)

    def test_at_another_clinic_is_not_counted(self, source, clinic, other_clinic, rita):
        make_person("Olga Oak", other_clinic, Role.THERAPIST)
        grant(rita, other_clinic, "L1")

        assert seen(draft_of(source, clinic, rita))[0].judged == 0

    def test_in_another_target_is_not_counted(self, clinic, alice, rita):
        source = requirement_set("CANDIDATE-L1", {"all": [CONDUCT]})
        grant(alice, clinic, "CANDIDATE", target="L2")

        preview, _digest = seen(draft_of(source, clinic, rita))

        assert (preview.judged, preview.owes) == (1, ())

    def test_without_a_version_in_force_gains(self, source, clinic, alice):
        CurrencyRecord.objects.create(
            person=alice, kind="CONDUCT", on=TODAY, recorded_at=NOW
        )

        preview = preview_of(None, source, clinic, NOW)

        assert [row.name for row in preview.gains] == ["Alice Ames"]

    def test_counts_from_the_day_at_the_clinic(self, source, clinic, alice, rita):
        grant(alice, clinic, "L1", valid_to=TODAY)
        draft = draft_of(source, clinic, rita)
        # 13 hours on it is tomorrow in London, and still today at the clinic.
        late, midnight = (NOW + datetime.timedelta(hours=n) for n in (13, 14))

        assert seen(draft, late)[0].owes
        assert not seen(draft, midnight)[0].owes


class TestTheQueries:
    def count(self, source, clinic):
        with CaptureQueriesContext(connection) as queries:
            preview_of(source, source, clinic, NOW)
        return len(queries)

    def test_are_as_many_for_twenty_as_for_one(self, clinic, alice):
        source = shipped()
        few = self.count(source, clinic)
        for number in range(20):
            person = make_person(f"P{number} Person", clinic, Role.THERAPIST)
            grant(person, clinic, "L1")
            CurrencyRecord.objects.create(
                person=person, kind="CONDUCT", on=TODAY, recorded_at=NOW
            )
            Application.objects.create(
                person=person,
                clinic=clinic,
                credential_type="L1",
                requirement_set=source,
                state="SUBMITTED",
                submitted_at=NOW,
                dossier_sha256="0" * 64,
            )

        assert self.count(source, clinic) == few

    def test_grow_by_chunks(self, clinic, alice, monkeypatch):
        source = shipped()
        few = self.count(source, clinic)
        make_person("Petra Person", clinic, Role.THERAPIST)
        monkeypatch.setattr("certificates.selectors.activation.CHUNK", 1)

        assert few < self.count(source, clinic) < 2 * few
