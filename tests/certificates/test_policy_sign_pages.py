"""A version of the gate's policy previewed and signed in the Wagtail admin."""

import datetime
import re

import pytest
from django.utils import timezone

from certificates.models import Session, Signature
from tests.cast import client_of
from tests.certificates.desk import PASSWORD, desk, shown_on
from tests.certificates.policies import LOOKED_UP, drafted, signed
from tests.certificates.policy_pages import (
    draft,
    mona,
    now,
    sign,
    where,
)
from tests.certificates.roster import days, make_clear, set_site_values
from tests.certificates.version_pages import read

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk", "draft", "mona", "now"]


class TestThePreviewAndSignatures:
    @pytest.fixture
    def world(self, draft, clinic, alice):
        """Alice would lose; so would the session that she is to hold."""
        make_clear(alice, clinic, "L1")
        set_site_values(clinic)
        starts_at = timezone.now() + days(1)
        row = Session.objects.create(
            code="KX-204",
            clinic=clinic,
            kind="PREPARATION",
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(hours=1),
            staffing_code="A",
        )
        row.members.create(person=alice, role="lead")
        return draft

    def test_name_people_seats_sessions_and_reasons(self, world, rita):
        page = read(client_of(rita).get(where(world, "sign")))

        aside, lose, no, empty = (
            page.index(words)
            for words in (
                'id="sign"',
                'id="loses"',
                'id="closes"',
                "Nobody and no session to name under:",
            )
        )
        # The signing part first: the lists may be long.
        assert aside < lose < page.index("Alice Ames", lose) < no
        assert (
            "Preparation · Medication, as second staff · Integration" in page[lose:no]
        )
        assert "exclusion list" in page[lose:no]
        assert no < page.index("KX-204") < empty
        assert "Would gain clearance" in page[empty:]
        assert "Would be refused at the door as things stand" in page[empty:]
        assert "1 booked session was asked about" in page
        assert 'id="gains"' not in page
        assert 'id="harder"' not in page

    def test_filter_people_by_name(self, world, rita):
        client, page = client_of(rita), where(world, "sign")

        assert "Alice Ames" in read(client.get(page, {"q": "ALICE"}))
        found = read(client.get(page, {"q": "nobody"}))
        assert "Nobody of this name." in found and "KX-204" in found

    def test_are_two_and_then_it_holds(self, world, rita, mona, clinic):
        assert "A clinical director signs first." in read(
            client_of(mona).get(where(world, "sign"))
        )

        first = read(sign(rita, world))
        own = read(client_of(rita).get(where(world, "sign")))
        second = read(client_of(mona).get(where(world, "sign")))
        done = read(sign(mona, world, "sign_second"))

        assert "You signed first." in first
        assert "You wrote on this version" in own and 'name="password"' not in own
        assert "Rita Rowe, clinical director, signed first on" in second
        assert where(world, "sign_second") in second
        assert "Two people have signed." in done
        world.refresh_from_db()
        assert (world.state, world.second_by) == ("SIGNED", mona)
        version = read(client_of(mona).get(where(world, "version")))
        assert "Policy of the gate, second signature" in version
        assert "It stays as it is for ever" in version
        late = read(client_of(rita).get(where(world, "sign"), follow=True))
        assert "Somebody was quicker" in late

    @pytest.mark.parametrize(
        ("changes", "status", "words"),
        [
            ({"password": "wrong"}, 403, "This is not your password."),
            ({"password": ""}, 422, "Type your password, or a code."),
            ({"shown": "f" * 64}, 409, "The record changed while you had it open"),
        ],
    )
    @pytest.mark.parametrize("name", ["sign", "sign_second"])
    def test_are_nothing_else(self, world, rita, mona, name, changes, status, words):
        if name == "sign_second":
            sign(rita, world)
        before = Signature.objects.count()

        response = sign(mona if before else rita, world, name, **changes)

        world.refresh_from_db()
        assert response.status_code == status
        assert words in read(response)
        assert PASSWORD not in response.content.decode()
        assert (world.state, Signature.objects.count()) == ("DRAFT", before)
        # Where the cursor goes when the page comes back.
        alert = re.search(r'<div [^>]*role="alert"[^>]*>', response.content.decode())
        assert 'tabindex="-1" data-focus-on-load' in alert[0]
        assert "focus-errors.js" in response.content.decode()

    def test_show_the_new_preview_when_people_changed(self, world, rita, bob, clinic):
        client, page = client_of(rita), where(world, "sign")
        shown = shown_on(client, page)
        make_clear(bob, clinic, "L1")

        response = client.post(page, {"password": PASSWORD, "shown": shown})

        assert response.status_code == 409
        assert "Bob Birch" in read(response)
        again = re.search(r'name="shown" value="(\w{64})"', response.content.decode())
        told = {"password": PASSWORD, "shown": again[1]}
        assert client.post(page, told).status_code == 302

    def test_a_first_that_fell_is_told_of(self, world, rita, mona, bob, clinic):
        sign(rita, world)
        make_clear(bob, clinic, "L1")

        page = read(client_of(rita).get(where(world, "sign")))

        assert "That signature no longer stands" in page
        assert "Sign first" in page

    def test_are_not_offered_for_what_is_not_whole(self, clinic, rita, now):
        same = drafted(clinic, rita, {}, at=now)

        page = read(client_of(rita).get(where(same, "sign")))

        assert "It asks exactly what is in force then" in page
        assert 'name="password"' not in page

    def test_say_which_waiting_version_would_never_begin(self, clinic, rita, mona, now):
        signed(clinic, rita, mona, at=now, in_force_from=now + days(30))
        newer = drafted(clinic, rita, LOOKED_UP, at=now)

        page = read(client_of(rita).get(where(newer, "sign")))

        assert "that one never begins" in page

    def test_name_who_gains_when_a_waiting_version_is_called_off(
        self, clinic, rita, mona, now, alice
    ):
        make_clear(alice, clinic, "L1")
        signed(clinic, rita, mona, LOOKED_UP, at=now, in_force_from=now + days(3))
        same = {"EXCLUSION-CLEAR": {"checked_within_days": 31}}
        newer = drafted(clinic, rita, same, at=now)

        page = read(client_of(rita).get(where(newer, "sign")))

        instead = page.index("Instead of version")
        assert page.index("Alice Ames", instead) > page.index("Would gain", instead)

    def test_say_what_is_taken_for_granted(self, world, rita):
        page = read(client_of(rita).get(where(world, "sign")))

        assert "taken for granted" in page

    def test_say_that_it_begins_later(self, clinic, rita, mona, now):
        draft = drafted(clinic, rita, LOOKED_UP, at=now, in_force_from=now + days(3))

        sign(rita, draft)
        done = read(sign(mona, draft, "sign_second"))

        assert "It begins at the moment that was chosen." in done
