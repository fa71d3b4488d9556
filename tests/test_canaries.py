"""No key leaves the server before grading: every address, met by every role."""

import html
import re
import uuid

import pytest
from django.utils import timezone

from home.models import Role
from kap_training.routes import every_route
from modules.actions.attempts import save_answer, start_attempt, submit_attempt
from modules.actions.scenarios import start_run
from modules.models import Question, QuestionOption
from tests.cast import client_of, make_person
from tests.modules.admins import editor_client, moderator_client
from tests.modules.assessed import right_responses
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import begin, read

# In every key, reason, common error, note, version, case and check of the course.
CANARY = re.compile(r"CANARY|FEEDBACK-[\w-]+")
OURS = [r for r in every_route() if r.is_ours and "GET" in r.methods]
ROLES = {
    "therapist": Role.THERAPIST,
    "assessor": Role.ASSESSOR,
    "director": Role.CLINICAL_DIRECTOR,
    "medical director": Role.MEDICAL_DIRECTOR,
    "auditor": Role.AUDITOR,
    "staff": Role.STAFF,
}
NONE = uuid.UUID(int=1)
AUTHORS = ("editor", "moderator")
# Where those who write the keys work.
WRITING = {"questions:edit", "cases:inspect"}
WHO = ["nobody", "stranger", "learner", *ROLES, *AUTHORS]


@pytest.fixture
def course(alice, clinic):
    """Alice is in the middle of an attempt and of a case."""
    built = small_curriculum()
    Question.objects.update(common_errors="CANARY common error", note="CANARY note")
    QuestionOption.objects.update(feedback="CANARY feedback")
    begin(alice, built.tracks["F"])
    read(alice, *[page for code, page in built.lessons.items() if code[0] == "F"])
    begin(alice, built.tracks["P"])
    built.attempt = start_attempt(
        alice, assessment=built.assessments["F"], by=alice, at=timezone.now()
    )
    built.run = start_run(alice, scenario=built.scenario, by=alice, at=timezone.now())
    return built


@pytest.fixture
def browser(course, alice, clinic, other_clinic):
    def of(who):
        if who == "nobody":
            return client_of(None)
        if who == "learner":
            return client_of(alice)
        if who == "stranger":
            return client_of(make_person("Sven Strange", other_clinic, Role.THERAPIST))
        if who in AUTHORS:
            makes = {"editor": editor_client, "moderator": moderator_client}
            return makes[who](course.page)
        return client_of(make_person("Olga Other", clinic, ROLES[who]))

    return of


def addresses(course, alice):
    """This will put what is under way into every address, and then every lesson."""
    ids = {"attempt_id": course.attempt.pk, "run_id": course.run.pk, "pk": alice.pk}
    words = {"assessment": "foundations", "attempt_start": "foundations"}
    for route in OURS:
        path = re.sub(
            r"<uuid:(\w+)>",
            lambda m: str(ids.get(m[1], uuid.UUID(int=1))),
            route.pattern,
        )
        path = re.sub(r"<int:\w+>", "1", path)
        path = path.replace("<slug:clinic>", "north").replace("<str:clinic>", "north")
        code = words.get(route.name, "SC-P")
        yield route.name, re.sub(r"<(?:\w+:)?\w+>", code, path)
    pages = [*course.tracks.values(), *course.modules.values()]
    for page in [*pages, *course.lessons.values()]:
        yield page.url, page.url


def opened(client, course, alice):
    """This will open every address; gives how many opened, and which told a key."""
    client.raise_request_exception = False
    told, count = set(), 0
    for name, path in addresses(course, alice):
        answer = client.get(path)
        body = answer.streaming_content if answer.streaming else [answer.content]
        text = html.unescape(b"".join(body).decode(errors="replace"))
        count += answer.status_code == 200
        if CANARY.search(text):
            told.add(name)
    return count, told


class TestBeforeGrading:
    @pytest.mark.parametrize("who", WHO)
    def test_no_address_tells_a_key(self, course, browser, alice, who):
        count, told = opened(browser(who), course, alice)

        assert told - let_in(course, who) == set()
        # Otherwise the walk met closed doors only and proves nothing.
        assert count > (1 if who == "nobody" else 10)


def let_in(course, who):
    """Who writes keys reads them; who answered a check is told about the answer."""
    if who == "editor":
        return WRITING
    if who != "learner":
        return set()
    return {page.url for code, page in course.lessons.items() if code[0] == "F"}


class TestAfterGrading:
    def test_the_canaries_are_there_to_be_found(self, course, browser, alice):
        for item in course.attempt.items.all():
            for response in right_responses(item):
                save_answer(item, response, by=alice, at=timezone.now())
        submit_attempt(course.attempt, by=alice, at=timezone.now())

        _count, told = opened(browser("learner"), course, alice)

        assert "attempt_result" in told
