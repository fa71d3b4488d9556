"""A grant with conditions on the director's desk: one is asked for, more are added."""

import pytest

from certificates.models import Credential, Signature
from tests.cast import client_of
from tests.certificates.desk import address, application, condition, decide, desk

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["application", "desk"]


class TestDeciding:
    def test_with_conditions(self, application, rita):
        told = condition() | condition(2, "Present a case.")

        decide(rita, application, "conditional", **told)

        assert Credential.objects.get().state == "PROVISIONAL"
        page = client_of(rita).get(address("application", application.pk))
        assert b"Present a case." in page.content
        assert page.content.count(b"Sign that it is met") == 2

    @pytest.mark.parametrize(
        ("told", "status", "words"),
        [
            ({}, 422, "Please say what is to be done."),
            ({}, 422, "Please give the last day."),
            (condition(2), 422, "Please say what is to be done."),
            ({"text_1": "Read it."}, 422, "Please give the last day."),
            ({"due_1": "2030-01-01"}, 422, "Please say what is to be done."),
            (condition(days=-1), 400, "a day that is to come"),
        ],
    )
    def test_with_conditions_that_do_not_hold_up(
        self, application, rita, told, status, words
    ):
        page = decide(rita, application, "conditional", **told)

        assert page.status_code == status
        assert words in page.content.decode()
        for typed in told.values():
            assert typed in page.content.decode()
        assert not Signature.objects.exists()

    def test_marks_the_first_condition_and_offers_to_add_others(
        self, application, rita
    ):
        where = address("application", application.pk)
        page = client_of(rita).get(where, {"decision": "conditional"}).content.decode()
        first, rest = page.split("<details", 1)

        assert "<legend>Condition 1</legend>" in first
        assert all(f'name="{name}_1"' in first for name in ("text", "due"))
        marked = first.split("Condition 1</legend>")[1]
        assert marked.count('class="w-required-mark"') == 2
        assert rest.count("Add a condition") == 5
        assert " open" not in rest.split("<summary")[0]

    def test_shows_whichever_condition_was_typed(self, application, rita):
        told = condition() | condition(2, "Present a case.")
        page = decide(rita, application, "conditional", password="", **told)
        second, third = page.content.decode().split("<details")[1:3]

        assert "Present a case." in second and " open>" in second.split("<summary")[0]
        assert " open>" not in third.split("<summary")[0]
