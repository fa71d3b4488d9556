"""The two days and the kind that a timeline is asked for."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.exports import Sheet
from certificates.forms.lists import ANY, ListForm
from certificates.rules.live_states import LiveState
from certificates.rules.standings_at import (
    Event,
    Life,
    TimelineKind,
    end_of,
    known_events,
    standing_at,
)
from certificates.selectors.timeline import Timeline


@dataclass(frozen=True)
class View:
    """A timeline as of one moment, known at another.

    Args:
        standings: each credential that was there, and what it was worth.
    """

    as_of: datetime.datetime
    known_at: datetime.datetime
    events: list[Event]
    standings: list[tuple[Life, LiveState]]


class TimelineForm(ListForm):
    """As of which day, known on which day, and which kinds."""

    sorts = ("when", "recorded", "what", "by")
    falling = ("when", "recorded")

    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        help_text=_("What held at the end of this day. Empty: now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    known = forms.DateField(
        label=_("As known on"),
        required=False,
        help_text=_("What was written down by the end of this day. Empty: by now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[*ANY, *TimelineKind.choices]
    )

    def view(self, timeline: Timeline, zone: ZoneInfo, now: datetime.datetime) -> View:
        """This will show the timeline as it was asked for."""
        asked = self.asked()
        as_of = end_of(asked.get("as_of"), zone, now)
        known_at = min(now, end_of(asked.get("known"), zone, now))
        events = known_events(timeline.events, as_of, known_at)
        if "kind" in asked:
            events = [event for event in events if event.kind == asked["kind"]]
        told = [
            (life, standing_at(life, timeline.absences, as_of, known_at))
            for life in timeline.lives
        ]
        return View(
            as_of=as_of,
            known_at=known_at,
            events=_in_order(events, asked.get("sort", "when")),
            standings=[(life, state) for life, state in told if state is not None],
        )


def _in_order(events: list[Event], sort: str) -> list[Event]:
    """The newest first, unless it is turned round; words from A to Z."""
    key, is_turned = sort.lstrip("-"), sort.startswith("-")
    if key == "when":
        return events[::-1] if is_turned else events
    if key == "recorded":
        return sorted(events, key=lambda row: row.recorded, reverse=not is_turned)
    return sorted(
        events, key=lambda row: str(getattr(row, key)).casefold(), reverse=is_turned
    )


def timeline_sheet(view: View, zone: ZoneInfo, now: datetime.datetime) -> Sheet:
    """This will give a timeline as a list for a file, by the clinic's clock."""
    heads = [
        gettext("When"),
        gettext("What"),
        gettext("Kind"),
        gettext("Words"),
        gettext("By"),
        gettext("Clinic"),
    ]
    rows = (
        (
            _told(event.effective, zone, is_day=event.is_day),
            event.what,
            event.kind.label,
            event.words,
            event.by,
            event.where,
            event.recorded.astimezone(zone),
        )
        for event in view.events
    )
    name = f"timeline-{now.astimezone(zone):%Y-%m-%d}"
    return Sheet(name, [*heads, gettext("Written down")], rows)


def _told(moment: datetime.datetime, zone: ZoneInfo, *, is_day: bool):
    local = moment.astimezone(zone)
    return local.date() if is_day else local
