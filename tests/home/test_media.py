"""Files of the lessons: handed out to readers, whole or in part."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents.models import Document

from tests.cast import client_of, make_person

CLIP = bytes(range(256)) * 1000


@pytest.fixture
def on_disk(tmp_path, settings):
    """Files lie where they do on a clinic's server."""
    settings.MEDIA_ROOT = tmp_path
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": disk}


@pytest.fixture
def stored(on_disk):
    for name in ("media/clip.mp4", "images/a.png", "documents/a.pdf"):
        default_storage.save(name, ContentFile(CLIP))
    return default_storage


@pytest.fixture
def author(db):
    """Somebody whom a group lets into the admin, and who is on no roster."""
    ellen = make_person("Ellen East")
    group = Group.objects.create(name="Authors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    ellen.user.groups.add(group)
    return ellen


def body_of(answer):
    return b"".join(answer.streaming_content)


class TestAFile:
    def test_is_for_readers(self, stored, alice, rita, charlie, author):
        for person in (alice, rita, charlie, author):
            answer = client_of(person).get("/media/media/clip.mp4")
            assert answer.status_code == 200
            assert body_of(answer) == CLIP

    def test_is_for_nobody_else(self, stored, alice):
        alice.memberships.update(ends_on=datetime.date(2025, 1, 1))

        stranger = client_of(None).get("/media/media/clip.mp4")
        assert stranger["Location"] == "/accounts/login/?next=/media/media/clip.mp4"
        for person in (alice, make_person("Nobody Near")):
            answer = client_of(person).get("/media/media/clip.mp4")
            assert answer.status_code == 403

    def test_says_what_it_is(self, stored, alice):
        answer = client_of(alice).get("/media/media/clip.mp4")

        assert answer["Content-Type"] == "video/mp4"
        assert answer["Content-Length"] == str(len(CLIP))
        assert answer["Content-Disposition"] == 'inline; filename="clip.mp4"'
        assert answer["Accept-Ranges"] == "bytes"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"].startswith("private")

    @pytest.mark.parametrize("name", ["page.html", "code.js", "drawing.svg", "what"])
    def test_that_could_run_is_only_a_download(self, stored, alice, name):
        default_storage.save(f"media/{name}", ContentFile(b"<script>1</script>"))

        answer = client_of(alice).get(f"/media/media/{name}")

        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        "name",
        [
            "media/nothing.mp4",
            "media",
            "media/",
            ".",
            "..",
            "../kap.sqlite3",
            "%2e%2e/kap.sqlite3",
            "/etc/passwd",
            "media/%00",
            "x" * 400,
            # Documents are asked for where their collection's rules are.
            "documents/a.pdf",
            "./documents/a.pdf",
            "media/../documents/a.pdf",
            "%2e/documents/a.pdf",
            "documents//a.pdf",
        ],
    )
    def test_that_is_none_is_not_found(self, stored, alice, name):
        assert client_of(alice).get(f"/media/{name}").status_code == 404

    def test_takes_nothing(self, stored, alice):
        assert client_of(alice).post("/media/media/clip.mp4").status_code == 405


class TestAPartOfAFile:
    def get(self, person, header, **more):
        where = "/media/media/clip.mp4"
        return client_of(person).get(where, headers={"Range": header, **more})

    @pytest.mark.parametrize(
        ("header", "first", "last"),
        [
            ("bytes=0-", 0, 255_999),
            ("bytes=10-19", 10, 19),
            ("bytes=-5", 255_995, 255_999),
        ],
    )
    def test_is_what_was_asked_for(self, stored, alice, header, first, last):
        answer = self.get(alice, header)

        assert answer.status_code == 206
        assert answer["Content-Range"] == f"bytes {first}-{last}/256000"
        assert answer["Content-Length"] == str(last - first + 1)
        assert answer["Content-Type"] == "video/mp4"
        assert body_of(answer) == CLIP[first : last + 1]

    def test_beyond_the_end_is_refused(self, stored, alice):
        answer = self.get(alice, "bytes=256000-")

        assert answer.status_code == 416
        assert answer["Content-Range"] == "bytes */256000"

    def test_compared_with_an_earlier_copy_is_everything(self, stored, alice):
        answer = self.get(alice, "bytes=0-1", **{"If-Range": '"x"'})

        assert answer.status_code == 200
        assert body_of(answer) == CLIP

    def test_is_for_readers(self, stored, charlie):
        charlie.memberships.all().delete()

        assert self.get(charlie, "bytes=0-1").status_code == 403


class TestADocument:
    @pytest.fixture
    def document(self, db, on_disk):
        row = Document(title="Handout")
        row.file.save("handout.pdf", ContentFile(b"%PDF-1.7"))
        row.save()
        return row

    def test_is_for_readers(self, document, alice, charlie, author):
        for person in (alice, charlie, author):
            answer = client_of(person).get(document.url)
            assert answer.status_code == 200
            assert b"".join(answer) == b"%PDF-1.7"

    def test_is_for_nobody_else(self, document, alice):
        alice.memberships.update(ends_on=datetime.date(2025, 1, 1))

        stranger = client_of(None).get(document.url)
        assert stranger.status_code == 302
        assert stranger["Location"] == f"/accounts/login/?next={document.url}"
        assert client_of(alice).get(document.url).status_code == 403
