"""A page of Wagtail with the same blocks and nothing else, and a table of answers."""

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from modules.blocks import LESSON_BLOCKS
from modules.models import LessonPage


class BarePage(Page):
    """What Wagtail itself does with the blocks of a lesson, in the site's layout."""

    body = StreamField(LESSON_BLOCKS)
    template = "bare/bare_page.html"


class BareAnswer(models.Model):
    """As wide as an answer, and nothing keeps it."""

    attempt = models.UUIDField()
    item = models.BigIntegerField()
    response = models.JSONField()
    is_right = models.BooleanField()
    at = models.DateTimeField()


def make_bare() -> None:
    """This will make a bare page for every lesson."""
    home = Page.objects.get(depth=2)
    for lesson in LessonPage.objects.live().order_by("path"):
        page = BarePage(title=lesson.title, slug=lesson.slug, body=lesson.body)
        home.add_child(instance=page)
