"""Why a session is in danger, in words, for who may read how much of it."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.clearance.verdicts import Kind, Verdict
from certificates.rules.endangered import Danger, Why
from certificates.selectors.endangered import SessionOutlook

A_DAY = datetime.timedelta(days=1)
# Why somebody may not be assigned is told to who directs their clinic; of a team's
# composition nobody is told more than that it is not met.
TOLD_TO_A_DIRECTOR = frozenset({"NOT-SUSPENDED", "NOT-DOUBLE-BOOKED"})


@dataclass(frozen=True)
class ToldReason:
    """One reason as a page shows it.

    Args:
        person_id: of whom it tells, for who may open their page; else empty.
        is_grave: it stands in the way already.
    """

    code: str
    who: str
    person_id: str
    text: str
    why: str
    remedy: str
    since: datetime.datetime | None
    is_grave: bool

    @property
    def name_first(self) -> str:
        """The person's name, where the sentence does not say it."""
        return "" if self.who in self.text else self.who


def told_reasons(row: SessionOutlook, to_director: bool) -> list[ToldReason]:
    """This will tell what to mend, and what is awaited, the first thing first.

    Args:
        to_director: whether the reader directs the clinic clinically.
    """
    dangers = [_danger(row, danger, to_director) for danger in row.standing.dangers]
    return dangers + [
        _awaited(row, verdict, to_director) for verdict in row.standing.awaited
    ]


def _danger(row: SessionOutlook, danger: Danger, to_director: bool) -> ToldReason:
    verdict = danger.verdict
    is_hidden = bool(verdict.confidential_text) and not to_director
    return ToldReason(
        code=verdict.code,
        who=row.who(danger),
        person_id=verdict.subject if to_director and row.who(danger) else "",
        text=_text(danger, to_director),
        why=_why(danger),
        remedy=_remedy(row, verdict),
        since=None if is_hidden else row.known_since(danger),
        is_grave=danger.why not in (Why.LAPSES_BEFORE, Why.READ_AGAIN),
    )


def _text(danger: Danger, to_director: bool) -> str:
    verdict = danger.verdict
    if danger.why is Why.LAPSES_BEFORE and verdict.holds_until:
        return _(
            "%(text)s That is good until %(day)s, which is before the session."
        ) % {
            "text": verdict.text,
            "day": date_format(verdict.holds_until - A_DAY, "j F Y"),
        }
    if to_director and verdict.code in TOLD_TO_A_DIRECTOR:
        return verdict.told_to_director
    return verdict.text


def _remedy(row: SessionOutlook, verdict: Verdict) -> str:
    if verdict.code == "QUESTION-COMPLETE" and row.begins is None:
        return _(
            "Give it a day and a time, or cancel it: it never opens without, and "
            "whoever is on its team counts as busy at any time."
        )
    return verdict.remedy or _("Have it looked at again before the session.")


def _why(danger: Danger) -> str:
    if danger.verdict.type is Kind.SIGN:
        return _("Has come up since, and needs the director’s signature")
    return {
        Why.SAYS_NO: _("Something on record says no"),
        Why.NO_LONGER: _("Held before, and no longer does"),
        Why.NEW_POLICY: _("Asked by the version of the policy in force by then"),
        Why.READ_AGAIN: _("Changed since it was learned; the door does not close"),
        Why.LAPSES_BEFORE: _("Falls due before the session"),
    }[danger.why]


def _awaited(row: SessionOutlook, verdict: Verdict, to_director: bool) -> ToldReason:
    who = row.names.get(verdict.subject, "")
    return ToldReason(
        code=verdict.code,
        who=who,
        person_id=verdict.subject if to_director and who else "",
        text=verdict.text if row.has_team else _("Nobody is booked for it yet."),
        why=_("Awaited"),
        remedy=verdict.remedy,
        since=None,
        is_grave=False,
    )
