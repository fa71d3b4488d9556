"""Who learned a module reads what changed, side by side, and confirms it."""

import datetime

import pytest
from django.urls import reverse

from certificates.requirements.learning import module_current
from home.models import AuditEntry, Role
from modules.actions.lessons import open_lesson
from modules.actions.reading_editions import (
    ChangedMeanwhile,
    NothingNewer,
    NothingToConfirm,
    acknowledge,
    move_over,
)
from modules.models import (
    Acknowledgement,
)
from modules.selectors.edition_changes import changes_for
from modules.selectors.record import learning_record
from tests.cast import NOW, client_of, make_clinic, make_person
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import begin, read
from tests.modules.republishing import (
    CODES,
    learned,
    module_of,
    page,
    publish,
    reader,
)
from tests.races import CLIENTS, at_once

__all__ = ["learned", "reader"]


class TestConfirming:
    def key(self, built):
        return built.modules["F1"].translation_key

    def url(self, built):
        return reverse("edition_changes", args=[self.key(built)])

    def test_is_asked_on_my_path_and_in_the_module(self, built, learned):
        publish(built, "ACKNOWLEDGE")
        client = client_of(learned)

        for url in ("/learn/", built.modules["F1"].url, built.lessons["F1.2"].url):
            assert self.url(built) in client.get(url).text
        assert self.url(built) not in client.get(built.modules["F2"].url).text

    def test_shows_only_what_changed_and_no_key(self, built, learned):
        publish(built, "ACKNOWLEDGE")

        shown = client_of(learned).get(self.url(built)).text

        assert "<ins>Newer" in shown
        assert "Lesson F1.1" in shown
        assert "Lesson F1.2" not in shown
        assert "FEEDBACK" not in shown

    def test_is_kept_and_then_asked_no_more(self, built, learned):
        edition = publish(built, "ACKNOWLEDGE")
        client = client_of(learned)
        sha256 = client.get(self.url(built)).context["changes"].sha256

        answer = client.post(self.url(built), {"passages": sha256}, follow=True)

        assert "You have confirmed" in answer.text
        kept = Acknowledgement.objects.get()
        assert (kept.edition, kept.from_edition.number) == (edition, 1)
        assert kept.passages_sha256 == sha256
        assert self.url(built) not in client.get("/learn/").text
        assert "Nothing changed for you" in client.get(self.url(built)).text
        assert AuditEntry.objects.filter(action="EDITION-ACKNOWLEDGED").count() == 1

    def test_something_else_than_was_shown_is_shown_anew(self, built, learned):
        publish(built, "ACKNOWLEDGE")
        client = client_of(learned)
        sha256 = client.get(self.url(built)).context["changes"].sha256
        publish(built, "ACKNOWLEDGE", "Words of a third edition")

        answer = client.post(self.url(built), {"passages": sha256})

        assert answer.status_code == ChangedMeanwhile.status
        assert "changed again in the meantime" in answer.text
        assert "third" in answer.text
        assert not Acknowledgement.objects.exists()

    def test_what_was_confirmed_is_not_shown_again(self, built, learned):
        for words in ("Second words", "Third words"):
            publish(built, "ACKNOWLEDGE", words)
            changes = changes_for(learned, self.key(built))
            acknowledge(
                learned, self.key(built), passages_sha256=changes.sha256, at=NOW
            )

        numbers = Acknowledgement.objects.order_by("pk").values_list(
            "from_edition__number", "edition__number"
        )
        assert list(numbers) == [(1, 2), (2, 3)]

    def test_shows_everything_since_the_oldest_text_stood_on(self, built, learned):
        publish(built, "ACKNOWLEDGE", "Second words")
        read(learned, page(built, "F1.2"))
        publish(built, "COSMETIC", "Third words")

        changes = changes_for(learned, self.key(built))

        assert (changes.before.number, changes.after.number) == (1, 3)

    def test_reading_it_anew_is_confirming_too(self, built, learned):
        publish(built, "ACKNOWLEDGE")
        read(learned, page(built, "F1.1"), page(built, "F1.2"))

        assert module_of(learned).to_confirm is None

    def test_a_retake_cannot_be_confirmed(self, built, learned):
        publish(built, "RETAKE")

        assert changes_for(learned, self.key(built)) is None
        with pytest.raises(NothingToConfirm):
            acknowledge(learned, self.key(built), passages_sha256="", at=NOW)

    def test_is_what_the_credential_asks_for(self, built, learned):
        publish(built, "ACKNOWLEDGE")
        asked = {"module": "F1", "acknowledge_within_days": 30}

        def verdict(today):
            record = learning_record(learned, clinic_ids=())
            evidence = type(
                "E", (), {"learning": record, "today": today, "person_id": "p"}
            )
            return module_current(asked, evidence)

        late = (NOW + datetime.timedelta(days=40)).date()
        assert verdict(NOW.date()).result == "MET"
        assert verdict(late).result == "UNMET"
        changes = changes_for(learned, self.key(built))
        acknowledge(learned, self.key(built), passages_sha256=changes.sha256, at=NOW)
        assert verdict(late).result == "MET"

    def test_whoever_is_in_the_middle_sees_it_and_may_go_over(self, built, reader):
        publish(built, "ACKNOWLEDGE")

        shown = client_of(reader).get(self.url(built)).text

        assert "Go over to the newer edition" in shown
        assert "I have read what changed" not in shown

    def test_is_nobody_elses(self, built, learned, bob):
        publish(built, "ACKNOWLEDGE")

        assert "Nothing changed for you" in client_of(bob).get(self.url(built)).text


@pytest.mark.races
def test_eight_clicks_confirm_and_move_once(on_postgresql):
    clinic = make_clinic()
    alice, bob = (
        make_person(name, clinic, Role.THERAPIST) for name in ("Alice Ames", "Bob Bly")
    )
    built = small_curriculum()
    for person in (alice, bob):
        begin(person, built.tracks["F"])
    read(alice, *(built.lessons[code] for code in CODES))
    open_lesson(built.lessons["F1.1"], by=bob, at=NOW)
    publish(built, "ACKNOWLEDGE")
    key = built.modules["F1"].translation_key
    sha256 = changes_for(alice, key).sha256

    def confirm(_number):
        try:
            acknowledge(alice, key, passages_sha256=sha256, at=NOW)
        except NothingToConfirm:
            return "told"
        return "kept"

    def move(_number):
        try:
            move_over(bob, key, at=NOW)
        except NothingNewer:
            return "told"
        return "kept"

    for act in (confirm, move):
        assert sorted(at_once(act)) == ["kept", *["told"] * (CLIENTS - 1)]
