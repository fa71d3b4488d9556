"""Grants, applications and what became of them: one credential in every state."""

import datetime
from dataclasses import dataclass
from functools import partial

from certificates.actions.applications import Wish, submit_application
from certificates.actions.credentials import relinquish, revoke
from certificates.actions.decisions import approve_application, defer_application
from certificates.actions.expiry import expire_due
from certificates.actions.grant_rules import Grant
from certificates.actions.roster_confirming import confirm_entry
from certificates.actions.rosters import enter_credential
from certificates.actions.signatures import Signer, SignIn, digest_of_shown
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Application, Credential, Signature, Suspension
from certificates.selectors.entries import shown_of_entry, unconfirmed
from certificates.selectors.judging import shown_of
from home.models import Person
from kap_training.demo.actors import NORTH, SOUTH
from kap_training.demo.stage import Stage

State = Credential.State
DIRECTORS = {NORTH: "rita", SOUTH: "charlie"}
# Who signs second for what two sign: never about themselves.
SECOND = {NORTH: "tomas", SOUTH: "xiomara"}
MEDICAL = "ngozi"
SOURCE = "The clinic’s roster in the office binder, compared with the board’s register."
ROSTER_DAY = 404


@dataclass(frozen=True)
class Given:
    """A credential that came with the clinic's old roster, in days around now."""

    key: str
    type: str
    clinic: str = NORTH
    began: int = ROSTER_DAY
    lasts: int = 326
    state: str = State.ACTIVE


@dataclass(frozen=True)
class Asked:
    """An application, and on which days it was sent and decided, in days ago."""

    key: str
    type: str
    sent: int
    decided: int = 0
    target: str = ""
    returned_for: str = ""


SENIORS = ("bob", "tomas", "adaeze", "ingrid", "mateus", "dmitri")
ROSTER = (
    *(Given(key, type_) for key in SENIORS for type_ in ("L1", "L3")),
    *(Given(key, "T") for key in ("adaeze", "ingrid", "mateus", "dmitri")),
    *(Given(key, "S") for key in ("bob", "adaeze")),
    Given("aroha", "L1"),
    Given("aroha", "L2B"),
    Given("guadalupe", "L1", began=670, lasts=60),
    Given("eun", "L1", began=741, lasts=-11),
    Given("yael", "L1", state=State.PROVISIONAL),
    Given("freya", "L1"),
    *(
        Given(key, type_, clinic=SOUTH)
        for key, type_ in (
            ("freya", "L1"),
            ("kalani", "L1"),
            ("kalani", "L3"),
            ("soraya", "L1"),
            ("soraya", "L3"),
        )
    ),
)
APPLICATIONS = (
    Asked("hana", "L1", 218, 216),
    Asked("piotr", "L1", 188, 187),
    Asked("piotr", "L2A", 58, 57),
    Asked("rowan", "L1", 188, 187),
    Asked("rowan", "CANDIDATE", 58, 57, target="T"),
    Asked("guadalupe", "L1", 25, 24),
    Asked("gareth", "L1", 248, 246),
    Asked("thandiwe", "L1", 248, 246),
    Asked("lucia", "CANDIDATE", 36, 35, target="L1"),
    Asked("jamal", "CANDIDATE", 36, 35, target="L1"),
    Asked("bisi", "CANDIDATE", 56, 55, target="L1"),
    Asked("jamal", "L1", 5),
    Asked("tomas", "S", 4),
    Asked(
        "bisi",
        "L1",
        19,
        3,
        returned_for=(
            "The board now reports another last day for your licence than the one "
            "we have. Please send us the current licence and apply again."
        ),
    ),
)


def plan_credentials(stage: Stage) -> None:
    """This will put grants, applications and what followed on the timeline."""
    for given in ROSTER:
        _put(stage, ROSTER_DAY, 16, partial(_enter, stage, given))
    for asked in APPLICATIONS:
        _put(stage, asked.sent, 20, partial(_apply, stage, asked))
        if asked.decided:
            _put(stage, asked.decided, 21, partial(_decide, stage, asked))
    _put(stage, 50, 16, partial(_give_back, stage))
    _put(stage, 30, 16, partial(_revoke, stage))
    _put(stage, 10, 16, expire_due)
    _put(stage, 2, 16, partial(_suspend, stage))


def _put(stage: Stage, days_ago: int, hour: int, act) -> None:
    stage.timeline.put(stage.timeline.moment(days_ago, hour), act)


def _enter(stage: Stage, given: Given, at: datetime.datetime) -> None:
    """A roster's credential gets a paper too: its director signs for it."""
    clinic, director = stage.clinics[given.clinic], DIRECTORS[given.clinic]
    grant = Grant(
        clinic=clinic,
        type=given.type,
        valid_from=stage.day(given.began),
        valid_to=stage.day(-given.lasts),
        state=given.state,
    )
    by, holder = stage.people[director], stage.people[given.key]
    row = enter_credential(holder, grant, source=SOURCE, signer=signing(by, at))
    if unconfirmed([clinic]).filter(pk=row.pk).exists():
        other = SECOND[given.clinic]
        second = stage.people[MEDICAL if given.key == other else other]
        shown = digest_of_shown(shown_of_entry(row, SOURCE))
        confirm_entry(row, shown_sha256=shown, signer=signing(second, at))


def signing(person: Person, at: datetime.datetime) -> Signer:
    """This will let somebody of the story sign, as if they had just signed in."""
    return Signer(person, at, SignIn(Signature.SignIn.PASSWORD, at))


def _apply(stage: Stage, asked: Asked, at: datetime.datetime) -> None:
    wish = Wish(stage.clinics[NORTH], asked.type, asked.target)
    submit_application(stage.people[asked.key], wish, at=at)


def _decide(stage: Stage, asked: Asked, at: datetime.datetime) -> None:
    application = Application.objects.get(
        person=stage.people[asked.key],
        credential_type=asked.type,
        state__in=[Application.State.SUBMITTED, Application.State.READY],
    )
    shown = digest_of_shown(shown_of(application, at))
    told = {"signer": signing(stage.people["rita"], at), "shown_sha256": shown}
    if asked.returned_for:
        defer_application(application, **told, reason=asked.returned_for)
    else:
        approve_application(application, **told)


def _give_back(stage: Stage, at: datetime.datetime) -> None:
    holder = stage.people["thandiwe"]
    relinquish(holder.credentials.get(type="L1"), signer=signing(holder, at))


def _revoke(stage: Stage, at: datetime.datetime) -> None:
    credential = stage.people["gareth"].credentials.get(type="L1")
    reason = "The board has no licence on record under the number that was given."
    revoke(credential, reason=reason, signer=signing(stage.people["tomas"], at))


def _suspend(stage: Stage, at: datetime.datetime) -> None:
    ground = Ground(
        Suspension.Kind.PRECAUTIONARY,
        "Paused while a question is looked into. Nothing has been found.",
    )
    suspend_person(
        stage.people["dmitri"],
        stage.clinics[NORTH],
        ground,
        signer=signing(stage.people["rita"], at),
    )
