"""A tab that dies in the middle loses nothing it was told, and nothing counts twice.

Ten deaths in the suite, a hundred with KAP_PROOF=full.
"""

import contextlib
import json
import os
import random

import pytest
from playwright.sync_api import Error, Page, expect

from tests import databases
from tests.journeys import knowing, walking

DEATHS = 100 if os.environ.get("KAP_PROOF") == "full" else 10
SEED = 5

# The first track is begun and its lessons are open, so that all can be answered.
BEGIN = """
import json
from django.utils import timezone
from home.models import Person
from modules.actions.enrolments import enrol
from modules.actions.lessons import open_lesson
from modules.models import LessonPage, TrackPage
from modules.selectors.lessons import blocks_of
person = Person.objects.get(user__email="{email}")
track = TrackPage.objects.get(code="F")
now = timezone.now()
enrol(person, track=track, clinic=person.memberships.first().clinic, by=person, at=now)
found = []
for lesson in LessonPage.objects.live().descendant_of(track):
    open_lesson(lesson, by=person, at=now)
    checks = [str(block) for block in blocks_of(lesson, "check")]
    found.append(dict(url=lesson.url, key=lesson.translation_key.hex,
        checks=checks, person=person.pk.hex))
print(json.dumps([one for one in found if one["checks"]]))
"""
WAITING = """() => new Promise((done) => {
  const asked = indexedDB.open("kap-outbox", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("rows").objectStore("rows").getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result.length); };
  };
})"""


@pytest.fixture
def learner(site_of_its_own) -> dict:
    environment = site_of_its_own.environment
    found = json.loads(databases.manage("seed_demo", "--json", **environment))
    return next(one for one in found["people"] if one["stage"] == "new")


@pytest.fixture
def lessons(site_of_its_own, learner) -> list[dict]:
    script = BEGIN.format(email=learner["email"])
    environment = site_of_its_own.environment
    printed = databases.manage("shell", "-v0", "-c", script, **environment)
    return json.loads(printed.strip().splitlines()[-1])


@pytest.fixture
def page(open_own_page, learner) -> Page:
    page = open_own_page()
    walking.sign_in(page, learner)
    return page


def waiting(page: Page) -> int:
    return page.evaluate(WAITING)


def answer(page: Page, block: str, option: int = 0) -> None:
    """This will send an answer and wait until the browser has it, not the server."""
    check = page.locator(f"#check-{block}")
    check.locator(f'input[value="{option}"]').check()
    check.get_by_role("button").click()


def kept_answers(site, lesson: dict, block: str) -> int:
    sql = (
        "SELECT count(*) FROM modules_checkanswer WHERE block_id = ? AND person_id = ?"
    )
    kept = knowing.rows(site.folder, sql, block.replace("-", ""), lesson["person"])
    return kept[0][0]


def completions(site, lesson: dict) -> int:
    sql = (
        "SELECT count(*) FROM modules_lessoncompletion "
        "WHERE lesson_key = ? AND person_id = ?"
    )
    return knowing.rows(site.folder, sql, lesson["key"], lesson["person"])[0][0]


def all_sent(page: Page) -> None:
    """This will wait, on any page at all, until nothing waits any more."""
    page.context.set_offline(False)
    page.goto("/learn/")
    nothing_waits(page)


def nothing_waits(page: Page) -> None:
    for _ in range(150):
        if waiting(page) == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("Something still waits.")


def test_a_lesson_read_without_a_network_is_sent_on_coming_back(
    site_of_its_own, page, lessons
):
    lesson = lessons[0]
    page.goto(lesson["url"])
    page.context.set_offline(True)

    for block in lesson["checks"]:
        answer(page, block)
    page.get_by_role("button", name="Finish this lesson").click()
    line = page.locator("[data-outbox-line]")
    expect(line).to_have_text(f"Waiting to send ({len(lesson['checks']) + 1})")
    assert completions(site_of_its_own, lesson) == 0
    page.context.set_offline(False)

    page.wait_for_url(lambda url: lesson["url"] not in url, timeout=20_000)
    assert completions(site_of_its_own, lesson) == 1
    for block in lesson["checks"]:
        assert kept_answers(site_of_its_own, lesson, block) == 1


def test_a_finish_that_waits_is_not_asked_for_again(site_of_its_own, page, lessons):
    lesson = lessons[0]
    page.goto(lesson["url"])
    for block in lesson["checks"]:
        answer(page, block)
    nothing_waits(page)
    page.route("**/finish/", lambda route: route.abort())
    page.get_by_role("button", name="Finish this lesson").click()
    waits = page.get_by_role("button", name="Waiting to send")
    expect(waits).to_be_disabled()

    page.goto(lesson["url"])

    expect(waits).to_be_disabled()
    assert waiting(page) == 1
    page.unroute("**/finish/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(waits).to_have_count(0)
    assert completions(site_of_its_own, lesson) == 1


def test_an_expired_sign_in_keeps_what_waits(site_of_its_own, page, lessons, learner):
    lesson = lessons[0]
    page.goto(lesson["url"])
    page.context.clear_cookies()

    answer(page, lesson["checks"][0])

    expect(page.locator("[data-outbox-line]")).to_contain_text("Sign in again")
    assert kept_answers(site_of_its_own, lesson, lesson["checks"][0]) == 0
    walking.sign_in(page, learner)
    all_sent(page)
    assert kept_answers(site_of_its_own, lesson, lesson["checks"][0]) == 1


def test_signing_out_warns_and_takes_the_journal_along(page, lessons):
    page.goto(lessons[0]["url"])
    page.route("**/checks/**", lambda route: route.abort())
    page.route("**/journal/**", lambda route: route.abort())
    answer(page, lessons[0]["checks"][0])
    page.locator("[data-journal] textarea").first.fill("For nobody else")
    page.locator("[data-journal]").first.get_by_role("button").click()
    expect(page.locator("[data-outbox-line]")).to_contain_text("(2)")
    asked = []

    def accept(dialog):
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", accept)
    page.locator("[data-sign-out]").first.get_by_role("button").click()

    page.wait_for_url(lambda url: lessons[0]["url"] not in url)
    assert "Not sent yet: 2" in asked[0]
    assert waiting(page) == 1


def kill(page: Page, how: str) -> Page:
    """This will end the tab without a word to it, and open another."""
    context = page.context
    if how == "crash":
        with contextlib.suppress(Error):
            page.goto("chrome://crash", timeout=1500)
    with contextlib.suppress(Error):
        page.close(run_before_unload=False)
    return context.new_page()


def test_no_answer_is_lost_or_doubled_however_the_tab_dies(
    site_of_its_own, page, lessons
):
    chance = random.Random(SEED)
    told: dict[str, int] = {}
    asked = {}
    blocks = [(one, block) for one in lessons for block in one["checks"]]
    for death in range(DEATHS):
        lesson, block = blocks[death % len(blocks)]
        page.goto(lesson["url"])
        nothing_waits(page)
        if page.locator(f"#check-{block} form").count() == 0:
            _ask_again(page, lesson, block)
        page.context.set_offline(chance.random() < 0.5)
        _answer_and_see_it_kept(page, block)
        told[block] = told.get(block, 0) + 1
        asked[block] = lesson
        page.wait_for_timeout(chance.randrange(0, 60))
        page = kill(page, chance.choice(["close", "crash"]))
        page.context.set_offline(False)
    all_sent(page)

    kept = {block: kept_answers(site_of_its_own, asked[block], block) for block in told}
    assert kept == told


def _ask_again(page: Page, lesson: dict, block: str) -> None:
    """An answered question shows no form: its form is put back by hand."""
    page.evaluate(
        """([key, block]) => {
          const form = document.createElement("form");
          form.method = "post";
          form.action = `/learn/lessons/${key}/checks/${block}/`;
          form.dataset.outbox = `lesson-${key}`;
          form.innerHTML = '<input type="radio" name="option" value="0">'
            + '<button>Send</button>';
          document.getElementById(`check-${block}`).append(form);
        }""",
        [lesson["key"], block],
    )


def _answer_and_see_it_kept(page: Page, block: str) -> None:
    """The promise begins when the line says so: waiting, or saved."""
    page.locator("[data-outbox-line]").evaluate("line => { line.textContent = '' }")
    answer(page, block)
    expect(page.locator("[data-outbox-line]")).not_to_be_empty()
