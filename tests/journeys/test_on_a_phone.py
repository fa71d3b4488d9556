"""The same site, 360 px wide and dark: read, apply, decide, verify, ask."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import walking
from tests.journeys.conftest import check_page, manifest_of, picture

PHONE = {"width": 360, "scheme": "dark", "has_touch": True}


@pytest.fixture(scope="module")
def manifest(site):
    return manifest_of(site)


def person_at(manifest: dict, stage: str) -> dict:
    return next(one for one in manifest["people"] if one["stage"] == stage)


def visit(page, address: str, name: str) -> None:
    page.goto(address)
    check_page(page)
    picture(page, f"phone-{name}")


class TestOnAPhone:
    def test_a_therapist_reads_between_patients(self, site, open_page, manifest):
        page = open_page(**PHONE)
        walking.sign_in(page, person_at(manifest, "learning"))
        check_page(page)
        page.get_by_role("link", name="Continue").click()
        page.wait_for_url(re.compile("/curriculum/"))
        picture(page, "phone-lesson")
        walking.read_lesson(page, site.folder, check_page)
        expect(page.locator("main")).to_contain_text("You finished")
        visit(page, "/learn/journal/", "journal")
        visit(page, "/learn/glossary/", "glossary")
        visit(page, "/learn/assessments/preparation/", "assessment")
        visit(page, "/credentials/", "credentials")
        visit(page, "/clearance/", "clearance")

    def test_words_in_the_journal_are_kept_when_the_tab_is_closed(
        self, open_page, manifest
    ):
        page = open_page(**PHONE)
        walking.sign_in(page, person_at(manifest, "learning"))
        page.goto(manifest["lesson"])
        words = page.locator("textarea").first
        words.fill("A hand on the railing of the pier.")
        journal = page.get_by_role("region", name="For your journal").first
        saved = journal.locator("[role=status]", has_text="Saved at")
        expect(saved).to_be_visible()
        page.close(run_before_unload=False)

        again = open_page(**PHONE)
        walking.sign_in(again, person_at(manifest, "learning"))
        again.goto(manifest["lesson"])

        kept = again.locator("textarea").first
        expect(kept).to_have_value("A hand on the railing of the pier.")

    def test_an_application_is_decided_and_the_paper_verified(
        self, open_page, manifest
    ):
        therapist = open_page(**PHONE)
        lucia = person_at(manifest, "ready-L1")
        walking.sign_in(therapist, lucia, "/credentials/")
        therapist.get_by_role("button", name=re.compile("Apply for L1")).click()
        therapist.wait_for_url(re.compile("/credentials/applications/"))
        check_page(therapist)
        therapist.get_by_role("button", name="Send the application").click()
        expect(therapist.locator("main")).to_contain_text("What was sent")
        check_page(therapist)
        director = open_page(**PHONE)
        rita = person_at(manifest, "clinical-director")
        walking.sign_in(director, rita, "/admin/credentialing/")
        director.get_by_role("link", name=lucia["name"]).first.click()
        director.wait_for_url(re.compile("/applications/"))
        check_page(director, within=".cred")
        picture(director, "phone-dossier")
        director.get_by_role("link", name="Defer", exact=True).click()
        director.get_by_label("Reason").fill("Come back with one more observation.")
        director.get_by_label(re.compile("Your password")).fill(rita["password"])
        director.get_by_role("button", name=re.compile("Defer.*sign")).click()
        expect(director.locator("main")).to_contain_text("Deferred")
        therapist.reload()
        expect(therapist.locator("main")).to_contain_text("one more observation")
        check_page(therapist)

    def test_every_state_of_a_credential_is_told_to_a_stranger(
        self, open_page, manifest
    ):
        page = open_page(**PHONE)
        words = {
            "ACTIVE": "Valid",
            "SUSPENDED": "Suspended",
            "EXPIRED": "Expired",
            "REVOKED": "Revoked",
            "SUPERSEDED": "newer|superseded|Superseded",
        }
        for credential in manifest["credentials"]:
            if credential["state"] in words:
                visit(page, credential["verify_url"], f"verify-{credential['state']}")
                told = page.locator("main")
                expect(told).to_contain_text(re.compile(words[credential["state"]]))

    def test_a_scheduler_sees_yes_and_no_at_a_glance(self, open_page, manifest):
        page = open_page(**PHONE)
        walking.sign_in(page, person_at(manifest, "scheduler"), "/clearance/")
        answers = {}
        for session in manifest["sessions"]:
            if session["clinic"] != "north":
                continue
            page.goto("/clearance/")
            page.get_by_label("Asking to").select_option("book")
            page.get_by_label("Session", exact=True).select_option(session["code"])
            page.get_by_role("button", name="Ask the gate").first.click()
            page.locator(".verdict").wait_for()
            check_page(page)
            answers[session["shows"]] = page.locator(".verdict__word").inner_text()
        assert set(answers.values()) == {"Yes", "No"}
