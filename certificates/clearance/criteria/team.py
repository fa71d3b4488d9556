"""Criteria about the team as a whole: R-16 to R-19."""

from collections.abc import Collection, Iterator, Mapping

from certificates.clearance.case import Case
from certificates.clearance.criteria import holdings
from certificates.clearance.signing import signed_for_team
from certificates.clearance.verdicts import Kind, Verdict, met, unmet
from certificates.clearance.world import RelationFacts

# What two people declare of each other, as a director reads it.
KINDS = {
    "SPOUSE": "spouse or partner",
    "RELATIVE": "relative",
    "EMPLOYER": "employer",
    "FINANCIAL": "financial partner",
}


def team_distinct(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Nobody is named twice, one leads, and there are at most two therapists."""
    code = "TEAM-DISTINCT"
    faults = []
    if len({m.id for m in case.members}) < len(case.members):
        faults.append("Somebody is named twice.")
    roles = [m.role for m in case.members]
    if roles.count("lead") != 1:
        faults.append("There has to be exactly one lead therapist.")
    if roles.count("lead") + roles.count("co_therapist") > 2:
        faults.append("There are more than two therapists.")
    if faults:
        remedy = (
            "The scheduler names one lead, at most one co-therapist, all different."
        )
        yield unmet(code, case.subject, " ".join(faults), remedy)
    else:
        yield met(code, case.subject, "Everybody named is a different person.")


def relation_declared(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The two therapists have declared no relation, or the director has signed."""
    code = "RELATION-DECLARED"
    if len(case.therapists) < 2:
        return
    found = [row for row in case.facts.relations if _is_between(row, case.therapists)]
    if not found:
        text = "The two therapists have declared no relation."
        yield met(code, case.subject, text, type=Kind.SIGN)
        return
    kinds = sorted({KINDS.get(row.kind, "another tie") for row in found})
    refusal = unmet(
        code,
        case.subject,
        "This pair needs the clinical director's signature.",
        "The clinical director signs with a reason, or another pair is chosen.",
        confidential_text="The two therapists have declared a relation with each "
        f"other: {', '.join(kinds)}.",
        confidential_evidence=holdings.evidence_of(*found),
    )
    yield signed_for_team(refusal, case, parameters["signed_by"])


def _is_between(row: RelationFacts, people: Collection[str]) -> bool:
    return row.a != row.b and row.a in people and row.b in people


def second_staff(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """A second qualified person is within call."""
    code = "SECOND-STAFF"
    if not case.is_medication or not _can_tell_second_staff(case):
        return
    standing = holdings.second_staff_without_supervisor(case) or holdings.longest(
        holdings.held(case, person_id, {"L3"})
        for person_id in holdings.supervisors_as_second_staff(case)
    )
    if standing:
        text = "A second qualified person is within call."
        yield met(code, case.subject, text, standing.evidence, standing.until)
        return
    text = "No second qualified person is named."
    remedy = "The scheduler names second staff, a second therapist who holds L2, or a "
    remedy += "supervisor in the room who holds L3."
    yield unmet(code, case.subject, text, remedy)


def medical_clinician(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Exactly one medical clinician of record is named."""
    code = "MEDICAL-CLINICIAN"
    if not case.is_medication:
        return
    named = [m.role for m in case.members].count("medical_clinician")
    if named == 1:
        yield met(code, case.subject, "The medical clinician of record is named.")
        return
    text = "More than one medical clinician is named."
    if not named:
        text = "No medical clinician of record is named."
    remedy = "The scheduler names exactly one medical clinician."
    yield unmet(code, case.subject, text, remedy)


def _can_tell_second_staff(case: Case) -> bool:
    """Whether the horizon is known, or nobody's credentials could change the answer."""
    if case.last_day is not None or case.people_in({"second_staff"}):
        return True
    in_room = any(
        m.role == "supervisor" and m.presence in holdings.IN_ROOM for m in case.members
    )
    return len(case.therapists) < 2 and not in_room
