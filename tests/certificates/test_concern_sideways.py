"""No page of the site lets a report be read by another way than its officer's."""

import re

import pytest
from django.urls import reverse

from certificates.actions.applications import (
    Wish,
    submit_application,
    withdraw_application,
)
from certificates.actions.concern_reviews import add_note
from certificates.actions.verifying import mark_ready, verify_again
from home.models import Membership, Role
from kap_training.routes import every_route
from tests.cast import LONG_AGO, NOW, client_of, make_person
from tests.certificates.concerning import ACCOUNT, LATER, close, report, taken
from tests.certificates.readiness import L1_TREE, make_ready, requirement_set

NOTE = "Both remember that the second request went unheard."
OURS = [route.pattern for route in every_route() if route.is_ours]
WITH_ID = [pattern for pattern in OURS if "<uuid:" in pattern]


@pytest.fixture
def sam(clinic):
    return make_person("Sam Sato", clinic, Role.SAFETY_OFFICER)


@pytest.fixture
def concern(alice, bob, clinic, sam):
    row = taken(report(clinic, bob, alice, severity="HARM"), sam)
    add_note(row, NOTE, by=sam, at=LATER)
    return close(row, sam, note=NOTE)


@pytest.fixture
def powerful(bob, clinic):
    """The person named, with every role but the officer's, and a superuser."""
    for role in set(Role) - {Role.SAFETY_OFFICER, Role.THERAPIST, Role.ASSESSOR}:
        Membership.objects.create(
            person=bob, clinic=clinic, role=role, starts_on=LONG_AGO
        )
    bob.user.is_superuser = bob.user.is_staff = True
    bob.user.save()
    return client_of(bob)


def filled(pattern, clinic, pk):
    path = re.sub(r"<uuid:\w+>", str(pk), pattern)
    path = re.sub(r"<slug:clinic>", clinic.slug, path)
    return re.sub(r"<(?:\w+:)?\w+>", "1", path)


def told_by(client, path):
    answer = client.get(path)
    if answer.streaming:
        return b"".join(answer.streaming_content).decode("utf-8", "replace")
    return answer.content.decode("utf-8", "replace")


def settled(told):
    """The page without the tokens that are new at every request; digests stay."""
    return re.sub(r"\b(?=[0-9a-f]*[g-zA-Z])[0-9A-Za-z]{64}\b", "", told)


@pytest.mark.usefixtures("clocks_agree")
class TestNoPageTells:
    def test_the_account_or_a_note_by_the_reports_id(self, concern, powerful, clinic):
        telling = [
            path
            for path in (filled(pattern, clinic, concern.pk) for pattern in WITH_ID)
            if {text for text in (ACCOUNT, NOTE) if text in told_by(powerful, path)}
        ]

        assert telling == []

    def test_them_or_the_id_on_any_page_about_the_person_or_about_nobody(
        self, concern, powerful, clinic, bob
    ):
        forbidden = (ACCOUNT, NOTE, str(concern.pk))
        telling = [
            path
            for path in (filled(pattern, clinic, bob.pk) for pattern in OURS)
            if {text for text in forbidden if text in told_by(powerful, path)}
        ]

        assert telling == []

    @pytest.mark.parametrize("words", ["ten minutes", "second request", "concern"])
    def test_them_in_the_search_of_the_admin(self, words, concern, powerful):
        path = reverse("wagtailadmin_pages:search") + f"?q={words}"

        told = told_by(powerful, path)

        assert ACCOUNT not in told and NOTE not in told and str(concern.pk) not in told


@pytest.mark.usefixtures("clocks_agree")
class TestThePersonNamed:
    def test_sees_every_page_as_if_there_were_no_report(
        self, alice, bob, clinic, sam, powerful
    ):
        pages = [filled(pattern, clinic, bob.pk) for pattern in OURS]
        before = {path: settled(told_by(powerful, path)) for path in pages}

        taken(report(clinic, bob, alice, severity="RULE"), sam)

        after = {path: settled(told_by(powerful, path)) for path in pages}
        changed = [path for path in pages if before[path] != after[path]]
        assert changed == []

    def test_who_applied_and_directs_learns_nothing_from_their_own_application(
        self, application, alice, bob, clinic, sam
    ):
        Membership.objects.create(
            person=alice,
            clinic=clinic,
            role=Role.CLINICAL_DIRECTOR,
            starts_on=LONG_AGO,
        )
        client = client_of(alice)
        pages = [filled(pattern, clinic, application.pk) for pattern in WITH_ID]
        before = {path: settled(told_by(client, path)) for path in pages}

        taken(report(clinic, alice, bob, severity="RULE"), sam)

        after = {path: settled(told_by(client, path)) for path in pages}
        changed = [path for path in pages if before[path] != after[path]]
        assert changed == []


@pytest.mark.usefixtures("clocks_agree")
class TestWhoAppliesForWhatAsksForNoOpenConcern:
    """They learn nothing from what becomes of it until somebody decides."""

    @pytest.fixture
    def asked(self, alice, bob, clinic):
        make_ready(alice, clinic, bob)
        tree = {"all": [L1_TREE, {"leaf": "no_open_concern"}]}
        return requirement_set("L1", tree, clinic=clinic)

    def lived(self, alice, clinic, stella):
        """All that they can see of one they apply with, and take back."""
        sent = submit_application(alice, Wish(clinic, "L1"), at=NOW)
        told = [settled(told_by(client_of(alice), own_page(sent)))]
        verify_again(sent, by=stella, at=LATER)
        told.append(settled(told_by(client_of(stella), verifying_page(sent))))
        mark_ready(sent, by=stella, at=LATER)
        told.append(settled(told_by(client_of(alice), own_page(sent))))
        told.append(settled(told_by(client_of(stella), verifying_page(sent))))
        seen = list(sent.events.order_by("id").values_list("state", "by", "at"))
        frozen = {**sent.dossier, "applications": []}
        withdraw_application(sent, by=alice, at=LATER)
        return [page.replace(str(sent.pk), "") for page in told], seen, frozen

    @pytest.mark.parametrize("severity", ["QUESTION", "RULE"])
    def test_lives_through_the_same_with_one_open_and_without(
        self, severity, asked, alice, bob, clinic, sam
    ):
        stella = make_person("Stella Stone", clinic, Role.STAFF)
        without = self.lived(alice, clinic, stella)

        taken(report(clinic, alice, bob, severity=severity), sam)

        pages, seen, frozen = self.lived(alice, clinic, stella)
        assert pages == without[0]
        assert seen == without[1]
        assert [state for state, _by, _at in seen][:3] == [
            "DRAFT",
            "SUBMITTED",
            "READY",
        ]
        assert frozen == without[2]

    def test_is_told_of_to_the_director_who_decides(
        self, asked, alice, bob, rita, clinic, sam
    ):
        taken(report(clinic, alice, bob, severity="RULE"), sam)
        sent = submit_application(alice, Wish(clinic, "L1"), at=NOW)
        stella = make_person("Stella Stone", clinic, Role.STAFF)

        directors = told_by(client_of(rita), verifying_page(sent))

        assert "One report is open" in directors
        assert "Verify it again" not in directors
        assert "report" not in told_by(client_of(stella), verifying_page(sent))


def own_page(application):
    return reverse("application", args=[application.pk])


def verifying_page(application):
    return reverse("credentialing_verifying", args=[application.pk])


class TestThePagesLookedAt:
    def test_are_many_and_the_officer_reads_the_account_on_one(
        self, concern, sam, clinic
    ):
        """Without this the pages above could all be errors."""
        officers = client_of(sam)
        telling = [
            pattern
            for pattern in WITH_ID
            if ACCOUNT in told_by(officers, filled(pattern, clinic, concern.pk))
        ]

        assert len(WITH_ID) > 20
        assert "/safety/<uuid:pk>/" in telling
        assert all(pattern.startswith("/safety/") for pattern in telling)
