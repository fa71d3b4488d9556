"""What was signed on the page, as requirements count it."""

from dataclasses import replace

import pytest

from certificates.requirements.tree import judge
from home.models import Role
from modules.actions.beginning_ratings import open_draft
from modules.selectors.record import learning_record
from tests.cast import NOW, make_person
from tests.certificates.judged import evidence, leaf
from tests.certificates.roster import grant
from tests.modules.rating import MARKS, STOPPED, begun, form, signed

__all__ = ["begun", "form"]
ASK = leaf("observations", form="MS", kinds=["MEDICATION"], count=2, floor=3)


@pytest.fixture
def assessors(bob, clinic):
    """Two people who may rate."""
    dora = make_person("Dora Dunn", clinic, Role.THERAPIST, Role.ASSESSOR)
    for person in (bob, dora):
        for type_ in ("S", "L3"):
            grant(person, clinic, type_)
    return bob, dora


@pytest.fixture
def rate(assessors, begun, alice):
    """Signs one session: its code, the marks, by whom, and what it puts right."""

    def rate_one(code, marks=MARKS, by=assessors[0], corrects=None):
        reason = "Another session." if corrects else ""
        told = replace(begun, session_code=code, corrects=corrects, reason=reason)
        return signed(open_draft(alice, told, by=by, at=NOW), marks, by)

    return rate_one


@pytest.fixture
def judged(alice, clinic):
    def judge_it(**told):
        record = learning_record(alice, clinic_ids=[clinic.pk])
        return judge(ASK | told, evidence(learning=record))

    return judge_it


class TestASignedSession:
    def test_counts(self, rate, judged):
        rate("KAP-1")
        assert judged().text.endswith("1 of 2.")

        rate("KAP-2")

        assert judged().is_good

    def test_that_was_stopped_counts_for_nothing(self, rate, judged):
        rate("KAP-1")
        rate("KAP-2", STOPPED)

        assert judged().text.endswith("1 of 2.")

    def test_that_was_put_right_counts_once_and_as_it_is_now(self, rate, judged):
        first = rate("KAP-1")
        rate("KAP-2")

        low = rate(
            "KAP-1", replace(MARKS, ratings={"MS1": 2, "MS2": 4}), corrects=first
        )
        assert judged().text.endswith("1 of 2.")
        rate("KAP-1", corrects=low)

        assert judged().is_good

    def test_of_one_assessor_is_not_of_two(self, rate, judged, assessors):
        bob, dora = assessors
        rate("KAP-1")
        second = rate("KAP-2")
        assert "same assessor" in judged(distinct_assessors=2).text

        rate("KAP-2", by=dora)

        assert judged(distinct_assessors=2).is_good
        assert second.assessor == bob

    def test_of_an_assessor_whose_rating_was_put_right_as_a_fail_counts_no_more(
        self, rate, judged, assessors
    ):
        rate("KAP-1")
        other = rate("KAP-2", by=assessors[1])
        assert judged(distinct_assessors=2).is_good

        rate("KAP-2", STOPPED, by=assessors[1], corrects=other)

        assert judged(distinct_assessors=2).is_open
