from dataclasses import replace

import pytest

from modules.lint.lesson_rules import lesson_findings
from modules.lint.snapshot import LessonEntry, PartEntry
from tests.modules.lint.seen import AROUND, LESSON, TEXT, of_block, of_lesson


def entry(number, *prerequisites, is_live=True, part="F"):
    return (LessonEntry(number, is_live, prerequisites, part),)


def around(**lessons):
    named = {code.replace("_", "."): entries for code, entries in lessons.items()}
    return replace(AROUND, lessons=dict(AROUND.lessons) | named)


def option(feedback="<p>Because.</p>", *, is_right=False):
    return {"text": "<p>A</p>", "feedback": feedback, "is_right": is_right}


def check(*options, question="<p>What?</p>"):
    items = [{"type": "item", "value": one, "id": "x"} for one in options]
    return of_block("check", {"question": question, "options": items})


def link(attributes):
    return of_block("text", f"<p>See <a {attributes}>there</a>.</p>")


class TestALesson:
    def test_without_a_fault_is_left_in_peace(self):
        assert of_lesson() == []

    @pytest.mark.parametrize(
        ("changed", "found"),
        [
            ({"minutes": 0}, "ERROR MINUTES-MISSING"),
            ({"blocks": ()}, "ERROR LESSON-EMPTY"),
            ({"is_outline": True}, "WARNING OUTLINE"),
            ({"number": 99}, "ERROR CODE-TWICE"),
            ({"prerequisites": ("F9.9",)}, "ERROR PREREQUISITE-UNKNOWN"),
        ],
    )
    def test_is_told_what_is_missing(self, changed, found):
        assert of_lesson(**changed) == [found]

    @pytest.mark.parametrize(
        "others",
        [
            {"F1_1": entry(11, "F1.1")},
            {"F1_1": entry(11, "F1.2")},
            {"F1_1": entry(11, "F2.1"), "F2_1": entry(21, "F1.2")},
            {"F1_1": entry(11, "F")},
            {"F1_1": entry(11, "P"), "P1_1": entry(31, "F1.2", part="P")},
        ],
        ids=["itself", "two", "three", "its own part", "another part"],
    )
    def test_that_waits_for_itself_can_never_be_begun(self, others):
        assert of_lesson(around(**others)) == ["ERROR PREREQUISITE-CIRCLE"]

    def test_waits_for_the_parts_before_its_own(self):
        parts = {"F": PartEntry(True, ("P",)), "P": PartEntry(True)}
        others = replace(around(P1_1=entry(31, "F1.1", part="P")), parts=parts)

        assert of_lesson(others) == ["ERROR PREREQUISITE-CIRCLE"]

    def test_is_not_told_of_a_circle_of_others(self):
        others = around(
            F1_1=entry(11, "F2.1"), F2_1=entry(21, "F2.2"), F2_2=entry(22, "F2.1")
        )

        assert of_lesson(others, prerequisites=("F2.1",)) == []

    def test_may_ask_for_a_whole_part(self):
        others = around(F1_1=entry(11, "P"), P1_1=entry(31, part="P"))

        assert of_lesson(others, prerequisites=("P",)) == []

    def test_asks_when_what_comes_first_is_no_more_than_a_draft(self):
        others = around(F2_1=entry(21, is_live=False))

        found = of_lesson(others, prerequisites=("F2.1",))

        assert found == ["WARNING PREREQUISITE-UNPUBLISHED"]

    def test_says_which_block_it_is(self):
        broken = replace(TEXT, id="b2", value='<p><a linktype="page" id="9">x</a></p>')
        lesson = replace(LESSON, blocks=(TEXT, broken))

        (found,) = lesson_findings(lesson, AROUND)

        assert (found.place.number, found.place.block) == (11, "b2")
        assert (found.place.label, found.place.block_number) == ("F1.1 Trust", 2)


class TestACheck:
    def test_with_a_key_and_feedback_is_whole(self):
        assert check(option(is_right=True), option()) == []

    def test_without_a_right_option_cannot_be_answered(self):
        assert check(option(), option()) == ["ERROR CHECK-WITHOUT-KEY"]

    def test_without_feedback_on_a_wrong_option_teaches_nothing(self):
        found = check(option(is_right=True), option("<p> \xa0</p>"))

        assert found == ["ERROR CHECK-FEEDBACK-MISSING"]

    def test_without_feedback_on_the_right_one_asks(self):
        found = check(option("", is_right=True), option())

        assert found == ["WARNING CHECK-FEEDBACK-MISSING"]

    def test_that_asks_nothing_is_told(self):
        found = check(option(is_right=True), option(), question="<p></p>")

        assert found == ["ERROR CHECK-ASKS-NOTHING"]


class TestAClip:
    SCRIPT = "<p>A room.</p>"

    def clip(self, kind, **value):
        whole = {"clip": 7, "captions": 5, "transcript": self.SCRIPT}
        return of_block(kind, whole | value)

    def test_that_can_be_followed_is_whole(self):
        assert self.clip("video") == self.clip("audio", captions=None) == []

    def test_that_is_a_script_so_far_is_whole(self):
        assert self.clip("video", clip=None, captions=None) == []

    @pytest.mark.parametrize(
        ("changed", "found"),
        [
            ({"captions": None}, "ERROR VIDEO-WITHOUT-CAPTIONS"),
            ({"captions": 99}, "ERROR CAPTIONS-GONE"),
            ({"transcript": "<p>&nbsp;</p>"}, "ERROR CLIP-WITHOUT-TRANSCRIPT"),
            ({"clip": 99}, "ERROR CLIP-GONE"),
        ],
    )
    def test_that_cannot_is_an_error(self, changed, found):
        assert self.clip("video", **changed) == [found]


class TestAnImage:
    @pytest.mark.parametrize(
        ("image", "found"),
        [
            ({"image": 6, "alt_text": "A room"}, []),
            ({"image": 6, "alt_text": "", "decorative": True}, []),
            ({"image": 6, "alt_text": " "}, ["ERROR IMAGE-WITHOUT-DESCRIPTION"]),
            (6, ["ERROR IMAGE-WITHOUT-DESCRIPTION"]),
            ({"image": 99, "alt_text": "A room"}, ["ERROR IMAGE-GONE"]),
        ],
    )
    def test_is_described_or_decorative(self, image, found):
        assert of_block("figure", {"image": image, "caption": ""}) == found


class TestALink:
    @pytest.mark.parametrize(
        "attributes",
        [
            'linktype="page" id="3"',
            'linktype="document" id="5"',
            'href="https://example.org/a?b#c"',
            'href="mailto:a@example.org"',
            'href="tel:988"',
            'href="/learn/path/"',
            'linktype="mark" kind="policy"',
            'linktype="mark" kind="verified" source="S01"',
        ],
    )
    def test_that_leads_somewhere_is_whole(self, attributes):
        assert link(attributes) == []

    @pytest.mark.parametrize(
        "attributes",
        [
            'linktype="page" id="9"',
            'linktype="page" id="x"',
            'linktype="page"',
            'linktype="document" id="9"',
            'href=""',
            'href="#"',
            'href="http://"',
            'href="http://nowhere"',
            'href="http://[broken"',
            'href="//example"',
            'href="javascript:x"',
            'href="mailto:"',
        ],
    )
    def test_to_nowhere_is_an_error(self, attributes):
        assert link(attributes) == ["ERROR LINK-TO-NOWHERE"]

    def test_to_a_draft_asks(self):
        assert link('linktype="page" id="4"') == ["WARNING LINK-TO-DRAFT"]

    def test_is_found_however_deep_it_stands(self):
        row = {"cells": ['<p><a linktype="page" id="9">x</a></p>']}
        rows = [{"type": "item", "value": row}]

        assert of_block("table", {"rows": rows}) == ["ERROR LINK-TO-NOWHERE"]


class TestASource:
    def test_that_nobody_knows_is_told_once_a_block(self):
        mark = '<a linktype="mark" kind="verified" source="S99">S99</a>'

        assert of_block("text", f"<p>{mark} {mark}</p>") == ["ERROR SOURCE-UNKNOWN"]

    def test_is_looked_for_in_the_list_of_references(self):
        sources = ["S01", {"type": "item", "value": "S99", "id": "x"}]

        found = of_block("references", {"title": "Sources", "sources": sources})

        assert found == ["ERROR SOURCE-UNKNOWN"]
