"""A page of the curriculum is found by its whole address, as Wagtail would find it."""

import pytest
from django.http import Http404
from wagtail.models import Page

from modules.models import CurriculumPage

pytestmark = pytest.mark.django_db


def walked(curriculum, slugs):
    """What Wagtail's own walk finds, level by level."""
    return Page.route(curriculum, None, slugs)


@pytest.mark.parametrize("kind", ["track", "module", "lesson"])
def test_finds_what_the_walk_finds(built, kind, django_assert_num_queries):
    page = {
        "track": built.tracks["F"],
        "module": built.modules["F1"],
        "lesson": built.lessons["F1.1"],
    }[kind]
    curriculum = CurriculumPage.objects.get()
    slugs = page.url_path.removeprefix(curriculum.url_path).strip("/").split("/")

    with django_assert_num_queries(1):
        found = curriculum.route(None, slugs)

    assert type(found.page) is type(page)
    assert found.page.pk == page.pk
    assert found.page.pk == walked(curriculum, slugs).page.pk


def test_finds_no_page_that_is_not_public(built):
    lesson = built.lessons["F1.1"]
    lesson.unpublish()
    curriculum = CurriculumPage.objects.get()
    slugs = lesson.url_path.removeprefix(curriculum.url_path).strip("/").split("/")

    with pytest.raises(Http404):
        curriculum.route(None, slugs)


@pytest.mark.parametrize("slugs", [["nothing"], ["f", "f1", "nothing"], ["a"] * 4])
def test_finds_nothing_where_nothing_is(built, slugs):
    with pytest.raises(Http404):
        CurriculumPage.objects.get().route(None, slugs)


def test_finds_nothing_of_another_curriculum(built):
    lesson = built.lessons["F1.1"]
    first = CurriculumPage.objects.get()
    second = CurriculumPage(title="Second", slug="second")
    first.get_parent().add_child(instance=second)
    slugs = lesson.url_path.removeprefix(first.url_path).strip("/").split("/")

    with pytest.raises(Http404):
        second.route(None, slugs)


def test_is_the_curriculum_itself_at_its_own_address(built):
    curriculum = CurriculumPage.objects.get()

    assert curriculum.route(None, []).page == curriculum
