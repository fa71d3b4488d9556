"""Which questions are asked: the critical always, then what was seen least."""

import datetime
import itertools
import random
from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from modules.actions.attempts import start_attempt, submit_attempt
from modules.actions.beginning_attempts import NotReady
from modules.actions.drawing import draw
from modules.blueprints import Asked, Blueprint, cannot_fill
from modules.models import Attempt, Question
from tests.cast import NOW
from tests.modules.assessed import make_course

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def course(db):
    return make_course()


@pytest.fixture
def reader(course, alice, clinic):
    course.enrol(alice, clinic)
    course.read(alice)
    return alice


def start(person, course, at=NOW):
    return start_attempt(person, assessment=course.assessment, by=person, at=at)


@dataclass(frozen=True)
class Row:
    code: str
    is_critical: bool = False
    subject: str = ""


def drawn(rows, count, seed, quotas=None, **asked):
    return draw(
        rows, Blueprint(count, quotas or {}), Asked(**asked), random.Random(seed)
    )


def codes(rows):
    return {row.code for row in rows}


class TestDrawing:
    def test_critical_questions_are_always_drawn(self):
        rows = [Row(f"C{n}", True) for n in range(4)] + [Row(f"S{n}") for n in range(9)]

        for seed in range(20):
            found = drawn(rows, 6, seed)
            assert len(found) == 6
            assert codes(found) >= {"C0", "C1", "C2", "C3"}

    def test_more_critical_questions_than_places_are_all_drawn(self):
        assert len(drawn([Row(f"C{n}", True) for n in range(4)], 2, 1)) == 4

    def test_unseen_come_first_then_the_least_used(self):
        rows = [Row(code) for code in "abcde"]
        seen = {"a": 3, "b": 1, "c": 2, "d": 1}

        for seed in range(20):
            found = drawn(rows, 4, seed, this_person=seen)
            assert codes(found) == {"b", "c", "d", "e"}

    def test_of_those_a_person_saw_as_often_what_others_saw_least_comes_first(self):
        rows = [Row(code) for code in "abcd"]
        told = {"this_person": {"a": 1}, "everybody": {"a": 1, "b": 9, "c": 8, "d": 8}}

        for seed in range(20):
            assert codes(drawn(rows, 2, seed, **told)) == {"c", "d"}

    def test_a_quota_is_met_before_the_rest_is_filled_up(self):
        rows = [Row(f"A{n}", subject="a") for n in range(9)]
        rows += [Row(f"B{n}", subject="b") for n in range(3)]
        seen = {f"B{n}": 5 for n in range(3)}

        for seed in range(20):
            found = drawn(rows, 5, seed, {"b": 2}, this_person=seen)
            assert sum(row.subject == "b" for row in found) == 2
            assert len(found) == 5

    def test_a_critical_question_counts_for_its_topic(self):
        rows = [Row("C", True, "b"), Row("B", subject="b"), Row("A", subject="a")]

        for seed in range(20):
            found = drawn(rows, 2, seed, {"b": 1}, this_person={"B": 1})
            assert codes(found) == {"C", "A"}

    def test_a_second_attempt_asks_what_the_first_did_not(self, reader, course):
        course.assessment.draw_count = 3
        course.assessment.save()
        first = start(reader, course)
        submit_attempt(first, by=reader, at=NOW)

        second = start(reader, course, NOW + 25 * HOUR)

        def standard(attempt):
            rows = attempt.items.filter(is_critical=False)
            return set(rows.values_list("question_code", flat=True))

        assert standard(first).isdisjoint(standard(second))

    def test_the_order_of_questions_varies(self):
        rows = [Row(code) for code in "abcdefgh"]

        orders = {tuple(row.code for row in drawn(rows, 8, seed)) for seed in range(5)}

        assert len(orders) > 1


TOPICS = ("a", "b", "c")


@st.composite
def banks(draw_one):
    """Rows with topics, some critical, each asked some times; a count and quotas."""
    size = draw_one(st.integers(1, 14))
    rows = [
        Row(f"Q{n}", draw_one(st.booleans()), draw_one(st.sampled_from(TOPICS)))
        for n in range(size)
    ]
    times = st.dictionaries(st.sampled_from([r.code for r in rows]), st.integers(0, 3))
    quotas = st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 4))
    count = draw_one(st.integers(1, size))
    asked = Asked(draw_one(times), draw_one(times))
    return rows, Blueprint(count, draw_one(quotas)), asked


class TestAnyDraw:
    @settings(max_examples=300, deadline=None)
    @given(banks(), st.integers(0, 9))
    def test_from_a_bank_that_fills_it_keeps_every_promise(self, bank, seed):
        rows, blueprint, asked = bank
        assume(not cannot_fill(blueprint, rows))

        found = draw(rows, blueprint, asked, random.Random(seed))

        critical = {row.code for row in rows if row.is_critical}
        assert len(found) == max(blueprint.count, len(critical))
        assert len(codes(found)) == len(found)
        assert codes(found) >= critical
        for topic, wanted in blueprint.quotas.items():
            assert sum(row.subject == topic for row in found) >= wanted

    @settings(max_examples=300, deadline=None)
    @given(banks(), st.integers(0, 9))
    def test_leaves_out_nothing_of_a_topic_that_was_asked_less(self, bank, seed):
        rows, blueprint, asked = bank
        assume(not cannot_fill(blueprint, rows))

        found = draw(rows, blueprint, asked, random.Random(seed))

        def times(row):
            return asked.this_person.get(row.code, 0), asked.everybody.get(row.code, 0)

        for topic in TOPICS:
            others = [r for r in rows if r.subject == topic and not r.is_critical]
            taken = [times(row) for row in others if row in found]
            left = [times(row) for row in others if row not in found]
            assert not taken or not left or max(taken) <= min(left)

    @settings(max_examples=300, deadline=None)
    @given(banks())
    def test_is_refused_exactly_where_no_choice_could_keep_them(self, bank):
        """Beside a search through every choice there is."""
        rows, blueprint, _asked = bank
        critical = [row for row in rows if row.is_critical]
        others = [row for row in rows if not row.is_critical]
        free = max(blueprint.count, len(critical)) - len(critical)
        counts = {
            topic: sum(row.subject == topic for row in others) for topic in TOPICS
        }
        choices = itertools.product(*(range(counts[topic] + 1) for topic in TOPICS))

        def keeps(taken):
            got = dict(zip(TOPICS, taken, strict=True))
            return sum(taken) <= free and all(
                got[topic] + sum(r.subject == topic for r in critical) >= wanted
                for topic, wanted in blueprint.quotas.items()
            )

        assert bool(cannot_fill(blueprint, rows)) is not any(map(keeps, choices))


class TestStartingByQuota:
    def test_asks_what_the_quotas_ask_and_copies_them(self, reader, course):
        Question.objects.filter(code__in=["Q-EXTRA", "Q-TRUE"]).update(topic="airway")
        course.assessment.quotas.create(topic="airway", count=2)
        course.assessment.draw_count = 4
        course.assessment.save()

        attempt = start(reader, course)

        asked = set(attempt.items.values_list("question_code", flat=True))
        assert asked == {"Q-SINGLE", "Q-CASE", "Q-EXTRA", "Q-TRUE"}
        assert attempt.criterion["quotas"] == {"airway": 2}

    def test_without_a_topic_a_question_counts_for_its_lessons_module(
        self, reader, course
    ):
        course.assessment.quotas.create(topic="f1", count=7)
        course.assessment.save()

        assert start(reader, course).items.count() == 7

    @pytest.mark.parametrize("fault", ["quota", "bank"])
    def test_is_refused_when_the_bank_cannot_fill_it(self, reader, course, fault):
        if fault == "quota":
            course.assessment.quotas.create(topic="airway", count=1)
            course.assessment.save()
        else:
            Question.objects.filter(code="Q-EXTRA").update(is_active=False)

        with pytest.raises(NotReady, match="question bank is not complete"):
            start(reader, course)

        assert not Attempt.objects.exists()
