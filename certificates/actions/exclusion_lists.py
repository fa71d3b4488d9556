"""Loading an exclusion list and looking everybody up in it: all of it, or nothing."""

import datetime
import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from certificates.exclusions.files import (
    FileFacts,
    ListUnreadable,
    facts_of,
    lines_in,
)
from certificates.exclusions.matching import Hit, Known, Matcher
from certificates.exclusions.standing import CLEAR, worst
from certificates.models import (
    ExclusionCheck,
    ExclusionList,
    ExclusionMatch,
)
from certificates.selectors.exclusions import (
    everybody_known,
    found_checks,
    newest_list,
    standing_checks,
    standing_matches,
)
from home.actions import audit
from home.errors import RuleBroken
from home.models import Person

Moment = datetime.datetime
Outcome = ExclusionCheck.Outcome


class ListRefused(RuleBroken):
    """The file may be whole, but it is not the next one to load."""

    code = "EXCLUSION-LIST-REFUSED"


@dataclass(frozen=True)
class ListEntry:
    """What the file does not say of itself.

    Args:
        published_on: the day to which the publisher says that it is up to date.
    """

    name: str
    published_on: datetime.date


@dataclass(frozen=True)
class LoadReport:
    """What came of it: how many people were looked up, and who may be on the list.

    Args:
        matches: lines that are new; what stands of before is not among them.
        clear: how many people nothing stands about.
    """

    loaded: ExclusionList
    checked: int
    matches: list[ExclusionMatch]
    clear: int

    @property
    def people_matched(self) -> int:
        """How many people have a line that somebody has to look at."""
        return len({match.person_id for match in self.matches})


def load_exclusion_list(
    file: BinaryIO, entry: ListEntry, *, by: Person | None, at: Moment
) -> LoadReport:
    """This will keep one file of the list and look up everybody who is known to it.

    Raises:
        ListUnreadable: a line is not right, or there is none; with its number.
        ListRefused: loaded already, published in the future, or before the newest one.
    """
    facts = facts_of(file)
    _require_next(facts, entry, at)
    known = everybody_known()
    row_count, hits = _search(file, facts, known, entry.published_on)
    with transaction.atomic():
        row = _keep(facts, entry, row_count, by, at)
        matches, clear = _check(row, known, hits, by, at)
        audit.append(
            "EXCLUSION-LIST-LOADED",
            by=by,
            at=at,
            about=row,
            sha256=row.file_sha256,
            rows=row.row_count,
            published_on=row.published_on,
            checked=len(known),
            matches=len(matches),
        )
    return LoadReport(row, len(known), matches, clear)


def look_up_again(file: BinaryIO, *, by: Person | None, at: Moment) -> LoadReport:
    """This will look up in the newest list whoever became known since it was loaded.

    That is everybody without a look into it, and whose names, NPI or date of birth
    were changed after theirs.

    Raises:
        ListUnreadable: the file is not whole.
        ListRefused: it is not the newest list that was loaded.
    """
    facts, row = facts_of(file), newest_list()
    if row is None or row.file_sha256 != facts.sha256:
        raise ListRefused(_("This is not the newest list that was loaded."))
    known = _not_looked_up(row)
    _count, hits = _search(file, facts, known, row.published_on)
    with transaction.atomic():
        matches, clear = _check(row, known, hits, by, at)
    return LoadReport(row, len(known), matches, clear)


def _require_next(facts: FileFacts, entry: ListEntry, at: Moment) -> None:
    if ExclusionList.objects.filter(file_sha256=facts.sha256).exists():
        raise ListRefused(_("This file was loaded already."))
    if entry.published_on > at.date():
        raise ListRefused(_("The day of publication has not come yet."))
    newest = newest_list()
    if newest and entry.published_on < newest.published_on:
        raise ListRefused(
            _("A newer list is loaded already: that of %(day)s.")
            % {"day": newest.published_on.isoformat()}
        )


def _search(
    file: BinaryIO, facts: FileFacts, known: list[Known], on: datetime.date
) -> tuple[int, list[Hit]]:
    """Read the whole file, a line at a time, before anything is written."""
    matcher, count = Matcher(known, on), 0
    hits: list[Hit] = []
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=facts.encoding, newline="")
    try:
        for line in lines_in(text):
            count += 1
            hits += matcher.hits(line)
    finally:
        # The file is the caller's to close.
        text.detach()
    if not count:
        raise ListUnreadable(0, _("There is no line below the heading."))
    return count, hits


def _keep(
    facts: FileFacts, entry: ListEntry, row_count: int, by: Person | None, at: Moment
) -> ExclusionList:
    try:
        with transaction.atomic():
            return ExclusionList.objects.create(
                name=entry.name,
                file_sha256=facts.sha256,
                row_count=row_count,
                published_on=entry.published_on,
                loaded_at=at,
                loaded_by=by,
            )
    except IntegrityError as problem:
        # Somebody else loaded it while this one was read.
        raise ListRefused(_("This file was loaded already.")) from problem


def _not_looked_up(row: ExclusionList) -> list[Known]:
    fresh = standing_checks().filter(
        Q(person__provider_identity__recorded_at__lte=F("recorded_at")), list=row
    )
    done = set(fresh.values_list("person", flat=True))
    return [one for one in everybody_known() if one.person not in done]


def _check(
    row: ExclusionList,
    known: list[Known],
    hits: Collection[Hit],
    by: Person | None,
    at: Moment,
) -> tuple[list[ExclusionMatch], int]:
    """Write what was found, and one check for everybody who was looked up.

    Only what was clear is put right here: the rest takes two people.
    """
    matches = _new_matches(row, hits)
    outcomes, days = _outcomes(), _newest_days(known)
    clear = standing_checks().filter(list=row, outcome=Outcome.CLEAR)
    standing = {one.person_id: one for one in clear if one.person_id in outcomes}
    checks = [
        ExclusionCheck(
            person_id=one.person,
            on=_day(row, one.person in outcomes, days.get(one.person)),
            outcome=outcomes.get(one.person, Outcome.CLEAR),
            # Of whoever loads it the file alone says what it says.
            by=None if by and by.pk == one.person else by,
            recorded_at=at,
            list=row,
            corrects=standing.get(one.person),
        )
        for one in known
    ]
    _log(row, ExclusionCheck.objects.bulk_create(checks), matches, (by, at))
    return matches, sum(one.person not in outcomes for one in known)


def _log(
    row: ExclusionList,
    checks: list[ExclusionCheck],
    matches: list[ExclusionMatch],
    who: tuple[Person | None, Moment],
) -> None:
    """Write one entry for each row."""
    by, at = who
    for check in checks:
        audit.append(
            "EXCLUSION-CHECKED",
            by=by,
            at=at,
            about=check,
            person=check.person_id,
            outcome=str(check.outcome),
            list=row.pk,
        )
    for match in matches:
        told = {"person": match.person_id, "list": row.pk}
        audit.append("EXCLUSION-MATCH-FOUND", by=by, at=at, about=match, **told)


def _new_matches(row: ExclusionList, hits: Collection[Hit]) -> list[ExclusionMatch]:
    """Keep each line and person once, also when a list is searched again."""
    old = set(row.matches.values_list("person", "line_number"))
    return ExclusionMatch.objects.bulk_create(
        ExclusionMatch(
            list=row,
            person_id=hit.person,
            line_number=hit.line.number,
            line=hit.line.columns,
            matched_by=hit.by,
        )
        for hit in hits
        if (hit.person, hit.line.number) not in old
    )


def _outcomes() -> dict[UUID, str]:
    """Say of whom something stands, in this list or of before, and what it comes to.

    It is carried forward whatever this search found, until two people dismiss it.
    """
    found: dict[UUID, str] = {}
    for person, outcome in found_checks().values_list("person", "outcome"):
        found[person] = worst(found.get(person, CLEAR), outcome)
    for match in standing_matches().order_by():
        what = Outcome.CONFIRMED if match.is_confirmed else Outcome.POTENTIAL_MATCH
        found[match.person_id] = worst(found.get(match.person_id, CLEAR), what)
    return found


def _newest_days(known: list[Known]) -> dict:
    rows = standing_checks().order_by("on").values_list("person", "on")
    return dict(rows) if known else {}


def _day(
    row: ExclusionList, is_found: bool, newest: datetime.date | None
) -> datetime.date:
    """A look by hand on a later day must not hide what the list says."""
    if not is_found or newest is None:
        return row.published_on
    return max(row.published_on, newest)
