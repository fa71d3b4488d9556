"""What a lesson file becomes."""

import dataclasses
import re

import pytest

from modules.starter.lesson_blocks import Check, Media, Table
from modules.starter.lesson_reading import OUTLINE_NOTICE
from modules.starter.lesson_text import prose_blocks
from modules.starter.marks import Mark, UnknownMark, parse_marks
from modules.starter.reading import CONTENT, read_curriculum
from modules.starter.rich_text import block_html, inline_html


def strings(value):
    """Every string inside a block, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from strings(one)
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from strings(getattr(value, one.name))


class TestMarks:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("SEED", [Mark("seed")]),
            ("POL", [Mark("policy")]),
            ("LOCAL", [Mark("local")]),
            ("GK", [Mark("general")]),
            ("V S31", [Mark("verified", "S31")]),
            ("V2 S05", [Mark("second-hand", "S05")]),
            ("V S04, S05", [Mark("verified", "S04"), Mark("verified", "S05")]),
            ("V S04, V2 S05", [Mark("verified", "S04"), Mark("second-hand", "S05")]),
            ("POL, LOCAL", [Mark("policy"), Mark("local")]),
        ],
    )
    def test_every_way_of_writing_a_mark_is_read(self, written, read):
        assert parse_marks(written) == read

    @pytest.mark.parametrize(
        "written", ["", "S31", "V", "V 31", "V3 S31", "pol", "POL S1"]
    )
    def test_anything_else_is_refused(self, written):
        with pytest.raises(UnknownMark):
            parse_marks(written)

    def test_a_mark_becomes_an_entity_of_rich_text(self):
        assert inline_html("Rapid `[V S31]` `[POL]` at `bp_review`.") == (
            'Rapid <a linktype="mark" kind="verified" source="S31">S31</a> '
            '<a linktype="mark" kind="policy">clinic to decide</a> '
            "at <code>bp_review</code>."
        )

    def test_every_mark_of_every_lesson_is_there_and_none_is_left_as_text(
        self, curriculum
    ):
        for lesson in curriculum.lessons.values():
            text = (CONTENT / lesson.file).read_text()
            written = len(re.findall(r"`\[", text))
            html = "\n".join(strings(lesson.blocks))

            assert html.count('<a linktype="mark"') == written, lesson.code
            assert not re.search(r"\[(SEED|V2? ?S|POL|LOCAL|GK)", html), lesson.code
            assert "`" not in html, lesson.code

    def test_every_source_named_by_a_mark_exists(self, curriculum):
        codes = {source.code for source in curriculum.sources}
        html = "\n".join(
            text for one in curriculum.lessons.values() for text in strings(one.blocks)
        )

        assert set(re.findall(r'source="(\w+)"', html)) <= codes


class TestRichText:
    def test_only_tags_that_rich_text_keeps(self, curriculum):
        html = "\n".join(
            text for one in curriculum.lessons.values() for text in strings(one.blocks)
        )

        assert set(re.findall(r"</?(\w+)", html)) == {
            *("p", "h2", "h3", "ul", "ol", "li", "blockquote"),
            *("a", "b", "i", "code"),
        }

    def test_html_in_a_file_is_shown_and_not_obeyed(self):
        assert block_html("Say <b onclick=x>no</b> & go.") == (
            "<p>Say &lt;b onclick=x&gt;no&lt;/b&gt; &amp; go.</p>"
        )

    def test_links_stay_as_they_are_written(self):
        assert inline_html("[a](https://example.org)") == "[a](https://example.org)"

    def test_emphasis_headings_lists_and_quotations(self):
        written = "## Head\n\nA *b* **c**\n\n- one\n\n- two\n\n1. three\n\n> said\n"

        assert block_html(written) == (
            "<h2>Head</h2><p>A <i>b</i> <b>c</b></p><ul><li>one</li><li>two</li></ul>"
            "<ol><li>three</li></ol><blockquote>said</blockquote>"
        )

    def test_a_table_is_a_block_of_its_own(self):
        blocks = prose_blocks(
            "Before\n\n| A | B |\n| --- | --- |\n| *c* | d |\n\nAfter"
        )

        assert [block.kind for block in blocks] == ["text", "table", "text"]
        assert blocks[1].value == Table(("A", "B"), (("<i>c</i>", "d"),))


class TestBlocks:
    def test_a_check_has_one_better_option_and_feedback_for_each(self, curriculum):
        checks = [
            block.value
            for one in curriculum.lessons.values()
            for block in one.blocks
            if block.kind == "check"
        ]

        assert all(isinstance(check, Check) for check in checks)
        assert {sum(one.right for one in check.options) for check in checks} == {1}
        assert all(one.feedback for check in checks for one in check.options)

    def test_a_clip_has_its_length_title_and_script(self, curriculum):
        lesson = curriculum.lessons["M4.1"]

        clip = next(one.value for one in lesson.blocks if one.kind == "media")

        assert isinstance(clip, Media)
        assert (clip.medium, clip.minutes) == ("video", 6)
        assert clip.title == "Four questions, one turn, one walk"
        assert clip.script.startswith("<p>Part one. Close shot of a resting person")

    def test_blocks_keep_their_order(self, curriculum):
        kinds = [block.kind for block in curriculum.lessons["M4.1"].blocks]

        assert kinds == [
            "text",
            "safety",
            "vignette",
            "reveal",
            "check",
            "checklist",
            "media",
            "reflection",
            "key_points",
        ]


class TestOutline:
    def test_a_lesson_without_its_file_is_made_from_its_outline_and_says_so(
        self, whole_folder, curriculum
    ):
        (whole_folder / "lessons/F2/F2.2.md").unlink()

        lesson = read_curriculum(whole_folder).lessons["F2.2"]

        assert lesson.is_outline
        assert lesson.blocks[0].value == f"<p>{OUTLINE_NOTICE}</p>"
        assert [one.kind for one in lesson.blocks] == ["text", "text", "table", "text"]
        assert 'kind="verified"' in lesson.blocks[2].value.rows[0][1]
        whole = curriculum.lessons["F2.2"]
        assert lesson.title == whole.title
        assert lesson.objectives == whole.objectives
        assert lesson.prerequisites == whole.prerequisites
