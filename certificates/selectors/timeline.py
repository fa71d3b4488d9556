"""Everything that ever happened to a person's credentials, in a few queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from certificates.clearance.days import in_words
from certificates.models import Credential, CredentialEvent, Suspension
from certificates.rules.standings_at import (
    Absence,
    Event,
    Life,
    Step,
    TimelineKind,
    day_begins,
)
from certificates.selectors.requirements import title_of
from certificates.selectors.state_words import credential_word
from certificates.selectors.timeline_papers import PAPERS
from certificates.selectors.timeline_scope import Scope, name_of
from certificates.selectors.timeline_work import WORK

State = Credential.State


@dataclass(frozen=True)
class Timeline:
    """What happened, and from what the standing on any day follows."""

    events: list[Event]
    lives: list[Life]
    absences: list[Absence]


def timeline_of(scope: Scope) -> Timeline:
    """This will fetch it all in a constant number of queries, in no order."""
    credentials = _credentials(scope)
    suspensions = list(
        scope.person.suspensions.select_related(
            "by", "clinic", "lift_proposed_by", "lifted_by"
        )
    )
    events = chain(
        _moves(scope, credentials),
        _suspensions(scope, suspensions),
        *(source(scope) for source in (*PAPERS, *WORK)),
    )
    return Timeline(
        events=list(events),
        lives=[_life(row) for row in credentials],
        absences=[_absence(row) for row in suspensions],
    )


def _credentials(scope: Scope) -> list[Credential]:
    events = CredentialEvent.objects.select_related("by").order_by("id")
    rows = Credential.objects.filter(scope.at()).select_related("clinic", "founding")
    rows = rows.prefetch_related(Prefetch("events", events))
    return list(rows.order_by("valid_from", "id"))


def _life(row: Credential) -> Life:
    zone = ZoneInfo(row.clinic.time_zone)
    # A grant written down later held from its first day.
    began = min(day_begins(row.valid_from, zone), row.awarded_at)
    steps = [Step(event.at, event.at, event.to_state) for event in row.events.all()]
    if steps:
        steps[0] = Step(began, steps[0].recorded, steps[0].to_state)
    else:
        steps = [Step(began, row.awarded_at, row.state)]
    return Life(
        id=str(row.pk),
        title=title_of(row.type, row.target),
        clinic_id=row.clinic_id,
        where=row.clinic.name,
        zone=zone,
        period=(row.valid_from, row.valid_to),
        steps=tuple(steps),
    )


def _absence(row: Suspension) -> Absence:
    return Absence(
        clinic_id=row.clinic_id,
        starts_at=row.starts_at,
        recorded=row.recorded_at,
        lifted_at=row.lifted_at,
        # One that came with a roster, lifted long ago, was known of only then.
        lift_recorded=max(row.lifted_at, row.recorded_at) if row.lifted_at else None,
    )


def _moves(scope: Scope, rows: list[Credential]) -> Iterator[Event]:
    for row, life in ((row, _life(row)) for row in rows):
        events = list(row.events.all())
        for event, step in zip(events, life.steps, strict=False):
            what = _("%(title)s: %(state)s") % {
                "title": life.title,
                "state": credential_word(event.to_state),
            }
            with_suspension = State.SUSPENDED in (event.to_state, event.from_state)
            yield Event(
                effective=step.effective,
                recorded=event.at,
                kind=TimelineKind.CREDENTIAL,
                what=what,
                words=_words(row, event),
                # Why, and by whom, stands with the suspension and who may read it.
                by="" if with_suspension else name_of(event.by),
                where=scope.names(row.clinic),
                is_day=step.effective != event.at,
            )


def _words(row: Credential, event: CredentialEvent) -> str:
    if not event.from_state:
        told = {
            "basis": row.get_basis_display(),
            "first": in_words(row.valid_from),
            "last": in_words(row.valid_to),
        }
        return _("%(basis)s. Valid %(first)s to %(last)s.") % told
    if event.from_state == State.SUSPENDED and event.to_state in Credential.LIVE:
        return _("A suspension was lifted.")
    if event.to_state == State.SUSPENDED:
        return _("Suspended with its holder.")
    if (event.from_state, event.to_state) == (State.SUSPENDED, State.EXPIRED):
        return ""
    return event.reason


def _suspensions(scope: Scope, rows: list[Suspension]) -> Iterator[Event]:
    for row in rows:
        if scope.covers(row):
            yield from _suspension_here(scope, row)
        else:
            yield from _suspension_elsewhere(row)


def _suspension_here(scope: Scope, row: Suspension) -> Iterator[Event]:
    kind, where = TimelineKind.SUSPENSION, ""
    if row.clinic:
        where = scope.names(row.clinic)
    # One that a confidential report began says neither why nor who looked into it.
    is_open_book = scope.tells_reasons and row.concern_id is None
    what = _("Suspended: %(kind)s") % {"kind": row.get_kind_display()}
    reason = row.reason if is_open_book else ""
    by = name_of(row.by) if row.concern_id is None else ""
    yield Event(row.starts_at, row.recorded_at, kind, what, reason, by, where=where)
    lift = row.lift_reason if is_open_book else ""
    if row.lift_proposed_at and scope.clinic:
        by = name_of(row.lift_proposed_by) if row.concern_id is None else ""
        what, at = _("Suspension to be lifted: first signature"), row.lift_proposed_at
        yield Event(at, at, kind, what, lift, by, where=where)
    if row.lifted_at:
        by = name_of(row.lifted_by) if row.concern_id is None else ""
        at, recorded = row.lifted_at, max(row.lifted_at, row.recorded_at)
        yield Event(at, recorded, kind, _("Suspension lifted"), "", by, where=where)


def _suspension_elsewhere(row: Suspension) -> Iterator[Event]:
    """Another clinic's suspension closes the door here too: that, and no more."""
    kind = TimelineKind.SUSPENSION
    what = _("Suspended at another clinic")
    yield Event(row.starts_at, row.recorded_at, kind, what)
    if row.lifted_at:
        at, recorded = row.lifted_at, max(row.lifted_at, row.recorded_at)
        yield Event(at, recorded, kind, _("Suspension at another clinic lifted"))
