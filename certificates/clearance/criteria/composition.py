"""The patient's stated preference and the composition of the team: R-13 to R-15."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from certificates.clearance.case import Case
from certificates.clearance.signing import signed_for_team
from certificates.clearance.verdicts import Kind, Verdict, met, unknown, unmet

GENDERS = ("WOMAN", "MAN", "NONBINARY")
NOT_STATED = (None, "", "NOT_ASKED")
NO_PREFERENCE, BY_DIRECTOR = "NONE_STATED", "OTHER_BY_DIRECTOR"

Fit = Callable[[list[str]], bool]
FITS: dict[str, Fit] = {
    "ONE_WOMAN": lambda genders: genders == ["WOMAN"],
    "ONE_MAN": lambda genders: genders == ["MAN"],
    "WOMAN_AND_MAN": lambda genders: sorted(genders) == ["MAN", "WOMAN"],
    "TWO_WOMEN": lambda genders: genders == ["WOMAN", "WOMAN"],
    "TWO_MEN": lambda genders: genders == ["MAN", "MAN"],
    "WOMAN_PRESENT": lambda genders: "WOMAN" in genders,
    "MAN_PRESENT": lambda genders: "MAN" in genders,
}
PREFERENCES = frozenset({NO_PREFERENCE, BY_DIRECTOR, *FITS})


def preference_asked(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The patient was asked for a preference, and the answer can be read.

    An answer that cannot be read is asked about in every session: it may be a
    preference that nobody would then honour.
    """
    code, stated = "PREFERENCE-ASKED", case.session.preference
    is_unreadable = stated not in PREFERENCES and stated not in NOT_STATED
    if not (case.is_medication or case.is_trauma_coded or is_unreadable):
        return
    if stated in PREFERENCES:
        yield met(code, case.resource, "The patient was asked for a preference.")
        return
    text = "It is not on record that the patient was asked for a preference."
    if is_unreadable:
        text = "The recorded preference cannot be read."
    remedy = "The scheduler asks and records the answer; “none stated” is an answer."
    yield unknown(code, case.resource, text, remedy)


def composition(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """The therapists fit the stated preference, or else the default for the code."""
    stated, genders = case.session.preference, _genders(case)
    if stated in FITS:
        yield _against_preference(case, genders, FITS[stated])
    elif stated == NO_PREFERENCE and case.session.staffing_code == "B":
        if FITS["ONE_WOMAN"](genders) or FITS["WOMAN_AND_MAN"](genders):
            yield _composed(case, Kind.SIGN)
        else:
            yield signed_for_team(_refused(case), case, parameters["signed_by"])
    elif stated == BY_DIRECTOR:
        yield signed_for_team(_refused(case), case, parameters["signed_by"])


def _genders(case: Case) -> list[str]:
    """Return each therapist's gender, unknown where it is not to be matched on."""
    return [_gender(case, person_id) for person_id in case.therapists]


def _gender(case: Case, person_id: str) -> str:
    person = case.person(person_id)
    is_known = person.gender in GENDERS and person.matching_consent is True
    return person.gender if is_known else ""


def _against_preference(case: Case, genders: list[str], fits: Fit) -> Verdict:
    if fits(genders):
        return _composed(case, Kind.HARD)
    refusal = _refused(case)
    imagined = product(*[[gender] if gender else GENDERS for gender in genders])
    if any(fits(list(team)) for team in imagined):
        return unknown(
            refusal.code,
            refusal.subject,
            refusal.text,
            refusal.remedy,
            confidential_text=refusal.confidential_text,
        )
    return refusal


def _composed(case: Case, type_: Kind) -> Verdict:
    text = "The composition of the team is met."
    return met("COMPOSITION", case.subject, text, type=type_)


def _refused(case: Case) -> Verdict:
    """Return the refusal; why is for the director's eyes only."""
    genders = ", ".join(
        f"{case.name(person_id)} "
        f"({_gender(case, person_id).lower() or 'not to be matched on'})"
        for person_id in case.therapists
    )
    stated = str(case.session.preference).lower().replace("_", " ")
    return unmet(
        "COMPOSITION",
        case.subject,
        "Composition not met.",
        "The scheduler chooses another team, or asks the clinical director.",
        confidential_text=f"Stated: {stated}. Therapists: {genders}.",
    )
