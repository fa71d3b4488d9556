"""The pages of the practicum: whom an assessor sees, the session, the form, the
signature, and one's own sessions."""

import pytest

from home.models import Role
from modules import assessor_rules
from modules.models import Observation, ObservationDraft
from modules.rating_rules import marks_from
from tests.cast import client_of, make_person
from tests.modules.observing import modules_alone, observed
from tests.modules.rating import begun, draft, form
from tests.modules.rating_pages import PASSWORD, never, sent, session, shown_on

pytestmark = pytest.mark.usefixtures("modules_alone")
__all__ = ["begun", "draft", "form", "modules_alone", "observed"]


class TestTheSession:
    def url(self, person) -> str:
        return f"/practicum/{person.pk}/MS/"

    def test_an_assessor_sees_the_therapists_of_their_clinic(
        self, alice, bob, rita, form, other_clinic
    ):
        make_person("Zoe Zahn", other_clinic, Role.THERAPIST)

        text = client_of(bob).get("/practicum/").content.decode()

        assert "Alice Ames" in text
        assert "Zoe Zahn" not in text
        assert "Rita Rowe" not in text
        assert self.url(bob) not in text

    def test_begins_the_form(self, alice, bob, form):
        answer = client_of(bob).post(self.url(alice), session(rated_for="S"))

        row = ObservationDraft.objects.get()
        assert answer.url == f"/practicum/drafts/{row.pk}/"
        assert (row.session_code, row.rated_for) == ("KAP-0142", "S")
        assert row.consent_recorded
        assert answer.url in client_of(bob).get("/practicum/").content.decode()

    def test_that_was_begun_before_is_carried_on_and_says_so(self, alice, bob, form):
        browser = client_of(bob)
        first = browser.post(self.url(alice), session(), follow=True)
        again = browser.post(self.url(alice), session(), follow=True)

        assert "You began this form before" not in first.content.decode()
        assert "You began this form before" in again.content.decode()
        assert ObservationDraft.objects.count() == 1

    def test_that_is_wrong_says_so_and_keeps_the_rest(self, alice, bob, form):
        answer = client_of(bob).post(
            self.url(alice), session(session_code="Maria Garcia")
        )

        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="Maria Garcia"' in text
        assert "Use the session’s code" in text
        assert text.count("checked") == 4
        assert not ObservationDraft.objects.exists()

    def test_needs_the_patients_consent(self, alice, bob, form):
        answer = client_of(bob).post(self.url(alice), session(consent=""))

        assert "consent on record" in answer.content.decode()
        assert not ObservationDraft.objects.exists()

    def test_of_a_day_to_come_is_refused_on_the_page(self, alice, bob, form):
        answer = client_of(bob).post(self.url(alice), session(observed_on="2999-01-01"))

        assert "cannot be in the future" in answer.content.decode()

    def test_a_rule_is_told_before_the_form_is_filled(self, alice, bob, form):
        assessor_rules.register(never)

        text = client_of(bob).get(self.url(alice)).content.decode()

        assert "Ask Rita first." in text

    def test_what_a_rule_refuses_keeps_what_was_typed(self, alice, bob, form):
        assessor_rules.register(never)

        answer = client_of(bob).post(self.url(alice), session())

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Ask Rita first." in text
        assert 'value="kap-0142"' in text
        assert not ObservationDraft.objects.exists()

    def test_who_comes_in(self, alice, bob, rita, charlie, form):
        codes = {
            person.name.split()[0]: client_of(person).get(self.url(alice)).status_code
            for person in (alice, bob, rita, charlie)
        }

        assert codes == {"Alice": 403, "Bob": 200, "Rita": 403, "Charlie": 403}

    def test_somebody_of_another_clinic_is_not_found(self, alice, form, other_clinic):
        stranger = make_person("Zoe Zahn", other_clinic, Role.ASSESSOR)

        assert client_of(stranger).get(self.url(alice)).status_code == 404


class TestTheForm:
    def url(self, draft) -> str:
        return f"/practicum/drafts/{draft.pk}/"

    def test_has_four_answers_to_each_behavior_and_the_anchors_beside(self, draft, bob):
        text = client_of(bob).get(self.url(draft)).content.decode()

        assert text.count('type="radio"') == 4 * 4 + 2 * 4
        assert text.count("<legend") == 4 + 2 + 1
        assert "Anchor 3 of 2" in text
        assert "Patient left unattended." in text

    def test_offers_the_level_that_is_kept_for_s_only_for_s(self, draft, bob):
        assert 'id="MS1-level-5"' not in self.read(draft, bob)

        ObservationDraft.objects.update(rated_for="S")

        assert 'id="MS1-level-5"' in self.read(draft, bob)

    def read(self, draft, by) -> str:
        return client_of(by).get(self.url(draft)).content.decode()

    def test_is_somebody_elses_to_nobody(self, draft, alice, bob, rita, charlie):
        for path in ("", "sign/"):
            codes = [
                client_of(one).get(self.url(draft) + path).status_code
                for one in (alice, rita, charlie)
            ]
            assert codes == [404, 404, 404]
        for path in ("", "sign/", "drop/"):
            answer = client_of(alice).post(self.url(draft) + path, sent(draft))
            assert answer.status_code == 404
        draft.refresh_from_db()
        assert (draft.state, draft.revision) == ("OPEN", 0)

    def test_is_saved_by_a_plain_form(self, draft, bob):
        answer = client_of(bob).post(self.url(draft), sent(draft))

        draft.refresh_from_db()
        assert answer.url == self.url(draft)
        assert marks_from(draft.marks).ratings == {"MS1": 3, "MS2": 4}
        assert self.read(draft, bob).count("checked") == 6

    def test_is_saved_as_it_is_marked(self, draft, bob):
        answer = client_of(bob).post(
            self.url(draft),
            sent(draft, MS1=""),
            headers={"X-Requested-With": "fetch"},
        )

        told = answer.json()
        assert told["revision"] == 1
        assert told["left"] == "1 mark is left."
        assert told["saved_at"].startswith("Saved at ")

    def test_is_saved_in_few_queries(self, draft, bob, django_assert_max_num_queries):
        browser, told = client_of(bob), sent(draft)

        # Four for the sign-in, the form, and four to save it in its transaction.
        with django_assert_max_num_queries(9):
            browser.post(self.url(draft), told, headers={"X-Requested-With": "fetch"})

    def test_of_an_older_page_is_shown_beside_the_newer(self, draft, bob):
        older = sent(draft, MS1="2")
        client_of(bob).post(self.url(draft), sent(draft))

        fetched = client_of(bob).post(
            self.url(draft), older, headers={"X-Requested-With": "fetch"}
        )
        answer = client_of(bob).post(self.url(draft), older)

        assert (fetched.status_code, fetched.json()["code"]) == (
            409,
            "PRACTICUM-NEWER-KEPT",
        )
        text = answer.content.decode()
        assert answer.status_code == 409
        assert 'id="MS1-level-2" name="MS1" value="2" checked' in text
        assert "Domain 1: level" in text
        assert 'name="revision" value="1"' in text
        assert marks_from(self.kept(draft)).ratings["MS1"] == 3

    def kept(self, draft) -> dict:
        return ObservationDraft.objects.get(pk=draft.pk).marks

    @pytest.mark.parametrize(
        "change",
        [
            {"MS1": "9"},
            {"MS1": "²"},
            {"MS1-0": "MAYBE"},
            {"critical": "7"},
            {"page": "nothing"},
            {"revision": "-1"},
            {"note": "His name is patient Marcus, call 617-555-0142."},
            {"note": "\x00"},
        ],
    )
    def test_refuses_what_does_not_fit_and_says_so(self, draft, bob, change):
        answer = client_of(bob).post(self.url(draft), sent(draft, **change))

        assert answer.status_code == 422
        assert "error-summary" in answer.content.decode()
        assert self.kept(draft)["ratings"] == {}

    def test_says_in_place_what_is_left_before_it_is_signed(self, draft, bob):
        changes = {"MS1-0": "NO", "MS2-1": "", "MS2": "", "go": "sign"}

        answer = client_of(bob).post(self.url(draft), sent(draft, **changes))

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "2 at most" in text
        assert "Speaks seldom 2: Mark what you saw." in text
        assert 'href="#MS2-level-1"' in text

    def test_of_nobody_forges_a_state(self, draft, bob):
        forged = {"state": "SIGNED", "rater": "1", "consent_recorded": "", "had": "1"}

        client_of(bob).post(self.url(draft), sent(draft, **forged))

        draft.refresh_from_db()
        assert (draft.state, draft.rater, draft.consent_recorded) == ("OPEN", bob, True)

    def test_can_be_put_aside(self, draft, bob):
        client_of(bob).post(self.url(draft) + "drop/")

        assert client_of(bob).get(self.url(draft)).url == "/practicum/"
        assert not Observation.objects.exists()


class TestTheSignature:
    def url(self, draft) -> str:
        return f"/practicum/drafts/{draft.pk}/sign/"

    @pytest.fixture
    def marked(self, draft, bob):
        client_of(bob).post(f"/practicum/drafts/{draft.pk}/", sent(draft))
        return draft

    def sign(self, browser, draft, **changes):
        page = browser.get(self.url(draft))
        told = {"shown": shown_on(page), "password": PASSWORD} | changes
        return browser.post(self.url(draft), told)

    def test_shows_everything_that_is_signed(self, marked, bob):
        text = client_of(bob).get(self.url(marked)).content.decode()

        for word in ("Alice Ames", "KAP-0142", "Partly", "Anchor 4 of 2", "Calm"):
            assert word in text

    def test_puts_it_on_record(self, marked, alice, bob):
        browser = client_of(bob)

        answer = self.sign(browser, marked)

        row = Observation.objects.get()
        assert answer.url == f"/practicum/observations/{row.pk}/"
        assert (row.person, row.detail.signature["method"]) == (alice, "PASSWORD")
        assert "Signed by Bob Birch" in browser.get(answer.url).content.decode()
        assert browser.get(f"/practicum/drafts/{marked.pk}/").status_code == 302

    def test_needs_the_password(self, marked, bob):
        answer = self.sign(client_of(bob), marked, password="wrong")

        assert answer.status_code == 403
        assert "not your password" in answer.content.decode()
        assert not Observation.objects.exists()

    def test_is_over_what_was_shown(self, marked, bob):
        answer = self.sign(client_of(bob), marked, shown="0" * 64)

        assert answer.status_code == 409
        assert "was changed" in answer.content.decode()
        assert shown_on(answer) != "0" * 64
        assert not Observation.objects.exists()

    def test_comes_after_everything_is_marked(self, draft, bob):
        assert (
            client_of(bob).get(self.url(draft)).url == f"/practicum/drafts/{draft.pk}/"
        )

    def test_stands_under_a_stopped_form_at_once(self, draft, bob):
        browser = client_of(bob)
        browser.post(
            f"/practicum/drafts/{draft.pk}/", sent(draft, critical="1", go="sign")
        )

        self.sign(browser, draft)

        row = Observation.objects.get()
        assert (row.had_critical_fail, row.ratings) == (True, {})
