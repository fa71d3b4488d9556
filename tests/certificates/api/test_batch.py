"""Many questions at once, and where they are asked: AuthZEN's other addresses."""

import pytest
from django.db import OperationalError

from certificates.api import evaluation
from certificates.models import DecisionRecord
from tests.certificates.asking import about

URL = "/access/v1/evaluations"
START = {"action": {"name": "start"}}


def batch(session, *rows, **more):
    return {**about(session), "evaluations": list(rows), **more}


class TestABatch:
    def test_answers_in_order_with_what_is_shared(self, session, token, call):
        other = {"resource": {"type": "session", "id": "KX-999"}}

        answer = call(URL, batch(session, {}, START, other), token)

        told = answer.json()["evaluations"]
        assert answer.status_code == 200
        assert [one["decision"] for one in told] == [True, False, False]
        assert told[2]["context"]["reasons"][0]["code"] == "QUESTION-COMPLETE"

    def test_keeps_a_record_of_each(self, session, token, call):
        told = call(URL, batch(session, {}, START), token).json()["evaluations"]

        kept = {str(pk) for pk in DecisionRecord.objects.values_list("pk", flat=True)}
        assert {one["context"]["decision_id"] for one in told} == kept

    @pytest.mark.parametrize(
        ("semantic", "answers"),
        [
            ("execute_all", [True, False, True]),
            ("deny_on_first_deny", [True, False]),
            ("permit_on_first_permit", [True]),
        ],
    )
    def test_stops_where_it_is_told_to(self, session, token, call, semantic, answers):
        options = {"evaluations_semantic": semantic}
        data = batch(session, {}, START, {}, options=options)

        told = call(URL, data, token).json()["evaluations"]

        assert [one["decision"] for one in told] == answers

    def test_without_questions_is_one(self, session, token, call):
        assert call(URL, about(session), token).json()["decision"] is True

    def test_denies_what_is_no_question_and_answers_the_others(
        self, session, token, call
    ):
        rows = ({"subject": 5}, 7, {})

        told = call(URL, batch(session, *rows), token).json()["evaluations"]

        assert [one["decision"] for one in told] == [False, False, True]
        assert told[0]["context"]["error"]["status"] == 400
        assert DecisionRecord.objects.count() == 1

    @pytest.mark.parametrize(
        "data",
        [
            {"evaluations": "all"},
            {"evaluations": [{}] * (evaluation.MOST_AT_ONCE + 1)},
            {"evaluations": [{}], "options": {"evaluations_semantic": "any"}},
            {"evaluations": [{}], "options": {"evaluations_semantic": ["any"]}},
            [],
            "x" * (evaluation.LONGEST_BATCH + 1),
        ],
    )
    def test_tells_what_is_no_batch(self, token, call, data, db):
        answer = call(URL, data, token)

        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert DecisionRecord.objects.count() == 0

    def test_that_breaks_denies_and_keeps_nothing(
        self, session, token, call, monkeypatch
    ):
        ask, asked = evaluation.ask, []

        def breaks(*args, **kwargs):
            asked.append(args)
            if len(asked) > 1:
                raise OperationalError
            return ask(*args, **kwargs)

        monkeypatch.setattr(evaluation, "ask", breaks)

        answer = call(URL, batch(session, {}, {}), token)

        assert (answer.status_code, answer.json()["decision"]) == (503, False)
        assert DecisionRecord.objects.count() == 0


class TestTheConfiguration:
    def test_tells_where_to_ask(self, call, settings, db):
        settings.PUBLIC_BASE_URL = "https://kap.example/"

        told = call("/.well-known/authzen-configuration", method="get").json()

        assert told == {
            "policy_decision_point": "https://kap.example",
            "access_evaluation_endpoint": "https://kap.example/access/v1/evaluation",
            "access_evaluations_endpoint": "https://kap.example/access/v1/evaluations",
        }


class TestANameOfARequest:
    def test_comes_back(self, session, token, call):
        answer = call(URL, about(session), token, x_request_id="bf-41.7")

        assert answer["X-Request-ID"] == "bf-41.7"

    @pytest.mark.parametrize("name", ["", "a b", "x" * 129, "é"])
    def test_that_is_none_does_not(self, session, token, call, name):
        answer = call(URL, about(session), token, x_request_id=name)

        assert "X-Request-ID" not in answer
