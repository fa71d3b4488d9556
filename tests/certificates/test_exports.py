"""Lists as files: what a spreadsheet reads is what was written, and never a formula."""

import csv
import datetime
import io
import unicodedata

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.exports import Sheet, as_csv, as_xlsx, neutral

DAY = datetime.date(2026, 11, 2)
MOMENT = datetime.datetime(2026, 11, 2, 15, 4, 30, tzinfo=datetime.UTC)
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "   =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\uff1dcmd",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "\ufe63 1",
    "x;=1",
    'x;"=1',
]
SIGNS = st.text(st.sampled_from("=+-@\t\r\n ;,\"'\uff1d\u200b\u00a0ab|%"), max_size=12)


def written(answer) -> bytes:
    return b"".join(answer.streaming_content)


def read_csv(answer, separator=",") -> list[list[str]]:
    text = written(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def read_xlsx(answer) -> list[list]:
    page = openpyxl.load_workbook(io.BytesIO(written(answer))).active
    return [list(row) for row in page.iter_rows()]


def is_formula(text: str) -> bool:
    """As a suspicious spreadsheet would: blanks, quotes and width do not matter."""
    shown = unicodedata.normalize("NFKC", text)
    while shown and (shown[0] in ' "' or unicodedata.category(shown[0])[0] in "ZC"):
        shown = shown[1:]
    return shown[:1] in tuple("=+-@")


class TestNeutralText:
    @pytest.mark.parametrize("text", FORMULAS)
    def test_never_begins_a_formula(self, text):
        assert not is_formula(neutral(text))
        assert "'" in neutral(text)

    @pytest.mark.parametrize(
        "text", ["Ames", "L1", "3 of 4", "a = b", "co-therapist", ""]
    )
    def test_leaves_ordinary_words_alone(self, text):
        assert neutral(text) == text


class TestCsv:
    def test_carries_the_mark_and_the_name(self):
        answer = as_csv(Sheet("people", ["Name"], [["Zoë"]]))

        assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'
        assert written(answer).startswith(b"\xef\xbb\xbf")

    def test_writes_dates_numbers_and_nothing(self):
        rows = [[DAY, MOMENT, 7, -3, True, None]]

        lines = read_csv(as_csv(Sheet("x", list("abcdef"), rows)))

        assert lines[1] == ["2026-11-02", "2026-11-02 15:04", "7", "-3", "yes", ""]

    @given(st.lists(st.lists(SIGNS, min_size=3, max_size=3), max_size=4))
    def test_holds_no_formula_whatever_separates_its_cells(self, rows):
        sheet = Sheet("x", ["a", "b", "c"], rows)

        for separator in ",;\t":
            cells = [one for line in read_csv(as_csv(sheet), separator) for one in line]
            assert not [one for one in cells if one.strip()[:1] in tuple("=+-@")]

    @given(st.lists(st.lists(SIGNS, min_size=3, max_size=3), max_size=4))
    def test_gives_back_every_cell_in_its_place(self, rows):
        lines = read_csv(as_csv(Sheet("x", ["a", "b", "c"], rows)))

        assert lines[1:] == [[neutral(one) for one in row] for row in rows]

    def test_is_written_while_it_is_sent(self):
        read = []

        def rows():
            for number in range(1000):
                read.append(number)
                yield [number]

        parts = as_csv(Sheet("x", ["n"], rows())).streaming_content
        next(iter(parts))

        assert len(read) < 5


class TestXlsx:
    def test_keeps_dates_numbers_and_words_apart(self):
        rows = [[DAY, MOMENT, 7, -3, True, "text"]]

        line = read_xlsx(as_xlsx(Sheet("x", list("abcdef"), rows)))[1]

        assert line[0].value == datetime.datetime(2026, 11, 2)
        assert line[0].is_date
        assert line[1].value == datetime.datetime(2026, 11, 2, 15, 4, 30)
        assert [one.value for one in line[2:]] == [7, -3, True, "text"]
        assert [one.data_type for one in line[2:]] == ["n", "n", "b", "s"]

    @given(st.lists(SIGNS | st.sampled_from(["#REF!", "{=1}", "=1"]), max_size=6))
    def test_holds_words_only_where_words_were_typed(self, texts):
        sheet = Sheet("x", ["a"], [[text] for text in texts])

        cells = [row[0] for row in read_xlsx(as_xlsx(sheet))[1:]]

        assert {one.data_type for one in cells if one.value} <= {"s"}
        assert not [one for one in cells if is_formula(one.value or "")]

    def test_survives_signs_that_a_workbook_may_not_hold(self):
        sheet = Sheet("x", ["a"], [["\x00bell\x07"], ["x" * 40_000]])

        lines = read_xlsx(as_xlsx(sheet))

        assert lines[1][0].value == "bell"
        assert len(lines[2][0].value) == 32_000
