"""Versions of questions: every change that is saved makes one, and it stays."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from home.models import Person
from modules.models import Question, QuestionVersion
from modules.question_contents import digest_of, written
from modules.selectors.question_versions import newest_versions


def keep_version(
    question: Question, *, by: Person | None, at: datetime.datetime
) -> QuestionVersion:
    """This will keep a question as it is saved now; the same words make no new one."""
    return keep_versions([question], by=by, at=at)[question.pk]


def keep_versions(
    questions: Iterable[Question], *, by: Person | None, at: datetime.datetime
) -> dict[int, QuestionVersion]:
    """This will keep many questions as they are saved now, in as few statements.

    Args:
        by: whoever saved them; None for files and for what was there before.
    Returns: the version that holds from now on, by the question's id.
    """
    ids = [question.pk for question in questions]
    with transaction.atomic():
        # Read under their locks: nobody keeps a half of two changes.
        rows = Question.objects.select_for_update(no_key=True).filter(pk__in=ids)
        saved = list(rows.order_by("pk").prefetch_related("options", "steps"))
        found = newest_versions(ids)
        made = [
            version
            for question in saved
            if (version := _next(question, found.get(question.pk)))
        ]
        for version in made:
            version.made_by, version.made_at = by, at
        QuestionVersion.objects.bulk_create(made)
    return found | {version.question_id: version for version in made}


def _next(question: Question, newest: QuestionVersion | None) -> QuestionVersion | None:
    content = written(question)
    sha256 = digest_of(content)
    if newest and newest.sha256 == sha256:
        return None
    number = newest.number + 1 if newest else 1
    return QuestionVersion(
        question=question, number=number, content=content, sha256=sha256
    )
