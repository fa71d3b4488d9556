"""Steps of a credential: suspended, lifted, expired, revoked, given back."""

import datetime

from django.core.management import call_command
from django.urls import reverse

from certificates.actions.concerns import Report, report_concern
from certificates.actions.credentials import relinquish, revoke
from certificates.actions.lifting import lift_suspension, propose_lift, withdraw_lift
from certificates.actions.signatures import digest_of_shown
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Suspension as SuspensionRow
from certificates.selectors.signed import shown_of_credential
from certificates.selectors.suspensions import shown_of_lift, shown_of_second_lift
from tests.certificates.life.machine import (
    ANYBODY,
    DIRECTORS,
    NTH,
    Base,
    deed,
    nth,
)
from tests.certificates.life.model import DAY
from tests.certificates.life.rows import (
    LIVE,
    THERAPISTS,
    Suspension,
)
from tests.certificates.life.world import PASSWORD

HOLDER = THERAPISTS
# A director can be suspended too; seldom, or nobody would be left to sign.
SUSPECT = [*THERAPISTS, *THERAPISTS, "rita", "otto"]
KINDS_OF = ["ADMINISTRATIVE", "PRECAUTIONARY", "DISCIPLINARY"]
ACCOUNT = "The session went on for ten minutes after it was to stop."


def one_stands(self) -> bool:
    return bool(self.standing())


def one_is_proposed(self) -> bool:
    return any(row.proposed_by for row in self.standing())


def some(self) -> bool:
    return bool(self.model.credentials)


class Living(Base):
    """Mixed into the machine."""

    def standing(self) -> list[Suspension]:
        return [row for row in self.model.suspensions.values() if not row.lifted_by]

    @deed(often=2, by=ANYBODY, who=SUSPECT, kind=KINDS_OF)
    def suspend(self, by: str, who: str, kind: str) -> None:
        def then(got) -> list[str]:
            return self.model.suspend(Suspension(str(got.pk), who, by, kind))

        person, signer = self.person(who), self.signer(by)
        ground = Ground(kind, "Something is looked into.")
        self.do(
            f"suspend: {kind}",
            self.model.why_not_suspend(by, who, kind),
            lambda: suspend_person(person, self.clinic, ground, signer=signer),
            then,
        )

    @deed(
        often=2,
        by=["mona", *THERAPISTS],
        who=HOLDER,
        other=range(3),
    )
    def report_harm(self, by: str, who: str, other: int) -> None:
        severity = "QUESTION" if other else "HARM"

        def then(got) -> list[str]:
            words = ["CONCERN-REPORTED"]
            row = SuspensionRow.objects.filter(concern=got).first()
            if severity == "HARM":
                words += self.model.suspend(Suspension(str(row.pk), who, None))
            return words

        report, why = Report(self.person(who), severity, ACCOUNT), ""
        if self.reports_of(by) >= 5:
            why = "five in a day"
        if severity == "HARM" and self.reports_of(by, "HARM"):
            why = "one of harm in a day"
        me = self.person(by)
        self.do(
            f"report: {severity}",
            "about oneself" if by == who else why,
            lambda: report_concern(self.clinic, report, by=me, at=self.now),
            then,
        )
        if self._expected["CONCERN-REPORTED"]:
            self.reported.append((by, severity, self.now))

    def reports_of(self, by: str, *severities: str) -> int:
        since = self.now - DAY
        mine = [row for row in self.reported if row[0] == by and row[2] > since]
        return sum(1 for row in mine if not severities or row[1] in severities)

    @deed(often=12, when=one_stands, by=ANYBODY, number=NTH)
    def propose(self, by: str, number: int) -> None:
        row = nth(self.standing(), number)
        found, signer = self.suspension(row.id), self.signer(by)
        marks = digest_of_shown(shown_of_lift(found, self.clinic))
        told = {"reason": "It is settled.", "shown_sha256": marks}

        def then(_got) -> list[str]:
            row.proposed_by, row.marks = by, marks
            return ["SUSPENSION-LIFT-PROPOSED*"]

        self.do(
            "propose to lift",
            self.model.why_not_sign(by, row.person),
            lambda: propose_lift(found, self.clinic, signer=signer, **told),
            then,
        )

    @deed(often=1, when=one_stands, by=ANYBODY, number=NTH)
    def lift_at_once(self, by: str, number: int) -> None:
        self._lift(by, nth(self.standing(), number), on_the_web=False)

    @deed(
        often=24,
        when=one_is_proposed,
        by=ANYBODY,
        number=NTH,
        on_the_web=[False, False, True],
    )
    def lift(self, by: str, number: int, on_the_web: bool) -> None:
        proposed = [row for row in self.standing() if row.proposed_by]
        self._lift(by, nth(proposed, number), on_the_web)

    def _lift(self, by: str, row: Suspension, on_the_web: bool) -> None:
        found, who = self.suspension(row.id), self.person(by)
        marks = digest_of_shown(shown_of_lift(found, self.clinic))
        shown = digest_of_shown(shown_of_second_lift(found, self.clinic))
        is_web = on_the_web and who.user and row.proposed_by

        def deed() -> None:
            if is_web:
                ids = [self.clinic.slug, self.world.people[row.person], row.id]
                path = reverse("credentialing_lift", args=ids)
                self.post(who, path, shown=shown, password=PASSWORD)
            else:
                told = {"shown_sha256": shown, "signer": self.signer(by)}
                lift_suspension(found, self.clinic, **told)

        self.do(
            "lift on the web" if is_web else "lift",
            self.model.why_not_lift(by, row, marks),
            deed,
            lambda _: self.model.lift(row, by),
        )

    @deed(often=3, when=one_stands, by=DIRECTORS, number=NTH)
    def take_proposal_back(self, by: str, number: int) -> None:
        row = nth(self.standing(), number)
        found, who = self.suspension(row.id), self.person(by)

        def then(_got) -> list[str]:
            row.proposed_by, row.marks = None, ""
            return ["SUSPENSION-LIFT-WITHDRAWN"]

        self.do(
            "take a proposal back",
            "" if row.proposed_by == by else "not theirs",
            lambda: withdraw_lift(found, self.clinic, by=who, at=self.now),
            then,
        )

    @deed(often=1, when=some, by=ANYBODY, number=NTH)
    def revoke(self, by: str, number: int) -> None:
        row = nth(list(self.model.credentials.values()), number)
        found, signer = self.credential(row.id), self.signer(by)
        shown = digest_of_shown(shown_of_credential(found))
        told = {"reason": "It was found so.", "shown_sha256": shown}
        self.do(
            "revoke",
            self.model.why_not_revoke(by, row),
            lambda: revoke(found, signer=signer, **told),
            lambda _: [word + "*" for word in self.model.move(row, "REVOKED")],
        )

    @deed(often=2, when=some, number=NTH, other=range(3))
    def give_back(self, number: int, other: int) -> None:
        row = nth(list(self.model.credentials.values()), number)
        by = row.person if other == 0 else "rita"
        may = by == row.person and row.state in LIVE
        found, signer = self.credential(row.id), self.signer(by)
        self.do(
            "give back",
            "" if may else "not theirs, or over",
            lambda: relinquish(found, signer=signer),
            lambda _: self.model.move(row, "RELINQUISHED"),
        )

    @deed(often=6, days=range(1, 22))
    def days_pass(self, days: int) -> None:
        self.now += datetime.timedelta(days=days)
        self.model.today = self.clinic.day_of(self.now)
        self.said("days pass", [])

    @deed(often=5)
    def expire_what_is_due(self) -> None:
        words = self.model.expire()
        call_command("expire_credentials", verbosity=0, stdout=self.quiet)
        self.said("expire" if words else "nothing to expire", words)
