"""What a lesson weighs as it is sent, and how often a browser has to ask for it."""

import gzip
import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage

from home.bundled_files import SHEET, BundledStaticFilesStorage, bundled
from kap_training.settings import base
from tests.cast import client_of
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import begin

MOST = 60_000
# The page of the longest lesson of the starter curriculum, 34,600 bytes, and some more.
LONGEST_LESSON = 38_000


def collected() -> dict:
    """This will give every file of the site's own as `collectstatic` finds it."""
    return {
        name: (storage, name)
        for finder in finders.get_finders()
        for name, storage in finder.list([])
        if name.startswith("home/")
    }


def sent(name: str) -> int:
    """The bytes of a static file as the server sends it."""
    found = finders.find(name)
    assert found, name
    with open(found, "rb") as file:
        return len(gzip.compress(file.read()))


def asked_for(shown: str) -> tuple[list[str], list[str]]:
    """This will list the stylesheets and scripts of a page, by name."""
    begin_at = settings.STATIC_URL
    scripts = re.findall(rf'<script src="{begin_at}([^"]+)"', shown)
    sheets = re.findall(rf'rel="stylesheet" href="{begin_at}([^"]+)"', shown)
    return sheets, scripts


class TestALesson:
    def test_weighs_little_and_waits_for_no_script(self, db, alice):
        book = small_curriculum()
        begin(alice, book.tracks["F"])
        shown = client_of(alice).get(book.lessons["F1.1"].url).text

        sheets, scripts = asked_for(shown)
        css = len(gzip.compress(bundled(collected()).encode()))
        beside = css + sum(map(sent, scripts))

        assert sheets == [SHEET]
        assert scripts
        assert len(scripts) <= 6
        assert len(shown) < LONGEST_LESSON
        assert beside < MOST - LONGEST_LESSON
        assert shown.count("<script") == shown.count(" defer></script>")


class TestTheStylesheet:
    def test_holds_everything_in_its_layer(self):
        css = bundled(collected())

        assert "@import" not in css
        assert "/*" not in css
        assert css.startswith("@layer tokens,") or css.startswith("@layer tokens, ")
        told = re.findall(r"@layer (\w+)\{", css)
        assert list(dict.fromkeys(told)) == ["tokens", "base", "layout", "components"]
        assert css.count("{") == css.count("}")
        assert ".lesson__body" in css

    def test_is_what_is_collected(self, tmp_path, settings):
        settings.STATIC_ROOT = tmp_path
        storage = BundledStaticFilesStorage(location=str(tmp_path))
        paths = collected()
        for name, (source, path) in paths.items():
            with source.open(path) as file:
                FileSystemStorage(tmp_path).save(name, file)

        done = [
            hashed
            for name, hashed, _done in storage.post_process(paths)
            if name == SHEET and hashed.endswith(".css")
        ]

        css = (tmp_path / done[-1]).read_text()
        assert "@import" not in css
        assert re.search(r"fonts/[\w-]+\.ttf\.[0-9a-f]{12}\.woff2", css)

    def test_is_how_the_site_is_served(self):
        assert base.STORAGES["staticfiles"]["BACKEND"].endswith(
            BundledStaticFilesStorage.__name__
        )

    def test_keeps_what_stands_in_quotes(self):
        storage = InMemoryStorage()
        paths = {SHEET: (storage, SHEET), "home/css/a.css": (storage, "a")}
        storage.save(SHEET, ContentFile(b'@import url("a.css") layer(base);'))
        storage.save("a", ContentFile(b'/* so */ q::before { content: ", "; }\n'))

        assert bundled(paths) == '@layer base{q::before{content: ", ";}}'
