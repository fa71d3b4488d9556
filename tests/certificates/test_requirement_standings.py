"""Which set stands where, what somebody is judged on, and when it is a renewal."""

import pytest

from certificates.actions.programme import load_programme
from certificates.selectors.evidence import evidence_for
from certificates.selectors.ladders import ladder_of
from certificates.selectors.requirements import (
    active_sets,
    judged_by,
    offered_set,
    standings,
)
from tests.cast import NOW
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days, grant

TODAY = NOW.date()
EASY = {"leaf": "no_open_suspension"}
HARD = {"leaf": "recorded", "kind": "CASE"}


class TestTheSetThatStands:
    def test_is_the_clinics_own_or_else_the_shipped_one(self, clinic, other_clinic):
        shipped = requirement_set("L1")
        own = requirement_set("L1", EASY, clinic=clinic)
        requirement_set("L1", HARD, version=2, clinic=clinic, state="DRAFT")

        own_first = requirement_set("T", EASY, clinic=clinic)
        requirement_set("T")

        assert offered_set(clinic, "L1", "") == own
        assert offered_set(clinic, "T", "") == own_first
        assert offered_set(other_clinic, "L1", "") == shipped
        assert offered_set(clinic, "L2A", "") is None

    def test_is_the_shipped_one_again_once_the_own_is_retired(self, clinic):
        shipped = requirement_set("L1")
        requirement_set("L1", EASY, clinic=clinic, state="RETIRED")

        assert offered_set(clinic, "L1", "") == shipped

    def test_is_found_by_the_pair_and_not_by_its_name(self, clinic):
        row = requirement_set("CANDIDATE-L1")

        assert offered_set(clinic, "CANDIDATE", "L1") == row
        assert offered_set(clinic, "CANDIDATE-L1", "") is None

    def test_judges_at_its_clinic_only(self, alice, clinic, other_clinic):
        requirement_set("L1", HARD)
        requirement_set("L1", EASY, clinic=clinic)

        for where, ready in ((clinic, True), (other_clinic, False)):
            (found,) = standings(evidence_for(alice, where, NOW), where)
            assert found.is_ready is ready

    def test_come_in_the_ladders_order_in_one_query(
        self, clinic, other_clinic, django_assert_num_queries
    ):
        load_programme(by=None, at=NOW)
        requirement_set("T", EASY, clinic=clinic)
        requirement_set("L3", EASY, clinic=other_clinic)

        with django_assert_num_queries(1):
            rows = active_sets(clinic)

        names = [row.credential_type for row in rows]
        assert names == [
            "L0",
            "CANDIDATE-L1",
            "L1",
            "L2A",
            "CANDIDATE-L2",
            "L2B",
            "L3",
            "CANDIDATE-T",
            "T",
            "S",
        ]
        assert [row.clinic for row in rows if row.clinic] == [clinic]


class TestARenewal:
    @pytest.fixture
    def asked(self):
        return requirement_set(
            "L1", HARD, renewal_tree=EASY, renewal_window_days=30, signers=2
        )

    def judged(self, person, clinic, row):
        return judged_by(row, evidence_for(person, clinic, NOW))

    @pytest.mark.parametrize(
        ("left", "state", "is_renewal"),
        [
            (31, "ACTIVE", False),
            (30, "ACTIVE", True),
            (0, "ACTIVE", True),
            (-1, "ACTIVE", False),
            (10, "PROVISIONAL", True),
            (10, "SUSPENDED", True),
            (10, "EXPIRED", False),
            (10, "REVOKED", False),
        ],
    )
    def test_begins_with_the_window_of_the_set(
        self, alice, clinic, asked, left, state, is_renewal
    ):
        grant(alice, clinic, "L1", state=state, valid_to=TODAY + days(left))

        found = self.judged(alice, clinic, asked)

        assert (found.is_renewal, found.is_ready) == (is_renewal, is_renewal)
        assert found.signers == 2

    def test_is_of_the_same_kind_at_the_same_clinic(
        self, alice, clinic, other_clinic, asked
    ):
        grant(alice, other_clinic, "L1", valid_to=TODAY)
        grant(alice, clinic, "T", valid_to=TODAY)

        assert not self.judged(alice, clinic, asked).is_renewal

    def test_without_a_path_of_its_own_asks_the_same(self, alice, clinic):
        row = requirement_set("L1", HARD)
        held = grant(alice, clinic, "L1", valid_to=TODAY)

        found = self.judged(alice, clinic, row)

        assert found.is_renewal
        assert found.renews.id == str(held.pk)
        assert not found.is_ready
        assert found.tree == HARD


class TestTheLadder:
    @pytest.fixture
    def programme(self, db):
        load_programme(by=None, at=NOW)

    def names(self, person, clinic):
        steps = [step.standing for step in _steps(person, clinic)]
        return [row.requirement_set.credential_type for row in steps]

    def test_begins_with_l0_for_somebody_with_nothing(self, programme, alice, clinic):
        assert self.names(alice, clinic)[:2] == ["L0", "CANDIDATE-L1"]

    @pytest.mark.parametrize("type_", ["L1", "T", "L2A", "L3", "S"])
    def test_never_goes_back_to_l0(self, programme, alice, clinic, type_):
        grant(alice, clinic, type_)

        assert "L0" not in self.names(alice, clinic)

    @pytest.mark.parametrize(
        ("state", "first"),
        [
            ("EXPIRED", "CANDIDATE-L1"),
            ("RELINQUISHED", "CANDIDATE-L1"),
            ("REVOKED", "L0"),
        ],
    )
    def test_begins_anew_only_after_a_revocation(
        self, programme, alice, clinic, state, first
    ):
        grant(alice, clinic, "L1", state=state, valid_to=TODAY - days(1))

        assert self.names(alice, clinic)[0] == first

    def test_never_goes_back_to_l0_from_a_candidacy(self, programme, alice, clinic):
        grant(alice, clinic, "CANDIDATE", target="L1")

        assert self.names(alice, clinic)[0] == "L1"

    def test_shows_l0_to_nobody_who_is_ready_for_more(self, alice, clinic):
        requirement_set("L0", HARD)
        requirement_set("CANDIDATE-L1", EASY)

        assert self.names(alice, clinic) == ["CANDIDATE-L1"]

    def test_goes_on_after_l0(self, programme, alice, clinic):
        grant(alice, clinic, "L0")

        assert self.names(alice, clinic)[0] == "CANDIDATE-L1"

    def test_shows_what_is_due_for_renewal_and_nothing_behind_it(
        self, programme, alice, clinic
    ):
        grant(alice, clinic, "L3", valid_to=TODAY + days(20))
        grant(alice, clinic, "L1")

        names = self.names(alice, clinic)

        assert names == ["L3", "CANDIDATE-T", "T", "S"]
        assert _steps(alice, clinic)[0].standing.is_renewal

    def test_counts_nothing_the_clinic_only_looks_at_itself(self, alice, clinic):
        requirement_set("L3", {"all": [EASY, {"leaf": "no_open_concern"}, HARD]})

        (step,) = _steps(alice, clinic)

        assert (step.met_count, step.asked_count, len(step.lines)) == (1, 2, 3)
        assert [line.code for line in step.ordered_lines] == [
            "RECORDED",
            "NOT-SUSPENDED",
            "NO-OPEN-CONCERN",
        ]


def _steps(person, clinic):
    ladder = ladder_of(person, clinic, NOW)
    return [ladder.next_step, *ladder.later_steps]
