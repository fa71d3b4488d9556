"""Sessions in words: when, what, who, and what was said of them."""

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import Attestation, Session
from certificates.rules.attesting import ATTESTED, ONCE_A_DAY, Standing
from certificates.views.sessions_finding import zone_of
from home.models import Clinic, Person

SAID = {
    "PREPARATION-DONE": gettext_lazy("A preparation session was held"),
    "INTEGRATION-SINCE": gettext_lazy("An integration session since the last one"),
    "CONSENT-EARLIER-DAY": gettext_lazy("Consent was given"),
    "PRESCRIBER-CLEARANCE": gettext_lazy("The prescriber’s clearance"),
    "DAY-OF-SCREEN": gettext_lazy("The safety screen of the day"),
    "ESCORT-CONFIRMED": gettext_lazy("The escort home is confirmed"),
    "KIT-READY": gettext_lazy("The emergency kit is checked"),
    "COMFORT-READY": gettext_lazy("The room is comfortable"),
    "PAUSE-BY-TWO": gettext_lazy("The pause before the medicine"),
    "RELEASE-CRITERIA": gettext_lazy("The release criteria are met"),
    "NEXT-CONTACT": gettext_lazy("The next contact is arranged"),
    "PRESENCE-CONTINUOUS": gettext_lazy("Somebody was there all the time"),
    "PRESENCE-GAP": gettext_lazy("There was a gap in presence"),
    "ADVERSE-EVENT-NONE": gettext_lazy("Nothing adverse happened"),
    "ADVERSE-EVENT-FORM": gettext_lazy("Something adverse: the form is filled in"),
    "ADVERSE-EVENT-SERIOUS": gettext_lazy("Something serious happened"),
}
SIGNED_FOR = {
    "COMPOSITION": gettext_lazy("Another composition of the team"),
    "RELATION-DECLARED": gettext_lazy("A declared relation in the pair"),
    "CONSENT-EARLIER-DAY": gettext_lazy("Consent on the same day"),
    "COURSE-LENGTH": gettext_lazy("A late session of the course"),
}
# What was signed for, for those who are not to learn of a tie between two people, or
# what gender somebody has.
WITHOUT_TIE = {"RELATION-DECLARED": gettext_lazy("This pair")}
WITHOUT_GENDER = {"COMPOSITION": gettext_lazy("This team")}
# Not the usual course of things: kept apart, so that no hurried tap says it.
UNUSUAL = frozenset({"PRESENCE-GAP", "ADVERSE-EVENT-FORM", "ADVERSE-EVENT-SERIOUS"})
# The gate asks under these codes for what is attested under others.
ASKED_AS = {
    "ROOM-READY": ("KIT-READY", "COMFORT-READY"),
    "ADVERSE-EVENT-FORM": ("ADVERSE-EVENT-NONE",),
}
# Two people's: whoever has said it has done their part.
BY_TWO = "PAUSE-BY-TWO"
SECOND_AND_LATER = "INTEGRATION-SINCE"
BADGES = {
    "BOOKED": "neutral",
    "STARTED": "accent",
    "RELEASED": "accent",
    "CLOSED": "positive",
    "CANCELLED": "neutral",
}


@dataclass(frozen=True)
class Sight:
    """What of the signed exceptions somebody may read.

    Args:
        all_of_them: that there are any.
        why: the reasons, and that a tie was declared.
        preference: what was asked for, and so that something else was signed for.
    """

    all_of_them: bool
    why: bool
    preference: bool

    def label(self, code: str) -> str:
        """This will name an exception, telling no more than they may read."""
        kept = {} if self.why else WITHOUT_TIE
        kept = kept if self.preference else kept | WITHOUT_GENDER
        return str(kept.get(code) or SIGNED_FOR.get(code) or code)


@dataclass(frozen=True)
class When:
    """A moment by the clinic's clocks, and how it is written."""

    clinic: Clinic
    now: datetime.datetime

    def local(self, at: datetime.datetime) -> datetime.datetime:
        """This will give a moment by the clinic's clocks."""
        return at.astimezone(zone_of(self.clinic))

    def clock(self, at: datetime.datetime | None) -> str:
        """This will give the time of day."""
        return date_format(self.local(at), "H:i") if at else ""

    def day(self, at: datetime.datetime | None) -> str:
        """This will give the day in words: today, tomorrow, or its date."""
        if at is None:
            return _("No date on record")
        on, today = self.clinic.day_of(at), self.clinic.day_of(self.now)
        written = date_format(on, "l j F" if on.year == today.year else "l j F Y")
        words = {0: _("Today, %(day)s"), 1: _("Tomorrow, %(day)s")}
        return words.get((on - today).days, "%(day)s") % {"day": written}

    def moment(self, at: datetime.datetime | None) -> str:
        """This will give day and time, as short as can be."""
        if at is None:
            return _("undated")
        if self.clinic.day_of(at) == self.clinic.day_of(self.now):
            return _("today, %(time)s") % {"time": self.clock(at)}
        return date_format(self.local(at), "j F Y, H:i")

    def span(self, session: Session) -> str:
        """This will give from when to when a session is, with the zone."""
        if session.starts_at is None or session.ends_at is None:
            return _("No time on record")
        zone = self.local(session.starts_at).tzname()
        told = {
            "begins": self.clock(session.starts_at),
            "ends": self.clock(session.ends_at),
            "zone": zone,
        }
        return _("%(begins)s to %(ends)s %(zone)s") % told


def team_of(session: Session) -> list[dict[str, Any]]:
    """This will tell the team, each with their role."""
    return [
        {
            "name": row.person.name,
            "role": row.get_role_display(),
            "presence": row.get_presence_display() if row.presence else "",
        }
        for row in session.members.all()
    ]


def names_in(session: Session) -> dict[str, str]:
    """This will give the names of the team by id."""
    return {str(row.person_id): row.person.name for row in session.members.all()}


def said_of(
    session: Session, me: Person, standing: Standing, when: When
) -> list[dict[str, Any]]:
    """This will tell each step that is attested: by whom, and whether it can be now."""
    rows = list(session.attestations.all())
    return [
        {
            "code": code,
            "label": SAID[code],
            "who": ATTESTED[code].who,
            "is_unusual": code in UNUSUAL,
            "said": [_said(row, when) for row in rows if row.code == code],
            "stands": any(row.code == code and not row.voided_at for row in rows),
            "may": _may(session, code, standing, _today(rows, code, me, when)),
            "again": _today(rows, code, me, when),
        }
        for code in _asked(session, {row.code for row in rows})
    ]


def usual_first(
    said: list[dict[str, Any]], answer: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """This will give what is usually attested, what is wanting first.

    What stands, and what the gate asks for no more, can be said again; that is kept
    apart from what is wanting.
    """
    told = [*answer["reasons"], *answer["warnings"]] if answer else []
    wanting = {
        code for row in told for code in ASKED_AS.get(row["code"], (row["code"],))
    }
    rows = []
    for row in said:
        if row["is_unusual"] and not row["said"]:
            continue
        is_wanting = not row["stands"] or row["code"] in wanting
        has_done_theirs = row["code"] == BY_TWO and row["again"]
        is_again = row["may"] and (not is_wanting or has_done_theirs)
        rows.append(row | {"is_wanting": is_wanting, "is_again": is_again})
    return sorted(rows, key=lambda row: not row["is_wanting"])


def signed_for(session: Session, when: When, sight: Sight) -> list[dict]:
    """This will tell the exceptions that were signed, void ones told as void."""
    if not sight.all_of_them:
        return []
    return [
        {
            "code": row.code,
            "label": sight.label(row.code),
            "by": row.by.name,
            "at": when.moment(row.at),
            "reason": row.reason if sight.why else "",
            "voided": when.moment(row.voided_at) if row.voided_at else "",
        }
        for row in session.signatures.all()
    ]


def _asked(session: Session, said: Collection[str]) -> Iterable[str]:
    """The steps of its kind, and whatever was said of it."""
    is_medication = session.kind == Session.Kind.MEDICATION
    for code, asked in ATTESTED.items():
        is_later = session.state != "BOOKED" or "BOOKED" in asked.states
        is_due = is_medication and is_later
        if code == SECOND_AND_LATER:
            is_due = is_due and (session.ordinal or 1) > 1
        if is_due or code in said:
            yield code


def _may(session: Session, code: str, standing: Standing, is_said: bool) -> bool:
    if is_said and code in ONCE_A_DAY:
        return False
    asked = ATTESTED[code]
    return session.state in asked.states and asked.may(standing)


def _today(rows: list[Attestation], code: str, me: Person, when: When) -> bool:
    day: Callable = when.clinic.day_of
    return any(
        row.code == code and row.by_id == me.pk and row.at and not row.voided_at
        for row in rows
        if row.at and day(row.at) == day(when.now)
    )


def _said(row: Attestation, when: When) -> dict[str, str]:
    return {
        "by": row.by.name,
        "at": when.moment(row.at),
        "voided": when.moment(row.voided_at) if row.voided_at else "",
    }
