"""Criteria that ask what was attested by whom and when: R-22 to R-28, R-35."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from certificates.clearance import days
from certificates.clearance.case import Case, Stage
from certificates.clearance.criteria.holdings import evidence_of, held_at_any_level_on
from certificates.clearance.signing import signed_or_unmet
from certificates.clearance.verdicts import Verdict, met, unknown, unmet
from certificates.clearance.world import AttestationFacts


def preparation_done(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """A preparation session is attested by somebody who held L1 or above that day."""
    if not case.is_medication:
        return
    code, recommended = "PREPARATION-DONE", parameters["recommended"]
    rows = [row for row in case.attested(code) if _is_by_therapist(case, row)]
    if not rows:
        text = "No preparation session is attested by a therapist who held L1."
        remedy = "The therapist who held the preparation session attests it."
        yield unknown(code, case.resource, text, remedy)
        return
    # The same statement twice is one session.
    held = len({(row.by, row.at) for row in rows})
    verdict = met_by(case, code, rows, f"Preparation sessions attested: {held}.")
    if held < recommended:
        warning = f"{held} of {recommended} recommended preparation sessions are "
        remedy = "Hold further preparation sessions, or go on knowing this."
        verdict = replace(verdict, warning=f"{warning}attested.", remedy=remedy)
    yield verdict


def prescriber_clearance(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The prescriber's clearance is attested and recent."""
    if not case.is_medication:
        return
    code, within = "PRESCRIBER-CLEARANCE", parameters["within_days"]
    remedy = "The prescriber clears the patient for this session and attests it."
    rows = case.attested(code)
    if not rows:
        text = "The prescriber's clearance is not attested."
        yield unknown(code, case.resource, text, remedy)
        return
    newest = max(rows, key=lambda row: days.utc(row.at))
    on = case.day_of(newest.at)
    if (case.today - on).days > within:
        text = f"The prescriber's clearance of {days.in_words(on)} is too old."
        yield unknown(code, case.resource, text, remedy)
        return
    text = "The prescriber's clearance is attested."
    until = days.day_after(on, within + 1)
    yield met_by(case, code, [newest], text, holds_until=until)


def consent_earlier_day(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Consent was given before the day of the session, or the director has signed."""
    if not case.is_medication:
        return
    code, rows = "CONSENT-EARLIER-DAY", case.attested("CONSENT-EARLIER-DAY")
    earlier = [row for row in rows if case.day_of(row.at) < case.first_day]
    if earlier:
        yield met_by(case, code, earlier, "Consent on an earlier day is attested.")
    elif _on_the_day(case, rows):
        text = "Consent was given on the day of the session itself."
        remedy = "The clinical director signs with a reason, or another day is chosen."
        refusal = unmet(code, case.resource, text, remedy)
        yield signed_or_unmet(refusal, case, parameters["signed_by"])
    else:
        text = "Consent on an earlier day is not attested."
        remedy = "A therapist attests the consent given before the day of the session."
        yield unknown(code, case.resource, text, remedy)


def day_of_screen(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The safety screen of the day is attested on the day."""
    if case.is_medication:
        rows = _on_the_day(case, case.attested("DAY-OF-SCREEN"))
        yield _on_day(case, "DAY-OF-SCREEN", rows, "The safety screen of the day")


def escort_confirmed(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The escort home is confirmed on the day; before release it may be again.

    A session may end after midnight: who confirms anew then knows more, not less.
    """
    if case.is_medication:
        last = case.today if case.stage is Stage.RELEASE else case.first_day
        rows = [
            row
            for row in case.attested("ESCORT-CONFIRMED")
            if case.first_day <= case.day_of(row.at) <= last
        ]
        yield _on_day(case, "ESCORT-CONFIRMED", rows, "The escort home")


def pause_by_two(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The pause before the medicine is attested by two people of the team."""
    if not case.is_medication:
        return
    code, people = "PAUSE-BY-TWO", parameters["people"]
    rows = _on_the_day(case, case.attested(code))
    rows = [row for row in rows if row.by in case.everybody]
    if len({row.by for row in rows}) >= people:
        yield met_by(case, code, rows, "The pause is attested by two of the team.")
        return
    text = "The pause before the medicine is not attested by two people of the team."
    remedy = "Two people of the team attest it, each on their own sign-in."
    yield unknown(code, case.resource, text, remedy)


def room_ready(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The kit is attested on the day; comfort of the room is asked for."""
    if not case.is_medication:
        return
    code = "ROOM-READY"
    kit = _on_the_day(case, case.attested("KIT-READY"))
    if not kit:
        text = "The emergency kit is not attested as checked on the day."
        remedy = "Somebody of the team checks the kit and attests it."
        yield unknown(code, case.resource, text, remedy)
        return
    verdict = met_by(case, code, kit, "The emergency kit is attested as checked.")
    if not _on_the_day(case, case.attested("COMFORT-READY")):
        warning = "The comfort of the room is not attested."
        remedy = "Somebody of the team prepares the room and attests it."
        verdict = replace(verdict, warning=warning, remedy=remedy)
    yield verdict


def integration_since(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """An integration session is attested since the last medication session."""
    if not case.is_medication or case.session.ordinal < parameters["from_ordinal"]:
        return
    code, rows = "INTEGRATION-SINCE", case.attested("INTEGRATION-SINCE")
    if rows:
        text = "An integration session since the last medication session is attested."
        yield met_by(case, code, rows, text)
        return
    text = "No integration session since the last medication session is attested."
    remedy = "A therapist holds the integration session and attests it."
    yield unknown(code, case.resource, text, remedy)


def _on_day(
    case: Case, code: str, rows: Sequence[AttestationFacts], what: str
) -> Verdict:
    if rows:
        return met_by(case, code, rows, f"{what} is attested.")
    text = f"{what} is not attested on the day of the session."
    return unknown(code, case.resource, text, "Somebody of the team attests it.")


def _is_by_therapist(case: Case, row: AttestationFacts) -> bool:
    return held_at_any_level_on(case, row.by, case.day_of(row.at))


def _on_the_day(case: Case, rows: list[AttestationFacts]) -> list[AttestationFacts]:
    return [row for row in rows if case.day_of(row.at) == case.first_day]


def met_by(
    case: Case, code: str, rows: Sequence[AttestationFacts], text: str, **more
) -> Verdict:
    """Return the verdict that rests on these attestations."""
    evidence = evidence_of(*rows)
    return met(code, case.resource, text, evidence=evidence, **more)
