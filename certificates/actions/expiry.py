"""Bringing the stored state of credentials in line with the calendar."""

import datetime
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from certificates.actions.credentials import MovedMeanwhile, move
from certificates.models import Credential

CHUNK = 500


def expire_due(at: datetime.datetime) -> int:
    """This will expire what has passed its last day at its clinic; gives the number.

    The gate and the verification page read the dates themselves: this only brings
    the stored state in line. Each is a transaction of its own, so that it may stop
    anywhere and be run again.
    """
    return sum(
        _expire(row, at) for row in _past(at) if row.valid_to < row.clinic.day_of(at)
    )


def _past(at: datetime.datetime) -> Iterator[Credential]:
    """Read a part at a time what is over somewhere on earth."""
    latest = at.astimezone(datetime.UTC).date() + datetime.timedelta(days=1)
    rows = Credential.objects.filter(state__in=Credential.LIVE, valid_to__lt=latest)
    rows, after = rows.select_related("clinic").order_by("pk"), UUID(int=0)
    while part := list(rows.filter(pk__gt=after)[:CHUNK]):
        yield from part
        after = part[-1].pk


def _expire(credential: Credential, at: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            move(credential, Credential.State.EXPIRED, by=None, at=at)
    except MovedMeanwhile:
        return False
    return True
