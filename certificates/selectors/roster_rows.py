"""One line of the roster: what somebody holds, may do today, and why not more."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from certificates.models import RequirementSet, Suspension
from certificates.requirements.evidence import CurrencyFacts, Evidence
from certificates.requirements.tree import judge, missing
from certificates.rules.lapse_bands import Lapse, first_lapses
from certificates.rules.live_states import LiveState, live_state
from certificates.selectors.due_checks import LICENSED, SCREENED
from certificates.selectors.evidence import document_facts, exclusion_facts
from certificates.selectors.lapses import lapses_at
from certificates.selectors.person_files import is_open
from certificates.selectors.policies import policy_limits
from certificates.selectors.requirements import set_name, short_title_of, title_of
from certificates.selectors.rosters import LEVELS, Listed, people_in
from home.models import Clinic, Person
from modules.records import LearningRecord

THERAPIST = "THERAPIST"
# What lets somebody into the dosing room.
MEDICATION = frozenset({"L2A", "L2B", "L3", "T"})
GONE = (LiveState.SUPERSEDED, LiveState.RELINQUISHED)


@dataclass(frozen=True)
class HeldInBrief:
    """One credential in a list."""

    type: str
    title: str
    short_title: str
    state: LiveState
    valid_to: datetime.date
    may_do: str


@dataclass(frozen=True)
class RosterRow:
    """One person at one clinic.

    Args:
        may: what their credentials let them do today; empty when nothing.
        reasons: why not more, in the words of the requirements.
        next_lapse: what runs out next within 90 days.
    """

    person: Person
    roles: list[str]
    held: list[HeldInBrief]
    may: list[str]
    reasons: list[str]
    is_therapist: bool
    is_suspended: bool
    next_lapse: Lapse | None


@dataclass(frozen=True)
class Measure:
    """What everybody on a page is measured by, fetched once."""

    clinic: Clinic
    at: datetime.datetime
    limits: Mapping[str, Mapping]
    may_do: Mapping[str, str]
    first: Mapping[UUID, Lapse]


def roster_rows(
    ids: Sequence[UUID], clinic: Clinic, at: datetime.datetime
) -> list[RosterRow]:
    """This will read a page of people in a constant number of queries."""
    measure = Measure(
        clinic=clinic,
        at=at,
        limits=policy_limits(at, [clinic]),
        may_do=_may_do_at(clinic),
        first=first_lapses(lapses_at([clinic], at, ids)),
    )
    return [_row(person, measure) for person in people_in(ids, clinic, at)]


def _row(person: Listed, measure: Measure) -> RosterRow:
    clinic, at = measure.clinic, measure.at
    open_rows = [row for row in person.suspensions.all() if is_open(row, at)]
    here = [row for row in open_rows if row.clinic_id in (None, clinic.pk)]
    held = _held(person, measure, is_suspended=bool(here))
    is_therapist = any(row.role == THERAPIST for row in person.roles_here)
    evidence = _evidence(person, clinic, at, open_rows)
    may: list[str] = []
    if is_therapist:
        may, reasons = _allowed(evidence, held, measure.limits)
    else:
        here_as = {row.role for row in person.roles_here}
        reasons = _missing(_beside(here_as, measure.limits), evidence)
    return RosterRow(
        person=person,
        roles=[str(row.get_role_display()) for row in person.roles_here],
        held=held,
        may=may,
        reasons=reasons,
        is_therapist=is_therapist,
        is_suspended=bool(here),
        next_lapse=measure.first.get(person.pk),
    )


def _allowed(
    evidence: Evidence, held: list[HeldInBrief], limits: Mapping[str, Mapping]
) -> tuple[list[str], list[str]]:
    """What may be done today, and what stands in the way of more."""
    valid = [row for row in held if row.state is LiveState.VALID]
    reasons = _missing(_everywhere(limits), evidence)
    if _is_over(evidence, limits):
        reasons += _missing(_refresh(limits), evidence)
    if not valid:
        reasons.append(_("No credential is in force."))
    if reasons:
        return [], reasons
    room = _missing(_dosing_room(limits), evidence)
    wanted = [row for row in valid if row.type in MEDICATION]
    if room and wanted:
        valid = [row for row in valid if row.type not in MEDICATION]
        reasons = [_("Medication sessions: %(why)s") % {"why": why} for why in room]
    return [row.may_do for row in valid if row.may_do], reasons


def _missing(tree: Mapping, evidence: Evidence) -> list[str]:
    return [verdict.text for verdict in missing(judge(tree, evidence))]


def _everywhere(limits: Mapping[str, Mapping]) -> dict:
    """What everybody needs for any clinical work (R-01, R-11)."""
    verified = limits["LICENCE-ACTIVE"]["verified_within_days"]
    checked = limits["EXCLUSION-CLEAR"]["checked_within_days"]
    licence = {"kind": "LICENCE", "verified_within_days": verified}
    return {
        "all": [
            {"leaf": "no_open_suspension"},
            {"leaf": "document_held"} | licence,
            {"leaf": "exclusion_clear", "within_days": checked},
            {"leaf": "document_held", "kind": "LIABILITY"},
        ]
    }


def _beside(here_as: set[str], limits: Mapping[str, Mapping]) -> dict:
    """What the gate asks of those who are there beside the therapists (R-01)."""
    asked: list[dict] = [{"leaf": "no_open_suspension"}]
    if here_as & SCREENED:
        checked = limits["EXCLUSION-CLEAR"]["checked_within_days"]
        asked.append({"leaf": "exclusion_clear", "within_days": checked})
    if here_as & LICENSED:
        verified = limits["LICENCE-ACTIVE"]["verified_within_days"]
        licence = {"kind": "LICENCE", "verified_within_days": verified}
        asked.append({"leaf": "document_held"} | licence)
    return {"all": asked}


def _dosing_room(limits: Mapping[str, Mapping]) -> dict:
    """What the dosing room asks besides (R-09)."""
    months = limits["DRILL-CURRENT"]["every_months"]
    drill = {"leaf": "recorded", "kind": "DRILL", "months": months}
    return {"all": [{"leaf": "document_held", "kind": "BLS"}, drill]}


def _refresh(limits: Mapping[str, Mapping]) -> dict:
    months = limits["REFRESH-CURRENT"]["every_months"]
    return {"leaf": "recorded", "kind": "REFRESH", "months": months}


def _is_over(evidence: Evidence, limits: Mapping[str, Mapping]) -> bool:
    """The yearly refresh has its days of grace, as at the door (R-10)."""
    grace = datetime.timedelta(days=limits["REFRESH-CURRENT"]["grace_days"])
    before = replace(evidence, today=evidence.today - grace)
    return all(judge(_refresh(limits), one).is_open for one in (evidence, before))


def _held(person: Listed, measure: Measure, *, is_suspended: bool) -> list[HeldInBrief]:
    today = measure.clinic.day_of(measure.at)
    rows = [
        HeldInBrief(
            row.type,
            title_of(row.type, row.target),
            short_title_of(row.type, row.target),
            live_state(
                row.state,
                (row.valid_from, row.valid_to),
                today=today,
                is_suspended=is_suspended,
            ),
            row.valid_to,
            measure.may_do.get(set_name(row.type, row.target), ""),
        )
        for row in person.credentials_here
    ]
    rows.sort(key=lambda row: -LEVELS.index(row.type))
    return [row for row in rows if row.state not in GONE]


def _may_do_at(clinic: Clinic) -> dict[str, str]:
    """What each credential lets somebody do, the clinic's own words before others."""
    rows = RequirementSet.objects.filter(state=RequirementSet.State.ACTIVE)
    told = rows.values_list("credential_type", "clinic_id", "may_do")
    shipped = {name: words for name, where, words in told if where is None}
    own = {name: words for name, where, words in told if where == clinic.pk}
    return shipped | own


def _evidence(
    person: Listed, clinic: Clinic, at, open_rows: list[Suspension]
) -> Evidence:
    return Evidence(
        person_id=str(person.pk),
        clinic=clinic.slug,
        jurisdiction=clinic.jurisdiction,
        today=clinic.day_of(at),
        learning=LearningRecord(person.pk, (), ()),
        documents=tuple(document_facts(row) for row in person.documents.all()),
        exclusion_checks=exclusion_facts(person.exclusion_checks.all()),
        currency=tuple(
            CurrencyFacts(row.kind, row.on, str(row.pk))
            for row in person.currency_records.all()
        ),
        open_suspensions=tuple(str(row.pk) for row in open_rows),
    )
