"""The pages on which a concern is reported, and looked into."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Concern, Signature, Suspension
from home.models import Role
from tests.cast import client_of, make_person
from tests.certificates.concerning import ACCOUNT, report, taken

PASSWORD = "a long enough password"


@pytest.fixture
def sam(clinic):
    return make_person("Sam Sato", clinic, Role.SAFETY_OFFICER)


@pytest.fixture
def said(bob, clinic):
    return {
        "clinic": clinic.slug,
        "person": bob.pk,
        "severity": "QUESTION",
        "account": ACCOUNT,
        "occurred_on": "",
        "session_code": "",
    }


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def concern(alice, bob, clinic, sam, now):
    return taken(report(clinic, bob, alice, at=now), sam, at=now)


def send(by, said, /, **changes):
    return client_of(by).post(reverse("concern_report"), said | changes)


class TestReporting:
    def test_says_beforehand_who_reads_it(self, alice, clinic):
        page = client_of(alice).get(reverse("concern_report"))

        assert page.status_code == 200
        assert "Who reads this" in page.content.decode()
        assert "no-store" in page["Cache-Control"]

    def test_offers_colleagues_but_not_oneself_or_strangers(
        self, alice, bob, charlie, clinic
    ):
        page = client_of(alice).get(reverse("concern_report"))

        offered = list(page.context["form"].fields["person"].queryset)
        assert bob in offered and alice not in offered and charlie not in offered

    def test_ends_on_a_page_that_shows_nothing_of_it(self, alice, said, sam):
        answer = send(alice, said)

        assert answer["Location"] == reverse("concern_sent")
        after = client_of(alice).get(answer["Location"]).content.decode()
        assert "What happens next" in after
        assert "Bob" not in after and ACCOUNT not in after
        assert Concern.objects.get().officer == sam

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"account": ""}, "account"),
            ({"account": "Born on 1985-03-14."}, "account"),
            ({"session_code": "Maria Lopez"}, "session_code"),
            ({"occurred_on": "2999-01-01"}, "occurred_on"),
            ({"severity": "BAD"}, "severity"),
            ({"person": "x"}, "person"),
            ({"severity": "HARM"}, "is_sure"),
        ],
        ids=str,
    )
    def test_says_at_the_field_what_to_mend_and_keeps_the_rest(
        self, changes, field, alice, said
    ):
        answer = send(alice, said, **changes)

        form = answer.context["form"]
        assert (answer.status_code, list(form.errors)) == (422, [field])
        assert not Concern.objects.exists()
        if field != "account":
            assert ACCOUNT in answer.content.decode()

    def test_of_harm_asks_once_more_and_then_pauses(self, alice, bob, said, sam):
        send(alice, said, severity="HARM", is_sure="on")

        assert Suspension.objects.get().person == bob

    def test_is_not_taken_about_oneself_or_strangers_or_elsewhere(
        self, alice, charlie, other_clinic, said
    ):
        assert send(alice, said, person=alice.pk).status_code == 422
        assert send(alice, said, person=charlie.pk).status_code == 422
        elsewhere = said | {"clinic": other_clinic.slug}
        assert send(alice, elsewhere).status_code == 404
        assert not Concern.objects.exists()

    def test_is_for_people_on_a_roster(self, said):
        gone = make_person("Gina Gone")

        assert send(gone, said).status_code == 403
        assert send(None, said).status_code == 302

    def test_stops_after_five_in_a_day(self, alice, said, sam):
        answers = [send(alice, said).status_code for _number in range(6)]

        assert answers == [302] * 5 + [429]


class TestLookingInto:
    def page(self, who, concern, name="concern"):
        return client_of(who).get(reverse(f"safety_{name}", args=[concern.pk]))

    def send(self, who, concern, name, **said):
        return client_of(who).post(reverse(f"safety_{name}", args=[concern.pk]), said)

    def test_begins_with_taking_it_up(self, alice, bob, clinic, sam, now):
        row = report(clinic, bob, alice, at=now)
        before = self.page(sam, row).content.decode()
        assert ACCOUNT in before and "Take it up" in before

        self.send(sam, row, "take")

        row.refresh_from_db()
        after = self.page(sam, row).content.decode()
        assert row.state == "IN_REVIEW"
        assert "Close the review" in after and "Take it up" not in after

    def test_of_one_already_taken_changes_nothing(self, concern, sam):
        before = concern.events.count()

        answer = self.send(sam, concern, "take")

        assert (answer.status_code, concern.events.count()) == (302, before)

    def test_keeps_notes(self, concern, sam):
        answer = self.send(sam, concern, "note", note="Spoke with both.")

        assert answer["Location"] == reverse("safety_concern", args=[concern.pk])
        assert "Spoke with both." in self.page(sam, concern).content.decode()

    def test_raises_the_severity_upwards_only(self, concern, bob, sam):
        offered = self.page(sam, concern, "raise").context["form"].fields["severity"]
        assert [value for value, _label in offered.choices] == ["RULE", "HARM"]

        self.send(sam, concern, "raise", severity="HARM", note="It was worse.")

        assert Suspension.objects.get().person == bob
        # Nothing higher is left.
        assert self.page(sam, concern, "raise").status_code == 302

    def test_hands_over_to_officers_who_stand_apart(self, concern, alice, clinic, sam):
        opal = make_person("Opal Orr", clinic, Role.SAFETY_OFFICER)
        offered = self.page(sam, concern, "hand_over").context["form"].fields["officer"]
        assert list(offered.queryset) == [opal]

        wrong = self.send(sam, concern, "hand_over", officer=alice.pk, note="Yours.")
        right = self.send(sam, concern, "hand_over", officer=opal.pk, note="Yours.")

        assert (wrong.status_code, right["Location"]) == (422, reverse("safety"))
        assert self.page(sam, concern).status_code == 404
        assert self.page(opal, concern).status_code == 200

    def test_says_when_there_is_nobody_to_hand_it_to(self, concern, sam):
        page = self.page(sam, concern, "hand_over").content.decode()

        assert "No other safety officer stands apart" in page

    def test_closes_with_a_signature(self, concern, sam):
        page = self.page(sam, concern, "close")
        assert ACCOUNT in page.content.decode()
        shown = page.context["form"]["shown"].value()
        told = {"shown": shown, "outcome": "NO-ACTION", "note": "All is well."}

        wrong = self.send(sam, concern, "close", password="no", **told)
        assert (wrong.status_code, Signature.objects.count()) == (403, 0)
        assert "All is well." in wrong.content.decode()
        assert 'value="no"' not in wrong.content.decode()
        self.send(sam, concern, "close", password=PASSWORD, **told)

        concern.refresh_from_db()
        assert (concern.state, concern.outcome) == ("CLOSED", "NO-ACTION")
        assert "Closed: Looked into" in self.page(sam, concern).content.decode()

    def test_closes_nothing_that_changed_meanwhile(self, concern, sam):
        shown = self.page(sam, concern, "close").context["form"]["shown"].value()
        self.send(sam, concern, "note", note="One more thing.")

        told = {"shown": shown, "outcome": "NO-ACTION", "note": "All is well."}
        answer = self.send(sam, concern, "close", password=PASSWORD, **told)

        assert (answer.status_code, Signature.objects.count()) == (409, 0)

    def test_opens_a_closed_one_again(self, concern, sam):
        self.test_closes_with_a_signature(concern, sam)

        self.send(sam, concern, "reopen", note="Somebody told me more.")

        concern.refresh_from_db()
        assert concern.state == "IN_REVIEW"

    def test_leads_back_from_a_step_that_is_not_open(self, concern, sam):
        assert self.page(sam, concern, "reopen").status_code == 302


class TestTheDesk:
    def test_lists_what_is_open_before_what_is_closed(
        self, alice, bob, rita, clinic, sam, now
    ):
        report(clinic, rita, alice, at=now, severity="RULE")

        page = client_of(sam).get(reverse("safety")).content.decode()

        assert "About Rita Rowe" in page and "Given to you, not taken up yet" in page

    def test_takes_the_same_queries_however_many_there_are(
        self, alice, bob, rita, clinic, sam, now, django_assert_max_num_queries
    ):
        client = client_of(sam)
        report(clinic, bob, alice, at=now)
        client.get(reverse("safety"))
        with django_assert_max_num_queries(30) as few:
            client.get(reverse("safety"))
        for about in (bob, rita, bob, rita):
            report(clinic, about, alice, at=now)

        with django_assert_max_num_queries(len(few)):
            client.get(reverse("safety"))

    def test_is_in_the_navigation_of_safety_officers_alone(self, alice, sam):
        link = f'href="{reverse("safety")}"'

        assert link in client_of(sam).get(reverse("verify")).content.decode()
        assert link not in client_of(alice).get(reverse("verify")).content.decode()

    def test_says_when_nothing_is_open(self, sam):
        assert b"Nothing is open" in client_of(sam).get(reverse("safety")).content
