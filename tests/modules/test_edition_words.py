"""Whether two editions differ in words, and in which lessons."""

import pytest

from modules.edition_words import lesson_changes, reads_the_same


def line(key, sha256="0"):
    return {"key": key, "sha256": sha256}


class TestReadingTheSame:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Stay with them.", "stay, with them"),
            ("Say  it", "Say it"),
            ({"body": ["A b"], "sha256": "1"}, {"body": ["a b."], "sha256": "2"}),
        ],
    )
    def test_is_so_for_case_punctuation_and_spacing(self, one, other):
        assert reads_the_same(one, other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Stay", "Leave"),
            ("0.5 mg", "05 mg"),
            ("1 5 minutes", "15 minutes"),
            ("10-20 mg", "1020 mg"),
            ("under <90", "under >90"),
            ("mg/kg", "mg kg"),
            ("5%", "5"),
            ({"minutes": 10}, {"minutes": 20}),
            ({"is_right": True}, {"is_right": 1}),
            (["a", "b"], ["b", "a"]),
        ],
    )
    def test_is_not_so_for_words_and_numbers(self, one, other):
        assert not reads_the_same(one, other)


class TestLessonChanges:
    def test_tell_new_gone_and_changed_lessons(self):
        found = lesson_changes(
            [line("a"), line("b"), line("c")], [line("c"), line("b", "1"), line("d")]
        )

        assert found.added == (line("d"),)
        assert found.removed == (line("a"),)
        assert found.altered == (line("b", "1"),)
        assert found.was_reordered
        assert not found.is_none

    def test_are_none_where_nothing_differs(self):
        assert lesson_changes([line("a")], [line("a")]).is_none
