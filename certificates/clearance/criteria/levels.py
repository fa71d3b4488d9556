"""Criteria about levels, support and endorsement: R-02, R-03, R-04, R-12."""

from collections.abc import Iterator, Mapping

from certificates.clearance.case import THERAPISTS, Case
from certificates.clearance.criteria import holdings
from certificates.clearance.criteria.holdings import LEVELS, Holding, held
from certificates.clearance.verdicts import Verdict, met, unmet
from certificates.clearance.world import MemberFacts

SUPPORT_NEEDED = {"L2A": holdings.IN_ROOM, "L2B": holdings.ON_SITE}


def level_sufficient(case: Case, parameters: Mapping) -> list[Verdict]:
    """Every therapist holds the level the role asks for, support left aside."""
    if case.last_day is None:
        return []
    return [_level(case, member) for member in _therapist_members(case)]


def supervisor_present(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Who holds L2a has an L3 in the room; who holds L2b has one on site."""
    if case.is_medication and case.last_day is not None:
        for member in _therapist_members(case):
            yield from _support(case, member)


def trauma_endorsed(case: Case, parameters: Mapping) -> list[Verdict]:
    """Every therapist of a trauma-coded session holds T, or is a candidate beside."""
    if not case.is_trauma_coded or case.last_day is None:
        return []
    return [_endorsement(case, person_id) for person_id in case.therapists]


def _therapist_members(case: Case) -> list[MemberFacts]:
    return [m for m in case.members if m.role in THERAPISTS]


def _level(case: Case, member: MemberFacts) -> Verdict:
    code = "LEVEL-SUFFICIENT"
    holding = _own_level(case, member.id) or _candidacy(case, member)
    if holding:
        return met(
            code,
            member.id,
            "Holds the level this role asks for.",
            evidence=holding.evidence,
            holds_until=holding.until,
        )
    name = case.name(member.id)
    if _may_be_candidate(case, member) and held(
        case, member.id, {"CANDIDATE"}, _target(case)
    ):
        text = f"{name} is a candidate and needs an assessor beside them."
        remedy = "The scheduler adds an assessor who holds S and L3."
        return unmet(code, member.id, text, remedy)
    asked = "L2" if case.is_medication else "L1"
    text = f"{name} does not hold {asked} here through the end of the session."
    remedy = f"{name} applies for the level, or somebody else takes the role."
    return unmet(code, member.id, text, remedy)


def _own_level(case: Case, person_id: str) -> Holding | None:
    if not case.is_medication:
        return held(case, person_id, LEVELS)
    level = holdings.highest_level(case, person_id)
    if level not in ("L2A", "L2B", "L3"):
        return None
    return held(case, person_id, {level})


def _target(case: Case) -> str:
    return "L2" if case.is_medication else "L1"


def _may_be_candidate(case: Case, member: MemberFacts) -> bool:
    return not case.is_medication or member.role == "co_therapist"


def _candidacy(case: Case, member: MemberFacts) -> Holding | None:
    if not _may_be_candidate(case, member):
        return None
    return holdings.candidate_beside_assessor(case, member, _target(case))


def _support(case: Case, member: MemberFacts) -> Iterator[Verdict]:
    code = "SUPERVISOR-PRESENT"
    level = holdings.highest_level(case, member.id)
    if level not in SUPPORT_NEEDED:
        return
    support = holdings.support_for(case, SUPPORT_NEEDED[level])
    if support:
        text = "Has the support of somebody who holds L3."
        yield met(code, member.id, text, support.evidence, support.until)
    elif not _candidacy(case, member):
        name = case.name(member.id)
        where = "in the room" if level == "L2A" else "on site"
        text = f"{name} holds {level} and needs somebody with L3 {where}."
        remedy = f"The scheduler adds a supervisor who holds L3 {where}."
        yield unmet(code, member.id, text, remedy)


def _endorsement(case: Case, person_id: str) -> Verdict:
    code = "TRAUMA-ENDORSED"
    holding = held(case, person_id, {"T"}) or _trauma_candidacy(case, person_id)
    if holding:
        text = "May work in a session with this staffing code."
        return met(code, person_id, text, holding.evidence, holding.until)
    name = case.name(person_id)
    text = f"{name} does not hold Endorsement T through the end of the session."
    remedy = "The scheduler chooses somebody who holds T, or adds to a candidate for T "
    remedy += "a therapist who holds T and an assessor who holds T, S and L3."
    return unmet(code, person_id, text, remedy)


def _trauma_candidacy(case: Case, person_id: str) -> Holding | None:
    """Return the holding of one candidate for T beside a therapist and an assessor."""
    others = [t for t in case.therapists if t != person_id]
    if len(others) != 1:
        return None
    return holdings.together(
        held(case, person_id, {"CANDIDATE"}, "T"),
        held(case, others[0], {"T"}),
        holdings.assessor_holding(case, {"T", "S", "L3"}, besides=case.therapists),
    )
