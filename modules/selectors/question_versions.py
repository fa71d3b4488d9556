"""Questions as they read now, and as they read before."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from modules.models import QuestionVersion


def newest_versions(question_ids: Collection[int]) -> dict[int, QuestionVersion]:
    """This will give the newest version of each question that has one, by its id."""
    later = QuestionVersion.objects.filter(
        question=OuterRef("question"), number__gt=OuterRef("number")
    )
    rows = QuestionVersion.objects.filter(~Exists(later), question__in=question_ids)
    return {row.question_id: row for row in rows.order_by()}
