"""What should be: who may do what, and what follows. Pure, written from the rules.

Every `why_not_…` gives the reason for a refusal, or nothing. Every deed changes the
model and gives the words that the log has to hold; a star stands for a signature.
"""

import datetime

from certificates.clearance.days import add_months
from tests.certificates.life.rows import (
    CAST,
    KINDS,
    LIVE,
    OPEN,
    Application,
    Credential,
    Suspension,
)

DAY = datetime.timedelta(days=1)
Words = list[str]
AGAINST = ("DECLINED", "UPHELD")


class Model:
    """The whole clinic, as it should be."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.applications: dict[str, Application] = {}
        self.credentials: dict[str, Credential] = {}
        self.suspensions: dict[str, Suspension] = {}
        self.recorded: set[str] = set()

    # Who may sign.

    def is_suspended(self, person: str) -> bool:
        rows = self.suspensions.values()
        return any(row.person == person and not row.lifted_by for row in rows)

    def is_barred(self, person: str) -> bool:
        """What a report began by itself keeps from clinical work only."""
        rows = self.suspensions.values()
        return any(
            row.person == person and row.by and not row.lifted_by for row in rows
        )

    def why_not_sign(self, by: str, about: str, *, second: bool = False) -> str:
        """A director of the clinic, apart from the person, not suspended."""
        one = CAST[by]
        in_role = one.is_director or (second and one.is_medical_director)
        if not in_role or one.is_elsewhere:
            return "no role here"
        return self.why_not_apart(by, about)

    def why_not_apart(self, by: str, about: str) -> str:
        if by == about or about == CAST[by].tied_to:
            return "not apart"
        return "suspended" if self.is_barred(by) else ""

    def are_close(self, one: str, other: str) -> bool:
        """The same, or with a declared tie."""
        return one == other or CAST[one].tied_to == other

    def is_missing_something(self, person: str, kind: str) -> bool:
        wants = KINDS[kind].needs_record and person not in self.recorded
        return wants or self.is_suspended(person)

    # Credentials.

    def held(self, person: str, kind: str) -> Credential | None:
        found = [
            row
            for row in self.credentials.values()
            if (row.person, row.kind) == (person, kind) and row.state in LIVE
        ]
        assert len(found) <= 1, "two live credentials of one kind"
        return found[0] if found else None

    def has_room(self, person: str, kind: str) -> bool:
        """Nothing is held, or what is held is about to end or is a founder's."""
        held = self.held(person, kind)
        if held is None:
            return True
        opens = held.last_day - KINDS[kind].window * DAY
        is_near = self.today >= opens or held.basis == "FOUNDING"
        return held.state != "SUSPENDED" and is_near

    def why_not_award(self, app: Application) -> str:
        if not self.has_room(app.person, app.kind):
            return "held already"
        renewed = self.credentials.get(app.renews or "")
        if self.held(app.person, app.kind) or renewed is None:
            return ""
        is_there = renewed.state == "EXPIRED" and renewed.followed_by is None
        return "" if is_there else "what it renews is gone"

    def award(self, app: Application, id_: str, state: str) -> Words:
        words, before = self._end_the_old(app, id_)
        first, last = self._period(app.kind, before)
        new = Credential(id_, app.person, app.kind, state, first, last)
        new.application = app.id
        self.credentials[id_] = new
        return [*words, "CREDENTIAL-AWARDED"]

    def _end_the_old(
        self, app: Application, new: str
    ) -> tuple[Words, Credential | None]:
        held = self.held(app.person, app.kind)
        words = []
        if held:
            is_over = held.last_day < self.today
            held.state = "EXPIRED" if is_over else "SUPERSEDED"
            words = [f"CREDENTIAL-{held.state}"]
        before = held or self.credentials.get(app.renews or "")
        if before:
            before.followed_by = new
        return words, before

    def _period(
        self, kind: str, before: Credential | None
    ) -> tuple[datetime.date, datetime.date]:
        terms, start = KINDS[kind], self.today
        is_renewal = before is not None and before.basis != "FOUNDING"
        if is_renewal and terms.from_old_end and self.today <= before.last_day:
            start = before.last_day + DAY
        return self.today, add_months(start, terms.months) - DAY

    def grant(self, row: Credential) -> None:
        self.credentials[row.id] = row

    def why_not_grant(self, by: str, person: str, kind: str) -> str:
        """Without an application: entered from the roster, or a founder."""
        why = self.why_not_sign(by, person)
        if not why and self.is_suspended(person):
            why = "their suspension is open"
        return why or ("held" if self.held(person, kind) else "")

    def why_not_enter(
        self, by: str, person: str, kind: str, last_day: datetime.date
    ) -> str:
        """A roster goes around no decision, taken or awaited, and grants no longer."""
        why = self.why_not_grant(by, person, kind)
        if last_day > add_months(self.today, KINDS[kind].months):
            why = why or "longer than the requirements let it last"
        return why or self._why_by_application(person, kind)

    def _why_by_application(self, person: str, kind: str) -> str:
        apps = [(a.person, a.kind, a.state) for a in self.applications.values()]
        rows = [(c.person, c.kind, c.state) for c in self.credentials.values()]
        barred = [(person, kind, state) for state in (*OPEN[1:], *AGAINST)]
        is_barred = (person, kind, "REVOKED") in rows or set(barred) & set(apps)
        return "by application only" if is_barred else ""

    def why_not_confirm(self, by: str, row: Credential, marks: str) -> str:
        why = self.why_not_sign(by, row.person, second=True)
        if why or row.entered_by in ("", by) or row.state != "PROVISIONAL":
            return why or "nothing that somebody else entered waits"
        if self.are_close(by, row.entered_by) or self.is_barred(row.entered_by):
            return "close to who entered it, or they could not sign now"
        if self.is_suspended(row.person) or row.last_day < self.today:
            return "suspended, or over"
        why = self._why_by_application(row.person, row.kind)
        return why or ("" if row.marks == marks else "it changed since")

    def why_not_appoint(self, by: str, person: str, kind: str) -> str:
        rows = self.credentials.values()
        kept = [row for row in rows if row.kind == kind]
        has_begun = any(row.basis != "FOUNDING" for row in kept)
        mine = [row for row in rows if row.person == person]
        was = any(row in kept for row in mine if row.basis == "FOUNDING")
        lost = any(row.state == "REVOKED" for row in mine)
        why = self.why_not_grant(by, person, kind)
        return why or ("no founding any more" if has_begun or was or lost else "")

    def why_not_revoke(self, by: str, row: Credential) -> str:
        why = self.why_not_sign(by, row.person)
        may = row.state in (*LIVE, "EXPIRED")
        return why or ("" if may else "it ended for good")

    def move(self, row: Credential, state: str) -> Words:
        row.state = state
        return [f"CREDENTIAL-{state}"]

    def expire(self) -> Words:
        rows = [row for row in self.credentials.values() if row.state in LIVE]
        over = [row for row in rows if row.last_day < self.today]
        return [word for row in over for word in self.move(row, "EXPIRED")]

    # Suspensions.

    def why_not_suspend(self, by: str, person: str, kind: str) -> str:
        rows = self.suspensions.values()
        mine = [
            row for row in rows if (row.person, row.by, row.kind) == (person, by, kind)
        ]
        stands = any(not row.lifted_by for row in mine)
        return self.why_not_sign(by, person) or ("theirs is open" if stands else "")

    def suspend(self, row: Suspension) -> Words:
        self.suspensions[row.id] = row
        words = ["PERSON-SUSPENDED*" if row.by else "PERSON-SUSPENDED"]
        for held in self.credentials.values():
            if held.person == row.person and held.state in ("ACTIVE", "PROVISIONAL"):
                held.stood = held.state
                words += self.move(held, "SUSPENDED")
        return words

    def why_not_lift(self, by: str, row: Suspension, marks: str) -> str:
        if row.lifted_by:
            return "lifted"
        why = self.why_not_sign(by, row.person, second=True)
        if why or row.proposed_by in (None, by):
            return why or "nobody else signed first"
        if self.are_close(by, row.proposed_by):
            return "close to whoever signed first"
        if self.is_barred(row.proposed_by):
            return "the first could not sign now"
        return "" if row.marks == marks else "it changed since"

    def lift(self, row: Suspension, by: str) -> Words:
        row.lifted_by = by
        words = ["SUSPENSION-LIFTED*"]
        if self.is_suspended(row.person):
            return words
        for held in self.credentials.values():
            if (held.person, held.state) == (row.person, "SUSPENDED"):
                words += self.move(held, self._after_lift(held))
        return words

    def _after_lift(self, held: Credential) -> str:
        if held.last_day < self.today:
            return "EXPIRED"
        app = self.applications.get(held.application or "")
        # What was met meanwhile is met: nothing is left to wait for.
        is_met = app is not None and all(app.conditions.values())
        return "ACTIVE" if is_met else held.stood

    # What the gate may count.

    def counts_today(self, person: str, kind: str) -> bool:
        held = self.held(person, kind)
        in_force = held is not None and held.state == "ACTIVE"
        return in_force and held.first_day <= self.today <= held.last_day

    def open_of(self, person: str, kind: str) -> Application | None:
        rows = self.applications.values()
        mine = [row for row in rows if (row.person, row.kind) == (person, kind)]
        return next((row for row in mine if row.state in OPEN), None)
