"""Leaves about what was read, passed and observed: R-05, R-06, R-07."""

from collections.abc import Iterable, Mapping

from certificates.clearance.verdicts import Verdict, met, unknown, unmet
from certificates.requirements.evidence import Evidence
from modules.records import AttemptRecord, ObservationRecord

KINDS = {
    "PREPARATION": "preparation",
    "MEDICATION": "medication",
    "CO_THERAPY": "co-therapy",
    "INTEGRATION": "integration",
}


def track_read(ask: Mapping, evidence: Evidence) -> Verdict:
    """Every lesson of a track is finished, in its newest edition."""
    code, subject = "TRACK-READ", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None or not track.modules:
        return _no_such_track(code, subject, ask["track"])
    lessons = [lesson for module in track.modules for lesson in module.lessons]
    left = sum(lesson.completed_at is None for lesson in lessons)
    if left:
        text = f"{track.title}: {left} of {_lessons(len(lessons))} still to read."
        return unmet(code, subject, text, f"Read the rest of {track.title}.")
    return met(code, subject, f"{track.title}: all {_lessons(len(lessons))} read.")


def track_passed(ask: Mapping, evidence: Evidence) -> Verdict:
    """The assessment of a track is passed with every critical item right."""
    code, subject = "TRACK-PASSED", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None:
        return _no_such_track(code, subject, ask["track"])
    attempt = track.attempt
    if attempt is None:
        text = f"{track.title}: the assessment has not been taken yet."
        return unmet(code, subject, text, f"Pass the assessment of {track.title}.")
    if not (attempt.passed and attempt.all_critical_right):
        text = f"{track.title}: the last assessment was not passed ({_score(attempt)})."
        remedy = f"Study what it pointed to and take {track.title} again."
        return unmet(code, subject, text, remedy, evidence=(str(attempt.id),))
    text = f"{track.title}: assessment passed with {_score(attempt)}, every critical "
    return met(code, subject, text + "item right.", evidence=(str(attempt.id),))


def scenario_passed(ask: Mapping, evidence: Evidence) -> Verdict:
    """The case of a track is passed without a critical choice."""
    code, subject = "SCENARIO-PASSED", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None:
        return _no_such_track(code, subject, ask["track"])
    run = track.scenario
    if run is None:
        text = f"{track.title}: the case has not been worked through yet."
        return unmet(code, subject, text, f"Work through the case of {track.title}.")
    if not run.passed or run.was_critical:
        text = f"{track.title}: the case was not passed."
        remedy = f"Work through the case of {track.title} again."
        return unmet(code, subject, text, remedy, evidence=(str(run.id),))
    return met(code, subject, f"{track.title}: case passed.", evidence=(str(run.id),))


def observations(ask: Mapping, evidence: Evidence) -> Verdict:
    """Enough sessions were observed, each with every domain at the floor or above.

    Whether the assessor was one is asked when a session is entered (R-08), not here.
    A session that several assessors rated is one session, and counts when all of
    them rated it well enough. One with a critical fail never counts. With `in_a_row`
    the newest ones are looked at and every one of them has to count.
    """
    code, subject = "OBSERVED-PRACTICE", evidence.person_id
    ask = {**ask, "floor": _floor(ask, evidence)}
    rows = [row for row in evidence.learning.observations if _is_asked(ask, row)]
    rated = _by_session(rows)
    looked_at = rated[-ask["count"] :] if ask.get("in_a_row") else rated
    counted = [each for each in looked_at if all(_counts(ask, row) for row in each)]
    assessors = {row.assessor_id for each in counted for row in each}
    ids = tuple(str(row.id) for each in counted for row in each)
    text = f"{_sessions(ask)}: {min(len(counted), ask['count'])} of {ask['count']}."
    if len(counted) < ask["count"]:
        left = ask["count"] - len(counted)
        remedy = f"Have {left} more observed by an assessor{_bar(ask)}."
        return unmet(code, subject, text, remedy, evidence=ids)
    if len(assessors) < ask.get("distinct_assessors", 1):
        text = f"{text[:-1]}, but all by the same assessor."
        return unmet(code, subject, text, "Let another assessor observe.", evidence=ids)
    return met(code, subject, text, evidence=ids)


def _by_session(rows: Iterable[ObservationRecord]) -> list[list[ObservationRecord]]:
    """The ratings of each session together, the newest session last."""
    found: dict[tuple[int, str], list[ObservationRecord]] = {}
    for row in sorted(rows, key=lambda row: (row.observed_on, str(row.id))):
        found.setdefault(row.session, []).append(row)
    return sorted(found.values(), key=lambda each: each[-1].observed_on)


def _is_asked(ask: Mapping, row: ObservationRecord) -> bool:
    return (
        row.form_code == ask["form"]
        and row.kind in ask["kinds"]
        and row.supervision == ask.get("supervision", row.supervision)
    )


def _floor(ask: Mapping, evidence: Evidence) -> int:
    raised = ask.get("floor_if_held", {}).items()
    floors = [floor for type_, floor in raised if evidence.active([type_])]
    return max(floors, default=ask.get("floor", 0))


def _counts(ask: Mapping, row: ObservationRecord) -> bool:
    if row.had_critical_fail or not row.ratings:
        return False
    return min(row.ratings.values()) >= ask["floor"]


def _sessions(ask: Mapping) -> str:
    names = " and ".join(KINDS[kind] for kind in ask["kinds"])
    row = " in a row" if ask.get("in_a_row") else ""
    direct = " with a supervisor in the room" if ask.get("supervision") else ""
    return f"Observed {names} sessions{row}{direct}{_bar(ask)}"


def _bar(ask: Mapping) -> str:
    return f", every domain at {ask['floor']} or above" if ask["floor"] else ""


def _lessons(count: int) -> str:
    return f"{count} lesson" if count == 1 else f"{count} lessons"


def _score(attempt: AttemptRecord) -> str:
    return f"{int(attempt.score * 100)}%"


def _no_such_track(code: str, subject: str, track: str) -> Verdict:
    text = f"The curriculum has no published track {track}."
    return unknown(code, subject, text, "An editor publishes the track.")
