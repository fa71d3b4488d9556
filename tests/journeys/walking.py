"""What people do on the site, as a browser does it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import knowing

Look = Callable[[Page], None]


def sign_in(page: Page, person: dict, next_url: str = "/learn/") -> None:
    """This will sign somebody in by the form and wait for where it leads."""
    page.goto(f"/accounts/login/?next={next_url}")
    page.get_by_label("Email").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def begin_track(page: Page, title: str) -> None:
    """This will begin a track from My path, or go on with it; a lesson opens."""
    page.goto("/learn/")
    begin = page.get_by_role("button", name=re.compile(f"Begin {title}"))
    (
        begin if begin.count() else page.get_by_role("link", name="Continue")
    ).first.click()
    page.wait_for_url(re.compile(r"/curriculum/"))


def read_lesson(page: Page, folder: Path, look: Look | None = None) -> None:
    """This will answer the lesson's checks and finish it; it ends at what follows."""
    code = page.locator(".page-heading__eyebrow").inner_text().split(" ")[0]
    for block, better in knowing.better_options(folder, code).items():
        check = page.locator(f"#check-{block}")
        if check.locator("form").count():
            check.locator(f'input[value="{better}"]').check()
            check.get_by_role("button").click()
            expect(check.locator("[data-check-told]")).to_be_visible()
    if look:
        look(page)
    here = page.url
    page.get_by_role("button", name="Finish this lesson").click()
    page.wait_for_url(lambda url: url.split("#")[0] != here.split("#")[0])


def read_track(
    page: Page, folder: Path, lessons: int, look: Look | None = None
) -> None:
    """This will read a track to its end, the page standing at its first lesson."""
    for number in range(lessons):
        read_lesson(page, folder, look if number == 0 else None)


def take_assessment(
    page: Page, folder: Path, code: str, look: Look | None = None
) -> None:
    """This will take an assessment and answer everything right."""
    page.goto(f"/learn/assessments/{code}/")
    page.get_by_role("button", name=re.compile("Start|Try again")).click()
    page.wait_for_url(re.compile(r"/attempts/"))
    seen = set()
    while "/review/" not in page.url:
        attempt, position = re.search(r"/attempts/([^/]+)/(\d+)/", page.url).groups()
        question = knowing.question_at(folder, attempt, int(position))
        if look and question["type"] not in seen:
            look(page)
        seen.add(question["type"])
        _answer(page, question)
    if look:
        look(page)
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile(r"/result/"))


def _answer(page: Page, question: dict) -> None:
    if question["type"] == "MINI_BRANCH":
        _walk(page, question["steps"])
        return
    if question["type"] == "MATCHING":
        for option in question["options"]:
            page.locator(f"#answer_{option['id']}").select_option(option["match"])
    elif question["type"] == "ORDERING":
        _put_in_order(page, question["options"])
    else:
        for option in question["options"]:
            if option["right"]:
                page.locator(f"#answer_{option['id']}").check()
    here = page.url
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: url != here)


def _put_in_order(page: Page, options: list[dict]) -> None:
    """This will move each line up to its place with the keyboard alone."""
    for option in sorted(options, key=lambda option: option["place"]):
        line = page.locator(
            "[data-order-line]", has=page.locator(f"#line_{option['id']}")
        )
        for _move in range(len(options)):
            lines = page.locator("[data-order-line]")
            ids = lines.locator(".order__text").evaluate_all(
                "all => all.map(x => x.id)"
            )
            if ids.index(f"line_{option['id']}") + 1 <= option["place"]:
                break
            line.locator("[data-move=up]").focus()
            page.keyboard.press("Enter")


def _walk(page: Page, steps: list[dict]) -> None:
    index: int | None = 0
    while index is not None:
        right = next(option for option in steps[index]["options"] if option["right"])
        page.locator(f"#answer_{right['id']}").check()
        page.get_by_role("button", name="Decide this step").click()
        page.wait_for_load_state()
        index = right["leads_to"]
    here = page.url
    page.get_by_role("link", name=re.compile("Go on")).first.click()
    page.wait_for_url(lambda url: url != here)


def play_scenario(
    page: Page, folder: Path, code: str, look: Look | None = None
) -> None:
    """This will go through a case, choosing the best at every moment."""
    page.goto(f"/learn/scenarios/{code}/")
    page.get_by_role("button", name=re.compile("Begin|Go through")).click()
    page.wait_for_url(re.compile(r"/scenario-runs/"))
    run = re.search(r"/scenario-runs/([^/]+)/", page.url).group(1)
    nodes = knowing.graph_of(folder, run)["nodes"]
    while page.locator('input[name="node"]').count():
        if look:
            look(page)
            look = None
        node = page.locator('input[name="node"]').get_attribute("value")
        best = max(nodes[node]["choices"], key=lambda choice: choice["points"] or 0)
        page.locator(f'input[name="choice"][value="{best["id"]}"]').check()
        page.get_by_role("button", name="Do this").click()
        page.wait_for_load_state()
