from django.urls import reverse

from modules.models import LessonPage
from tests.modules.lesson_forms import sent_back


class TestOpeningAndSavingALesson:
    def test_keeps_every_mark_and_block(self, moderator, built):
        page = LessonPage.objects.get(code="F1.1")
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        shown = moderator.get(address)
        assert shown.status_code == 200
        form = shown.context["form"]

        answer = moderator.post(address, sent_back(form) | {"action-publish": "1"})

        assert answer.status_code == 302, answer.context["form"].errors
        after = LessonPage.objects.get(pk=page.pk)
        assert after.last_published_at is not None
        assert (
            'linktype="mark" kind="verified" source="S01"' in after.body[0].value.source
        )
        assert [b.id for b in after.body] == [b.id for b in page.body]
        assert built.editions["F1"].number == 1
