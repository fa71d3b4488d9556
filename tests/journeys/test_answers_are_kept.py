"""Answers in a real browser: kept as they are given, by keyboard, without a network."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.journeys import knowing, walking

# Everything in the first track is read, and an attempt is open.
BEGIN = """
from django.utils import timezone
from home.models import Person
from modules.actions.attempts import start_attempt
from modules.models import (
    Assessment, Enrolment, LessonCompletion, ModuleEdition, TrackPage
)
person = Person.objects.get(user__email="{email}")
track = TrackPage.objects.get(code="F")
now = timezone.now()
Enrolment.objects.get_or_create(
    person=person, track_key=track.translation_key, defaults=dict(
        clinic=person.memberships.first().clinic, track_code="F", enrolled_at=now))
for edition in ModuleEdition.objects.filter(track_key=track.translation_key):
    for line in edition.lessons:
        LessonCompletion.objects.get_or_create(
            person=person, lesson_key=line["key"], edition=edition,
            defaults=dict(completed_at=now))
attempt = start_attempt(
    person, assessment=Assessment.objects.get(track_code="F"), by=person, at=now)
print(attempt.pk)
"""


@pytest.fixture(scope="module")
def learner(site) -> dict:
    found = json.loads(databases.manage("seed_demo", "--json", **site.environment))
    return next(one for one in found["people"] if one["stage"] == "new")


@pytest.fixture(scope="module")
def attempt(site, learner) -> str:
    script = BEGIN.format(email=learner["email"])
    printed = databases.manage("shell", "-v0", "-c", script, **site.environment)
    return printed.strip().splitlines()[-1]


@pytest.fixture
def question(site, open_page, learner, attempt):
    """Opens the first question of a type, signed in."""

    def open_question(kind: str, **options):
        page = open_page(**options)
        walking.sign_in(page, learner)
        for position in range(1, 11):
            found = knowing.question_at(site.folder, attempt, position)
            if found["type"] == kind:
                page.goto(f"/attempts/{attempt}/{position}/")
                return page
        raise AssertionError(f"No {kind} was drawn.")

    return open_question


def test_a_choice_is_kept_without_pressing_save(question):
    page = question("SINGLE")

    page.get_by_role("radio").nth(1).check()

    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    page.reload()
    expect(page.get_by_role("radio").nth(1)).to_be_checked()


def test_a_lost_network_and_a_closed_tab_lose_nothing(question):
    page = question("SINGLE")
    address, context = page.url, page.context
    context.set_offline(True)

    page.get_by_role("radio").nth(0).check()
    page.get_by_role("radio").nth(2).check()

    expect(page.locator("[data-status]")).to_have_text("Waiting to send")
    expect(page.locator("[data-outbox-line]")).to_have_text("Waiting to send (1)")
    page.close(run_before_unload=False)
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    # It is sent, and shown as soon as the server has it.
    expect(page.get_by_role("radio").nth(2)).to_be_checked()
    expect(page.locator("[data-status]")).to_contain_text("Saved at")


def test_an_expired_sign_in_keeps_the_answer(question, learner):
    page = question("SINGLE")
    address = page.url
    page.context.clear_cookies()

    page.get_by_role("radio").nth(0).check()

    expect(page.locator("[data-status]")).to_contain_text("you are signed out")
    walking.sign_in(page, learner)
    expect(page.locator("[data-outbox-line]")).to_contain_text("Saved at")
    page.goto(address)
    expect(page.get_by_role("radio").nth(0)).to_be_checked()


def test_lines_are_moved_by_the_keyboard_and_announced(question):
    page = question("ORDERING")
    first = page.locator(".order__text").first.inner_text()

    page.get_by_role("button", name="Move down").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.locator(".order__text").nth(2)).to_have_text(first)
    expect(page.locator("[data-order-status]")).to_contain_text("now in place 3")
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    page.reload()
    expect(page.locator(".order__text").nth(2)).to_have_text(first)


def test_without_javascript_every_line_has_a_number_to_choose(question):
    page = question("ORDERING", java_script_enabled=False)
    lists = page.locator("select")

    for index in range(lists.count()):
        lists.nth(index).select_option(str(lists.count() - index))
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    expect(page.locator("select").first).to_have_value(str(lists.count()))


def test_going_on_and_handing_in_wait_for_what_was_answered(question, attempt):
    page = question("SINGLE")
    here = page.url
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: url != here)
    page.goto(f"/attempts/{attempt}/review/")

    page.context.set_offline(True)
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("[data-outbox-line]")).to_have_text("Waiting to send (1)")
    page.context.set_offline(False)

    page.wait_for_url(re.compile("/result/"))
