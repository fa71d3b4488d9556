"""What changed between two editions: all of it, only that, and never a key."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.passages import (
    Passage,
    Piece,
    changed_lessons,
    changed_passages,
    compared,
    digest_of,
    words_of,
)

WORDS = st.text(alphabet="ab c.\n", max_size=40)
BLOCKS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(0, 6).map(str),
            "type": st.just("text"),
            "value": WORDS.map(lambda text: f"<p>{text}</p>"),
        }
    ),
    max_size=6,
    unique_by=lambda block: block["id"],
)


def text(key: str, words: str, kind: str = "text") -> dict:
    return {"id": key, "type": kind, "value": f"<p>{words}</p>"}


def check(*, right: int = 0, feedback: str = "CANARY", option: str = "Rest") -> dict:
    options = [
        {
            "id": str(number),
            "type": "item",
            "value": {
                "text": f"<p>{option} {number}</p>",
                "is_right": number == right,
                "feedback": f"<p>{feedback}</p>",
            },
        }
        for number in (0, 1)
    ]
    value = {"options": options, "question": "<p>What now?</p>"}
    return {"id": "c", "type": "check", "value": value}


def joined(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def sides(passage: Passage) -> tuple[str, str]:
    """This will give everything a passage shows of either edition."""
    return (
        "\n".join(joined(one.before) for one in passage.changes if one.before),
        "\n".join(joined(one.after) for one in passage.changes if one.after),
    )


class TestWords:
    @given(WORDS, WORDS)
    def test_both_texts_can_be_put_together_again(self, before, after):
        left, right = compared(before, after)

        assert joined(left) == before
        assert joined(right) == after

    @given(WORDS, WORDS)
    def test_what_is_not_marked_stands_in_both(self, before, after):
        left, right = compared(before, after)

        kept = [
            [one.text for one in side if not one.is_changed] for side in (left, right)
        ]
        assert kept[0] == kept[1]

    def test_marks_the_words_that_differ(self):
        left, right = compared("Give 0.5 mg slowly.", "Give 0.75 mg slowly.")

        assert [one.text for one in left if one.is_changed] == ["0.5"]
        assert [one.text for one in right if one.is_changed] == ["0.75"]

    def test_are_read_line_by_line_whatever_the_markup(self):
        value = {
            "text": "<h3>One</h3><p>Two <b>and</b> a&amp;b</p><ul><li>Three</li></ul>"
        }

        assert words_of(value) == "One\nTwo and a&b\nThree"


class TestBlocks:
    @given(BLOCKS)
    def test_nothing_changed_is_nothing(self, blocks):
        assert changed_passages(blocks, blocks) == ()

    @given(BLOCKS, BLOCKS)
    def test_everything_that_differs_is_there_and_nothing_else(self, old, new):
        passages = changed_passages(old, new)

        def lines(blocks):
            return {b["id"]: words_of(b["value"]).splitlines() for b in blocks}

        before, after = lines(old), lines(new)
        differ = [
            key
            for key in before.keys() | after.keys()
            if before.get(key, []) != after.get(key, [])
        ]
        assert len([one for one in passages if one.changes]) == len(differ)
        shown = [line for one in passages for line in sides(one)[1].splitlines()]
        for key in differ:
            added = set(after.get(key, [])) - set(before.get(key, []))
            assert added <= set(shown)

    def test_only_the_paragraphs_that_differ_are_shown(self):
        old = text("a", "One</p><p>Two</p><p>Three</p><p>Four")
        new = text("a", "One</p><p>Too</p><p>Three</p><p>Four</p><p>Five")

        (passage,) = changed_passages([old], [new])

        assert sides(passage) == ("Two", "Too\nFive")

    def test_what_is_gone_stands_where_it_stood(self):
        old = [text("a", "One"), text("b", "Two"), text("c", "Three")]
        new = [text("a", "One"), text("c", "Three, changed")]

        passages = changed_passages(old, new)

        assert [sides(one)[0] for one in passages] == ["Two", "Three"]

    def test_another_link_is_said(self):
        old, new = text("a", '<a href="/one">One</a>'), text("a", "<b>One</b>")

        (passage,) = changed_passages([old], [new])

        assert passage.note == "FORM"

    def test_another_picture_is_said(self):
        old = {"id": "f", "type": "figure", "value": {"image": 1, "caption": "A room"}}
        new = {"id": "f", "type": "figure", "value": {"image": 2, "caption": "A room"}}

        (passage,) = changed_passages([old], [new])

        assert passage.note == "MEDIA"
        assert passage.changes == ()


class TestKeys:
    @pytest.mark.parametrize("other", [{"right": 1}, {"feedback": "CANARY two"}])
    def test_a_new_key_is_said_and_not_shown(self, other):
        (passage,) = changed_passages([check()], [check(**other)])

        assert passage.note == "KEY"
        assert passage.changes == ()

    def test_are_taken_out_of_what_is_shown(self):
        changed = check(option="Wait", feedback="CANARY two", right=1)
        passages = changed_passages([check()], [changed])

        told = json.dumps([str(one) for one in passages])
        assert sides(passages[0]) == ("Rest 0\nRest 1", "Wait 0\nWait 1")
        assert "CANARY" not in told
        assert "is_right" not in told


class TestLessons:
    LINES = [
        {"key": "1", "code": "F1.1", "title": "One"},
        {"key": "2", "code": "F1.2", "title": "Two"},
    ]

    def edition(self, lines, **bodies):
        return lines, {
            key[1:]: {"objectives": [], "body": b} for key, b in bodies.items()
        }

    def test_are_new_gone_or_changed(self):
        old = self.edition(self.LINES, _1=[text("a", "Old")], _2=[])
        third = {"key": "3", "code": "F1.3", "title": "Three"}
        new = self.edition([self.LINES[0], third], _1=[text("a", "New")], _3=[])

        found = changed_lessons(old, new)

        assert [(one.code, one.state) for one in found] == [
            ("F1.1", "CHANGED"),
            ("F1.3", "NEW"),
            ("F1.2", "GONE"),
        ]

    def test_a_new_title_or_objective_is_a_change(self):
        old = self.edition(self.LINES, _1=[], _2=[])
        renamed = [self.LINES[0] | {"title": "One, renamed"}, self.LINES[1]]
        new = self.edition(renamed, _1=[], _2=[])
        new[1]["2"]["objectives"] = ["Say what the frame is"]

        found = changed_lessons(old, new)

        assert [one.passages[0].kind for one in found] == ["title", "objectives"]

    def test_the_digest_follows_what_is_shown(self):
        old = self.edition(self.LINES, _1=[text("a", "Old")], _2=[])
        new = self.edition(self.LINES, _1=[text("a", "New")], _2=[])
        again = self.edition(self.LINES, _1=[text("a", "Newer")], _2=[])

        one, other = changed_lessons(old, new), changed_lessons(old, again)

        assert digest_of(one) == digest_of(changed_lessons(old, new))
        assert digest_of(one) != digest_of(other)
