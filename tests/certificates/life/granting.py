"""Steps by which a credential is granted without an application."""

from certificates.actions.founding import Appointment, appoint_founder
from certificates.actions.grant_rules import Grant
from certificates.actions.roster_confirming import confirm_entry
from certificates.actions.rosters import enter_credential
from certificates.actions.signatures import digest_of_shown
from certificates.clearance.days import add_months
from certificates.selectors.entries import shown_of_entry
from tests.certificates.life.machine import (
    ANYBODY,
    DIRECTORS,
    KIND,
    NTH,
    Base,
    deed,
    nth,
)
from tests.certificates.life.model import DAY
from tests.certificates.life.rows import KINDS, LIVE, THERAPISTS, Credential

HOLDER = THERAPISTS
SOURCE = "The office binder."
# Mostly what may be entered; the last of each may not.
ROSTER_DAYS = [25, 25, 25, 25, 90]
SOURCES = [SOURCE] * 6 + [" "]


def one_was_entered(self) -> bool:
    return bool(self.entered())


class Granting(Base):
    """Mixed into the machine."""

    def entered(self) -> list[Credential]:
        """What one of two entered and that has not ended."""
        rows = self.model.credentials.values()
        return [row for row in rows if row.entered_by and row.state in LIVE]

    @deed(often=4, by=ANYBODY, who=HOLDER, kind=KIND, days=ROSTER_DAYS, source=SOURCES)
    def enter_from_roster(
        self, by: str, who: str, kind: str, days: int, source: str
    ) -> None:
        today, last = self.model.today, self.model.today + days * DAY
        grant, signer = Grant(self.clinic, kind, today, last), self.signer(by)

        def then(got) -> list[str]:
            is_whole = KINDS[kind].signers == 1
            state = "ACTIVE" if is_whole else "PROVISIONAL"
            row = Credential(str(got.pk), who, kind, state, today, last, "ROSTER")
            row.entered_by = "" if is_whole else by
            row.marks = digest_of_shown(shown_of_entry(got, SOURCE))
            self.model.grant(row)
            return ["CREDENTIAL-ENTERED*", *["CERTIFICATE-ISSUED"] * is_whole]

        why = self.model.why_not_enter(by, who, kind, last)
        why = why or ("" if source.strip() else "no source")
        person = self.person(who)
        self.do(
            "enter from the roster",
            why,
            lambda: enter_credential(person, grant, source=source, signer=signer),
            then,
        )

    @deed(often=12, when=one_was_entered, by=ANYBODY, number=NTH)
    def confirm(self, by: str, number: int) -> None:
        waiting = [row for row in self.entered() if row.state == "PROVISIONAL"]
        row = nth(waiting or self.entered(), number)
        found, signer = self.credential(row.id), self.signer(by)
        shown = digest_of_shown(shown_of_entry(found, SOURCE))

        def then(_) -> list[str]:
            words = self.model.move(row, "ACTIVE")
            return [*(word + "*" for word in words), "CERTIFICATE-ISSUED"]

        self.do(
            "confirm an entry",
            self.model.why_not_confirm(by, row, shown),
            lambda: confirm_entry(found, shown_sha256=shown, signer=signer),
            then,
        )

    @deed(often=2, by=DIRECTORS, who=HOLDER)
    def appoint(self, by: str, who: str) -> None:
        today, kind = self.model.today, "L3"
        told = ("Ten years of practice.", "Dr. Ada Outside", "Another Institute")
        appointment = Appointment(kind, *told, reviewed_on=today)

        def then(got) -> list[str]:
            last = add_months(today, 12) - DAY
            row = Credential(str(got.pk), who, kind, "ACTIVE", today, last, "FOUNDING")
            self.model.grant(row)
            return ["CREDENTIAL-APPOINTED*", "CERTIFICATE-ISSUED"]

        person, signer = self.person(who), self.signer(by)
        self.do(
            "appoint a founder",
            self.model.why_not_appoint(by, who, kind),
            lambda: appoint_founder(person, self.clinic, appointment, signer=signer),
            then,
        )
