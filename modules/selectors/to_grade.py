"""What an attempt is graded from, in one query."""

import uuid
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from home.kept_statements import KeptStatement
from modules.models import AttemptAnswer, AttemptItem
from modules.selectors.attempts import in_place


class ToGrade(NamedTuple):
    """An item as it was asked, and the answer that counts; None for no answer."""

    item_id: int
    is_critical: bool
    frozen: dict
    response: dict | None


def items_to_grade(attempt_id: uuid.UUID) -> list[ToGrade]:
    """This will list an attempt's items by position with what counts of each."""
    return [ToGrade(*row) for row in _ITEMS.rows(attempt_id=attempt_id)["items"]]


def _queries(attempt_id: uuid.UUID) -> dict[str, QuerySet[Any, Any]]:
    counted = in_place(AttemptAnswer.objects.filter(item=OuterRef("pk")))
    rows = AttemptItem.objects.filter(attempt=attempt_id).order_by("position")
    newest = Subquery(counted.values("response")[:1])
    return {"items": rows.values_list("pk", "is_critical", "frozen", newest)}


_ITEMS = KeptStatement(_queries)
