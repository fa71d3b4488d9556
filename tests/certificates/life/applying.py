"""Steps of an application: by the applicant, the office, directors, and hearings."""

import datetime

from django.urls import reverse

from certificates.actions import appeals, conditions, decisions, verifying
from certificates.actions.applications import (
    Wish,
    send_application,
    start_application,
    withdraw_application,
)
from certificates.actions.conditions import ConditionAsked
from certificates.actions.signatures import digest_of_shown
from certificates.models import Condition, Credential
from certificates.selectors.judging import shown_of
from tests.certificates.life import deciding
from tests.certificates.life.machine import (
    ANYBODY,
    DIRECTORS,
    KIND,
    NTH,
    Base,
    deed,
    nth,
)
from tests.certificates.life.rows import THERAPISTS, UNDER_DECISION, Application
from tests.certificates.life.world import PASSWORD
from tests.certificates.signing import signing

APPLICANT = THERAPISTS
TWO = (
    ConditionAsked("Read the update.", datetime.date(2032, 1, 1)),
    ConditionAsked("Present one case.", datetime.date(2032, 2, 1)),
)
OFFICE = {
    "VERIFYING": (verifying.verify_again, deciding.BACK),
    "READY": (verifying.mark_ready, ("SUBMITTED", "VERIFYING")),
    "IN_REVIEW": (verifying.take_up, ("READY",)),
}
REFUSALS = {
    "DEFERRED": decisions.defer_application,
    "DECLINED": decisions.decline_application,
}


def some(self) -> bool:
    return bool(self.model.applications)


def some_open(self) -> bool:
    return bool(self.in_state(*UNDER_DECISION))


class Applying(Base):
    """Mixed into the machine."""

    def in_state(self, *states: str) -> list[Application]:
        rows = self.model.applications.values()
        return [row for row in rows if row.state in states]

    def mostly(self, number: int, *states: str) -> Application:
        """One in a state that fits; now and then one that does not."""
        rows = self.in_state(*states) if number else []
        return nth(rows or list(self.model.applications.values()), number)

    def digest(self, app: Application, asked: tuple = ()) -> tuple[str, str]:
        """What a form carries along, and what a grant signs with its conditions."""
        shown = shown_of(self.application(app.id), self.now)
        signed = decisions.signed_view(shown, asked)
        return digest_of_shown(shown), digest_of_shown(signed)

    @deed(often=5, who=[*THERAPISTS, *THERAPISTS, "rita"], kind=KIND)
    def start(self, who: str, kind: str) -> None:
        def then(got) -> list[str]:
            row = Application(str(got.pk), who, kind)
            self.model.applications[row.id] = row
            return ["APPLICATION-DRAFT"]

        why, wish = (
            deciding.why_not_start(self.model, who, kind),
            Wish(self.clinic, kind),
        )
        deed = lambda: start_application(self.person(who), wish, at=self.now)  # noqa: E731
        self.do("start", why, deed, then)

    @deed(
        often=12,
        when=lambda self: self.in_state("DRAFT"),
        number=NTH,
        other=range(10),
    )
    def send(self, number: int, other: int) -> None:
        app = nth(self.in_state("DRAFT"), number)
        by = app.person if other else "rita"
        why = deciding.why_not_send(self.model, by, app)
        row, who = self.application(app.id), self.person(by)
        self.do(
            "send",
            why,
            lambda: send_application(row, by=who, at=self.now),
            lambda _: deciding.send(self.model, app),
        )

    @deed(often=3, when=some, number=NTH, other=range(2))
    def withdraw(self, number: int, other: int) -> None:
        app = nth(list(self.model.applications.values()), number)
        may = app.state in deciding.MAY_WITHDRAW and other == 0
        by = app.person if other == 0 else "rita"
        row, who = self.application(app.id), self.person(by)
        self.do(
            "withdraw",
            "" if may else "not theirs, or decided",
            lambda: withdraw_application(row, by=who, at=self.now),
            lambda _: deciding.step(app, "WITHDRAWN"),
        )

    @deed(
        often=3,
        when=some_open,
        by=ANYBODY,
        number=NTH,
        to=list(OFFICE),
    )
    def work_in_the_office(self, by: str, number: int, to: str) -> None:
        action, states = OFFICE[to]
        app = self.mostly(number, *states)
        why = deciding.why_not_office(self.model, by, app, states)
        if to == "READY" and self.model.is_missing_something(app.person, app.kind):
            why = why or "something is missing"
        row, who = self.application(app.id), self.person(by)
        self.do(
            f"office to {to}",
            why,
            lambda: action(row, by=who, at=self.now),
            lambda _: deciding.step(app, to),
        )

    @deed(
        often=12,
        when=some_open,
        by=ANYBODY,
        number=NTH,
        on_the_web=[False, False, True],
    )
    def approve(self, by: str, number: int, on_the_web: bool) -> None:
        app = self.mostly(number, *UNDER_DECISION)
        self._approve(by, app, on_the_web)

    # The second of two needs its chance.
    @deed(often=12, when=lambda self: self.waiting_for_second(), by=ANYBODY, number=NTH)
    def approve_second(self, by: str, number: int) -> None:
        self._approve(by, nth(self.waiting_for_second(), number), False)

    def asked_in(self, app: Application) -> tuple:
        """The conditions that the first of two signed."""
        return TWO if app.marks and app.marks[0] == "CONDITIONAL" else ()

    def waiting_for_second(self) -> list[Application]:
        return [row for row in self.in_state("IN_REVIEW") if row.first]

    def _approve(self, by: str, app: Application, on_the_web: bool) -> None:
        seen, signed = self.digest(app)
        marks = ("APPROVED", signed)
        why = deciding.why_not_approve(self.model, by, app, marks)
        row, who = self.application(app.id), self.person(by)

        def deed():
            if on_the_web and who.user:
                path = reverse("credentialing_decide", args=[app.id, "approve"])
                self.post(who, path, shown=seen, password=PASSWORD)
            else:
                told = {"signer": signing(who, self.now), "shown_sha256": seen}
                decisions.approve_application(row, **told)

        word = f"approve {app.kind}" + " on the web" * on_the_web
        self.do(word, why, deed, lambda _: self._approved(app, by, marks))

    def _approved(self, app: Application, by: str, marks: tuple[str, str]) -> list[str]:
        new = Credential.objects.filter(application=app.id).first()
        words = deciding.approve(
            self.model, app, by, marks, str(new.pk) if new else None
        )
        # Alice passed assessments: the first grant counts as her yearly refresh.
        self._may_be["CURRENCY-RECORDED"] = 1
        return words

    @deed(often=5, when=some_open, by=DIRECTORS, number=NTH)
    def approve_with_conditions(self, by: str, number: int) -> None:
        app = self.mostly(number, *UNDER_DECISION)
        seen, signed = self.digest(app, TWO)
        marks = ("CONDITIONAL", signed)
        why = deciding.why_not_approve(self.model, by, app, marks)
        row, told = self.application(app.id), {"shown_sha256": seen, "conditions": TWO}
        signer = signing(self.person(by), self.now)

        def then(_got) -> list[str]:
            words = self._approved(app, by, marks)
            rows = Condition.objects.filter(application=app.id)
            app.conditions = {str(row.pk): False for row in rows}
            return words

        def deed():
            return decisions.approve_with_conditions(row, signer=signer, **told)

        self.do("approve with conditions", why, deed, then)

    @deed(
        often=10,
        when=lambda self: self.in_state("CONDITIONAL"),
        by=ANYBODY,
        number=NTH,
        which=range(2),
    )
    def meet_condition(self, by: str, number: int, which: int) -> None:
        app = nth(self.in_state("CONDITIONAL"), number)
        id_ = list(app.conditions)[which]
        row = Condition.objects.select_related("application").get(pk=id_)
        told = {"shown_sha256": digest_of_shown(conditions.condition_shown(row))}
        signer = signing(self.person(by), self.now)
        self.do(
            "meet a condition",
            deciding.why_not_meet(self.model, by, app, id_),
            lambda: conditions.mark_condition_met(row, signer=signer, **told),
            lambda _: deciding.meet(self.model, app, id_),
        )

    @deed(
        often=6,
        when=some_open,
        by=ANYBODY,
        number=NTH,
        state=[*REFUSALS, "DECLINED", "DECLINED"],
    )
    def refuse(self, by: str, number: int, state: str) -> None:
        app = self.mostly(number, *UNDER_DECISION)
        told = {"shown_sha256": self.digest(app)[0], "reason": "Not yet."}
        row, signer = self.application(app.id), signing(self.person(by), self.now)
        self.do(
            f"refuse as {state}",
            deciding.why_not_decide(self.model, by, app),
            lambda: REFUSALS[state](row, signer=signer, **told),
            lambda _: deciding.refuse(self.model, app, by, state),
        )

    @deed(
        often=16,
        when=lambda self: self.in_state("DECLINED"),
        number=NTH,
        other=range(6),
    )
    def appeal(self, number: int, other: int) -> None:
        app = nth(self.in_state("DECLINED"), number)
        by = app.person if other else "rita"
        row, who = self.application(app.id), self.person(by)

        def then(_got) -> list[str]:
            app.was_appealed = True
            return deciding.step(app, "APPEALED")

        def deed():
            appeals.appeal(row, grounds="Please look again.", by=who, at=self.now)

        why = deciding.why_not_appeal(self.model, by, app)
        self.do("appeal", why, deed, then)

    @deed(
        often=24,
        when=lambda self: self.in_state("APPEALED"),
        by=ANYBODY,
        number=NTH,
        to=["UPHELD", "IN_REVIEW"],
    )
    def hear(self, by: str, number: int, to: str) -> None:
        app = nth(self.in_state("APPEALED"), number)
        told = {"shown_sha256": self.digest(app)[0], "reason": "Heard."}
        row, signer = self.application(app.id), signing(self.person(by), self.now)
        action = (
            appeals.uphold_decision if to == "UPHELD" else appeals.reopen_application
        )
        self.do(
            f"hear: {to}",
            deciding.why_not_hear(self.model, by, app),
            lambda: action(row, signer=signer, **told),
            lambda _: deciding.hear(app, by, to),
        )
