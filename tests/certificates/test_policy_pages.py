"""The gate's policy in the Wagtail admin: read, written, previewed and signed."""

import datetime
import re

import pytest
from django.utils import timezone

from certificates.actions.policies import digest_of_draft
from certificates.clearance.policy import default_policy
from certificates.models import PolicyVersion
from tests.cast import client_of
from tests.certificates.desk import address, desk, is_closed, shown_on
from tests.certificates.policies import LOOKED_UP, sign_first, signed
from tests.certificates.policy_pages import (
    draft,
    mona,
    now,
    typed,
    where,
)
from tests.certificates.roster import days
from tests.certificates.version_pages import read

# Past in every time zone.
YESTERDAY = timezone.now().date() - datetime.timedelta(days=2)
pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk", "draft", "mona", "now"]


def next_day(month, number):
    """The first such day from tomorrow on: pages go by the real clock."""
    today = timezone.now().date()
    day = today.replace(month=month, day=number)
    return day if day > today else day.replace(year=day.year + 1)


def clocks_forward():
    """The second Sunday of the March to come, in New York."""
    first = next_day(3, 8)
    found = first + datetime.timedelta(days=6 - first.weekday())
    if found.month == 3 and found.day > 14:
        found -= datetime.timedelta(days=7)
    return found


def test_clocks_forward_is_a_sunday():
    assert (clocks_forward().weekday(), 8 <= clocks_forward().day <= 14) == (6, True)


class TestWhoMayRead:
    def test_directors_of_the_clinic(self, draft, rita, mona, alice, charlie):
        pages = [address("policies"), where(draft, "sign"), where(draft, "sign_second")]
        written = [where(draft, "draft"), where(draft, "withdraw")]
        for page in (*pages, *written):
            assert client_of(rita).get(page).status_code == 200, page
            assert is_closed(client_of(alice).get(page)), page
            assert client_of(None).get(page).status_code == 302
        for page in pages:
            assert client_of(mona).get(page).status_code == 200, page
        for page in written:
            assert is_closed(client_of(mona).get(page)), page
        for page in (*pages[1:], *written):
            assert client_of(charlie).get(page).status_code == 404, page

    def test_nobody_reaches_another_clinics_by_their_own_address(self, draft, charlie):
        client = client_of(charlie)
        for name in ("draft", "withdraw", "sign", "sign_second", "version"):
            page = address(f"policy_{name}", "south", draft.pk)
            assert client.get(page).status_code == 404
            assert client.post(page, typed(draft)).status_code in (404, 405)
        assert client.post(address("policy_begin", "north")).status_code == 404
        assert PolicyVersion.objects.get().state == "DRAFT"

    def test_the_menu_leads_there(self, rita, mona, alice):
        page = address("policies")

        for person, is_there in ((rita, True), (mona, True), (alice, False)):
            assert (page in read(client_of(person).get("/admin/"))) is is_there


class TestTheList:
    def test_begins_with_what_is_shipped(self, clinic, rita):
        page = read(client_of(rita).get(address("policies")))

        assert f"Shipped, version {default_policy().version}" in page
        assert "In force until the clinic has a version of its own." in page
        assert "120 days" in page and "Begin a draft" in page

    def test_tells_who_signed_when_and_what_changed(self, clinic, rita, mona, now):
        signed(clinic, rita, mona, LOOKED_UP, at=now)
        call_off = now + days(30)
        signed(clinic, rita, mona, at=now, in_force_from=call_off)

        page = read(client_of(rita).get(address("policies")))

        assert "Exclusion list looked up within: 4 days; before: 31 days" in page
        assert "Licence verified within: 29 days; before: 120 days" in page
        assert page.count("Signed by Rita Rowe, clinical director") == 2
        assert page.count("Signed by Mona Marsh, medical director") == 2
        assert f"Version {default_policy().version + 2} is signed and begins" in page
        assert "In force since" in page and "Signed, not begun" in page

    def test_names_every_version_that_waits_the_next_first(
        self, clinic, rita, mona, now
    ):
        signed(clinic, rita, mona, at=now, in_force_from=now + days(5))
        signed(clinic, rita, mona, LOOKED_UP, at=now, in_force_from=now + days(9))

        page = read(client_of(rita).get(address("policies")))

        newest = default_policy().version + 2
        one, two = (
            page.index(f"Version {number} is signed and begins")
            for number in (newest - 1, newest)
        )
        assert one < two

    def test_tells_what_never_began_and_what_was_replaced(
        self, clinic, rita, mona, now
    ):
        early = now - days(3)
        signed(clinic, rita, mona, at=early)
        signed(clinic, rita, mona, LOOKED_UP, at=early, in_force_from=now + days(9))
        signed(clinic, rita, mona, LOOKED_UP, at=now - days(1))

        page = read(client_of(rita).get(address("policies")))

        assert page.count("Never began") == page.count(">Replaced<") == 1
        assert page.count(">In force<") == 1

    def test_costs_the_same_for_any_number_of_versions(
        self, clinic, rita, mona, now, django_assert_max_num_queries
    ):
        client = client_of(rita)
        signed(clinic, rita, mona, at=now)
        client.get(address("policies"))
        with django_assert_max_num_queries(30) as few:
            client.get(address("policies"))
        for within in (20, 19, 18):
            asked = {"LICENCE-ACTIVE": {"verified_within_days": within}}
            signed(clinic, rita, mona, asked, at=now)

        with django_assert_max_num_queries(len(few)):
            client.get(address("policies"))


class TestTheDraft:
    def test_begins_by_a_press_and_only_once(self, clinic, rita):
        client, page = client_of(rita), address("policy_begin", "north")

        first = read(client.post(page, follow=True))
        again = read(client.post(page, follow=True))

        assert "Nothing changes until two people have signed it." in first
        assert "Somebody is writing a new version already." in again
        assert PolicyVersion.objects.get().state == "DRAFT"

    def test_is_plain_fields_with_units_and_meaning(self, draft, rita):
        page = read(client_of(rita).get(where(draft, "draft")))

        assert re.search(r'type="number" name="exclusion-clear-checked-within-', page)
        assert "How long a look into the exclusion list holds." in page
        assert "From 1 day to 31 days. Shipped: 31 days." in page
        assert "JSON" not in page and "checked_within_days" not in page

    def test_keeps_what_is_typed_and_shows_whom_it_touches(self, draft, rita):
        summer = next_day(7, 1)
        told = typed(
            draft,
            **{
                "pause-by-two-people": "3",
                "licence-active-methods": ["PRIMARY_SOURCE"],
                "begins": "LATER",
                "day": summer.isoformat(),
                "time": "08:30",
            },
        )

        page = client_of(rita).post(where(draft, "draft"), told, follow=True)

        draft.refresh_from_db()
        values = {r["code"]: r["parameters"] for r in draft.document["criteria"]}
        assert page.redirect_chain[-1][0] == where(draft, "sign")
        assert values["PAUSE-BY-TWO"]["people"] == 3
        assert values["LICENCE-ACTIVE"]["methods"] == ["PRIMARY_SOURCE"]
        assert values["EXCLUSION-CLEAR"] == {"checked_within_days": 4}
        # Half past eight on the clinic's clock, in summer.
        assert draft.in_force_from == datetime.datetime(
            summer.year, 7, 1, 12, 30, tzinfo=datetime.UTC
        )
        again = read(client_of(rita).get(where(draft, "draft")))
        assert f'value="{summer}"' in again and 'value="08:30"' in again

    @pytest.mark.parametrize(
        ("changes", "status", "words"),
        [
            (
                {"exclusion-clear-checked-within-days": "32"},
                422,
                "“Exclusion list looked up within” cannot be looser than the shipped",
            ),
            ({"refresh-current-grace-days": ""}, 422, "This field is required."),
            ({"licence-active-methods": []}, 422, "choose at least one"),
            ({"licence-active-methods": ["SELF_ATTESTED"]}, 422, "Select a valid"),
            ({"reason": " "}, 422, "This field is required."),
            ({"begins": "LATER"}, 422, "A later moment needs the day and the time."),
            (
                {"begins": "LATER", "day": f"{clocks_forward()}", "time": "02:30"},
                422,
                "there is no such time",
            ),
            (
                {"begins": "LATER", "day": f"{YESTERDAY}", "time": "08:00"},
                409,
                "The moment from which it should hold is past.",
            ),
            *(
                (
                    {"begins": "LATER", "day": day, "time": time},
                    422,
                    "Choose a day from today on, and at most one year ahead.",
                )
                for day, time in (
                    ("9999-12-31", "23:59"),
                    ("0001-01-01", "00:00"),
                    (f"{YESTERDAY + datetime.timedelta(days=369)}", "08:00"),
                )
            ),
            ({"shown": "f" * 64}, 409, "Somebody changed this draft"),
        ],
    )
    def test_keeps_nothing_else(self, draft, rita, changes, status, words):
        before = digest_of_draft(draft)

        response = client_of(rita).post(where(draft, "draft"), typed(draft, **changes))

        draft.refresh_from_db()
        assert response.status_code == status
        assert words in read(response)
        assert "what you typed is still here" in read(response)
        if "day" in changes:
            assert f'value="{changes["day"]}"' in read(response)
        assert digest_of_draft(draft) == before

    def test_says_that_keeping_it_again_undoes_a_signature(self, draft, rita, now):
        sign_first(draft, rita, now)

        page = read(client_of(rita).get(where(draft, "draft")))

        assert "When you keep it again, that signature no longer stands." in page

    def test_is_withdrawn_after_it_is_asked_twice(self, draft, rita):
        client, page = client_of(rita), where(draft, "withdraw")
        shown = shown_on(client, page)
        assert PolicyVersion.objects.get().state == "DRAFT"

        stale = read(client.post(page, {"shown": "f" * 64}, follow=True))
        assert "Somebody changed this draft" in stale
        done = read(client.post(page, {"shown": shown}, follow=True))

        assert "The draft is withdrawn." in done and "Withdrawn" in done
        version = read(client.get(where(draft, "version")))
        assert "No session was ever judged by it." in version
        late = read(client.get(where(draft, "draft"), follow=True))
        assert "no draft any more" in late
