"""The pages of one's own practicum: rating oneself first, and reading what was seen."""

from dataclasses import replace

import pytest
from django.utils import timezone

from home.models import Role
from modules.actions.practicum import record_observation
from modules.models import ObservationDraft, SelfRating
from tests.cast import NOW, client_of, make_person
from tests.modules import observing
from tests.modules.observing import modules_alone, observed
from tests.modules.rating import begun, draft, form
from tests.modules.rating_pages import sent, session, shown_on

pytestmark = pytest.mark.usefixtures("modules_alone")
__all__ = ["begun", "draft", "form", "modules_alone", "observed"]


class TestOnesOwn:
    def lock(self, browser, form, **changes) -> SelfRating:
        told = session(**changes)
        where = browser.post("/practicum/mine/MS/", told).url
        draft = ObservationDraft.objects.get(pk=where.split("/")[-2])
        browser.post(where, sent(draft, MS1="4"))
        page = browser.get(where + "sign/")
        browser.post(where + "sign/", {"shown": shown_on(page)})
        return SelfRating.objects.get()

    def test_levels_wait_for_a_rating_of_ones_own(self, alice, bob, observed, form):
        recent = replace(observed, ratings={"MS1": 3, "MS2": 4})
        row = record_observation(alice, recent, by=bob, at=timezone.now())
        browser = client_of(alice)
        closed = browser.get("/practicum/mine/").content.decode()
        assert "Anchor 3 of 1" not in closed
        assert "stay closed" in closed
        assert browser.get(f"/practicum/observations/{row.pk}/").status_code == 302

        assert self.lock(browser, form, observed_on="2026-11-01").ratings["MS1"] == 4

        assert "Anchor 3 of 1" in browser.get("/practicum/mine/").content.decode()
        both = browser.get(f"/practicum/observations/{row.pk}/").content.decode()
        assert "Anchor 3 of 1" in both
        assert "Anchor 4 of 1" in both

    def test_rating_is_not_shown_to_the_assessor_before_they_sign(
        self, draft, alice, bob, form
    ):
        self.lock(client_of(alice), form)
        client_of(bob).post(f"/practicum/drafts/{draft.pk}/", sent(draft, MS1="2"))
        browser = client_of(bob)

        for path in ("", "sign/"):
            text = browser.get(f"/practicum/drafts/{draft.pk}/{path}").content.decode()
            assert "Calm" in text
            assert "Anchor 4 of 1</p>" not in text

    def test_a_therapist_reads_their_own_observations(self, alice, bob, observed):
        record_observation(alice, observed, by=bob, at=NOW)

        mine = client_of(alice).get("/practicum/mine/").content.decode()
        his = client_of(bob).get("/practicum/mine/").content.decode()

        assert "Anchor 3 of 1" in mine
        assert "Rated by Bob Birch" in mine
        assert "Nothing observed yet" in his

    def test_observation_is_read_by_both_and_by_who_directs_or_audits(
        self, alice, bob, rita, charlie, clinic, other_clinic, observed
    ):
        row = record_observation(alice, observed, by=bob, at=timezone.now())
        path = f"/practicum/observations/{row.pk}/"
        ava = make_person("Ava Auditor", clinic, Role.AUDITOR)
        colleague = make_person("Dora Dunn", clinic, Role.THERAPIST, Role.ASSESSOR)
        elsewhere = make_person("Zoe Zahn", other_clinic, Role.CLINICAL_DIRECTOR)

        read = [client_of(one).get(path).status_code for one in (bob, rita, ava)]
        others = [
            client_of(one).get(path).status_code
            for one in (charlie, colleague, elsewhere)
        ]

        assert (read, others) == ([200] * 3, [404] * 3)
        assert client_of(alice).get(path).url == "/practicum/mine/"
        text = client_of(rita).get(path).content.decode()
        assert "What Bob Birch saw" in text
        assert "Put this rating right" not in text

    def test_observation_stays_open_to_the_observed_and_not_to_who_has_left(
        self, alice, bob, observed
    ):
        row = record_observation(alice, observed, by=bob, at=NOW)
        for person in (alice, bob):
            person.memberships.update(ends_on="2026-01-01")

        codes = [
            client_of(one).get(f"/practicum/observations/{row.pk}/").status_code
            for one in (alice, bob)
        ]
        mine = client_of(alice).get("/practicum/mine/").content.decode()

        assert codes == [200, 404]
        assert "/practicum/mine/MS/" not in mine

    def test_a_stopped_one_is_told_at_once(self, alice, bob, observed):
        failed = observing.failed(observed)
        record_observation(alice, failed, by=bob, at=timezone.now())

        text = client_of(alice).get("/practicum/mine/").content.decode()

        assert "A critical fail was recorded" in text
