"""An assessor rates on a tablet: by keyboard, without a network, on two devices."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walking
from tests.journeys.conftest import check_page, manifest_of, picture
from tests.journeys.test_from_learning_to_the_door import clinic_today, person_at

TABLET, PHONE = {"width": 820}, {"width": 360, "scheme": "dark"}
NO_WORDS = "With a No in it, this domain is rated 2 at most"
KILLS = 12


@pytest.fixture(scope="module")
def manifest(site):
    return manifest_of(site)


@pytest.fixture
def begin(open_page, manifest):
    """Signs the assessor in and opens a form for a session of this code."""

    def begin_form(code: str, **options) -> Page:
        page = open_page(**(options or TABLET))
        walking.sign_in(page, person_at(manifest, "L3-T-S"), "/practicum/")
        learner = person_at(manifest, "learning")
        page.goto(f"/practicum/{learner['id']}/MS/")
        page.get_by_label(re.compile("Session code")).fill(code)
        page.locator('input[name="observed_on"]').fill(clinic_today().isoformat())
        page.locator('input[name="supervision"][value="DIRECT"]').check()
        page.get_by_label(re.compile("consent to being observed")).check()
        page.get_by_role("button", name="Go to the form").click()
        page.wait_for_url(re.compile("/practicum/drafts/"))
        return page

    return begin_form


def status_of(page: Page):
    return page.locator("[data-status]")


def mark_everything(page: Page) -> None:
    for answer in page.locator('input[value="YES"]').all():
        answer.check()
    for level in page.locator('input[id$="-level-3"]').all():
        level.check()


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_is_marked_by_keyboard_and_told_at_once_what_a_no_means(begin, size):
    page = begin(f"KB-{size['width']}", **size)
    page.locator("#MS1-0-YES").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(page.locator("#MS1-0-NO")).to_be_checked()
    page.locator("#MS1-level-4").check()
    fault = page.locator("#MS1-fault")
    expect(fault).to_contain_text(NO_WORDS)
    assert fault.get_attribute("role") == "status"
    check_page(page)
    picture(page, "rating")
    page.locator("#MS1-level-2").check()
    expect(fault).to_be_empty()


def test_every_answer_is_as_large_as_a_fingertip(begin):
    page = begin("KF-1", **PHONE)

    boxes = [one.bounding_box() for one in page.locator(".four__choice").all()]

    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 44


def test_a_critical_fail_stops_the_levels_in_view(begin):
    page = begin("KC-1")
    page.locator("#MS1-level-4").check()
    page.get_by_text("Critical fails").click()

    page.locator("#critical-0").check()

    expect(page.locator(".rating-critical__stop")).to_be_visible()
    expect(page.locator("#MS1-level-4")).to_be_hidden()
    check_page(page)
    page.get_by_role("button", name="Look at it and sign").click()
    expect(page.locator("main")).to_contain_text("Patient left unattended")
    expect(page.locator("main")).not_to_contain_text("Level 4")


def test_marks_survive_a_tab_that_dies_without_a_network(begin):
    """Each time one more mark is made offline and the tab is gone before it is sent."""
    page = begin("KO-1")
    context, where = page.context, page.url
    names = [
        one.get_attribute("id") for one in page.locator('input[value="PARTLY"]').all()
    ]

    for place, name in enumerate(names[:KILLS]):
        context.set_offline(True)
        page.locator(f"#{name}").check()
        expect(status_of(page)).to_contain_text("Waiting to send (1)")
        page.close(run_before_unload=False)
        context.set_offline(False)
        page = context.new_page()
        page.goto(where)
        for before in names[: place + 1]:
            expect(page.locator(f"#{before}")).to_be_checked()
        expect(status_of(page)).to_contain_text("Saved at")

    fresh = context.new_page()
    fresh.goto(where)
    assert fresh.locator('input[value="PARTLY"]:checked').count() == KILLS


def test_the_network_comes_back_by_itself(begin):
    page = begin("KO-2")
    page.context.set_offline(True)
    page.locator("#MS1-0-YES").check()
    expect(status_of(page)).to_contain_text("Waiting to send (1)")

    page.context.set_offline(False)

    expect(status_of(page)).to_contain_text("Saved at", timeout=15_000)


def test_an_expired_sign_in_keeps_what_was_marked(begin, manifest):
    page = begin("KE-1")
    where = page.url
    page.context.clear_cookies()

    page.locator("#MS1-0-YES").check()

    expect(status_of(page)).to_contain_text("Your sign-in has ended")
    walking.sign_in(page, person_at(manifest, "L3-T-S"), "/practicum/")
    page.goto(where)
    expect(page.locator("#MS1-0-YES")).to_be_checked()
    expect(status_of(page)).to_contain_text("Saved at")


def test_two_devices_show_both_and_overwrite_nothing(begin, open_page, manifest):
    page = begin("KD-1")
    other = open_page(**PHONE)
    walking.sign_in(other, person_at(manifest, "L3-T-S"), "/practicum/")
    other.goto(page.url)
    page.locator("#MS1-0-YES").check()
    expect(status_of(page)).to_contain_text("Saved at")

    other.locator("#MS1-0-NO").check()

    expect(status_of(other)).to_contain_text("saved elsewhere")
    other.get_by_role("button", name="Save", exact=True).click()
    newer = other.locator(".rating-newer")
    expect(newer).to_contain_text("On this page: No")
    expect(newer).to_contain_text("Saved elsewhere: Yes")
    check_page(other)
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.locator(".rating-newer")).to_have_count(0)
    expect(other.locator("#MS1-0-NO")).to_be_checked()


def test_works_without_javascript(begin, manifest):
    page = begin("KN-1", java_script_enabled=False)
    mark_everything(page)

    page.get_by_role("button", name="Look at it and sign").click()

    password = person_at(manifest, "L3-T-S")["password"]
    page.get_by_label(re.compile("Your password")).fill(password)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text("Signed by")


def test_a_therapist_rates_first_and_then_reads_both(begin, open_page, manifest):
    page = begin("KT-1")
    mark_everything(page)
    expect(page.locator("[data-left]")).to_have_text("Everything is marked.")
    page.get_by_role("button", name="Look at it and sign").click()
    check_page(page)
    picture(page, "rating-sign")
    password = person_at(manifest, "L3-T-S")["password"]
    page.get_by_label(re.compile("Your password")).fill(password)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text("Signed by")

    mine = open_page(**PHONE)
    walking.sign_in(mine, person_at(manifest, "learning"), "/practicum/mine/")
    closed = mine.locator("section", has_text="KT-1")
    expect(closed).to_contain_text("stay closed")
    check_page(mine)
    picture(mine, "practicum-mine")
    closed.get_by_role("link", name="Rate yourself").click()
    mine.get_by_role("button", name="Go to the form").click()
    mine.wait_for_url(re.compile("/practicum/drafts/"))
    mark_everything(mine)
    mine.get_by_role("button", name="Look at it and lock").click()
    mine.get_by_role("button", name="Lock it").click()
    mine.locator("section", has_text="KT-1").get_by_role(
        "link", name=re.compile("side by side")
    ).click()
    expect(mine.locator("main")).to_contain_text("What you saw yourself")
    check_page(mine)
    picture(mine, "observation")
