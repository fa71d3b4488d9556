"""What somebody wrote in the journal leaves the server for nobody else, by no way."""

import html
import logging
import re

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex, get_page_models
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from home.models import AuditEntry, Role, User
from kap_training.routes import every_route
from modules.actions.journal import save_entry
from modules.journal_versions import Sent
from modules.loading.editors import ensure_editors
from modules.loading.moderators import ensure_moderators
from modules.models import JournalEntry
from tests.cast import client_of, make_person
from tests.modules.readers import begin, first_block, read

WORDS = "QUETZAL-AT-MIDNIGHT"
EVERY = list(every_route())
# Each role of a clinic, with what somebody could hold beside it.
ROLES = [role for role in Role if role != Role.THERAPIST]
ASKED = f"?q={WORDS}&export=csv&page=1"
OTHERS = ["superuser", "editor", "moderator", "colleague", *ROLES]


@pytest.fixture
def written(built, alice, clinic):
    """Alice has read a lesson and written under its prompt."""
    lesson = built.lessons["F1.1"]
    begin(alice, built.tracks["F"])
    read(alice, lesson)
    return save_entry(
        lesson,
        block_id=first_block(lesson, "reflection"),
        sent=Sent(WORDS),
        by=alice,
        at=timezone.now(),
    )


@pytest.fixture
def others(written, built, clinic):
    """A browser of everybody who is not Alice, by who they are."""

    def one(who):
        roles = [who] if who in ROLES else [Role.THERAPIST]
        person = make_person("Olga Other", clinic, *roles)
        groups = {"editor": ensure_editors, "moderator": ensure_moderators}
        if who in groups:
            person.user.groups.add(groups[who](built.page))
        if who == "superuser":
            User.objects.filter(pk=person.user_id).update(is_superuser=True)
        return client_of(person)

    return one


def filled(pattern, entry):
    """This will put the ids of Alice's own rows into an address, in every place."""
    lesson = entry.lesson_key
    uuids = {"person": entry.person_id, "block": entry.block_id}
    numbers = (entry.pk, entry.person.user_id)
    made = []
    for number in dict.fromkeys(numbers):
        path = re.sub(
            r"<uuid:(\w+)>", lambda found: str(_of(uuids, found[1], lesson)), pattern
        )
        path = re.sub(r"<int:\w+>", str(number), path)
        path = re.sub(r"<(?:\w+:)?app_label>", "modules", path)
        path = re.sub(r"<(?:\w+:)?model_name>", "journalentry", path)
        path = re.sub(r"<(?:\w+:)?content_type_app_name>", "modules", path)
        path = re.sub(r"<(?:\w+:)?\w+>", str(number), path)
        made.append(path)
    return list(dict.fromkeys(made))


def _of(uuids, name, lesson):
    return next((found for key, found in uuids.items() if key in name), lesson)


def words_of(answer):
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return html.unescape(b"".join(parts).decode(errors="replace"))


def where_it_shows(client, entry, routes):
    """This will open every address and give those that hold Alice's words."""
    client.raise_request_exception = False
    opened, shown = 0, set()
    for route in routes:
        for path in filled(route.pattern, entry):
            # The question itself is often said again; only the journal's own counts.
            for address in (path, path + ASKED):
                answer = client.get(address)
                opened += answer.status_code == 200
                told = words_of(answer)
                told = told if address == path else told.replace(ASKED[3:], "")
                if WORDS in told and not _says_again(client, path):
                    shown.add(route.name)
    return opened, shown


def _says_again(client, path):
    """Whether a page only repeats what was asked of it."""
    other = "NOBODY-WROTE-THIS"
    return other in words_of(client.get(path + ASKED.replace(WORDS, other)))


def of(kind):
    return [route for route in EVERY if kind == "superuser" or route.is_ours]


class TestEveryAddress:
    @pytest.mark.parametrize("who", OTHERS)
    def test_shows_it_to_nobody_else(self, written, others, who):
        opened, shown = where_it_shows(others(who), written, of(who))

        assert shown == set()
        # Otherwise the walk met closed doors only and proves nothing.
        assert opened > (100 if who == "superuser" else 10)

    def test_shows_it_to_whoever_wrote_it(self, written, alice):
        _opened, shown = where_it_shows(client_of(alice), written, of("therapist"))

        assert shown == {"journal", "journal_remove"}
        lesson = client_of(alice).get("/curriculum/foundations/f1/f1-1/")
        assert WORDS in words_of(lesson)

    @pytest.mark.parametrize("who", OTHERS)
    def test_is_empty_where_others_read_the_same_lesson(
        self, written, others, built, who
    ):
        lesson = built.lessons["F1.1"]

        assert WORDS not in words_of(others(who).get(lesson.url))


class TestNoOtherWayOut:
    def test_no_list_or_search_of_the_admin_knows_it(self):
        assert JournalEntry not in set(get_indexed_models())
        assert JournalEntry not in set(get_snippet_models())
        assert JournalEntry not in set(get_page_models())
        names = {str(name) for name in get_resolver().reverse_dict}
        assert not [name for name in names if "journalentry" in name.lower()]
        with pytest.raises(NoReverseMatch):
            reverse("journalentry:index")

    def test_no_group_is_offered_a_right_to_it(self, written, others):
        client = others("superuser")

        page = words_of(client.get(reverse("wagtailusers_groups:add")))

        assert "journal" not in page.lower()

    def test_no_entry_of_the_log_holds_it(self, written):
        told = "".join(str(entry.facts) for entry in AuditEntry.objects.all())

        assert WORDS not in told

    def test_no_line_of_the_server_holds_it(self, written, alice, caplog):
        client = client_of(alice)
        with caplog.at_level(logging.INFO):
            client.get("/learn/journal/")
            client.post(f"/learn/journal/{written.pk + 1}/remove/", {"text": WORDS})

        assert WORDS not in caplog.text

    def test_wagtail_notes_no_reference_of_it(self):
        assert not ReferenceIndex.model_is_indexable(JournalEntry)

    def test_its_own_name_does_not_tell_it(self, written):
        assert WORDS not in f"{written} {written!r}"
