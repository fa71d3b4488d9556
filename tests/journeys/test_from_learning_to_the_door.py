"""One therapist's way: learn, pass, apply, be signed, be cleared, be suspended."""

import datetime
import functools
import io
import re
import zoneinfo

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys import walking
from tests.journeys.conftest import check_page, manifest_of, picture

LESSONS = {"F": 16, "P": 11, "I": 11}


@pytest.fixture
def manifest(site_of_its_own):
    return manifest_of(site_of_its_own)


def person_at(manifest: dict, stage: str) -> dict:
    return next(one for one in manifest["people"] if one["stage"] == stage)


def clinic_today() -> datetime.date:
    return datetime.datetime.now(zoneinfo.ZoneInfo("America/New_York")).date()


def look(name: str):
    def take(page):
        check_page(page)
        picture(page, name)

    return take


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (360, "dark")], ids=["desk", "phone"]
)
class TestATherapist:
    def test_goes_from_the_first_lesson_to_the_door(
        self, site_of_its_own, open_own_page, manifest, width, scheme
    ):
        site = site_of_its_own
        open_page = functools.partial(open_own_page, width=width, scheme=scheme)
        therapist = open_page()
        walking.sign_in(therapist, person_at(manifest, "new"))
        look("my-path-new")(therapist)
        self.learn(therapist, site)
        self.be_observed(open_page(), manifest)
        director = open_page()
        self.be_verified(director, manifest)
        self.apply(therapist)
        self.be_approved(director, manifest)
        self.hold_a_certificate(therapist, open_page())
        self.be_cleared(therapist)
        self.be_suspended(director, therapist, manifest)

    def learn(self, page, site):
        for code, title, bank, case in (
            ("F", "Foundations", "foundations", None),
            ("P", "Track 1", "preparation", "SC-P"),
            ("I", "Track 4", "integration", "SC-I"),
        ):
            walking.begin_track(page, title)
            walking.read_track(page, site.folder, LESSONS[code], look(f"lesson-{code}"))
            walking.take_assessment(page, site.folder, bank, look(f"assess-{code}"))
            expect(page.locator("main")).to_contain_text(re.compile("passed", re.I))
            look(f"result-{code}")(page)
            if case:
                walking.play_scenario(page, site.folder, case, look(f"case-{code}"))
                expect(page.locator("main")).to_contain_text("Passed")
                look(f"case-end-{code}")(page)

    def be_observed(self, page, manifest):
        learner = person_at(manifest, "new")
        assessor = person_at(manifest, "L3-T-S")
        walking.sign_in(page, assessor, "/practicum/")
        look("practicum")(page)
        today = clinic_today().isoformat()
        for number, kind in enumerate(
            ["PREPARATION", "PREPARATION", "INTEGRATION", "INTEGRATION"]
        ):
            page.goto(f"/practicum/{learner['id']}/PI/")
            page.get_by_label(re.compile("Session code")).fill(f"OB-{number}17")
            page.locator('input[name="observed_on"]').fill(today)
            page.locator(f'input[name="kind"][value="{kind}"]').check()
            direct = page.locator('input[name="supervision"][value="DIRECT"]')
            direct.check()
            page.get_by_label(re.compile("consent to being observed")).check()
            page.get_by_role("button", name="Go to the form").click()
            page.wait_for_url(re.compile("/practicum/drafts/"))
            self.be_rated(
                page, assessor, look("practicum-form") if not number else None
            )

    def be_rated(self, page, assessor, number):
        for answer in page.locator('input[value="YES"]').all():
            answer.check()
        for level in page.locator('input[id$="-level-4"]').all():
            level.check()
        expect(page.locator("[data-left]")).to_have_text("Everything is marked.")
        if number == 0:
            look("practicum-form")(page)
        page.get_by_role("button", name="Look at it and sign").click()
        page.get_by_label(re.compile("Your password")).fill(assessor["password"])
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.locator("main")).to_contain_text("Signed by")

    def be_verified(self, page, manifest):
        learner = person_at(manifest, "new")
        walking.sign_in(page, person_at(manifest, "clinical-director"), "/admin/")
        page.goto(f"/admin/credentialing/north/people/{learner['id']}/")
        licence = page.locator(".cred-document", has_text="Licence")
        licence.get_by_role("link", name="Enter a verification").click()
        page.get_by_label("Method").select_option("PRIMARY_SOURCE")
        page.get_by_label("Outcome").select_option("VERIFIED")
        page.get_by_label("Source that was asked").fill("The board's own register")
        page.locator('input[name="on"]').fill("")
        page.get_by_role("button", name="Enter").click()
        # A verification without its day is refused, and what was typed is kept.
        expect(page.get_by_label("Source that was asked")).to_have_value(
            "The board's own register"
        )
        page.locator('input[name="on"]').fill(clinic_today().isoformat())
        page.get_by_role("button", name="Enter").click()
        expect(page.locator("main")).to_contain_text("Asked the primary source")

    def apply(self, page):
        page.goto("/credentials/")
        look("credentials-ready")(page)
        page.get_by_role("button", name=re.compile("Apply for L1")).click()
        page.wait_for_url(re.compile("/credentials/applications/"))
        look("application-draft")(page)
        page.get_by_role("button", name="Send the application").click()
        expect(page.locator("main")).to_contain_text("What was sent")
        look("application")(page)

    def be_approved(self, page, manifest):
        name = person_at(manifest, "new")["name"]
        rita = person_at(manifest, "clinical-director")
        page.goto("/admin/credentialing/")
        picture(page, "applications")
        page.get_by_role("link", name=name).first.click()
        page.wait_for_url(re.compile("/applications/"))
        picture(page, "dossier")
        page.get_by_role("link", name="Approve", exact=True).click()
        note = page.get_by_label(re.compile("A note"))
        note.fill("Read twice, and a good year.")
        page.get_by_label(re.compile("Your password")).fill("not the password")
        page.get_by_role("button", name=re.compile("Approve.*sign")).click()
        expect(note).to_have_value("Read twice, and a good year.")
        picture(page, "dossier-wrong-password")
        page.get_by_label(re.compile("Your password")).fill(rita["password"])
        page.get_by_role("button", name=re.compile("Approve.*sign")).click()
        expect(page.locator("main")).to_contain_text("Approved")

    def hold_a_certificate(self, page, stranger):
        page.goto("/credentials/")
        look("credentials-held")(page)
        link = page.locator("main a[href*='.pdf']").first
        for _wait in range(60):
            if link.count():
                break
            page.wait_for_timeout(500)
            page.reload()
        address = link.get_attribute("href").split("?")[0]
        answer = page.request.get(address)
        assert answer.headers["content-type"] == "application/pdf"
        text = PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()
        assert "Noor al-Masri" in text
        assert "Preparation and Integration Therapist" in text
        code = re.search(r"/certificates/(\w+)\.pdf", address).group(1)
        stranger.goto("/verify/")
        look("verify")(stranger)
        stranger.get_by_label(re.compile("code", re.I)).fill(code)
        stranger.locator("main").get_by_role("button").click()
        expect(stranger.locator("main")).to_contain_text(re.compile("valid", re.I))
        look("verify-valid")(stranger)
        self.verify_address = stranger.url

    def ask(self, page):
        page.goto("/clearance/")
        page.get_by_label("Kind of session").select_option("PREPARATION")
        tomorrow = clinic_today() + datetime.timedelta(days=1)
        page.get_by_label("Day").fill(tomorrow.isoformat())
        page.get_by_label("Begins").fill("10:00")
        page.get_by_role("button", name="Ask the gate").click()
        page.locator(".verdict").wait_for()

    def be_cleared(self, page):
        self.ask(page)
        look("clearance-yes")(page)
        expect(page.locator(".verdict__word")).to_have_text("Yes")

    def be_suspended(self, director, therapist, manifest):
        rita = person_at(manifest, "clinical-director")
        learner = person_at(manifest, "new")
        director.goto(f"/admin/credentialing/north/people/{learner['id']}/")
        picture(director, "person")
        director.get_by_role("link", name="Suspend").click()
        director.get_by_label("Reason").fill("A report is being looked into.")
        director.get_by_label(re.compile("Your password")).fill(rita["password"])
        picture(director, "suspend")
        director.locator("main form").get_by_role("button").first.click()
        director.wait_for_url(re.compile(learner["id"] + "/$"))

        self.ask(therapist)
        look("clearance-no")(therapist)
        expect(therapist.locator(".verdict__word")).to_have_text("No")
        expect(therapist.locator(".verdict")).to_contain_text("NOT-SUSPENDED")
        therapist.goto(self.verify_address)
        expect(therapist.locator("main")).to_contain_text(re.compile("suspended", re.I))
        look("verify-suspended")(therapist)
