"""Passing assessments counts as the yearly refresh of critical items (R-10).

Each assessment draws all critical items of its track and is passed only with all of
them right. Whoever is granted a credential on assessments has therefore just gone
through the critical items; the refresh is dated by the oldest of these, so that it is
never counted as newer than the oldest answer it rests on.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from certificates.models import Application, CurrencyRecord
from home.actions import audit
from home.models import Person

REFRESH = CurrencyRecord.Kind.REFRESH


def count_as_refresh(
    application: Application, *, by: Person, at: datetime.datetime
) -> CurrencyRecord | None:
    """This will record the refresh that an approved dossier amounts to.

    Returns: the new row; None when a newer refresh is on record, or none was passed.
    """
    on = _refreshed_on(application)
    records = CurrencyRecord.objects.filter(person=application.person, kind=REFRESH)
    if on is None or records.filter(on__gte=on).exists():
        return None
    row = CurrencyRecord.objects.create(
        person=application.person, kind=REFRESH, on=on, by=by, recorded_at=at
    )
    audit.append(
        "CURRENCY-RECORDED",
        by=by,
        at=at,
        about=row,
        person=application.person_id,
        application=application.pk,
    )
    return row


def _refreshed_on(application: Application) -> datetime.date | None:
    """This will give the clinic’s day of the dossier’s oldest passed assessment."""
    passed = [
        datetime.datetime.fromisoformat(track["attempt"]["submitted_at"])
        for track in application.dossier["tracks"]
        if _is_passed(track)
    ]
    return application.clinic.day_of(min(passed)) if passed else None


def _is_passed(track: Mapping[str, Any]) -> bool:
    attempt = track["attempt"]
    return bool(attempt and attempt["passed"] and attempt["all_critical_right"])
