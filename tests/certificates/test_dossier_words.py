"""A dossier tells in words what is stored in codes, also what is different in it."""

import pytest

from certificates.rules.dossier_changes import changes_between
from modules.models import PracticumForm
from tests.cast import client_of
from tests.certificates.desk import address, application, desk
from tests.certificates.roster import grant

__all__ = ["application", "desk"]


def page_of(person, application, name="application"):
    where = address(name, application.pk)
    return client_of(person).get(where).content.decode()


@pytest.mark.usefixtures("desk")
class TestItsPage:
    def test_tells_each_step_by_its_one_word(self, application, rita):
        page = page_of(rita, application)
        steps = page[page.index('id="steps"') :]

        assert "Begun" in steps and "Sent" in steps
        assert "Being written" not in steps and "Submitted" not in steps

    @pytest.mark.parametrize("name", ["application", "verifying"])
    def test_tells_where_it_stands_by_its_one_word(self, application, rita, name):
        application.state = "SUBMITTED"
        application.save()

        page = page_of(rita, application, name)

        assert "Sent</span>" in page and "Submitted</span>" not in page

    def test_names_forms_and_domains_by_their_titles(self, application, rita):
        (code,) = {row["form"] for row in application.dossier["observations"]} - {""}
        rated = next(iter(application.dossier["observations"]))["ratings"]
        PracticumForm.objects.update_or_create(
            code=code,
            defaults={
                "title": "Observed stillness",
                "content": {
                    "domains": [
                        {"code": one, "title": f"Care {one}", "anchors": {}}
                        for one in rated
                    ]
                },
            },
        )

        page = page_of(rita, application)
        practice = page[page.index('id="practice"') :]
        practice = practice[: practice.index("</section>")]

        assert "Observed stillness" in practice
        assert all(f"Care {one}</span>" in practice for one in rated)

    def test_shows_a_code_that_no_form_has_any_more(self, application, rita):
        PracticumForm.objects.all().delete()
        row = application.dossier["observations"][0]

        page = page_of(rita, application)

        assert f'<span class="cred-soft">{next(iter(row["ratings"]))}</span>' in page

    def test_names_credentials_and_their_state(self, application, alice, clinic, rita):
        grant(alice, clinic, "L1", state="SUPERSEDED")

        page = page_of(rita, application)
        listed = page[page.index("Credentials at this clinic</h3>") :]
        listed = listed[: listed.index("</ul>")]

        assert "L1 Preparation and Integration Therapist" in listed
        assert "Replaced" in listed and "superseded" not in listed


def test_what_is_different_is_named_with_its_day():
    before = {"exclusion_checks": [{"outcome": "CLEAR", "on": "2026-11-16"}]}
    after = {
        "exclusion_checks": [
            *before["exclusion_checks"],
            {"outcome": "CLEAR", "on": "2026-11-19"},
        ],
        "asked": [],
    }
    asked = {"text": "Exclusion list clear on 16 November 2026.", "code": "A"}

    (told,) = changes_between(before, after)
    (gone,) = changes_between({"asked": [asked]}, {"asked": []})

    assert told == "Exclusion list: 1 added (19 November 2026)."
    assert gone == "Requirements: 1 gone (Exclusion list clear on 16 November 2026)."


def test_what_is_different_names_a_few_and_counts_the_others():
    rows = [
        {"title": f"Record {number}", "on": "2026-11-0" + str(number)}
        for number in range(1, 6)
    ]

    (told,) = changes_between({"recorded": []}, {"recorded": rows})

    assert told.startswith("Dated records: 5 added (Record 1 1 November 2026, ")
    assert told.endswith(" and 2 more).")
