"""Every block of a lesson, as a reader sees it."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template

from modules.blocks import LESSON_BLOCKS
from modules.models import LessonPage
from modules.selectors.sources import source_codes_of
from tests.cast import client_of
from tests.modules.curriculum import block_of, body_of, small_curriculum
from tests.modules.readers import begin

MARK = '<a linktype="mark" kind="verified" source="S02">S02</a>'
MORE = [
    ("vignette", {"title": "The folder", "text": "<p>She sits down.</p>"}),
    ("reveal", {"title": "What one sees", "text": f"<p>A shield {MARK}.</p>"}),
    ("script", {"title": "Opening", "text": "<p>There is no test today.</p>"}),
    ("audio", {"title": "A breath", "minutes": 3, "transcript": "<p>In, out.</p>"}),
    ("video", {"title": "Ten minutes", "minutes": 6, "transcript": "<p>Chairs.</p>"}),
    (
        "table",
        {
            "header": ["<p>When</p>", "<p>What</p>"],
            "rows": [{"cells": ["<p>First day</p>", "<p>A call</p>"]}],
        },
    ),
    ("references", {"title": "Sources", "sources": ["S07"]}),
]


@pytest.fixture
def lesson(db) -> LessonPage:
    lesson = small_curriculum().lessons["F1.1"]
    pairs = [*body_of("F1.1"), *MORE]
    lesson.body = [block_of("F1.1", kind, value) for kind, value in pairs]
    lesson.save()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.fixture
def shown(lesson, alice) -> BeautifulSoup:
    begin(alice, lesson.get_parent().get_parent().specific)
    answer = client_of(alice).get(lesson.url)
    return BeautifulSoup(answer.content, "html.parser")


class TestEveryBlock:
    @pytest.mark.parametrize(
        ("css", "words"),
        [
            (".lesson__body > h2", "The frame"),
            (".safety__title", "Call first"),
            (".vignette__body", "She sits down."),
            ("details.reveal .reveal__body", "A shield"),
            (".script__body", "There is no test today."),
            (".checklist__list li", "One"),
            (".reflection__prompt", "What do you notice?"),
            (".key-points__list li", "Frame first."),
            (".media--audio", "In, out."),
            (".media--video", "Not recorded yet"),
            (".knowledge-check legend", "What comes first"),
            ('.data-table td[data-label="What"]', "A call"),
        ],
    )
    def test_is_shown_with_its_words(self, shown, css, words):
        assert words in shown.select_one(css).get_text()

    def test_has_a_template_of_its_own(self):
        for name, block in LESSON_BLOCKS.child_blocks.items():
            assert block.meta.template == f"blocks/{name}.html"
            get_template(block.meta.template)

    def test_says_no_id_twice(self, shown):
        ids = [tag["id"] for tag in shown.select("[id]")]

        assert sorted(ids) == sorted(set(ids))

    def test_names_every_control(self, shown):
        for control in shown.select(
            "textarea, input[type=radio], input[type=checkbox]"
        ):
            wrapped = control.find_parent("label")
            assert wrapped or shown.select_one(f'label[for="{control["id"]}"]')


class TestSources:
    def test_are_found_in_marks_and_references_in_order(self, lesson):
        assert source_codes_of(lesson) == ["S01", "S02", "S07"]
