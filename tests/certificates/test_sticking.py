"""What was found sticks in the facts: no look by hand hides it."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from certificates.clearance.question import parse
from certificates.clearance.world import ExclusionCheckFacts
from certificates.exclusions.standing import sticking, worst
from certificates.models import ExclusionCheck
from certificates.requirements.holdings import exclusion_clear
from certificates.selectors.evidence import evidence_for
from certificates.selectors.facts import world_for
from tests.cast import NOW
from tests.certificates.clearance.worlds import CLEAR as WORLD
from tests.certificates.clearance.worlds import change_person, day, judge, result
from tests.certificates.roster import TODAY, days

OUTCOMES = ("CLEAR", "POTENTIAL_MATCH", "CONFIRMED", "MAYBE")
# Tomorrow too: it has begun at another clinic.
checks = st.builds(
    ExclusionCheckFacts,
    on=st.integers(-40, 1).map(day),
    outcome=st.sampled_from(OUTCOMES),
    id=st.uuids().map(str),
)


def answer(rows) -> str:
    """What the gate says of these checks that nobody put right."""
    world = change_person(WORLD, "sam", exclusion_checks=sticking(rows))
    return result(judge(world), "EXCLUSION-CLEAR", "sam")


@given(st.lists(checks, min_size=1, max_size=5), st.integers(-40, 1))
def test_a_clear_look_never_hides_what_stands(rows, ago):
    if all(row.outcome == "CLEAR" for row in rows):
        return
    clear = ExclusionCheckFacts(day(ago), "CLEAR", "clear")

    before, after = answer(rows), answer([*rows, clear])

    assert before != "MET"
    assert after != "MET"


def test_what_is_clear_stays_as_it_is():
    rows = tuple(ExclusionCheckFacts(day(-n), "CLEAR", str(n)) for n in (9, 2))

    assert sticking(rows) == rows
    assert answer(rows) == "MET"


def test_confirmed_is_the_graver():
    assert worst("CLEAR", "POTENTIAL_MATCH") == "POTENTIAL_MATCH"
    assert worst("POTENTIAL_MATCH", "CLEAR") == "POTENTIAL_MATCH"
    assert worst("POTENTIAL_MATCH", "CONFIRMED") == "CONFIRMED"
    assert worst("CLEAR", "CLEAR") == "CLEAR"


class TestRowsThatCameByAnyPath:
    def looked(self, person):
        for ago, outcome in ((2, "CONFIRMED"), (1, "CLEAR")):
            ExclusionCheck.objects.create(
                person=person,
                on=TODAY - days(ago),
                outcome=outcome,
                recorded_at=NOW - days(ago),
            )

    def test_keep_a_requirement_unmet(self, alice, clinic):
        self.looked(alice)

        verdict = exclusion_clear({"within_days": 31}, evidence_for(alice, clinic, NOW))

        assert verdict.result == "UNMET"

    def test_keep_the_gate_from_answering_yes(self, alice, clinic):
        self.looked(alice)
        question = parse(
            {
                "subject": {"type": "practitioner", "id": str(alice.pk)},
                "action": {"name": "book"},
                "resource": {"type": "session", "id": "KX-1"},
            }
        )

        (person,) = world_for(question, application_at=NOW).people

        newest = max(check.on for check in person.exclusion_checks)
        assert isinstance(newest, datetime.date)
        said = {c.outcome for c in person.exclusion_checks if c.on == newest}
        assert said == {"CLEAR", "CONFIRMED"}


class TestARosterThatCameInOnePiece:
    """What one file told at one moment is its own word: of that the newest counts."""

    BROUGHT = NOW - datetime.timedelta(hours=1)

    def facts(self, *told):
        return [ExclusionCheckFacts(day(-ago), what, id_) for ago, what, id_ in told]

    def said(self, rows, *brought):
        kept = sticking(rows, dict.fromkeys(brought, self.BROUGHT))
        world = change_person(WORLD, "sam", exclusion_checks=kept)
        return result(judge(world), "EXCLUSION-CLEAR", "sam")

    def test_is_clear_once_its_newest_check_is(self):
        rows = self.facts((20, "POTENTIAL_MATCH", "a"), (5, "CLEAR", "b"))

        assert self.said(rows, "a", "b") == "MET"
        assert self.said(rows) == "UNKNOWN"
        assert self.said(rows, "a") == "UNKNOWN"

    def test_is_not_clear_when_its_newest_check_is_not(self):
        rows = self.facts((20, "CLEAR", "a"), (5, "CONFIRMED", "b"))

        assert self.said(rows, "a", "b") == "UNMET"

    def test_the_worst_of_its_newest_day_counts(self):
        rows = self.facts((5, "CLEAR", "a"), (5, "POTENTIAL_MATCH", "b"))

        assert self.said(rows, "a", "b") == "UNKNOWN"

    def test_a_check_to_come_says_nothing_yet(self):
        rows = self.facts((5, "CLEAR", "a"), (-1, "CONFIRMED", "b"))

        assert self.said(rows, "a", "b") == "MET"

    def test_what_stands_in_it_is_not_hidden_by_a_look_from_elsewhere(self):
        rows = self.facts((20, "CONFIRMED", "a"), (5, "CLEAR", "b"))

        assert self.said(rows, "a") == "UNMET"

    def test_what_it_settled_itself_stays_settled(self):
        rows = self.facts((20, "CONFIRMED", "a"), (10, "CLEAR", "b"), (5, "CLEAR", "c"))

        assert self.said(rows, "a", "b") == "MET"

    def test_what_was_found_here_stays_found(self):
        rows = self.facts((20, "CONFIRMED", "a"), (5, "CLEAR", "b"))

        assert self.said(rows, "b") == "UNMET"

    def test_what_has_no_day_in_it_says_nothing(self):
        rows = [ExclusionCheckFacts(datetime.date(1900, 1, 1), "CONFIRMED", "a")]

        assert self.said(rows, "a") == "UNKNOWN"
        assert self.said(rows) == "UNMET"
