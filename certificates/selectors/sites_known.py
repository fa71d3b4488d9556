"""Clinics and their site values as they were at one moment, as known at another."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from certificates.clearance.world import ClinicFacts
from certificates.models import SiteValues
from certificates.rules.looking_back import Looking
from certificates.rules.standings_at import day_begins
from home.models import Clinic

EVER = datetime.date(1900, 1, 1)


def clinic_known(clinic: Clinic, looking: Looking) -> ClinicFacts:
    """This will join a clinic with the values that held, if any did."""
    place = ClinicFacts(
        slug=clinic.slug,
        name=clinic.name,
        time_zone=clinic.time_zone,
        jurisdiction=clinic.jurisdiction,
        in_person=clinic.in_person,
    )
    values = site_values_known([clinic.slug], looking).get(clinic.slug)
    if values is None:
        return place
    return replace(
        place,
        bp_review=values.bp_review,
        bp_stop=values.bp_stop,
        observe_minutes=values.observe_minutes,
        release_criteria=values.release_criteria,
        set_on=values.set_on,
    )


def site_values_known(slugs: Iterable[str], looking: Looking) -> dict[str, SiteValues]:
    """This will give the newest values of each clinic that had begun.

    Where none had, the first that were to come: their day says that they did not hold.
    """
    rows = SiteValues.objects.filter(looking.recorded, clinic__slug__in=list(slugs))
    found: dict[str, SiteValues] = {}
    for row in rows.select_related("clinic").order_by("-id"):
        held = found.get(row.clinic.slug)
        if held is None or _since(held) > looking.as_of:
            found[row.clinic.slug] = row
    return found


def _since(row: SiteValues) -> datetime.datetime:
    """Whoever sets them sets them from that moment on; a roster tells only the day."""
    if row.set_by_id is not None:
        return row.recorded_at
    return day_begins(row.set_on or EVER, ZoneInfo(row.clinic.time_zone))
