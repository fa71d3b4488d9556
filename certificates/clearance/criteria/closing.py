"""Criteria of letting the patient go home and closing: R-32, R-33, R-34, R-36.

Nobody's own clearance is asked here: a lapse never keeps a patient from going home.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from certificates.clearance import days
from certificates.clearance.case import Case, Stage, is_usable_minutes
from certificates.clearance.criteria.attestations import met_by
from certificates.clearance.verdicts import Verdict, unknown, unmet
from certificates.clearance.world import AttestationFacts

FILE_INCIDENT = "file_incident_report"
NOTIFY_MEDICAL_DIRECTOR = "notify_medical_director_at_once"


def session_under_way(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The stored session is in the state from which this step leads on."""
    code, state = "SESSION-UNDER-WAY", case.session.state
    if case.stage is Stage.RELEASE and not case.is_medication:
        text = f"A session of {str(case.session.kind).lower()} has no release."
        yield unmet(code, case.resource, text, "Close the session when it is over.")
    elif not case.is_stored or not state:
        text = "No session of this code that could be under way is on record."
        remedy = "Ask about a session that was booked and started here."
        yield unknown(code, case.resource, text, remedy)
    elif state == _state_needed(case):
        yield met_by(case, code, (), "The session is where this step begins.")
    else:
        text = f"The session is {state.lower()}, not {_state_needed(case).lower()}."
        remedy = "Take the steps of a session in their order: start, release, close."
        yield unmet(code, case.resource, text, remedy)


def release_criteria(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The medical clinician of record attests release after the observation."""
    if not case.is_medication:
        return
    code, earliest = "RELEASE-CRITERIA", _end_of_observation(case)
    if earliest is None:
        text = f"The observation time of {case.clinic.name} is not set."
        remedy = "The medical director sets the site values of the clinic."
        yield unknown(code, case.resource, text, remedy)
        return
    of_record = case.people_in({"medical_clinician"})
    rows = [row for row in _since(case, code, earliest) if row.by in of_record]
    if rows:
        text = "The medical clinician of record attests the release criteria."
        yield met_by(case, code, rows, text)
        return
    text = "The release criteria are not attested by the medical clinician of record "
    text += "after the observation time."
    remedy = "The medical clinician of record looks at the patient after the "
    remedy += "observation time and attests the release criteria."
    yield unknown(code, case.resource, text, remedy)


def next_contact(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The next contact is arranged; going home does not wait for it, closing does."""
    if not case.is_medication:
        return
    code, rows = "NEXT-CONTACT", case.attested("NEXT-CONTACT")
    missing = "The contact on the next day and the integration session are not "
    missing += "attested as arranged."
    remedy = "Somebody of the team or the scheduler arranges both and attests it."
    if rows:
        yield met_by(case, code, rows, "The next contact is attested as arranged.")
    elif case.stage is Stage.RELEASE:
        verdict = met_by(case, code, (), "The release does not wait for this.")
        yield replace(verdict, warning=missing, remedy=remedy)
    else:
        yield unknown(code, case.resource, missing, remedy)


def presence_continuous(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Somebody was with the patient throughout, or the gap is on record."""
    if not case.is_medication:
        return
    code, gaps = "PRESENCE-CONTINUOUS", _since(case, "PRESENCE-GAP", _began(case))
    if gaps:
        verdict = met_by(case, code, gaps, "What is known of the presence is attested.")
        warning = "There was a gap in the presence beside the patient."
        remedy = "The team files an incident report about the gap."
        yield replace(
            verdict, warning=warning, remedy=remedy, obligations=(FILE_INCIDENT,)
        )
        return
    rows = _by_team(case, _since(case, code, _end_of_observation(case)))
    if rows:
        yield met_by(case, code, rows, "Continuous presence is attested.")
        return
    text = "Continuous presence is not attested through the observation time."
    remedy = "Somebody of the team attests it, or attests that there was a gap."
    yield unknown(code, case.resource, text, remedy)


def adverse_event_form(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Either nothing adverse happened, or the form about it is filled in."""
    if not case.is_medication:
        return
    code, began = "ADVERSE-EVENT-FORM", _began(case)
    serious = _since(case, "ADVERSE-EVENT-SERIOUS", began)
    forms = _since(case, code, began)
    none = _since(case, "ADVERSE-EVENT-NONE", _end_of_observation(case))
    if serious:
        verdict = met_by(case, code, serious, "The adverse event form is attested.")
        warning = "A serious adverse event is attested."
        remedy = "The medical director is told at once and looks into it."
        yield replace(
            verdict,
            warning=warning,
            remedy=remedy,
            obligations=(NOTIFY_MEDICAL_DIRECTOR,),
        )
    elif forms or _by_team(case, none):
        rows = forms or none
        yield met_by(case, code, rows, "What happened, or that nothing did, is told.")
    else:
        text = "It is not attested whether anything adverse happened."
        remedy = "Somebody of the team attests that nothing did through the "
        remedy += "observation time, or that the form about it is filled in."
        yield unknown(code, case.resource, text, remedy)


def _state_needed(case: Case) -> str:
    is_after_release = case.stage is Stage.CLOSE and case.is_medication
    return "RELEASED" if is_after_release else "STARTED"


def _began(case: Case) -> datetime:
    return days.utc(case.session.started_at or case.session.starts_at)


def _end_of_observation(case: Case) -> datetime | None:
    """Return when the patient could go home at the earliest; None if nobody can say."""
    minutes = case.clinic.observe_minutes
    if not is_usable_minutes(minutes):
        return None
    return days.add_minutes(_began(case), minutes)


def _since(case: Case, code: str, moment: datetime | None) -> list[AttestationFacts]:
    """Return the attestations that were not made before a moment."""
    if moment is None:
        return []
    return [row for row in case.attested(code) if days.utc(row.at) >= moment]


def _by_team(case: Case, rows: list[AttestationFacts]) -> list[AttestationFacts]:
    return [row for row in rows if row.by in case.everybody]
