"""The site in a language that is read from right to left: nothing breaks out of it."""

import re

import pytest
from playwright.sync_api import Page

from tests import databases
from tests.journeys import walking
from tests.journeys.conftest import check_page, manifest_of, picture
from tests.journeys.test_from_learning_to_the_door import clinic_today, person_at

WIDTHS = [360, 1280]
# Alice reads the rest of Track 1, so that its assessment is open to her.
READ_ON = """
from django.utils import timezone
from home.models import Person
from modules.actions.checks import answer_check
from modules.actions.lessons import complete_lesson, open_lesson
from modules.models import LessonPage
from modules.selectors.lessons import blocks_of
from modules.selectors.record import learning_record
alice, now = Person.objects.get(user__email="{email}"), timezone.now()
for row in learning_record(alice, clinic_ids=()).track("P").lessons_left:
    lesson = LessonPage.objects.get(translation_key=row.key)
    open_lesson(lesson, by=alice, at=now)
    for block in blocks_of(lesson, "check"):
        answer_check(lesson, block_id=block, option="0", by=alice, at=now)
    complete_lesson(lesson, by=alice, at=now)
"""


@pytest.fixture(scope="module")
def manifest(site):
    return manifest_of(site)


@pytest.fixture(scope="module")
def ready(site, manifest):
    learner = person_at(manifest, "learning")
    code = READ_ON.format(email=learner["email"])
    databases.manage("shell", "-v0", "-c", code, **site.environment)
    return learner


@pytest.fixture
def in_arabic(open_page):
    """Goes on as whoever is signed in, in a browser that asks for Arabic."""

    def reopened(page: Page, width: int) -> Page:
        state = page.context.storage_state()
        other = open_page(width=width, locale="ar", storage_state=state)
        other.goto(page.url)
        return other

    return reopened


def look(page: Page, name: str) -> None:
    """This will judge a page as any other, and that it begins on the right."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    check_page(page)
    heading = page.locator("main h1").first
    width = page.viewport_size["width"]
    box = heading.bounding_box()
    assert box
    assert width - (box["x"] + box["width"]) < width / 3, "It begins on the left."
    picture(page, f"rtl-{name}")


def test_a_therapist_reads_and_is_assessed(open_page, in_arabic, ready):
    page = open_page()
    walking.sign_in(page, ready)
    page.goto("/learn/assessments/preparation/")
    page.get_by_role("button", name=re.compile("Start")).click()
    page.wait_for_url(re.compile(r"/attempts/"))

    for width in WIDTHS:
        arabic = in_arabic(page, width)
        look(arabic, "question")
        for address, name in (
            ("/learn/", "path"),
            ("/curriculum/preparation/p3/", "module"),
            ("/curriculum/preparation/p3/p3-1/", "lesson"),
        ):
            arabic.goto(address)
            look(arabic, name)
        turned = arabic.locator("main .icon--turns").first
        transform = turned.evaluate("icon => getComputedStyle(icon).transform")
        assert transform.startswith("matrix(-1,")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_assessor_rates(open_page, in_arabic, manifest, width):
    page = open_page()
    walking.sign_in(page, person_at(manifest, "L3-T-S"), "/practicum/")
    page.goto(f"/practicum/{person_at(manifest, 'learning')['id']}/MS/")
    page.get_by_label(re.compile("Session code")).fill(f"AR-{width}")
    page.locator('input[name="observed_on"]').fill(clinic_today().isoformat())
    page.locator('input[name="supervision"][value="DIRECT"]').check()
    page.get_by_label(re.compile("consent to being observed")).check()
    page.get_by_role("button", name="Go to the form").click()
    page.wait_for_url(re.compile("/practicum/drafts/"))

    look(in_arabic(page, width), "practicum")
