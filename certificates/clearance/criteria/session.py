"""Criteria about site, session and clocks: R-03, R-21, R-29, R-30."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from certificates.clearance import days
from certificates.clearance.case import Case, is_usable_minutes, team_of
from certificates.clearance.signing import signatures_of, waived_by
from certificates.clearance.verdicts import Kind, Verdict, met, unknown, unmet


def site_ready(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The session is in person and the clinic's site values are set and dated.

    One person alone is judged on it only when the observation time is missing: then
    nothing that depends on dates could be judged, and silence would read as a yes.
    """
    needed = not case.question.is_about_one_person or case.last_day is None
    if case.is_medication and needed:
        yield _site(case)


def course_length(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """A late session of a course is signed by the director and a prescriber."""
    if not case.is_medication or case.session.ordinal < parameters["from_ordinal"]:
        return
    refusal = unmet(
        "COURSE-LENGTH",
        case.resource,
        f"This is medication session {case.session.ordinal} of one course.",
        "A clinical director and a medical clinician or medical director, two "
        "different people, both sign with a reason.",
        type=Kind.SIGN,
    )
    of_record = [
        m.id
        for m in case.members
        if all(o.role == "medical_clinician" for o in case.members if o.id == m.id)
    ]
    code = refusal.code
    directors = signatures_of(case, code, parameters["signed_by"])
    clinicians = signatures_of(case, code, parameters["and_by"], exempt=of_record)
    pairs = [(d, c) for d in directors for c in clinicians if d.by != c.by]
    yield waived_by(refusal, pairs[0]) if pairs else refusal


def session_openable(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The session is booked and about to begin, or has begun and not ended."""
    code = "SESSION-OPENABLE"
    session, minutes = case.session, parameters["opens_minutes_before"]
    if not case.is_stored:
        yield _nothing_booked(case)
        return
    if session.state and session.state != "BOOKED":
        text = f"The session is {session.state.lower()}, not booked."
        yield unmet(code, case.resource, text, "Only a booked session can be started.")
        return
    if case.moment < days.add_minutes(session.starts_at, -minutes):
        text = f"The session opens {minutes} minutes before it begins, not earlier."
        yield unmet(code, case.resource, text, "Ask again when it is about to begin.")
        return
    if case.moment >= days.utc(session.ends_at):
        text = "The time booked for the session has passed."
        yield unmet(code, case.resource, text, "The scheduler books a new time.")
        return
    if not session.state:
        yield _nothing_booked(case)
        return
    yield met(code, case.resource, "The session is booked and about to begin.")


def _nothing_booked(case: Case) -> Verdict:
    text = "No booked session of this code is on record."
    remedy = "The scheduler books the session first."
    return unknown("SESSION-OPENABLE", case.resource, text, remedy)


def team_as_booked(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The members given in the question are those that were booked."""
    code, given = "TEAM-AS-BOOKED", case.question.members
    if not case.is_stored:
        return
    if not given or team_of(given) == team_of(case.session.members):
        yield met(code, case.resource, "The team is the one that was booked.")
        return
    text = "The people named are not the team that was booked."
    remedy = "The scheduler books the change first, or the booked team comes."
    yield unmet(code, case.resource, text, remedy)


def clock_sane(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Both clocks agree, and neither stands before the newest audit entry.

    One person alone is told of it only when the clocks are not sound.
    """
    verdict = _clocks(case, parameters["agree_within_minutes"])
    if verdict.is_open or not case.question.is_about_one_person:
        yield verdict


def _site(case: Case) -> Verdict:
    code, clinic = "SITE-READY", case.clinic
    remedy = "The medical director sets and dates the site values of the clinic."
    if clinic.in_person is False:
        text = f"{clinic.name} does not hold its sessions in person."
        return unmet(code, clinic.slug, text, "Choose a clinic that does.")
    if clinic.set_on is not None and clinic.set_on > case.today:
        text = f"The site values of {clinic.name} hold from "
        text += f"{days.in_words(clinic.set_on)}."
        return unmet(code, clinic.slug, text, remedy)
    missing = [words for words, is_filled in _site_values(clinic) if not is_filled]
    if missing:
        text = f"Not set for {clinic.name}: {', '.join(missing)}."
        return unknown(code, clinic.slug, text, remedy)
    return met(code, clinic.slug, f"{clinic.name} has set its site values.")


def _site_values(clinic) -> list[tuple[str, bool]]:
    return [
        ("whether sessions are in person", clinic.in_person is True),
        ("blood pressure for review", _is_filled(clinic.bp_review)),
        ("blood pressure to stop at", _is_filled(clinic.bp_stop)),
        ("observation time", is_usable_minutes(clinic.observe_minutes)),
        ("release criteria", _is_filled(clinic.release_criteria)),
        ("the date they were set", clinic.set_on is not None),
    ]


def _is_filled(value: str | None) -> bool:
    return value is not None and bool(str(value).strip())


def _clocks(case: Case, minutes: int) -> Verdict:
    code, clock = "CLOCK-SANE", case.facts.clock
    remedy = "Whoever runs the system sets the clocks right; then ask again."
    told = [row for row in (clock.application_at, clock.database_at) if row]
    moments = [days.utc(moment) for moment in told]
    newest = clock.newest_audit_at
    if newest is not None and any(moment < days.utc(newest) for moment in moments):
        text = "The clock of the system stands before its newest audit entry."
        return unmet(code, case.resource, text, remedy)
    if len(moments) < 2:
        text = "The clocks of the system could not be read."
        return unknown(code, case.resource, text, remedy)
    if max(moments) - min(moments) > timedelta(minutes=minutes):
        text = f"The clocks of the system differ by more than {minutes} minutes."
        return unmet(code, case.resource, text, remedy)
    return met(code, case.resource, "The clocks of the system agree.")
