"""Audio and video that everybody can follow: transcript always, captions on video."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.rich_text import RichText
from wagtailmedia.models import Media

from modules.blocks import AudioBlock, VideoBlock
from modules.models import LessonPage
from modules.webvtt import is_webvtt
from tests.cast import client_of
from tests.modules.curriculum import block_of
from tests.modules.lesson_forms import sent_back
from tests.modules.readers import begin

CUES = b"WEBVTT\n\n00:01.000 --> 00:04.000\nTwo chairs.\n"
ASKED = "Choose the captions of this video: a WebVTT file (.vtt)."
WRITTEN = "Write down what is shown and said, for people who cannot follow it."


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": disk}


def film(kind="video", thumbnail=None):
    fields = {"thumbnail": ContentFile(b"x", "still.png")} if thumbnail else {}
    file = ContentFile(b"x", "chairs.mp4" if kind == "video" else "breath.mp3")
    return Media.objects.create(title="C", type=kind, file=file, duration=60, **fields)


def document(content=CUES, name="chairs.vtt"):
    return Document.objects.create(title="C", file=ContentFile(content, name))


def value_of(block, **fields):
    """This will give a clip's value with a transcript, and nothing chosen yet."""
    empty = {"title": "Ten minutes", "minutes": 6, "clip": None, "captions": None}
    value = empty | {"transcript": RichText("<p>Chairs.</p>")} | fields
    return block.normalize({k: value[k] for k in block.child_blocks})


def faults(block, **fields):
    """This will give what is said about each field, and nothing for a good clip."""
    try:
        block.clean(value_of(block, **fields))
    except StructBlockValidationError as refused:
        return {name: error.messages[0] for name, error in refused.block_errors.items()}
    return {}


class TestWebVtt:
    @pytest.mark.parametrize(
        "content",
        [
            CUES,
            b"\xef\xbb\xbf" + CUES,
            CUES.replace(b"\n", b"\r\n"),
            CUES.replace(b"WEBVTT", b"WEBVTT - Chairs"),
            CUES.replace(b"00:0", b"01:00:0"),
        ],
    )
    def test_is_known_in_every_way_of_writing_it(self, content):
        assert is_webvtt(content)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"WEBVTT\n\nno caption at all\n",
            CUES.replace(b"WEBVTT", b"WEBVTTX"),
            b"1\n00:00:01,000 --> 00:00:04,000\nTwo chairs.\n",
            CUES.decode().encode("utf-16"),
            b"\xff" + CUES,
        ],
    )
    def test_is_not_mistaken(self, content):
        assert not is_webvtt(content)


@pytest.mark.django_db
class TestAVideo:
    def test_waits_for_its_captions_until_there_is_a_clip(self):
        assert faults(VideoBlock()) == {}

    def test_needs_captions_once_there_is_a_clip(self):
        assert faults(VideoBlock(), clip=film()) == {"captions": ASKED}

    def test_with_captions_is_good(self):
        assert faults(VideoBlock(), clip=film(), captions=document()) == {}

    def test_refuses_a_file_of_another_name(self):
        said = faults(VideoBlock(), clip=film(), captions=document(name="c.txt"))

        assert said["captions"].endswith(
            "is not a WebVTT file: its name must end in .vtt."
        )

    def test_refuses_words_that_are_no_captions(self):
        said = faults(VideoBlock(), captions=document(b"Two chairs."))

        assert "it must begin with WEBVTT" in said["captions"]

    def test_says_that_the_file_is_gone(self):
        lost = document()
        lost.file.storage.delete(lost.file.name)

        said = faults(VideoBlock(), captions=Document.objects.get(pk=lost.pk))

        assert said["captions"].endswith("cannot be read. Upload it again.")

    def test_tells_everything_at_once(self):
        said = faults(VideoBlock(), title="", transcript=RichText(""), clip=film())

        assert set(said) == {"title", "transcript", "captions"}

    def test_may_be_saved_half_done_as_a_draft(self):
        block = VideoBlock()

        value = value_of(block, clip=film(), transcript=RichText(""))

        assert block.clean_deferred(value)["captions"] is None


@pytest.mark.django_db
class TestEveryClip:
    @pytest.mark.parametrize("block", [AudioBlock(), VideoBlock()])
    @pytest.mark.parametrize("words", ["", "<p></p>", "<p>&nbsp;</p>"])
    def test_needs_its_transcript(self, block, words):
        assert faults(block, transcript=RichText(words)) == {"transcript": WRITTEN}


class TestTheEditor:
    def test_says_what_is_missing_and_publishes_with_it(self, moderator, built):
        put_in(built.lessons["F1.1"], "video", clip=film().pk)
        address = reverse("wagtailadmin_pages:edit", args=[built.lessons["F1.1"].pk])
        data = sent_back(moderator.get(address).context["form"])

        refused = moderator.post(address, data | {"action-publish": "1"})

        assert ASKED in refused.text
        data["body-0-value-captions"] = document().pk
        assert (
            moderator.post(address, data | {"action-publish": "1"}).status_code == 302
        )
        video = LessonPage.objects.get(code="F1.1").body[0].value
        assert video["captions"].filename.endswith(".vtt")


class TestThePlayer:
    @pytest.mark.parametrize("thumbnail", [None, "still.png"])
    def test_of_a_video_has_a_track_that_its_reader_may_open(
        self, built, alice, thumbnail
    ):
        clip, captions = film(thumbnail=thumbnail), document()
        shown = shown_to(alice, built, "video", clip=clip.pk, captions=captions.pk)

        track = shown.select_one("video > track")
        assert track["kind"] == "captions"
        assert (track["srclang"], track["label"]) == ("en", "English")
        assert track.has_attr("default")
        assert shown.video.has_attr("poster") == bool(thumbnail)
        assert "Chairs." in shown.select_one(".media--video details").text
        answer = client_of(alice).get(track["src"])
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/vtt"
        assert b"".join(answer.streaming_content) == CUES

    def test_of_audio_comes_with_its_transcript(self, built, alice):
        shown = shown_to(alice, built, "audio", clip=film("audio").pk)

        assert shown.select_one("audio > source")["src"].endswith(".mp3")
        assert "Chairs." in shown.select_one(".media--audio details").text


def put_in(lesson, kind, **fields):
    value = {"title": "Ten minutes", "minutes": 6, "transcript": "<p>Chairs.</p>"}
    lesson.body = [block_of(lesson.code, kind, value | fields)]
    lesson.save()


def shown_to(person, built, kind, **fields):
    """This will give the lesson's page with one clip in it."""
    put_in(built.lessons["F1.1"], kind, **fields)
    begin(person, built.tracks["F"])
    answer = client_of(person).get(built.lessons["F1.1"].url)
    return BeautifulSoup(answer.content, "html.parser")
