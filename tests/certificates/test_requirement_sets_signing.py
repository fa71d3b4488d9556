"""A version signed in the Wagtail admin, under the names of whom it touches."""

import re

import pytest

from certificates.models import CurrencyRecord, Signature
from home.models import Role
from tests.cast import NOW, client_of, clinic_day, make_person
from tests.certificates.desk import PASSWORD, desk
from tests.certificates.judged import leaf
from tests.certificates.roster import days, grant
from tests.certificates.version_pages import (
    draft,
    post,
    read,
    source,
    where,
)
from tests.certificates.versions import CONDUCT, draft_of, shipped

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk", "draft", "source"]


class TestSigning:
    @pytest.fixture
    def world(self, clinic, source, writer, alice, bob):
        """Alice would lose, Bob owes; Gail would gain."""
        today = clinic_day()
        gail = make_person("Gail Green", clinic, Role.THERAPIST)
        for person, kinds in ((alice, ("CONDUCT",)), (gail, ("DRILL",)), (bob, ())):
            for kind in kinds:
                CurrencyRecord.objects.create(
                    person=person, kind=kind, on=today, recorded_at=NOW
                )
        source = shipped({"all": [CONDUCT]}, name="L2A")
        grant(bob, clinic, "L2A", valid_to=today + days(90))
        return draft_of(
            source, clinic, writer, tree={"all": [leaf("recorded", kind="DRILL")]}
        )

    def sign(self, by, draft, name="activate", **changes):
        client = client_of(by)
        page = client.get(where(draft, name)).content.decode()
        shown = re.search(r'name="shown" value="(\w{64})"', page)[1]
        told = {"password": PASSWORD, "shown": shown} | changes
        return client.post(where(draft, name), told, follow=True)

    def test_first_names_whom_it_touches(self, world, rita):
        page = read(client_of(rita).get(where(world, "activate")))

        gain, lose, owe = (
            page.index(f'id="{name}"') for name in ("gains", "loses", "owes")
        )
        assert gain < page.index("Gail Green") < lose < page.index("Alice Ames") < owe
        assert "No emergency drill is on record." in page[owe:]
        assert "Bob Birch" in page[owe:] and "holds it until" in page[owe:]
        assert "3 people were judged by both versions" in page

    def test_filters_by_name_and_still_counts_all(self, world, rita):
        page = read(client_of(rita).get(where(world, "activate"), {"q": "gail"}))

        assert "Gail Green" in page and "Alice Ames" not in page
        assert "Nobody of this name." in page

    def test_brings_it_into_force_with_the_password(self, world, rita):
        response = self.sign(rita, world)

        world.refresh_from_db()
        assert "In force from now on, and signed." in read(response)
        assert (world.state, world.activated_by) == ("ACTIVE", rita)
        assert Signature.objects.get().meaning == "ACTIVATED"

    @pytest.mark.parametrize(
        ("changes", "status", "words"),
        [
            ({"password": "wrong"}, 403, "This is not your password."),
            ({"password": ""}, 422, "Type your password, or a code."),
            ({"shown": "f" * 64}, 409, "The record changed while you had it open"),
        ],
    )
    def test_signs_nothing_else(self, world, rita, changes, status, words):
        response = self.sign(rita, world, **changes)

        world.refresh_from_db()
        assert response.status_code == status
        assert words in read(response)
        assert PASSWORD not in response.content.decode()
        assert (world.state, Signature.objects.count()) == ("DRAFT", 0)

    def test_shows_the_new_preview_when_people_changed(self, world, rita, alice):
        client, page = client_of(rita), where(world, "activate")
        before = client.get(page).content.decode()
        shown = re.search(r'name="shown" value="(\w{64})"', before)[1]
        CurrencyRecord.objects.create(
            person=alice, kind="DRILL", on=clinic_day(), recorded_at=NOW
        )

        response = client.post(page, {"password": PASSWORD, "shown": shown})
        after = read(response)

        assert response.status_code == 409
        assert "Alice Ames" in before and "Alice Ames" not in after
        again = re.search(r'name="shown" value="(\w{64})"', after)[1]
        assert again != shown
        signed = client.post(page, {"password": PASSWORD, "shown": again})
        assert signed.status_code == 302

    def test_asks_for_no_signature_where_nothing_differs(self, world, rita):
        world.tree = world.cloned_from.tree
        world.save()

        page = read(client_of(rita).get(where(world, "activate")))

        assert "It says the same as the version in force" in page
        assert 'name="password"' not in page
        assert "Already owed" in page and "Would owe" not in page
        assert "Bob Birch" in page[page.index('id="owes"') :]

    def test_tells_what_would_be_owed_where_something_differs(self, world, rita):
        page = read(client_of(rita).get(where(world, "activate")))

        assert "Would owe" in page and "Already owed" not in page

    def test_an_unfinished_draft_is_not_offered_for_signature(self, draft, rita):
        post(rita, draft, "add", "first", "top", what="all", kind="all")

        page = read(client_of(rita).get(where(draft, "activate")))

        assert "Part 3: This group is empty." in page
        assert 'name="password"' not in page

    def test_goes_back_to_the_shipped_version(self, world, rita, clinic):
        self.sign(rita, world)

        response = self.sign(rita, world, "retire")

        world.refresh_from_db()
        assert "The shipped version stands again" in read(response)
        assert world.state == "RETIRED"

    def test_somebody_who_is_late_is_told(self, world, rita):
        self.sign(rita, world)

        page = client_of(rita).get(where(world, "activate"), follow=True)

        assert "Somebody was quicker" in read(page)
