"""The door page in a real browser: it answers anew by itself, and keeps no old yes."""

import re

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.journeys import walking
from tests.journeys.conftest import check_page, manifest_of, picture

SUSPEND = """
from django.utils import timezone
from certificates.models import Suspension
from home.models import Person
now = timezone.now()
Suspension.objects.create(
    person=Person.objects.get(pk="{person}"), kind="PRECAUTIONARY",
    reason="A report.", starts_at=now, recorded_at=now,
)
"""
# It refreshes itself every 20 seconds.
ANEW = 30_000
LASTS, SOON = "--door-lasts: 60s", "--door-lasts: 4s"


def hasten(route):
    """This will let an answer without a script go in seconds instead of a minute."""
    response = route.fetch()
    assert LASTS in response.text()
    route.fulfill(response=response, body=response.text().replace(LASTS, SOON))


@pytest.fixture
def at_the_door(open_own_page, site_of_its_own):
    """A tablet at the door of the session that is about to begin."""
    manifest = manifest_of(site_of_its_own)
    pair = [one for one in manifest["people"] if one["stage"] == "L3-T-pair"]
    code = next(s["code"] for s in manifest["sessions"] if s["shows"] == "start")
    page = open_own_page(width=1024)
    walking.sign_in(page, pair[0], f"/sessions/{code}/door/")
    return page, pair


class TestTheDoor:
    def test_becomes_a_no_by_itself_and_keeps_no_old_yes(
        self, at_the_door, site_of_its_own
    ):
        page, pair = at_the_door
        live = page.locator(".door__answer")
        expect(live).to_contain_text("This team may start this session now.")
        check_page(page)
        picture(page, "door-yes")

        # The server goes: the yes goes too, though nobody touched anything.
        page.context.set_offline(True)
        expect(page.locator("[data-door-yes]")).to_be_hidden(timeout=ANEW)
        expect(page.locator("[data-door-stale]")).to_be_visible()
        expect(page.get_by_role("button", name="Start the session")).to_be_hidden()
        check_page(page)
        picture(page, "door-stale")

        # Somebody of the team is suspended elsewhere meanwhile.
        command = SUSPEND.format(person=pair[1]["id"])
        databases.manage("shell", "-c", command, **site_of_its_own.environment)
        page.context.set_offline(False)
        expect(live).to_contain_text("This session may not start.", timeout=ANEW)
        expect(page.locator(".verdict-reasons")).to_contain_text("NOT-SUSPENDED")
        expect(page.locator("[data-door-age]")).to_have_text(re.compile("seconds|now"))
        picture(page, "door-no")

    def test_goes_stale_where_no_script_runs(self, at_the_door):
        """Whoever blocks the script, or whose tablet failed to load it, is safe too."""
        page, _pair = at_the_door
        page.route("**/door*.js", lambda route: route.abort())
        page.route("**/tokens*.css", hasten)
        page.reload()

        expect(page.locator("[data-door-yes]")).to_be_visible()
        expect(page.locator("[data-door-yes]")).to_be_hidden(timeout=15_000)
        expect(page.locator("[data-door-stale]")).to_be_visible()
