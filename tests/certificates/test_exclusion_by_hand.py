"""What somebody found by hand sticks until two people put it right."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from certificates.actions.documents import MatchOpen
from certificates.actions.exclusions import withdraw_proposal
from certificates.actions.identities import (
    IdentityEntry,
    MatchStands,
    record_identity,
)
from certificates.models import (
    ExclusionCheck,
    ExclusionMatch,
    ProviderIdentity,
    Signature,
    Suspension,
)
from certificates.selectors.exclusions import is_found, match_rows, matches_at
from home.errors import NotAllowed
from home.models import DeclaredRelationship, Membership
from tests.cast import NOW, client_of
from tests.certificates.desk import address
from tests.certificates.exclusion_lists import known, line, load
from tests.certificates.roster import TODAY, days
from tests.certificates.settling import (
    act,
    by_hand,
    dora,
    match,
    outcome_now,
    stan,
    standing,
)

__all__ = ["dora", "match", "stan"]

ADVERSE = ("POTENTIAL_MATCH", "CONFIRMED")


def related(one, other):
    told = {"kind": "SPOUSE", "declared_on": TODAY}
    DeclaredRelationship.objects.create(one=one, other=other, **told)


class TestWhatWasFoundByHand:
    @pytest.mark.parametrize("outcome", ADVERSE)
    def test_is_not_overruled_by_another_look(self, alice, rita, outcome):
        by_hand(alice, outcome, rita, on=TODAY - days(1))

        with pytest.raises(MatchOpen, match="Two people settle"):
            by_hand(alice, "CLEAR", rita)

        assert outcome_now(alice) == outcome

    def test_is_put_right_by_two(self, alice, rita, stan, clinic):
        by_hand(alice, "POTENTIAL_MATCH", stan)
        found = ExclusionMatch.objects.get()
        assert (found.matched_by, found.state, found.list) == ("HAND", "OPEN", None)

        act("propose", found, clinic, stan)
        assert outcome_now(alice) == "POTENTIAL_MATCH"
        act("dismiss", found, clinic, rita)

        assert standing(alice) == [(TODAY, "CLEAR")]
        assert not is_found(alice)
        assert Signature.objects.count() == 2
        by_hand(alice, "CLEAR", rita)

    def test_is_put_right_by_two_directors_when_it_was_confirmed(
        self, alice, rita, dora, stan, clinic
    ):
        by_hand(alice, "CONFIRMED", rita)
        found = ExclusionMatch.objects.get()
        assert (found.state, found.settled_by) == ("CONFIRMED", rita)

        with pytest.raises(NotAllowed):
            act("propose", found, clinic, stan)
        act("propose", found, clinic, rita)
        with pytest.raises(NotAllowed):
            act("dismiss", found, clinic, rita)
        act("dismiss", found, clinic, dora)

        assert standing(alice) == [(TODAY, "CLEAR")]

    def test_is_all_dismissed_before_anything_is_clear(
        self, match, alice, rita, stan, clinic
    ):
        by_hand(alice, "POTENTIAL_MATCH", rita)
        entered = ExclusionMatch.objects.get(list=None)

        act("propose", match, clinic, stan)
        act("dismiss", match, clinic, rita)
        assert {outcome for _on, outcome in standing(alice)} == {"POTENTIAL_MATCH"}
        act("propose", entered, clinic, stan)
        act("dismiss", entered, clinic, rita)

        assert {outcome for _on, outcome in standing(alice)} == {"CLEAR"}

    def test_is_carried_into_the_next_list(self, alice, rita):
        known(alice)
        by_hand(alice, "CONFIRMED", rita, on=TODAY - days(9))

        report = load(line(LASTNAME="STRANGER"))

        assert (report.checked, report.clear, report.matches) == (1, 0, [])
        assert outcome_now(alice) == "CONFIRMED"


class TestThePages:
    @pytest.mark.parametrize("outcome", ADVERSE)
    def test_show_what_nobody_can_be_known_by(self, alice, stan, rita, outcome):
        by_hand(alice, outcome, stan)
        found = ExclusionMatch.objects.get()
        client = client_of(rita)

        shown = "settled" if outcome == "CONFIRMED" else "open"
        listed = client.get(address("matches"), {"show": shown})
        page = client.get(address("match", "north", found.pk))

        assert listed.status_code == page.status_code == 200
        assert "Stan Stone looked on" in listed.content.decode()
        assert client.get(address("desk")).status_code == 200
        assert "Alice Ames, looked up by hand" in page.content.decode()
        assert "of two signatures" in page.content.decode() or outcome != "CONFIRMED"

    def test_stand_a_line_for_whom_nothing_is_known(self, alice, bob, clinic, rita):
        known(bob, first_name="Alice", last_name="Ames")
        load(line())
        ExclusionMatch.objects.update(person=alice)
        match = ExclusionMatch.objects.get()

        (row,) = match_rows(list(matches_at([clinic], NOW)), [clinic], NOW)

        assert not row.middle_agrees
        act("propose", match, clinic, rita)


class TestTheNextList:
    def test_carries_an_unsettled_match_forward(self, match, alice, clinic):
        ProviderIdentity.objects.update(last_name="Other")

        report = load(line(ZIP="1"), published_on=TODAY, name="Next")

        assert report.matches == []
        assert outcome_now(alice) == "POTENTIAL_MATCH"
        assert list(matches_at([clinic], NOW)) == [match]

    def test_carries_a_confirmed_one_forward(self, match, alice, rita, clinic):
        act("confirm", match, clinic, rita)

        load(line(LASTNAME="STRANGER"), published_on=TODAY, name="Next")

        assert outcome_now(alice) == "CONFIRMED"

    def test_carries_a_confirmed_one_that_is_doubted_forward(
        self, match, alice, rita, clinic
    ):
        act("confirm", match, clinic, rita)
        act("propose", match, clinic, rita)

        load(line(LASTNAME="STRANGER"), published_on=TODAY, name="Next")

        assert outcome_now(alice) == "CONFIRMED"

    @pytest.mark.parametrize("state", ["OPEN", "PROPOSED", "CONFIRMED"])
    def test_is_not_dodged_by_another_name(self, match, alice, rita, clinic, state):
        if state != "OPEN":
            step = {"PROPOSED": "propose", "CONFIRMED": "confirm"}[state]
            act(step, match, clinic, rita)

        with pytest.raises(MatchStands, match="Two people settle"):
            record_identity(alice, IdentityEntry("Alicia", "Moss"), by=rita, at=NOW)

        assert ProviderIdentity.objects.get().last_name == "Ames"


class TestTheFirstSignature:
    @pytest.fixture
    def proposed(self, match, clinic, stan):
        act("propose", match, clinic, stan)
        return match

    def refused(self, proposed, clinic, rita, alice):
        with pytest.raises(NotAllowed, match="first"):
            act("dismiss", proposed, clinic, rita)
        assert outcome_now(alice) == "POTENTIAL_MATCH"

    def test_lapses_with_the_role(self, proposed, clinic, rita, stan, alice):
        Membership.objects.filter(person=stan).update(ends_on=TODAY - days(1))

        self.refused(proposed, clinic, rita, alice)

    def test_lapses_with_a_tie_to_the_person(self, proposed, clinic, rita, stan, alice):
        related(stan, alice)

        self.refused(proposed, clinic, rita, alice)

    def test_lapses_with_a_suspension(self, proposed, clinic, rita, stan, alice):
        Suspension.objects.create(
            person=stan,
            clinic=clinic,
            kind="PRECAUTIONARY",
            reason="Looked into.",
            starts_at=NOW - days(1),
            recorded_at=NOW,
            by=rita,
        )

        self.refused(proposed, clinic, rita, alice)

    def test_needs_a_second_who_is_not_close(self, proposed, clinic, rita, stan, alice):
        related(stan, rita)

        self.refused(proposed, clinic, rita, alice)

    def test_that_lapsed_is_taken_back_by_another(self, proposed, clinic, rita, stan):
        Membership.objects.filter(person=stan).update(ends_on=TODAY - days(1))

        withdraw_proposal(proposed, by=rita, at=NOW)

        proposed.refresh_from_db()
        assert (proposed.state, proposed.proposed_by) == ("OPEN", None)

    def test_of_a_confirmed_one_taken_back_leaves_it_confirmed(
        self, match, clinic, rita, dora
    ):
        act("confirm", match, clinic, rita, reason="Same NPI.")
        act("propose", match, clinic, dora)

        withdraw_proposal(match, by=dora, at=NOW)

        match.refresh_from_db()
        assert (match.state, match.reason) == ("CONFIRMED", "Same NPI.")


class TestTheDatabase:
    def correct(self, wrong, **changes):
        told = {"person": wrong.person, "on": wrong.on, "outcome": "CLEAR"}
        told |= {"recorded_at": NOW, "corrects": wrong} | changes
        with transaction.atomic():
            return ExclusionCheck.objects.create(**told)

    @pytest.mark.parametrize("outcome", ADVERSE)
    def test_clears_nothing_without_two(self, alice, rita, clinic, stan, outcome):
        wrong = by_hand(alice, outcome, rita)

        for weaker in ("CLEAR", "POTENTIAL_MATCH"):
            with pytest.raises(DatabaseError, match="put right by two"):
                self.correct(wrong, by=rita, outcome=weaker)

    def test_clears_nothing_by_nobody_or_for_another(self, alice, bob, rita):
        clear = by_hand(alice, "CLEAR", rita)

        with pytest.raises(IntegrityError, match="cleared_by_somebody"):
            self.correct(clear)
        with pytest.raises(DatabaseError, match="put right by two"):
            self.correct(clear, by=rita, person=bob)
