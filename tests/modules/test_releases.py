"""A published change is in force for nobody until somebody says what it asks."""

import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from wagtail.models import Page

from home.models import AuditEntry
from modules.actions.editions import keep_edition
from modules.actions.releases import (
    CodeTaken,
    Meaning,
    MeaningIncomplete,
    NotAPublisher,
    NotWaiting,
    ReleasedByAuthor,
    release_edition,
)
from modules.loading.moderators import ensure_moderators
from modules.models import EditionRelease, LessonPage, ModuleEdition, ModulePage
from modules.selectors.record import learning_record
from modules.selectors.releases import affected_by, authors_of, editions_waiting
from tests.cast import client_of, make_person
from tests.modules.lesson_forms import sent_back
from tests.modules.test_lesson_pages import begin, read

TODAY = datetime.datetime.now(datetime.UTC)
RETAKE = Meaning("RETAKE", "The law changed.")


@pytest.fixture
def mona(built):
    return publisher(built, "Mona Moderates")


@pytest.fixture
def mike(built):
    return publisher(built, "Mike Moderates")


def publisher(built, name):
    person = make_person(name)
    person.user.groups.add(ensure_moderators(built.page))
    return person


def rewrite(by, **fields):
    """This will publish the lesson F1.1 with other words, as an editor does."""
    page = LessonPage.objects.get(code="F1.1")
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision(user=by.user, log_action=True, changed=True)
    revision.publish(user=by.user, log_action=True)
    return waiting()


def waiting():
    return next(iter(editions_waiting()), None)


def is_complete(person, code="F1"):
    return learning_record(person, clinic_ids=[]).module(code).is_complete


class TestPublishing:
    def test_changes_nothing_until_it_is_released(self, built, alice, mona, mike):
        begin(alice, built.tracks["F"])
        read(alice, built.lessons["F1.1"], built.lessons["F1.2"])
        before = learning_record(alice, clinic_ids=[])

        edition = rewrite(mona, title="Another")

        assert edition.number == 2
        assert learning_record(alice, clinic_ids=[]) == before
        release_edition(edition, RETAKE, by=mike, at=TODAY)
        assert waiting() is None
        assert not is_complete(alice)

    def test_of_a_first_edition_is_released_at_once(self, built):
        module = ModulePage(title="New", slug="new", code="F7")
        built.tracks["F"].refresh_from_db()
        built.tracks["F"].add_child(instance=module)
        module.add_child(
            instance=LessonPage(title="One", slug="one", code="F7.1", minutes=5)
        )
        edition = keep_edition(module, by=None, at=TODAY)

        assert edition.release.significance == "COSMETIC"
        assert edition.release.released_by is None
        assert waiting() is None

    def test_by_every_other_way_waits_too(self, built, mona):
        revision = LessonPage.objects.get(code="F1.1").save_revision(user=mona.user)
        page = revision.as_object()
        page.title = "At its time"
        page.go_live_at = TODAY - datetime.timedelta(minutes=1)
        page.save_revision(user=mona.user, approved_go_live_at=page.go_live_at)
        call_command("publish_scheduled")
        assert waiting().lessons[0]["title"] == "At its time"

        LessonPage.objects.get(code="F1.2").unpublish(user=mona.user)
        assert [line["code"] for line in waiting().lessons] == ["F1.1"]

    def test_a_copy_waits_until_it_has_a_code_of_its_own(self, built, mona):
        module = ModulePage.objects.get(code="F1")
        module.copy(recursive=True, update_attrs={"slug": "f1-again"}, user=mona.user)

        edition = waiting()
        assert edition.code == "F1"
        assert edition.module_key != module.translation_key
        with pytest.raises(CodeTaken):
            release_edition(edition, Meaning(), by=mona, at=TODAY)
        record = learning_record(mona, clinic_ids=[])
        assert [row.code for row in record.track("F").modules] == ["F1", "F2"]


class TestReleasing:
    def test_is_told_in_the_log_with_its_authors(self, built, mona, mike):
        edition = rewrite(mona, title="Another")

        release = release_edition(edition, RETAKE, by=mike, at=TODAY)

        assert release.authors == [str(mona.pk)]
        entry = AuditEntry.objects.get(action="MODULE-EDITION-RELEASED", by=mike.pk)
        assert entry.facts["significance"] == "RETAKE"

    @pytest.mark.parametrize("significance", ["COSMETIC", "RETAKE"])
    def test_of_ones_own_words_needs_somebody_else(
        self, built, mona, mike, significance
    ):
        edition = rewrite(mona, title="Another")
        meaning = Meaning(significance, "Why.")

        with pytest.raises(ReleasedByAuthor):
            release_edition(edition, meaning, by=mona, at=TODAY)

        assert release_edition(edition, meaning, by=mike, at=TODAY)

    def test_of_ones_own_comma_is_allowed_as_cosmetic(self, built, mona):
        edition = rewrite(mona, title="Lesson, F1.1")

        with pytest.raises(ReleasedByAuthor):
            release_edition(edition, RETAKE, by=mona, at=TODAY)
        assert release_edition(edition, Meaning(), by=mona, at=TODAY)

    def test_counts_who_wrote_before_somebody_else_published(self, built, mona, mike):
        page = LessonPage.objects.get(code="F1.1")
        page.title = "A draft"
        page.save_revision(user=mike.user, log_action=True, changed=True)
        edition = rewrite(mona, title="A draft, finished")

        before = built.editions["F1"]
        assert authors_of(edition, before) == {mona.pk, mike.pk}

    def test_forgets_the_authors_of_what_was_released(self, built, mona, mike):
        first = rewrite(mona, title="Another")
        now = datetime.datetime.now(datetime.UTC)
        release_edition(first, RETAKE, by=mike, at=now)
        edition = rewrite(mike, title="A third")

        assert authors_of(edition, first) == {mike.pk}

    def test_counts_who_took_a_lesson_out(self, built, mona):
        LessonPage.objects.get(code="F1.2").unpublish(user=mona.user, log_action=True)

        assert mona.pk in authors_of(waiting(), built.editions["F1"])

    def test_is_for_who_may_publish(self, built, mona, alice):
        edition = rewrite(mona, title="Another")

        with pytest.raises(NotAPublisher):
            release_edition(edition, RETAKE, by=alice, at=TODAY)

    def test_happens_once_and_to_the_newest(self, built, mona, mike):
        old = rewrite(mona, title="Another")
        edition = rewrite(mona, title="A third")

        with pytest.raises(NotWaiting):
            release_edition(old, RETAKE, by=mike, at=TODAY)
        release_edition(edition, RETAKE, by=mike, at=TODAY)
        with pytest.raises(NotWaiting):
            release_edition(edition, RETAKE, by=mike, at=TODAY)

    @pytest.mark.parametrize(
        "meaning",
        [
            Meaning("RETAKE", " "),
            Meaning("RETAKE", "Why.", TODAY.date() + datetime.timedelta(days=9)),
            Meaning("ACKNOWLEDGE", "Why."),
            Meaning("ACKNOWLEDGE", "Why.", TODAY.date()),
        ],
    )
    def test_says_why_and_until_when(self, built, mona, mike, meaning):
        edition = rewrite(mona, title="Another")

        with pytest.raises(MeaningIncomplete):
            release_edition(edition, meaning, by=mike, at=TODAY)

    def test_is_never_changed(self, built):
        for change in (
            lambda rows: rows.update(significance="RETAKE"),
            lambda rows: rows.delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(EditionRelease.objects.all())

    def test_tells_who_is_touched_by_clinic(self, built, alice, bob, clinic):
        for person in (alice, bob):
            begin(person, built.tracks["F"])
            read(person, built.lessons["F1.1"])

        found = affected_by(built.editions["F1"].module_key, day=TODAY.date())

        assert (found.people, found.clinics) == (2, ((clinic, 2),))


class TestThePage:
    def test_asks_right_after_publishing(self, built, mona):
        client = client_of(mona)
        page = LessonPage.objects.get(code="F1.1")
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        shown = client.get(address)
        data = sent_back(shown.context["form"]) | {"title": "Another"}

        answer = client.post(address, data | {"action-publish": "1"})

        assert answer.url == reverse("edition_to_release", args=[waiting().pk])
        text = client.get(answer.url).text
        assert "Changed: F1.1 Another" in text
        assert "Somebody else who may publish has to release it." in text
        assert "Release this edition" not in text

    def test_lists_and_releases(self, built, mona, mike):
        edition = rewrite(mona, title="Another")
        client, listing = client_of(mike), reverse("editions_to_release")
        address = reverse("edition_to_release", args=[edition.pk])
        assert address in client.get(listing).text

        refused = client.post(address, {"significance": "RETAKE", "reason": ""})
        assert "Say why people are asked." in refused.text
        client.post(address, {"significance": "RETAKE", "reason": "The law changed."})

        assert ModuleEdition.objects.newest().get(code="F1") == edition
        assert edition.release.reason == "The law changed."
        assert "No edition waits" in client.get(listing).text
        assert client.get(address).status_code == 404

    def test_keeps_an_acknowledgement_with_its_day(self, built, mona, mike):
        edition = rewrite(mona, title="Another")
        day = TODAY.date() + datetime.timedelta(days=30)
        data = {"significance": "ACKNOWLEDGE", "reason": "Why.", "due_on": f"{day}"}
        client = client_of(mike)
        address = reverse("edition_to_release", args=[edition.pk])
        assert "Name the last day" in client.post(address, data | {"due_on": ""}).text

        client.post(address, data)

        change = learning_record(mike, clinic_ids=[]).module("F1").changes[-1]
        assert change.due_on == day

    def test_refuses_the_author_who_sends_the_form_all_the_same(self, built, mona):
        edition = rewrite(mona, title="Another")
        address = reverse("edition_to_release", args=[edition.pk])

        client_of(mona).post(address, {"significance": "COSMETIC"})

        assert waiting() == edition

    def test_is_closed_to_who_may_not_publish(self, built, editor, rita):
        for client in (editor, client_of(rita)):
            assert client.get(reverse("editions_to_release")).status_code != 200

    def test_is_asked_of_nobody_where_nothing_is_learned(self, built, mona):
        front = Page.objects.get(depth=2).specific
        front.save_revision().publish()

        assert waiting() is None
