"""Leaves about what was read and passed, in the words of a dossier: R-05, R-06.

What is complete is `modules.completion`'s to say.
"""

from collections.abc import Mapping
from datetime import date

from certificates.clearance.days import in_words
from certificates.clearance.verdicts import Verdict, met, unknown, unmet
from certificates.requirements.evidence import Evidence
from modules import completion
from modules.completion import ACKNOWLEDGE_WITHIN, Finding
from modules.records import ModuleRecord


def track_read(ask: Mapping, evidence: Evidence) -> Verdict:
    """Every lesson of a track is finished, in an edition that counts."""
    code, subject = "TRACK-READ", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None or not track.modules:
        return _no_such_track(code, subject, ask["track"])
    found = completion.track_read(track)
    if not found.is_met:
        text = f"{track.title}: {_left(found)} still to read."
        return unmet(code, subject, text, f"Read the rest of {track.title}.")
    return met(code, subject, f"{track.title}: all {_lessons(found.asked)} read.")


def track_passed(ask: Mapping, evidence: Evidence) -> Verdict:
    """The assessment of a track is passed with every critical item right."""
    code, subject = "TRACK-PASSED", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None:
        return _no_such_track(code, subject, ask["track"])
    found = completion.track_passed(track)
    if not found.evidence:
        text = f"{track.title}: the assessment has not been taken yet."
        return unmet(code, subject, text, f"Pass the assessment of {track.title}.")
    if not found.is_met:
        text = f"{track.title}: the last assessment was not passed ({found.done}%)."
        remedy = f"Study what it pointed to and take {track.title} again."
        return unmet(code, subject, text, remedy, evidence=found.evidence)
    text = f"{track.title}: assessment passed with {found.done}%, every critical "
    return met(code, subject, text + "item right.", evidence=found.evidence)


def scenario_passed(ask: Mapping, evidence: Evidence) -> Verdict:
    """The case of a track is passed without a critical choice."""
    code, subject = "SCENARIO-PASSED", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None:
        return _no_such_track(code, subject, ask["track"])
    found = completion.case_passed(track)
    if not found.evidence:
        text = f"{track.title}: the case has not been worked through yet."
        return unmet(code, subject, text, f"Work through the case of {track.title}.")
    if not found.is_met:
        text = f"{track.title}: the case was not passed."
        remedy = f"Work through the case of {track.title} again."
        return unmet(code, subject, text, remedy, evidence=found.evidence)
    return met(code, subject, f"{track.title}: case passed.", evidence=found.evidence)


def module_current(ask: Mapping, evidence: Evidence) -> Verdict:
    """Every lesson of a module is finished, in an edition that still counts."""
    code, subject = "MODULE-CURRENT", evidence.person_id
    module = evidence.learning.module(ask["module"])
    is_gone = module is None or not (module.is_live or module.is_complete)
    if is_gone or module is None or not module.lessons:
        text = f"The curriculum has no published module {ask['module']}."
        return unknown(code, subject, text, "An editor publishes the module.")
    within = ask.get("acknowledge_within_days", ACKNOWLEDGE_WITHIN)
    found = completion.module_current(module, evidence.today, within)
    if not found.is_met and not found.changed:
        text = f"{found.subject}: {_left(found)} still to read."
        return unmet(code, subject, text, f"Read the rest of {module.code}.")
    if found.changed and not found.is_met:
        day = in_words(found.changed.published_at.date())
        text = f"{found.subject} changed on {day}: {_left(found)} to read again."
        return unmet(code, subject, text, f"Read {module.code} again as it is now.")
    text = f"{found.subject}: all {_lessons(found.asked)} read, in an edition that "
    return met(code, subject, text + "counts.", holds_until=found.due_on)


def findings(ask: Mapping, evidence: Evidence) -> list[Finding]:
    """This will give what one of these leaves rests on; empty for any other."""
    learning = evidence.learning
    if ask["leaf"] == "module_current":
        module = learning.module(ask["module"])
        within = ask.get("acknowledge_within_days", ACKNOWLEDGE_WITHIN)
        return _module(module, evidence.today, within) if module else []
    rules = {
        "track_read": completion.track_read,
        "track_passed": completion.track_passed,
        "scenario_passed": completion.case_passed,
    }
    track = learning.track(ask["track"]) if ask["leaf"] in rules else None
    return [rules[ask["leaf"]](track)] if track else []


def _module(module: ModuleRecord, today: date, within: int) -> list[Finding]:
    return [completion.module_current(module, today, within)]


def _left(found: Finding) -> str:
    return f"{found.left} of {_lessons(found.asked)}"


def _lessons(count: int) -> str:
    return f"{count} lesson" if count == 1 else f"{count} lessons"


def _no_such_track(code: str, subject: str, track: str) -> Verdict:
    text = f"The curriculum has no published track {track}."
    return unknown(code, subject, text, "An editor publishes the track.")
