"""Steps that must never go through, by whatever path."""

import datetime

from django.db import DatabaseError, transaction
from django.test import Client

from certificates.actions import decisions
from certificates.actions.credentials import revoke
from certificates.actions.lifting import lift_suspension, propose_lift
from certificates.actions.signatures import Signer, SignIn, digest_of_shown
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Document
from certificates.selectors.signed import shown_of_credential
from certificates.selectors.suspensions import shown_of_second_lift
from home.models import User
from tests.cast import client_of
from tests.certificates.life import forged
from tests.certificates.life.machine import ANYBODY, DIRECTORS, NTH, Base, deed, nth
from tests.certificates.life.rows import LIVE, UNDER_DECISION
from tests.certificates.life.world import PASSWORD
from tests.certificates.signing import signing

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# A director about herself, a superuser who is nobody, and a stranger's director.
FORGERS = ("dora", "root", "charlie", "alice")


def some_reviewed(self) -> bool:
    return bool(self.in_state(*UNDER_DECISION))


class Attacking(Base):
    """Mixed into the machine."""

    @deed(
        often=9,
        by=FORGERS,
        slug=forged.SLUGS,
        number=NTH,
    )
    def forge_a_form(self, by: str, slug: str, number: int) -> None:
        """Everything that could be about oneself, posted with all that it needs."""
        about = "dora" if by in ("root", "charlie") else by
        found = forged.form_for(self, about, slug, number)
        client = self._browser_of(by)
        if found is None or client is None:
            self.said("nothing to forge", [])
            return
        path, data = found
        self.do(
            f"forge {slug} as {by}",
            "nobody decides about themselves",
            lambda: self.posted(client, path, **data, password=PASSWORD),
            lambda _: [],
        )

    def _browser_of(self, name: str) -> Client | None:
        user = User.objects.filter(email=f"{name}@example.org").first()
        person = self.person(name) if name != "root" else None
        if person and person.user:
            return client_of(person)
        if user is None:
            return None
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    @deed(often=2, when=some_reviewed, by=DIRECTORS, number=NTH)
    def approve_what_changed(self, by: str, number: int) -> None:
        app = nth(self.in_state(*UNDER_DECISION), number)
        why = self.model.why_not_sign(by, app.person) or (by in app.barred)
        seen, _ = self.digest(app)
        document = Document.objects.create(
            person_id=self.world.people[app.person],
            kind="BLS",
            issued_on=self.model.today,
            recorded_at=self.now,
        )
        self.kept(document, "DOCUMENT-RECORDED")
        row, signer = self.application(app.id), signing(self.person(by), self.now)
        self.do(
            "approve what changed",
            "it changed",
            lambda: decisions.approve_application(
                row, signer=signer, shown_sha256=seen
            ),
            lambda _: [],
            code="" if why else "RECORD-CHANGED",
        )
        self._expected["DOCUMENT-RECORDED"] = 1

    @deed(
        often=3,
        when=lambda self: self.standing(),
        by=DIRECTORS,
        number=NTH,
        is_second=(False, True),
    )
    def lift_what_was_not_shown(self, by: str, number: int, is_second: bool) -> None:
        row = nth(self.standing(), number)
        found, signer = self.suspension(row.id), signing(self.person(by), self.now)
        told = {"shown_sha256": "0" * 64, "signer": signer, "reason": "It is settled."}
        action = lift_suspension if is_second else propose_lift
        self.do(
            "lift what was not shown",
            "it was not shown",
            lambda: action(found, self.clinic, **told),
            lambda _: [],
        )

    @deed(
        often=2,
        when=lambda self: self.live_ones(),
        by=ANYBODY,
        number=NTH,
        what=["approve", "revoke", "suspend"],
    )
    def sign_on_an_old_sign_in(self, by: str, number: int, what: str) -> None:
        row = nth(self.live_ones(), number)
        old = SignIn("PASSWORD", self.now - datetime.timedelta(minutes=6))
        signer = Signer(self.person(by), self.now, old)
        found = self.credential(row.id)
        apps = [app for app in self.in_state(*UNDER_DECISION) if what == "approve"]
        about, deed = row.person, None
        if apps:
            app = nth(apps, number)
            about, shown = app.person, self.digest(app)[0]
            told = {"signer": signer, "shown_sha256": shown}
            subject = self.application(app.id)
            deed = lambda: decisions.approve_application(subject, **told)  # noqa: E731
        elif what == "suspend":
            ground, who = Ground("ADMINISTRATIVE", "Looked into."), found.person
            deed = lambda: suspend_person(who, self.clinic, ground, signer=signer)  # noqa: E731
        else:
            shown = digest_of_shown(shown_of_credential(found))
            told = {"reason": "So.", "shown_sha256": shown, "signer": signer}
            deed = lambda: revoke(found, **told)  # noqa: E731
        is_able = not self.model.why_not_sign(by, about)
        code = "SIGN-IN-NOT-FRESH" if is_able else ""
        self.do(f"old sign-in: {what}", "not fresh", deed, lambda _: [], code=code)

    def live_ones(self) -> list:
        return [row for row in self.model.credentials.values() if row.state in LIVE]

    @deed(
        often=6,
        when=lambda self: any(row.proposed_by for row in self.standing()),
        number=NTH,
    )
    def lift_alone(self, number: int) -> None:
        """Whoever signed first tries to sign second as well."""
        row = nth([row for row in self.standing() if row.proposed_by], number)
        found = self.suspension(row.id)
        signer = signing(self.person(row.proposed_by), self.now)
        shown = digest_of_shown(shown_of_second_lift(found, self.clinic))
        told = {"shown_sha256": shown, "signer": signer}
        self.do(
            "lift alone",
            "signed first",
            lambda: lift_suspension(found, self.clinic, **told),
            lambda _: [],
            code="NOT-ALLOWED",
        )

    @deed(often=14, when=lambda self: self.waiting_for_second(), number=NTH)
    def approve_alone(self, number: int) -> None:
        """Whoever signed first signs again, over exactly the same."""
        app = nth(self.waiting_for_second(), number)
        asked = self.asked_in(app)
        seen, signed = self.digest(app, asked)
        if app.marks[1] != signed:
            self.said("the first signature no longer stands", [])
            return
        row, signer = (
            self.application(app.id),
            signing(self.person(app.first), self.now),
        )
        told = {"signer": signer, "shown_sha256": seen}
        action = decisions.approve_application
        if asked:
            action, told["conditions"] = decisions.approve_with_conditions, asked
        self.do("approve alone", "signed first", lambda: action(row, **told), list)

    @deed(often=6, statement=sorted(forged.STATEMENTS))
    def type_into_the_database(self, statement: str) -> None:
        """What constraints and triggers refuse, whoever types it."""
        typed, rows = forged.STATEMENTS[statement]
        if not rows.all().exists():
            self.said("nothing to type about", [])
            return
        try:
            with transaction.atomic():
                typed()
        except DatabaseError:
            self.said(f"typed: {statement}", [])
        else:
            raise AssertionError(f"the database took it: {statement}")
