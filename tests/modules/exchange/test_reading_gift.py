import pytest

from modules.exchange.drafts import LARGEST, UnreadableError
from modules.exchange.gift import read_gift

MANY = "::Q-1::Which? {{ ~%50%A#a ~%50%B#b ~%-100%C#c {more}}}"


def only(text):
    [row] = read_gift(text)
    return row


class TestAGiftFile:
    def test_takes_shares_of_the_key_as_several_right_answers(self):
        draft = only(MANY.format(more="")).draft
        assert draft.type == "MULTIPLE"
        assert [option.is_right for option in draft.options] == [True, True, False]

    def test_takes_its_category_as_the_bank(self):
        rows = read_gift(f"$CATEGORY: $course$/a/foundations\n\n{MANY.format(more='')}")
        assert rows[0].draft.bank == "foundations"

    def test_asks_a_missing_word_by_a_gap(self):
        draft = only("::Q-1::Call the {=nurse#yes ~band#no} at once.").draft
        assert draft.stem == "Call the _____ at once."

    def test_loses_its_html(self):
        row = only("::Q-1::[html]<p>One&amp;two<br>three</p> {=<b>A</b>#a ~B#b}")
        assert row.draft.stem == "One&two\nthree"
        assert row.draft.options[0].text == "A"

    def test_keeps_markdown_as_typed(self):
        row = only("::Q-1::[markdown]A *word* {=A#a ~B#b}")
        assert row.draft.stem == "A *word*"

    def test_tells_true_from_false(self):
        draft = only("::Q-1::Is it so? {F#You missed it#Just so}").draft
        assert [(o.text, o.is_right, o.feedback) for o in draft.options] == [
            ("True", False, "You missed it"),
            ("False", True, "Just so"),
        ]

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ("How many? {#3:1}", "numbers"),
            ("Why? {}", "free text"),
            ("Who? {=Ann =Bob}", "typed in"),
            ("Only words.", "asks nothing"),
            ("Open {=A ~B", "brace"),
            ("Two {=A ~B} and {=C ~D}", "two places"),
            ("Part {=A#a ~%50%B#b}", "in part"),
            ("[html]<img src=x> {=A#a ~B#b}", "picture"),
            ("No feedback {=A ~B#b}", "needs feedback"),
        ],
    )
    def test_refuses_a_row_in_a_sentence(self, body, words):
        good, bad = read_gift(f"::Q-1::Good {{=A#a ~B#b}}\n\n::Q-2::{body}")
        assert good.faults == ()
        assert (bad.number, bad.code) == (2, "Q-2")
        assert any(words in fault for fault in bad.faults)

    def test_refuses_a_case_in_steps(self):
        row = only("// [tag:type:MINI_BRANCH]\n::Q-1::Good {=A#a ~B#b}")
        assert row.draft is None

    def test_is_refused_when_too_large(self):
        with pytest.raises(UnreadableError, match="2 MB"):
            read_gift("x" * (LARGEST + 1))
