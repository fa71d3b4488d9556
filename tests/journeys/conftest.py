"""A browser, and the site it walks through."""

import contextlib
import json
import os
import tempfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests import databases
from tests.journeys.server import Site, running_site

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERIOUS = {"serious", "critical"}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site():
    with (
        tempfile.TemporaryDirectory(prefix="kap-journey-") as folder,
        running_site(Path(folder)) as running,
    ):
        yield running


@pytest.fixture
def site_of_its_own():
    """A fresh copy of the site, for a test that changes what others look at."""
    with (
        tempfile.TemporaryDirectory(prefix="kap-journey-") as folder,
        running_site(Path(folder)) as running,
    ):
        yield running


@pytest.fixture
def open_page(browser: Browser, site):
    """Opens a browser of its own on the shared site."""
    with _pages_on(browser, site) as open_one:
        yield open_one


@pytest.fixture
def open_own_page(browser: Browser, site_of_its_own):
    """Opens a browser of its own on the site that is this test's alone."""
    with _pages_on(browser, site_of_its_own) as open_one:
        yield open_one


@contextlib.contextmanager
def _pages_on(browser: Browser, site: Site):
    """Gives a way to open pages: a width, a colour scheme, nobody signed in."""
    contexts = []

    def open_one(width: int = 1280, scheme: str = "light", **options) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"{page.url}: {error}"))
        return page

    yield open_one
    for context in contexts:
        context.close()


def manifest_of(site: Site) -> dict:
    """This will read what the demonstration holds."""
    return json.loads(databases.manage("seed_demo", "--json", **site.environment))


def check_page(page: Page, within: str | None = None) -> None:
    """This will fail on a serious accessibility fault or a page that scrolls sideways.

    Args:
        within: judge only this part, where the rest of the page is Wagtail's own.
    """
    results = Axe().run(page, context=within, options={"preload": False})
    serious = [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in results.response["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
    assert serious == [], f"{page.url}: {serious}"
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"


def picture(page: Page, name: str) -> None:
    """This will keep a screenshot where somebody asked for them."""
    folder = os.environ.get("KAP_PICTURES")
    if folder:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
