"""What the exclusion list said about people, and what somebody has to look at."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from certificates.clearance.digests import canonical_json
from certificates.exclusions.matching import (
    BY_BIRTH,
    BY_NPI,
    Known,
    middle_agrees,
)
from certificates.models import (
    ExclusionCheck,
    ExclusionList,
    ExclusionMatch,
    ProviderIdentity,
)
from certificates.selectors.documents import clinic_by_person, roster_of
from home.models import Clinic, Person

State = ExclusionMatch.State
TO_SETTLE = (State.OPEN, State.PROPOSED)
# Two lines that agree in these tell of the same exclusion.
SAME = ("LASTNAME", "FIRSTNAME", "MIDNAME", "BUSNAME", "NPI", "DOB", "EXCLDATE")
STRENGTH = (BY_NPI, BY_BIRTH)


@dataclass(frozen=True)
class MatchRow:
    """One match in the list, the strongest first.

    Args:
        earlier: the same line was somebody else on an earlier list.
    """

    match: ExclusionMatch
    clinic: Clinic
    earlier: ExclusionMatch | None
    middle_agrees: bool


def standing_checks() -> QuerySet[ExclusionCheck]:
    """This will give the checks that no later one put right."""
    return ExclusionCheck.objects.filter(corrected_by__isnull=True)


def newest_list() -> ExclusionList | None:
    """This will give the list with the newest day, if one was ever loaded."""
    return ExclusionList.objects.order_by("-published_on", "-id").first()


def found_checks() -> QuerySet[ExclusionCheck]:
    """This will give the checks that found something and that nobody put right."""
    return standing_checks().exclude(outcome=ExclusionCheck.Outcome.CLEAR)


def standing_matches() -> QuerySet[ExclusionMatch]:
    """This will give the matches that two people have not dismissed."""
    return ExclusionMatch.objects.exclude(state=State.DISMISSED)


def is_found(person: Person) -> bool:
    """This will say whether something found about them stands, by hand or in a list."""
    return (
        found_checks().filter(person=person).exists()
        or standing_matches().filter(person=person).exists()
    )


def everybody_known() -> list[Known]:
    """This will give everybody who can be looked up in a list."""
    return [known_as(row) for row in ProviderIdentity.objects.order_by("pk")]


def without_identity(people: QuerySet[Person]) -> list[Person]:
    """This will give those who cannot be looked up: nothing is known to do it by."""
    return list(people.filter(provider_identity__isnull=True).order_by("name"))


def known_as(row: ProviderIdentity) -> Known:
    """This will give an identity as the matcher takes it."""
    others = row.other_last_names.splitlines()
    return Known(
        person=row.person_id,
        npi=row.npi,
        first=row.first_name,
        middle=row.middle_name,
        last_names=(row.last_name, *(name for name in others if name.strip())),
        born_on=row.born_on,
    )


def identity_of(person: Person) -> ProviderIdentity:
    """This will give who they are to the register; an empty one when nobody said."""
    known = getattr(person, "provider_identity", None)
    return known or ProviderIdentity(person=person)


def matches_at(
    clinics: list[Clinic], at: datetime.datetime, *, settled: bool = False
) -> QuerySet[ExclusionMatch]:
    """This will give the matches of people at these clinics.

    Args:
        settled: those that are settled instead of those, of any list or by hand,
            that somebody has to look at.
    """
    rows = ExclusionMatch.objects.filter(
        person__in=roster_of(clinics, at).values("person")
    )
    waits = Q(state__in=TO_SETTLE)
    rows = rows.exclude(waits) if settled else rows.filter(waits)
    return rows.select_related(
        "person__provider_identity", "list", "looked_up__by", "proposed_by"
    )


def match_rows(
    page: list[ExclusionMatch], clinics: list[Clinic], at: datetime.datetime
) -> list[MatchRow]:
    """This will read one page of matches, in a constant number of queries."""
    people = {row.person_id for row in page}
    where = clinic_by_person(clinics, at, people)
    earlier = _dismissed(people)
    rows = [
        MatchRow(
            match=row,
            clinic=where[row.person_id],
            earlier=_same_before(row, earlier.get(row.person_id, [])),
            middle_agrees=_middle_agrees(row),
        )
        for row in page
    ]
    return sorted(rows, key=_rank)


def earlier_dismissal(match: ExclusionMatch) -> ExclusionMatch | None:
    """This will give the newest dismissal of the same line on another list."""
    rows = _dismissed({match.person_id}).get(match.person_id, [])
    return _same_before(match, rows)


def found_on(match: ExclusionMatch, clinic: Clinic) -> datetime.date:
    """This will give the day of a match: when the list was loaded, or of the look."""
    if match.looked_up is not None:
        return match.looked_up.on
    return clinic.day_of(match.list.loaded_at)  # type: ignore[union-attr]


def shown_of(match: ExclusionMatch) -> dict[str, Any]:
    """This will give a match exactly as the page shows it to whoever signs.

    Signatures are bound to it: changing it orphans those on record.
    """
    known, proposal = identity_of(match.person), None
    if match.proposed_by_id and match.proposed_at:
        proposal = {
            "by": str(match.proposed_by_id),
            "at": match.proposed_at.astimezone(datetime.UTC).isoformat(),
            "reason": match.reason,
        }
    return {
        "match": str(match.pk),
        "state": str(match.state),
        "matched_by": str(match.matched_by),
        "list": match.list.file_sha256 if match.list else None,
        "looked_up": _shown_look(match.looked_up),
        "line_number": match.line_number,
        "line": match.line,
        "person": str(match.person_id),
        "name": match.person.name,
        "first_name": known.first_name,
        "middle_name": known.middle_name,
        "last_name": known.last_name,
        "other_last_names": known.other_last_names,
        "npi": known.npi,
        "born_on": known.born_on.isoformat() if known.born_on else None,
        "proposal": proposal,
    }


def _shown_look(look: ExclusionCheck | None) -> dict[str, str | None] | None:
    if look is None:
        return None
    by = str(look.by_id) if look.by_id else None
    return {"on": look.on.isoformat(), "outcome": str(look.outcome), "by": by}


def _rank(row: MatchRow) -> tuple:
    by = row.match.matched_by
    strength = STRENGTH.index(by) if by in STRENGTH else len(STRENGTH)
    return strength, not row.middle_agrees, row.match.person.name, row.match.line_number


def _middle_agrees(match: ExclusionMatch) -> bool:
    known = identity_of(match.person)
    return middle_agrees(known.middle_name, match.line.get("MIDNAME", ""))


def _dismissed(people: set[Any]) -> dict[Any, list[ExclusionMatch]]:
    """This will group what was dismissed of these people, the newest first."""
    rows = ExclusionMatch.objects.filter(person__in=people, state=State.DISMISSED)
    rows = rows.select_related("list", "proposed_by", "settled_by")
    found: dict[Any, list[ExclusionMatch]] = {}
    for row in rows.order_by("-settled_at"):
        found.setdefault(row.person_id, []).append(row)
    return found


def _same_before(
    match: ExclusionMatch, dismissed: list[ExclusionMatch]
) -> ExclusionMatch | None:
    key = _content(match)
    return next(
        (
            row
            for row in dismissed
            if row.list_id != match.list_id and _content(row) == key
        ),
        None,
    )


def _content(match: ExclusionMatch) -> bytes | str:
    return canonical_json({name: match.line.get(name, "") for name in SAME})
